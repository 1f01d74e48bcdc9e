//! Bytes into text that a record may hold: UTF-8, line ends of one kind, nothing that a terminal would act on.
//!
//! What is taken out is said with its line; the number of lines never changes. It refuses what is no text.

use crate::model::{Fault, Remark, Result, is_forbidden};

/// The longest text that is read, in bytes: a record holds less.
pub(super) const MAX_TEXT: usize = 4 << 20;

/// The lines of the text, and what had to be taken out of them.
///
/// # Errors
/// `Usage` for what is empty, binary, not UTF-8 or too long to become a record.
pub(super) fn lines_of(bytes: &[u8]) -> Result<(Vec<String>, Vec<Remark>)> {
    if bytes.len() > MAX_TEXT {
        return Err(Fault::usage(format!("the text has {} bytes: that is more than a runbook", bytes.len())));
    }
    if bytes.contains(&0) {
        return Err(Fault::usage("this is no text: it holds zero bytes").hint("give a Markdown file in UTF-8"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Fault::usage(format!("line {line}: this is not UTF-8")).hint("convert it first: iconv -f LATIN1 -t UTF-8 FILE")
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut removed = Vec::new();
    let lines: Vec<String> = (1..).zip(text.lines()).map(|(number, line)| clean(number, line, &mut removed)).collect();
    if lines.iter().all(|line| line.trim().is_empty()) {
        return Err(Fault::usage("the text is empty: there is nothing to import"));
    }
    if let Some(what) = own_format(&lines) {
        return Err(Fault::usage(format!("this is {what}: import reads the words of a Markdown text"))
            .hint("give the Markdown instead: runbook export RUNBOOK --to markdown"));
    }
    Ok((lines, removed))
}

/// What a text is called that the program writes for itself or for other programs, by the keys of a record.
fn own_format(lines: &[String]) -> Option<&'static str> {
    const KEYS: [&str; 3] = ["customer", "task", "state"];
    let first = lines.iter().find(|line| !line.trim().is_empty() && !line.starts_with('#'))?.trim();
    if first.starts_with(['{', '[']) {
        let has = |key: &&str| lines.iter().any(|line| line.contains(&format!("\"{key}\":")));
        let is_json = || serde_json::from_str::<serde::de::IgnoredAny>(&lines.join("\n")).is_ok();
        return (KEYS.iter().all(has) && is_json()).then_some("a runbook in JSON");
    }
    let (key, _) = first.split_once('=')?;
    let top = || lines.iter().take_while(|line| !line.starts_with('['));
    let has = |key: &&str| top().any(|line| line.split_once('=').is_some_and(|(own, _)| own.trim() == *key));
    (!key.trim().contains(' ') && KEYS.iter().all(has)).then_some("a runbook's record in TOML")
}

/// The line without controls and direction overrides.
fn clean(number: u64, line: &str, removed: &mut Vec<Remark>) -> String {
    let is_bad = |c: char| is_forbidden(c) && c != '\t';
    let mut bad: Vec<char> = line.chars().filter(|c| is_bad(*c)).collect();
    if bad.is_empty() {
        return line.to_owned();
    }
    bad.sort_unstable();
    bad.dedup();
    let names: Vec<String> = bad.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
    removed.push(Remark::new(
        number,
        format!("{} taken out: a record holds no control characters and no direction overrides", names.join(", ")),
    ));
    // a separator of lines or pages stood between two words
    line.chars()
        .filter_map(|c| match c {
            '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{b}' | '\u{c}' => Some(' '),
            c if is_bad(c) => None,
            c => Some(c),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_marks_and_controls_are_settled_and_lines_stay_where_they_are() {
        let (lines, removed) = lines_of("\u{feff}a\r\nb\u{1b}[31m\u{202e}\rc\u{2028}d\n".as_bytes()).unwrap();
        assert_eq!(lines, ["a", "b[31m", "c d"]);
        assert_eq!(removed.iter().map(|remark| remark.line).collect::<Vec<_>>(), [2, 3]);
        assert!(removed[0].message.starts_with("U+001B, U+202E taken out"));
    }

    #[test]
    fn what_the_program_writes_for_programs_is_refused_and_named() {
        for (text, what) in [
            (
                "{\n  \"format\": 1,\n  \"customer\": \"Acme\",\n  \"task\": \"x\",\n  \"state\": \"draft\"\n}\n",
                "in JSON",
            ),
            ("{\"customer\": \"Acme\", \"task\": \"x\", \"state\": \"draft\"}", "in JSON"),
            ("format = 1\ncustomer = \"Acme\"\ntask = \"x\"\nstate = \"draft\"\n\n[[tasks]]\nid = \"a\"\n", "in TOML"),
        ] {
            let fault = lines_of(text.as_bytes()).unwrap_err();
            assert_eq!(fault.kind, crate::model::Kind::Usage);
            assert!(fault.message.contains(what), "{fault}");
        }
        for text in [
            "[link](https://a.example)\n\"customer\": \"task\": \"state\":",
            "customer = Acme\n\ntask = x",
            "# Acme - x",
        ] {
            assert!(lines_of(text.as_bytes()).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for (bytes, why) in [
            (&b""[..], "empty"),
            (b" \r\n\t\n", "empty"),
            (b"\xef\xbb\xbf", "empty"),
            (b"a\0b", "no text"),
            (b"a\nb\n\xff", "line 3"),
            (&[b'a'; MAX_TEXT + 1], "more than a runbook"),
        ] {
            let fault = lines_of(bytes).unwrap_err();
            assert_eq!(fault.kind, crate::model::Kind::Usage);
            assert!(fault.message.contains(why), "{fault}");
        }
    }
}
