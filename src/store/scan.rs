//! Where statements of a TOML text begin and end, found without understanding them.
//!
//! Quick enough for ten thousand heads in a list, and it never fails: text that is not TOML gets an answer as well, and the
//! parser says afterwards what is wrong with it.

use std::ops::Range;

use memchr::{memchr, memchr2, memchr3};

/// The bytes before the first table header: a `[` at the start of a statement, not in a text, a list or a comment.
pub(super) fn head_of(bytes: &[u8]) -> &[u8] {
    let end = head_statements(bytes).last().map_or(0, |last| last.end);
    match next_statement(bytes, end) {
        Some(table) => bytes.get(..table).unwrap_or_default(),
        None => bytes,
    }
}

/// The statements and comments before the first table header, each from its first character to its line break.
pub(super) fn head_statements(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = next_statement(bytes, at).filter(|start| bytes.get(*start) != Some(&b'['))?;
        at = statement_end(bytes, start);
        Some(start..at)
    })
}

fn next_statement(bytes: &[u8], from: usize) -> Option<usize> {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    bytes.get(from..)?.iter().position(|byte| !blank(byte)).map(|skipped| from + skipped)
}

/// Where the statement (or the comment) that begins here ends: after the line break outside texts and brackets.
fn statement_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    let mut open = 0_usize;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' if open == 0 => return at + 1,
            b'#' => {
                at = line_end(bytes, at);
                continue;
            }
            b'"' | b'\'' => {
                at = text_end(bytes, at, *byte);
                continue;
            }
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    at
}

/// The end of the text whose first quote stands here. A text on one line ends with the line at the latest, so that a
/// missing quote does not swallow the rest of the file.
fn text_end(bytes: &[u8], start: usize, quote: u8) -> usize {
    let rest = |at: usize| bytes.get(at..).unwrap_or_default();
    let is_long = rest(start).starts_with(&[quote; 3]);
    let escape = if quote == b'"' { b'\\' } else { quote };
    let mut at = start + if is_long { 3 } else { 1 };
    loop {
        let found = match is_long {
            true => memchr2(quote, escape, rest(at)),
            false => memchr3(quote, escape, b'\n', rest(at)),
        };
        let Some(found) = found else { return bytes.len() };
        at += found;
        let byte = bytes.get(at).copied().unwrap_or_default();
        if byte == escape && escape != quote {
            at += 2;
        } else if !is_long {
            return at + usize::from(byte == quote);
        } else {
            // up to two quotes may stand before the closing three
            let run = rest(at).iter().take(5).take_while(|byte| **byte == quote).count();
            if run >= 3 {
                return at + run;
            }
            at += run;
        }
    }
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + memchr(b'\n', rest).unwrap_or(rest.len())
}
