//! A text that comes back to its writer: the errors as comments on top, taken off again when it is read.
//!
//! The lines are known by their mark, wherever the writer has put them and whichever run wrote them. A line that the
//! record itself holds already is the person's own, whatever it begins with.

use crate::model::{Fault, visible_line};

const MARK: &str = "#runbook| ";
const BOM: &[u8] = b"\xef\xbb\xbf";

/// The text with what is wrong with it on top, behind a byte-order mark.
pub(super) fn with_errors(fault: &Fault, text: &[u8]) -> Vec<u8> {
    let mut said = vec!["This does not check, and nothing is recorded yet:".to_owned()];
    said.extend(fault.message.lines().map(|line| format!("  {line}")));
    said.extend(fault.hints.iter().flat_map(|hint| hint.lines()).map(|line| format!("  hint: {line}")));
    said.push("These lines are taken off again; lines of the record are counted without them.".to_owned());
    let end = if text.windows(2).any(|pair| pair == b"\r\n") { "\r\n" } else { "\n" };
    let lines: String = said.into_iter().map(|line| format!("{MARK}{}{end}", visible_line(&line))).collect();
    let (mark, rest) = split_mark(text);
    [mark, lines.as_bytes(), rest].concat()
}

/// The text without such lines, but for those of the record as it was before anybody typed.
pub(super) fn without_errors(text: &[u8], record: &[u8]) -> Vec<u8> {
    let (mark, rest) = split_mark(text);
    let own: Vec<&[u8]> = split_mark(record).1.split(|byte| *byte == b'\n').filter(|line| is_marked(line)).collect();
    let is_kept = |line: &&[u8]| {
        let words = line.strip_suffix(b"\n").unwrap_or(line);
        !is_marked(words) || own.contains(&words)
    };
    let kept: Vec<&[u8]> = rest.split_inclusive(|byte| *byte == b'\n').filter(is_kept).collect();
    [mark, &kept.concat()].concat()
}

fn is_marked(line: &[u8]) -> bool {
    line.trim_ascii_start().starts_with(MARK.trim_end().as_bytes())
}

fn split_mark(text: &[u8]) -> (&[u8], &[u8]) {
    match text.strip_prefix(BOM) {
        Some(rest) => (BOM, rest),
        None => (b"", text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault() -> Fault {
        Fault::usage("line 3: `estimate` is no duration\nsecond").hint("write 10m")
    }

    #[test]
    fn what_was_put_on_top_is_taken_off_and_nothing_else() {
        for text in [&b"# mine\nformat = 1\n"[..], b"\xef\xbb\xbfformat = 1\r\n", b"", b"#| my own\nformat = 1"] {
            let shown = with_errors(&fault(), text);
            assert!(String::from_utf8_lossy(&shown).contains("`estimate` is no duration"));
            assert_eq!(without_errors(&shown, b""), text);
            assert_eq!(without_errors(text, b""), text);
        }
        let shown = String::from_utf8(with_errors(&fault(), b"a = 1\n")).unwrap();
        let some_deleted: String = shown.lines().skip(2).map(|line| format!("{line}\n")).collect();
        assert_eq!(without_errors(some_deleted.as_bytes(), b""), b"a = 1\n");
    }

    #[test]
    fn it_is_taken_off_wherever_the_person_has_typed() {
        let shown = String::from_utf8(with_errors(&fault(), b"a = 1\nb = 2\n")).unwrap();
        let above = format!("# mine\n{shown}");
        assert_eq!(without_errors(above.as_bytes(), b""), b"# mine\na = 1\nb = 2\n");
        let (first, rest) = shown.split_once('\n').unwrap();
        let between = format!("{first}\n# mine\n  {rest}");
        assert_eq!(without_errors(between.as_bytes(), b""), b"# mine\na = 1\nb = 2\n");
        let below = format!("a = 1\nb = 2\n{}", shown.replace("a = 1\nb = 2\n", "").trim_end());
        assert_eq!(without_errors(below.as_bytes(), b""), b"a = 1\nb = 2\n");
    }

    #[test]
    fn a_line_that_the_record_has_already_is_the_persons_own() {
        let record = format!("{MARK}so I write\na = 1\n");
        let shown = with_errors(&fault(), record.as_bytes());
        assert_eq!(without_errors(&shown, record.as_bytes()), record.as_bytes());
    }
}
