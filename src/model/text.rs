//! Words in a record: one line or several, without anything that a terminal or a reader would act on.
//!
//! A field holds no control characters and no direction overrides (`docs/format.md`, “The record”). They are refused
//! when a value is made, here and by serde alike; showing foreign text harmlessly is [`visible`].

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use super::{Fault, Result};

/// Text on one line: no control characters, no direction overrides, no line breaks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Line(String);

/// Text that may have several lines and tabs; line ends are `\n` whatever the file has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Prose(String);

/// True for what a field may never hold: controls, and characters that reorder the text around them.
pub fn is_forbidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// True for marks that are allowed in a field but shown when printed, because they can mislead a reader.
pub fn is_hidden_mark(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{2060}' | '\u{feff}')
}

/// The first character of this kind. Plain ASCII, which most text is, holds none and is settled by a look at its bytes.
fn first(text: &str, is_of_kind: impl Fn(char) -> bool) -> Option<char> {
    let is_printable = |byte: u8| matches!(byte, b' '..=b'~');
    let are_breaks_fine = || !is_of_kind('\n') && !is_of_kind('\t');
    let is_plain = |byte: u8| is_printable(byte) || matches!(byte, b'\n' | b'\t');
    if text.bytes().all(is_printable) || (are_breaks_fine() && text.bytes().all(is_plain)) {
        return None;
    }
    text.chars().find(|c| is_of_kind(*c))
}

fn describe(c: char) -> String {
    format!("U+{:04X}", c as u32)
}

impl Line {
    /// Takes the text as one line.
    ///
    /// # Errors
    /// `Usage`, naming the character, when it holds a line break, a control character or a direction override.
    pub fn new(text: impl Into<String>) -> Result<Self> {
        let text = text.into();
        match first(&text, is_forbidden) {
            None => Ok(Self(text)),
            Some('\n' | '\r') => Err(Fault::usage("a line break is not allowed in a one-line field")),
            Some(c) => Err(Fault::usage(format!("the character {} is not allowed in a field", describe(c)))),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Prose {
    /// Takes the text, with `\r\n` made `\n`.
    ///
    /// # Errors
    /// `Usage`, naming the character, when it holds a control character other than newline and tab, or a direction override.
    pub fn new(text: impl Into<String>) -> Result<Self> {
        let mut text = text.into();
        if text.contains("\r\n") {
            text = text.replace("\r\n", "\n");
        }
        match first(&text, |c| is_forbidden(c) && !matches!(c, '\n' | '\t')) {
            None => Ok(Self(text)),
            Some(c) => Err(Fault::usage(format!("the character {} is not allowed in a field", describe(c)))),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! texts {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl std::str::FromStr for $name {
            type Err = Fault;
            fn from_str(text: &str) -> Result<Self> {
                Self::new(text)
            }
        }
        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::new(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
            }
        }
    )*};
}
texts!(Line, Prose);

/// True when there is a text and it says something.
pub fn is_filled<T: AsRef<str>>(text: &Option<T>) -> bool {
    text.as_ref().is_some_and(|text| !text.as_ref().trim().is_empty())
}

/// The beginning of the text: at most so many bytes, and whole characters.
pub fn head(text: &str, most: usize) -> &str {
    let end = text.len().min(most);
    // a character has four bytes at most
    (0..4).find_map(|less| text.get(..end.saturating_sub(less))).unwrap_or_default()
}

/// The end of the text: at most so many bytes, and whole characters.
pub fn tail(text: &str, most: usize) -> &str {
    let start = text.len().saturating_sub(most);
    (0..4).find_map(|more| text.get(start + more..)).unwrap_or_default()
}

/// The text as it may be printed on a terminal: controls, escapes, direction and zero-width marks are written out as
/// `\u{…}`; newlines and tabs stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    let shown = |c: char| (is_forbidden(c) && !matches!(c, '\n' | '\t')) || is_hidden_mark(c);
    if first(text, shown).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if shown(c) {
            out.push_str(&c.escape_unicode().to_string());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// [`visible`] for a place that has one line only: newlines and tabs are written out too.
pub fn visible_line(text: &str) -> Cow<'_, str> {
    match visible(text) {
        shown if !shown.contains(['\n', '\t']) => shown,
        shown => Cow::Owned(shown.replace('\n', "\\n").replace('\t', "\\t")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_refuses_what_a_terminal_would_act_on() {
        for bad in ["a\nb", "a\u{1b}[31m", "a\u{202e}b", "a\u{0}", "a\u{9b}"] {
            assert!(Line::new(bad).is_err(), "{bad:?}");
        }
        assert!(Line::new("日本 – ok").is_ok());
    }

    #[test]
    fn prose_keeps_lines_and_normalises_their_ends() {
        assert_eq!(Prose::new("a\r\nb\tc").unwrap().as_str(), "a\nb\tc");
        assert!(Prose::new("a\rb").is_err());
    }

    #[test]
    fn visible_shows_and_never_acts() {
        assert_eq!(visible("a\u{1b}[0m\u{200f}"), "a\\u{1b}[0m\\u{200f}");
        assert_eq!(visible_line("a\nb"), "a\\nb");
    }
}
