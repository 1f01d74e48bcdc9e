//! What surrounded recorded events, and what can be said against them.

use crate::lifecycle::Stamp;
use crate::model::{Event, Moment, Runbook, RunbookId, Settings};

/// What surrounded the events of one commit when they were recorded.
#[derive(Debug, Clone, Copy)]
pub struct JudgedAt<'a> {
    /// The runbook's id.
    pub id: &'a RunbookId,
    /// When the commit was recorded.
    pub recorded: Moment,
    /// The settings that the commit was made under.
    pub settings: &'a Settings,
    /// The record as events left it on each side of a merge that an edit adopts; what they say was judged there.
    pub joined: &'a [Runbook],
}

/// What is wrong with recorded events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Objection {
    /// The lifecycle would have refused it, or answered with something else.
    Illegal(String),
    /// It does not fit the record at all, so it explains nothing.
    Unfit(String),
    /// It speaks for a person who did not record it.
    Stranger(String),
}

/// The stamp that the command had. What lies after its own recording is the audit's to tell, and is not told twice.
pub(super) fn stamp_of(event: &Event, judged: JudgedAt<'_>) -> Stamp {
    let now = judged.recorded.max(event.at);
    Stamp { now, happened: Some(event.at).filter(|at| *at != now), by: event.by.clone() }
}
