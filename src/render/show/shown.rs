//! What is shown: the record, and what is known about it besides.

use crate::lifecycle::{Readiness, Standing};
use crate::model::{CommitId, Moment, Runbook, RunbookId, Slug};

/// A runbook and what is known about it.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// The runbook.
    pub id: &'a RunbookId,
    /// Its record.
    pub runbook: &'a Runbook,
    /// The commit that holds it; none where it was never committed.
    pub commit: Option<&'a CommitId>,
    /// How the file stands against the trail.
    pub standing: Standing,
    /// How ready it is, where that was judged.
    pub readiness: Option<&'a Readiness>,
    /// When the call began, where it has, that is known, and what is shown is how it stands now.
    pub began: Option<Moment>,
    /// What the home side of a call is named.
    pub home_side: &'a Slug,
}
