//! How large the values of an expression are at most, by which [`Meter`](super::expression::Meter) tells what it costs.

use serde_json::Value;

/// A number in words has at most this many bytes.
const NUMBER_TEXT: u64 = 330;

/// A list in words: each of its characters may be escaped.
const ESCAPED: u64 = 8;

/// How large a value is at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub(super) bytes: u64,
    kind: SizeKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SizeKind {
    Number,
    Text,
    Other,
}

impl Size {
    /// What every value is at least: for what is refused whatever the values are, and computed by nobody yet.
    pub const LEAST: Self = Self { bytes: 0, kind: SizeKind::Number };

    /// A number, or yes or no.
    pub(super) const NUMBER: Self = Self { bytes: 8, kind: SizeKind::Number };

    /// A text of so many bytes.
    pub(super) fn text(bytes: u64) -> Self {
        Self { bytes, kind: SizeKind::Text }
    }

    /// A list, or whatever is neither number nor text.
    pub(super) fn other(bytes: u64) -> Self {
        Self { bytes, kind: SizeKind::Other }
    }

    /// The size of a value.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::String(text) => Self::text(text.len() as u64),
            Value::Array(items) => Self::other(items.iter().map(|item| 8 + Self::of(item).bytes).sum()),
            Value::Object(map) => {
                Self::other(map.iter().map(|(key, item)| key.len() as u64 + Self::of(item).bytes).sum())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => Self::NUMBER,
        }
    }

    /// Its length once it is written down.
    pub(super) fn written(self) -> u64 {
        match self.kind {
            SizeKind::Number => NUMBER_TEXT,
            SizeKind::Text => self.bytes,
            SizeKind::Other => self.bytes.saturating_mul(ESCAPED).saturating_add(NUMBER_TEXT),
        }
    }

    /// One of both, nobody knows which.
    pub(super) fn larger(self, other: Self) -> Self {
        let kind = if self.kind == other.kind { self.kind } else { SizeKind::Other };
        Self { bytes: self.bytes.max(other.bytes), kind }
    }

    /// Both, one behind the other.
    pub(super) fn and(self, other: Self) -> Self {
        Self { bytes: self.bytes.saturating_add(other.bytes), kind: self.larger(other).kind }
    }

    pub(super) fn is_number(self) -> bool {
        self.kind == SizeKind::Number
    }
}
