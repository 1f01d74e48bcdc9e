//! What is exported: one runbook as its reader may see it, with what is known about it beside the record.

use crate::lifecycle::apply;
use crate::model::{CommitId, Moment, Recorded, RunResult, Runbook, RunbookId, Slug};

use super::Audience;

/// One runbook on its way out. For a customer the record is the one of [`super::for_customer`].
#[derive(Debug, Clone, Copy)]
pub struct Exported<'a> {
    /// Its id.
    pub id: &'a RunbookId,
    /// The record, as its reader may see it.
    pub runbook: &'a Runbook,
    /// Who reads it.
    pub audience: Audience,
    /// The store's name of the home side.
    pub home_side: &'a Slug,
    /// The last commit that touched it.
    pub commit: Option<&'a CommitId>,
    /// Whether it is ready.
    pub ready: bool,
    /// What happened to it, the latest first; what a customer is shown of it is up to each format.
    pub trail: &'a [Recorded],
    /// The time of the export.
    pub now: Moment,
}

impl Exported<'_> {
    /// True for the people who work from the store.
    pub(super) fn is_internal(&self) -> bool {
        self.audience == Audience::Internal
    }

    /// When the runbook was last changed, as far as the trail knows.
    pub(super) fn changed_at(&self) -> Moment {
        self.trail.first().map_or(self.now, |last| last.recorded_at)
    }
}

/// How often a calendar had to be told anew: each new time after the first one, the time taken back, the call cancelled.
pub(super) fn revisions(runbook: &Runbook, trail: &[Recorded]) -> usize {
    let facts = |runbook: &Runbook| (runbook.scheduled_at, runbook.result == Some(RunResult::Cancelled));
    let mut seen = Vec::new();
    let mut now: Option<Runbook> = None;
    for event in trail.iter().rev().flat_map(|recorded| &recorded.events) {
        // an event that cannot be applied is audit's to report; the calendar goes on with what is known
        if let Ok(after) = apply(now.as_ref(), event) {
            seen.push(facts(&after));
            now = Some(after);
        }
    }
    // an edit that is not recorded yet
    seen.push(facts(runbook));
    seen.dedup();
    seen.iter().skip_while(|(at, _)| at.is_none()).count().saturating_sub(1)
}
