//! Output without what only a terminal reads: the text in which secrets are looked for, and text that is safe to keep.
//!
//! Sequences that colour, move or clear are dropped, for they would cut a secret in two; everything else that a terminal
//! acts on is written out.

use super::lead::Leads;
use crate::model::{is_forbidden, is_hidden_mark};

/// What begins a sequence.
const ESCAPE: char = '\u{1b}';

/// The text of some bytes, and where each part of it came from.
#[derive(Debug)]
pub(super) struct Plain {
    /// The text; bytes that are none are written as `\xff`.
    pub(super) text: String,
    /// Offset in the text and place in the bytes, wherever the two begin to differ otherwise than before.
    turns: Vec<(usize, usize)>,
    length: usize,
}

impl Plain {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut plain = Self { text: String::with_capacity(bytes.len()), turns: vec![(0, 0)], length: bytes.len() };
        let mut place = 0;
        for chunk in bytes.utf8_chunks() {
            plain.add(chunk.valid(), place);
            place += chunk.valid().len();
            for byte in chunk.invalid() {
                plain.text.push_str(&format!("\\x{byte:02x}"));
                place += 1;
                plain.turn(place);
            }
        }
        plain
    }

    fn add(&mut self, valid: &str, place: usize) {
        self.turn(place);
        let mut at = 0;
        while let Some(found) = valid.get(at..).and_then(|rest| rest.find(ESCAPE)) {
            self.text.push_str(valid.get(at..at + found).unwrap_or_default());
            let rest = valid.get(at + found..).unwrap_or_default();
            // one that cannot be dropped is kept as text, and so is one whose last letter is the first of a token or a name
            let is_free = |length: &usize| !Leads::known().is_led_at(rest, length.saturating_sub(1));
            let dropped = sequence(rest).filter(is_free).unwrap_or(0);
            if dropped == 0 {
                self.text.push(ESCAPE);
            }
            // what goes back over letters takes them away as a backspace does
            for _ in 0..rest.get(..dropped).map_or(0, steps_back) {
                self.turn(place + at + found);
                self.text.push('\u{8}');
            }
            at += found + dropped.max(1);
            self.turn(place + at);
        }
        self.text.push_str(valid.get(at..).unwrap_or_default());
    }

    fn turn(&mut self, place: usize) {
        self.turns.push((self.text.len(), place));
    }

    /// The place in the bytes of an offset in the text; behind a dropped sequence, not before it.
    pub(super) fn place_of(&self, offset: usize) -> usize {
        if offset >= self.text.len() {
            return self.length;
        }
        let next = self.turns.partition_point(|(text, _)| *text <= offset);
        let (text, place) = next.checked_sub(1).and_then(|at| self.turns.get(at)).copied().unwrap_or_default();
        (place + (offset - text)).min(self.length)
    }

    /// The offset in the text of a place in the bytes.
    pub(super) fn offset_of(&self, place: usize) -> usize {
        let next = self.turns.partition_point(|(_, own)| *own <= place);
        let (text, own) = next.checked_sub(1).and_then(|at| self.turns.get(at)).copied().unwrap_or_default();
        let mut offset = (text + (place - own)).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset += 1;
        }
        offset
    }
}

/// A text without what stands between its characters and shows nothing: NULs, as in the output of programs that write two
/// bytes a character, marks without width, and whatever a backspace takes away. Somebody who reads it on a terminal sees
/// this text, so this is judged as well.
#[derive(Debug)]
pub(super) struct Squeezed {
    /// The text.
    pub(super) text: String,
    /// Where each of its bytes stood, and the length of the whole.
    places: Vec<usize>,
}

impl Squeezed {
    /// Nothing where the text is the same.
    pub(super) fn of(text: &str) -> Option<Self> {
        let is_break = |c: char| matches!(c, '\t' | '\n');
        let is_between = |c: char| (is_forbidden(c) && !is_break(c)) || is_hidden_mark(c) || c == SOFT_HYPHEN;
        if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t')) || !text.contains(is_between) {
            return None;
        }
        let mut squeezed = Self::empty(text.len());
        for (at, c) in text.char_indices() {
            if c == '\u{8}' {
                squeezed.text.pop();
                squeezed.places.truncate(squeezed.text.len());
            } else if !is_between(c) {
                squeezed.put(c, at);
            }
        }
        Some(squeezed.closed(text.len()))
    }

    /// Of nothing yet.
    pub(super) fn empty(length: usize) -> Self {
        Self { text: String::with_capacity(length), places: Vec::with_capacity(length + 1) }
    }

    /// A character that stood, or was written, at this place.
    pub(super) fn put(&mut self, c: char, at: usize) {
        self.text.push(c);
        self.places.resize(self.text.len(), at);
    }

    /// A part that stood at this place as it is.
    pub(super) fn put_all(&mut self, part: &str, at: usize) {
        self.text.push_str(part);
        self.places.extend(at..at + part.len());
    }

    /// All of a text of this length.
    pub(super) fn closed(mut self, length: usize) -> Self {
        self.places.push(length);
        self
    }

    /// Where in the whole text an offset of this one stood.
    pub(super) fn place_of(&self, offset: usize) -> usize {
        self.places.get(offset).or(self.places.last()).copied().unwrap_or_default()
    }

    /// The offset of what stood at a place of the whole text, or behind it.
    pub(super) fn offset_of(&self, place: usize) -> usize {
        self.places.partition_point(|own| *own < place).min(self.text.len())
    }
}

/// Shown only where a line is broken.
const SOFT_HYPHEN: char = '\u{ad}';

/// The length of a sequence that may be dropped: control sequences (`ESC [ … letter`) and short ones (`ESC ( B`).
/// Those that carry a text of their own are none.
fn sequence(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let length = |from: usize, middle: fn(u8) -> bool, last: fn(u8) -> bool| {
        let end = from + bytes.iter().skip(from).take_while(|byte| middle(**byte)).count();
        bytes.get(end).filter(|byte| last(**byte)).map(|_| end + 1)
    };
    match bytes.get(1)? {
        b'[' => length(2, |byte| matches!(byte, 0x20..=0x3f), |byte| matches!(byte, 0x40..=0x7e)),
        b']' | b'P' | b'X' | b'^' | b'_' | b'\\' => None,
        _ => length(1, |byte| matches!(byte, 0x20..=0x2f), |byte| matches!(byte, 0x30..=0x7e)),
    }
}

/// How many letters a sequence goes back, `ESC [ 3 D`.
fn steps_back(sequence: &str) -> usize {
    let number = sequence.strip_prefix("\u{1b}[").and_then(|rest| rest.strip_suffix('D'));
    number.map_or(0, |number| if number.is_empty() { 1 } else { number.parse().unwrap_or(0) }).min(FARTHEST_BACK)
}

/// How many letters are taken away at most.
const FARTHEST_BACK: usize = 64;
