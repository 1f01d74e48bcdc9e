//! The one place where text is made harmless for a calendar, before the library escapes and folds it.
//!
//! No text is longer than a calendar can use: the library's folding takes the square of the length. Addresses by hand:
//! the library takes them as they come, and some lines of percent signs are the whole work.

use crate::model::{head, visible};

/// The bytes of a text that a calendar gets; a longer one is cut, and ends with `…`.
const LONGEST: usize = 16 * 1024;

/// The bytes of a name or an address; a longer address is none.
const LONGEST_NAME: usize = 256;

/// Text of a property.
pub(super) fn words(text: &str) -> String {
    shortened(text.trim_end(), LONGEST)
}

/// A harmless text of so many bytes at most; where it was longer, or is once it is harmless, `…` says so.
fn shortened(text: &str, longest: usize) -> String {
    let begin = head(text, longest);
    let shown = visible(begin);
    let kept = head(&shown, longest);
    if begin.len() == text.len() && kept.len() == shown.len() { kept.to_owned() } else { format!("{kept}…") }
}

/// A parameter's value in quotes; a quote in it becomes an apostrophe, as there is no way to write one that every reader
/// knows.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", shortened(text, LONGEST_NAME).replace(['\n', '\t'], " ").replace('"', "'"))
}

/// An address of the web in the ASCII that a URI has; none for one that no calendar could keep.
pub(super) fn uri(link: &str) -> Option<String> {
    (link.len() <= LONGEST).then(|| {
        percent(link, |byte| {
            byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
        })
    })
}

/// The address as a `mailto:`; none for what is no mail address (RFC 5321 without quoting, RFC 6531).
pub(super) fn mail_address(text: &str) -> Option<String> {
    let text = text.trim();
    let (person, host) = text.rsplit_once('@')?;
    let is_letter = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    let is_person = person.split('.').all(|part| !part.is_empty() && part.chars().all(is_letter));
    let is_label = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let is_host = host.contains('.') && host.split('.').all(is_label);
    (text.len() <= LONGEST_NAME && is_person && is_host).then(|| {
        format!(
            "mailto:{}",
            percent(text, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'@' | b'+' | b'-' | b'_'))
        )
    })
}

fn percent(text: &str, is_plain: impl Fn(u8) -> bool) -> String {
    text.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_says_so_and_nothing_else_does() {
        for (text, is_cut) in [
            ("x".repeat(LONGEST - 1), false),
            ("x".repeat(LONGEST), false),
            ("x".repeat(LONGEST) + " \n", false),
            ("x".repeat(LONGEST + 1), true),
            ("word ".repeat(LONGEST), true),
            ("\u{200b}".repeat(LONGEST / 3), true),
        ] {
            let told = words(&text);
            assert_eq!(told.ends_with('…'), is_cut, "{} bytes", text.len());
            assert!(told.len() <= LONGEST + "…".len() && !told.contains('\u{200b}'), "{} bytes", told.len());
        }
        let name = quoted(&"n".repeat(LONGEST_NAME + 1));
        assert!(name.ends_with("n…\"") && !quoted(&"n".repeat(LONGEST_NAME)).contains('…'), "{name}");
    }
}
