//! Carriage returns in the midst of a line: a progress bar goes back with one to write over itself, and a terminal that
//! breaks a long line cuts a token with one. Says which of the two it may be; shows and masks nothing.

use super::lead::{self, PROBE};
use super::plain::{Plain, Squeezed};
use super::rules::Rules;

/// How many carriage returns a line goes on behind; more are those of a progress bar.
const MOST: usize = 8;
/// How long a line is, in bytes, that goes on behind one.
const LONGEST: usize = 8 * 1024;
/// How long a word is, in bytes, that may be the half of a token.
const LONG: usize = 16;

/// True where a secret has begun that may go on behind the carriage return at the end of the line.
pub(super) fn goes_on(rules: &Rules, line: &[u8]) -> bool {
    let returns = line.iter().filter(|byte| **byte == b'\r').count();
    if returns > MOST || line.len() > LONGEST {
        return false;
    }
    let plain = Plain::of(line);
    let squeezed = Squeezed::of(&plain.text);
    let text = squeezed.as_ref().map_or(plain.text.as_str(), |squeezed| &squeezed.text);
    let found = rules.find(text).into_iter();
    let begun = rules.find_led(&format!("{text}{PROBE}")).into_iter();
    ends_on_long_word(text)
        || lead::begun_in(text).is_some()
        || found.chain(begun).any(|own| own.start < text.len() && own.end >= text.len())
}

/// True for a word that may be the first half of a token which only its second half gives away.
fn ends_on_long_word(text: &str) -> bool {
    let word = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    word.len() >= LONG && (word.contains("://") || word.bytes().any(|byte| byte.is_ascii_digit()))
}

/// The lines in what stands before a newline: parted by returns, but for a secret that one cuts in two.
pub(super) fn parts<'l>(rules: &Rules, line: &'l [u8]) -> Vec<&'l [u8]> {
    let has_return = line.get(..line.len().saturating_sub(2)).is_some_and(|body| body.contains(&b'\r'));
    if !has_return || is_cut(rules, line.trim_ascii_end()) {
        return vec![line];
    }
    let mut parts: Vec<&[u8]> = line.split_inclusive(|byte| *byte == b'\r').collect();
    // both halves of one end
    if parts.last().is_some_and(|last| *last == b"\n") {
        parts.pop();
        let before: usize = parts.iter().map(|part| part.len()).sum();
        let last = parts.pop().map_or(0, <[u8]>::len);
        parts.extend(line.get(before - last..));
    }
    parts
}

/// True where a secret stands on both sides of a carriage return.
fn is_cut(rules: &Rules, line: &[u8]) -> bool {
    let plain = Plain::of(line);
    let Some(squeezed) = Squeezed::of(&plain.text) else { return false };
    let is_cut = |start: usize, end: usize| {
        let whole = squeezed.place_of(start)..squeezed.place_of(end.saturating_sub(1));
        plain.text.get(whole).is_some_and(|whole| whole.contains('\r'))
    };
    rules.find(&squeezed.text).into_iter().any(|own| is_cut(own.start, own.end))
}
