//! A row of the tables of permissions and obligations, which is read and not taken.

use super::vocabulary::plain;

/// One row, by its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AnswerRow {
    pub(super) line: u64,
    pub(super) list: &'static str,
    /// Head and text of each cell; the first is what the item is known by.
    pub(super) cells: Vec<(String, String)>,
}

impl AnswerRow {
    /// What the item is known by.
    pub(super) fn words(&self) -> &str {
        self.cells.first().map_or("", |(_, text)| text)
    }

    /// The text below a head.
    pub(super) fn cell(&self, head: &str) -> &str {
        self.cells.iter().find(|(own, _)| plain(own) == plain(head)).map_or("", |(_, text)| text)
    }
}
