//! A runbook that was read from a text, and what is to be said about that text: repairs and doubts, with their lines.

use serde::{Deserialize, Serialize};

use super::{CommitId, Runbook, RunbookId};

/// One sentence about one line of an imported text.
///
/// As a *repair* it says how a value was mended that is certain afterwards; as a *doubt*, what was left out or may be
/// wrong, for a person to look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Remark {
    /// The line in the text, from one.
    pub line: u64,
    /// The sentence.
    pub message: String,
}

impl Remark {
    /// A remark on this line.
    pub fn new(line: u64, message: impl Into<String>) -> Self {
        Self { line, message: message.into() }
    }
}

/// What became of a runbook of an imported text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImportedHow {
    /// It was made.
    Made,
    /// It would be made.
    WouldBeMade,
    /// The text's changes were taken into it.
    Updated,
    /// They would be taken into it.
    WouldBeUpdated,
    /// It stays as it is recorded.
    Unchanged,
}

impl ImportedHow {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Made => "imported",
            Self::WouldBeMade => "would be imported",
            Self::Updated => "updated",
            Self::WouldBeUpdated => "would be updated",
            Self::Unchanged => "unchanged",
        }
    }
}

/// One runbook of an imported text.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// Its id.
    pub id: RunbookId,
    /// What became of it.
    pub how: ImportedHow,
    /// The commit that recorded it; none where nothing was written.
    pub commit: Option<CommitId>,
    /// The record.
    pub runbook: Runbook,
    /// What was mended.
    pub repairs: Vec<Remark>,
    /// What a person must look at.
    pub doubts: Vec<Remark>,
    /// What has to be told besides of recording it, such as the words of a hook.
    pub notes: Vec<String>,
}
