//! Where a comparison begins or ends: a commit, the file as it lies there, or the time before there was a runbook.

use super::Recorded;

/// One end of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub enum DiffEnd {
    /// There was no such runbook yet, or no longer.
    Nothing,
    /// The file as it lies in the work tree.
    File,
    /// A commit, with or without an event.
    Commit(Box<Recorded>),
}

impl DiffEnd {
    /// The words for scripts: a commit's full name, `@file`, or none.
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Nothing => None,
            Self::File => Some("@file"),
            Self::Commit(recorded) => Some(recorded.commit.as_str()),
        }
    }
}
