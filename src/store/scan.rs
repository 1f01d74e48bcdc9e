//! Where statements of a TOML text begin and end, found without understanding them.
//!
//! Quick enough for ten thousand heads in a list, and it never fails: text that is not TOML gets an answer as well, and the
//! parser says afterwards what is wrong with it.

use std::collections::HashSet;
use std::ops::Range;

use memchr::{memchr, memchr2, memchr3};

use crate::model::keys::{Holds, Shape};

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

/// A table or one item of a list of a record, with everything below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    /// The record's key.
    pub(super) name: &'t str,
    /// From its header to the next piece.
    pub(super) bytes: &'t [u8],
}

/// The head of a record and its pieces in order; nothing where a key or a header is written in an unusual way, where
/// tables or items of one name do not stand together, or where a name stands in the head as well.
pub(super) fn pieces(bytes: &[u8]) -> Option<(&[u8], Vec<Piece<'_>>)> {
    let head = head_of(bytes);
    let (mut starts, mut names): (Vec<(usize, &str)>, HashSet<&str>) = Default::default();
    let mut at = head.len();
    while let Some(start) = next_statement(bytes, at) {
        at = statement_end(bytes, start);
        if bytes.get(start) != Some(&b'[') {
            continue;
        }
        let (name, is_item) = header_name(bytes.get(start..at)?)?;
        let is_list = matches!(Shape::Record.holds(name), Holds::List(_));
        let goes_on = starts.last().is_some_and(|(_, last)| *last == name);
        if goes_on && !is_item {
            continue;
        }
        if is_item != is_list || !(names.insert(name) || goes_on) {
            return None;
        }
        starts.push((start, name));
    }
    for statement in head_statements(head) {
        let key = bytes.get(statement)?;
        if !key.starts_with(b"#") && bare_word(key).is_none_or(|key| names.contains(key)) {
            return None;
        }
    }
    let mut pieces = Vec::with_capacity(starts.len());
    let mut end = bytes.len();
    for (start, name) in starts.into_iter().rev() {
        pieces.push(Piece { name, bytes: bytes.get(start..end)? });
        end = start;
    }
    pieces.reverse();
    Some((head, pieces))
}

/// The first key of a table's header, and whether it begins an item of the record's own list: `[[name]]`.
fn header_name(header: &[u8]) -> Option<(&str, bool)> {
    let is_double = header.starts_with(b"[[");
    let inside = header.get(if is_double { 2 } else { 1 }..)?;
    let name = bare_word(inside)?;
    match inside.get(name.len())? {
        b']' => Some((name, is_double)),
        b'.' => Some((name, false)),
        _ => None,
    }
}

/// The bare key at the beginning.
fn bare_word(text: &[u8]) -> Option<&str> {
    let is_bare = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let end = text.iter().position(|byte| !is_bare(byte))?;
    std::str::from_utf8(text.get(..end)?).ok().filter(|word| !word.is_empty())
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
            let run = rest(at).iter().take_while(|byte| **byte == quote).count();
            if run >= 3 {
                // up to two quotes may stand before the closing three
                return at + run.min(5);
            }
            at += run;
        }
    }
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + memchr(b'\n', rest).unwrap_or(rest.len())
}
