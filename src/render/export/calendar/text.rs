//! The one place where text is made harmless for a calendar, before the library escapes and folds it.
//!
//! Addresses by hand: the library takes them as they come, and ten lines of percent signs are the whole work.

use crate::model::visible;

/// Text of a property.
pub(super) fn words(text: &str) -> String {
    visible(text.trim_end()).into_owned()
}

/// A parameter's value in quotes; a quote in it becomes an apostrophe, as there is no way to write one that every reader
/// knows.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", visible(text).replace(['\n', '\t'], " ").replace('"', "'"))
}

/// An address of the web in the ASCII that a URI has.
pub(super) fn uri(link: &str) -> String {
    percent(link, |byte| {
        byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
    })
}

/// The address as a `mailto:`; none for what is no mail address.
pub(super) fn mail_address(text: &str) -> Option<String> {
    let text = text.trim();
    let (person, host) = text.rsplit_once('@')?;
    let is_address = !person.is_empty() && !host.is_empty() && !text.contains(char::is_whitespace);
    is_address.then(|| {
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
