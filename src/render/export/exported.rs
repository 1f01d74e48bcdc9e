//! What is exported: one runbook as its reader may see it, with what is known about it beside the record.

use crate::lifecycle::Call;
use crate::model::{CommitId, Moment, Recorded, RunResult, Runbook, RunbookId, Slug};
use crate::render::standing::{self, Known};

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
    /// The call as everybody's calendar has it, made of the whole record; none where it never had a time.
    pub call: Option<&'a Call>,
    /// True where the beginning of its trail is not in this clone: then nobody knows what happened before.
    pub is_cut: bool,
    /// How the work ended, or would end if it were closed now.
    pub ending: Option<RunResult>,
    /// The time of the export.
    pub now: Moment,
}

impl Exported<'_> {
    /// True for the people who work from the store.
    pub(super) fn is_internal(&self) -> bool {
        self.audience == Audience::Internal
    }

    /// Whether the customer agreed to the time of the call, which the record of a customer does not say.
    pub(super) fn is_agreed(&self) -> bool {
        self.call.is_some_and(|call| call.is_agreed)
    }

    /// How it stands, in a sentence that anybody may read.
    pub(super) fn standing(&self) -> String {
        let is_agreed = self.is_agreed();
        standing::standing(self.runbook, is_agreed, Known { call: self.call, ending: self.ending, is_cut: self.is_cut })
    }

    /// When the runbook was last changed, as far as the trail knows.
    pub(super) fn changed_at(&self) -> Moment {
        self.trail.first().map_or(self.now, |last| last.recorded_at)
    }
}
