//! A TOML file as bytes: what makes it text, its line ends, and where in it something stands.
//!
//! It refuses what is not text of a bearable size, and files in the middle of a merge. It does not know what the keys mean.

use std::ops::Range;

use memchr::memmem;
use toml::de::DeTable;

use super::scan::head_statements;
use crate::model::{FORMAT, Fault, Kind, Result};

/// The largest record or settings file, in bytes (`docs/format.md`, “The record”).
pub const MAX_FILE: usize = 1 << 20;

const BOM: &str = "\u{feff}";

/// The text of one file, and the name under which messages speak of it.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// For messages: the path in the store.
    pub(super) name: String,
    /// Without the byte-order mark.
    pub(super) text: String,
    /// Whether there was a byte-order mark.
    pub(super) bom: bool,
}

impl Source {
    /// Takes the bytes as text.
    ///
    /// # Errors
    /// `Unreadable` for what is empty, too large, not UTF-8, or holds both sides of an unfinished merge; `NewerFormat`
    /// for a file of a newer version, whatever else is wrong with it.
    pub(super) fn new(name: &str, bytes: &[u8]) -> Result<Self> {
        let unreadable = |what: String| Fault::new(Kind::Unreadable, format!("{name}{what}"));
        if let Some(number) = stated_format(bytes).filter(|number| *number > FORMAT) {
            return Err(newer(name, number));
        }
        if bytes.len() > MAX_FILE {
            return Err(unreadable(format!(" is larger than 1 MiB ({} bytes)", bytes.len())));
        }
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(_) if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) => {
                return Err(unreadable(" is UTF-16, not UTF-8".to_owned()).hint("save it as UTF-8 in your editor"));
            }
            Err(error) => {
                let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
                return Err(unreadable(format!(", line {line}: this is not UTF-8 text"))
                    .hint("save it as UTF-8 in your editor"));
            }
        };
        let bare = text.strip_prefix(BOM).unwrap_or(text);
        let source = Self { name: name.to_owned(), text: bare.to_owned(), bom: bare.len() != text.len() };
        if bare.trim().is_empty() {
            return Err(unreadable(" is empty".to_owned()));
        }
        if bare.starts_with(BOM) {
            return Err(mendable(format!("{name} begins with two byte-order marks: only one may stand there")));
        }
        match source.conflict(true) {
            Some(fault) => Err(fault),
            None => Ok(source),
        }
    }

    /// The refusal of a file of a newer version.
    pub(super) fn newer(&self, number: u64) -> Fault {
        newer(&self.name, number)
    }

    /// The file's own line end.
    pub(super) fn newline(&self) -> &'static str {
        let crlf = self.text.matches("\r\n").count();
        if crlf * 2 > self.text.matches('\n').count() { "\r\n" } else { "\n" }
    }

    /// The line of a byte, from one.
    pub(super) fn line(&self, at: usize) -> usize {
        1 + self.text.bytes().take(at).filter(|byte| *byte == b'\n').count()
    }

    /// A fault at a place of the file: line, key where there is one, and what is wrong.
    pub(super) fn fault(&self, at: Option<&Range<usize>>, key: &str, what: &str) -> Fault {
        let line = at.map(|span| format!(", line {}", self.line(span.start))).unwrap_or_default();
        let key = if key.is_empty() { String::new() } else { format!(", `{key}`") };
        mendable(format!("{}{line}{key}: {what}", self.name))
    }

    /// The fault of text that is not TOML: what stands first, because the rest mostly follows from it.
    pub(super) fn syntax(&self) -> Fault {
        // what a newer version writes need not even have statements that are known here
        let head = self.text.lines().take_while(|line| !line.starts_with('['));
        if let Some(number) = head.filter_map(|line| format_of(line.as_bytes())).find(|number| *number > FORMAT) {
            return self.newer(number);
        }
        if let Some(fault) = self.conflict(false) {
            return fault;
        }
        let (_, errors) = DeTable::parse_recoverable(&self.text);
        let first = errors.iter().filter_map(|error| Some((error.span()?, error))).min_by_key(|(span, _)| span.start);
        let Some((span, error)) = first else {
            return self.fault(None, "", "this is not TOML");
        };
        let start = self.text.get(..span.start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
        let column = 1 + self.text.get(start..span.start).map_or(0, |before| before.chars().count());
        let line = self.line(span.start);
        mendable(format!("{}, line {line}, column {column}: this is not TOML: {}", self.name, error.message()))
    }

    /// The fault of an unfinished merge. Text that parses is one only with all three markers in their order, because
    /// instructions may well show a marker; in text that does not parse any outer one explains why.
    fn conflict(&self, parses: bool) -> Option<Fault> {
        let marks = |line: &str, mark: &str| {
            line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        let find = |from: usize, mark: &str| {
            self.text.lines().enumerate().skip(from).find(|(_, line)| marks(line, mark)).map(|(number, _)| number)
        };
        let (ours, theirs) = ("<<<<<<<", ">>>>>>>");
        let first = if parses {
            // nearly every record is done with here
            memmem::find(self.text.as_bytes(), ours.as_bytes())?;
            let first = find(0, ours)?;
            find(find(first + 1, "=======")? + 1, theirs)?;
            first
        } else {
            find(0, ours).or_else(|| find(0, theirs))?
        };
        let line = first + 1;
        Some(
            Fault::new(
                Kind::Unreadable,
                format!("{}, line {line}: a merge is unfinished in this file: there are conflict markers", self.name),
            )
            .hint("choose between both sides in an editor, remove the lines <<<<<<<, ======= and >>>>>>>, then finish the merge with git"),
        )
    }
}

/// Refuses a file of a newer version, whatever else is wrong with it.
///
/// # Errors
/// `NewerFormat`.
pub fn must_not_be_newer(name: &str, bytes: &[u8]) -> Result<()> {
    match stated_format(bytes).filter(|number| *number > FORMAT) {
        Some(number) => Err(newer(name, number)),
        None => Ok(()),
    }
}

fn newer(name: &str, number: u64) -> Fault {
    Fault::new(
        Kind::NewerFormat,
        format!("{name} was made by a newer version of runbook: it has format {number}, this version reads {FORMAT}"),
    )
    .hint("install the newer version; nothing was changed")
}

/// The number behind `format` in the head, read without understanding anything else.
fn stated_format(bytes: &[u8]) -> Option<u64> {
    let bare = bytes.strip_prefix(BOM.as_bytes()).unwrap_or(bytes);
    head_statements(bare).find_map(|statement| format_of(bare.get(statement)?))
}

/// The number of a statement that says the format, in whatever form a number may have.
fn format_of(statement: &[u8]) -> Option<u64> {
    let key = [&b"format"[..], b"\"format\"", b"'format'"].into_iter().find_map(|key| statement.strip_prefix(key))?;
    let value = key.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let (digits, radix) = match value.strip_prefix(b"0x") {
        Some(digits) => (digits, 16),
        None => (value, 10),
    };
    let is_digit = |byte: &u8| *byte == b'_' || char::from(*byte).is_digit(radix);
    let digits: String =
        digits.iter().take_while(|byte| is_digit(byte)).filter(|byte| **byte != b'_').map(|b| char::from(*b)).collect();
    u64::from_str_radix(&digits, radix).ok()
}

fn mendable(message: String) -> Fault {
    Fault::new(Kind::Unreadable, message).hint("mend it in an editor and try again")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(bytes: &[u8]) -> Fault {
        Source::new("runbooks/a/b.toml", bytes).unwrap_err()
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for (bytes, word) in [
            (&b""[..], "empty"),
            (b" \n\n", "empty"),
            (b"\xef\xbb\xbf", "empty"),
            (b"a = 1\nb = \"\xff\"\n", "line 2"),
            (b"\xff\xfea\0", "UTF-16"),
            (b"\xef\xbb\xbf\xef\xbb\xbfa = 1\n", "two byte-order marks"),
        ] {
            let fault = fault(bytes);
            assert_eq!(fault.kind, Kind::Unreadable);
            assert!(fault.message.contains(word), "{fault}");
        }
        assert!(fault(&vec![b'#'; MAX_FILE + 1]).message.contains("1 MiB"));
        assert!(Source::new("x", &vec![b'#'; MAX_FILE]).is_ok());
    }

    #[test]
    fn a_newer_format_is_told_before_anything_else() {
        let fault = fault(b"format = 2\nthis is no TOML 1.0 [\n<<<<<<< HEAD\n=======\n>>>>>>> x\n");
        assert_eq!(fault.kind, Kind::NewerFormat);
        assert!(fault.message.contains("made by a newer version"), "{fault}");
        for text in [
            &b"\"format\" = 2\n[a\n"[..],
            b"'format'=0x02\n",
            b"format = \"2\"\n",
            b"format = 2.1\n",
            b"\xef\xbb\xbfformat = 2\nx = \"\xff\"\n",
        ] {
            assert_eq!(self::fault(text).kind, Kind::NewerFormat, "{text:?}");
        }
        let large = [b"format = 2\n".to_vec(), vec![b'#'; MAX_FILE]].concat();
        assert_eq!(self::fault(&large).kind, Kind::NewerFormat);
        assert_eq!(Source::new("x", b"{\nformat = 2\n").unwrap().syntax().kind, Kind::NewerFormat);
        assert!(Source::new("x", b"format = 1\n[a]\nformat = 7\n").is_ok());
        assert!(Source::new("x", b"summary = \"\"\"\nformat = 7\n\"\"\"\n").is_ok(), "a text is not a key");
    }

    #[test]
    fn an_unfinished_merge_is_named_with_its_line() {
        let fault = fault(b"a = \"\"\"\n<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> other\n\"\"\"\n");
        assert!(fault.message.contains("line 2") && fault.message.contains("merge is unfinished"), "{fault}");
        assert!(Source::new("x", b"a = \"\"\"\n<<<<<<< HEAD\n\"\"\"\n").is_ok(), "one marker in a text is a text");
    }

    #[test]
    fn line_ends_are_the_files_own() {
        assert_eq!(Source::new("x", b"a = 1\r\nb = 2\r\n").unwrap().newline(), "\r\n");
        assert_eq!(Source::new("x", b"a = 1\nb = 2\r\nc = 3\n").unwrap().newline(), "\n");
        assert!(Source::new("x", b"\xef\xbb\xbfa = 1\n").unwrap().bom);
    }
}
