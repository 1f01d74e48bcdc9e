//! Output without what only a terminal reads: the text in which secrets are looked for, and text that is safe to keep.
//!
//! Sequences that colour, move or clear are dropped, for they would cut a secret in two; everything else that a terminal
//! acts on is written out.

use crate::model::visible;

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
            let sequence = sequence(valid.get(at + found..).unwrap_or_default());
            // one that cannot be dropped is kept as text
            let dropped = sequence.unwrap_or(0);
            if dropped == 0 {
                self.text.push(ESCAPE);
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

/// A line of text as it may be kept: whatever a terminal acts on is written out.
pub(super) fn harmless(text: &str) -> String {
    visible(text).into_owned()
}
