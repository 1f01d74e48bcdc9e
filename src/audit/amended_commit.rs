//! What is known of a commit of ours that holds more than its events say.

use super::ledger::Note;
use crate::model::{CommitId, Runbook};

/// A commit that holds more than its events say.
#[derive(Debug, Clone, PartialEq)]
pub struct AmendedCommit {
    /// The commit.
    pub commit: CommitId,
    /// The record as its events make it.
    pub after: Runbook,
    /// The record that it holds.
    pub record: Runbook,
}

/// One that is told unless an edit adopts it.
pub(super) struct Amended {
    pub(super) own: AmendedCommit,
    pub(super) note: Note,
}
