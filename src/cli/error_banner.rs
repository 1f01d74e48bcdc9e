//! A text that comes back to its writer: the errors as comments on top, taken off again when it is read.
//!
//! Only lines that were put there are taken off; a person's own comments stay.

use crate::model::{Fault, visible_line};

const MARK: &str = "#| ";
const BOM: &[u8] = b"\xef\xbb\xbf";

/// The lines that were put on top of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ErrorBanner {
    lines: Vec<String>,
}

impl ErrorBanner {
    /// The lines that say what is wrong with this text.
    pub(super) fn with(fault: &Fault, text: &[u8]) -> Self {
        let mut said = vec!["This does not check, and nothing is recorded yet:".to_owned()];
        said.extend(fault.message.lines().map(|line| format!("  {line}")));
        said.extend(fault.hints.iter().flat_map(|hint| hint.lines()).map(|line| format!("  hint: {line}")));
        said.push("These lines are taken off again; lines of the record are counted below them.".to_owned());
        let end = if text.windows(2).any(|pair| pair == b"\r\n") { "\r\n" } else { "\n" };
        Self { lines: said.into_iter().map(|line| format!("{MARK}{}{end}", visible_line(&line))).collect() }
    }

    /// The text with the lines on top, behind a byte-order mark.
    pub(super) fn on_top_of(&self, text: &[u8]) -> Vec<u8> {
        let (mark, rest) = split_mark(text);
        [mark, self.lines.concat().as_bytes(), rest].concat()
    }

    /// The text without those of the lines that still stand on top.
    pub(super) fn without(&self, text: &[u8]) -> Vec<u8> {
        let (mark, mut rest) = split_mark(text);
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let (line, below) = rest.split_at(end + 1);
            let own = self.lines.iter().any(|own| own.trim_end().as_bytes() == line.trim_ascii_end());
            if !own {
                break;
            }
            rest = below;
        }
        [mark, rest].concat()
    }
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

    #[test]
    fn what_was_put_on_top_is_taken_off_and_nothing_else() {
        let fault = Fault::usage("line 3: `estimate` is no duration\nsecond").hint("write 10m");
        for text in [&b"# mine\nformat = 1\n"[..], b"\xef\xbb\xbfformat = 1\r\n", b"", b"#| my own\nformat = 1"] {
            let returned = ErrorBanner::with(&fault, text);
            let shown = returned.on_top_of(text);
            assert!(String::from_utf8_lossy(&shown).contains("`estimate` is no duration"));
            assert_eq!(returned.without(&shown), text);
            assert_eq!(ErrorBanner::default().without(text), text);
        }
        let returned = ErrorBanner::with(&fault, b"a = 1\n");
        let shown = String::from_utf8(returned.on_top_of(b"a = 1\n")).unwrap();
        let some_deleted: String = shown.lines().skip(2).map(|line| format!("{line}\n")).collect();
        assert_eq!(returned.without(some_deleted.as_bytes()), b"a = 1\n");
    }
}
