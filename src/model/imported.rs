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

/// One runbook of an imported text.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// Its id.
    pub id: RunbookId,
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
