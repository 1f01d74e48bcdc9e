//! A commit of the trail as far as runbooks are concerned.

use super::{CommitId, Event, Identity, Moment, RunbookId};

/// One commit with what its trailers say; a commit by plain git has no events.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// The commit.
    pub commit: CommitId,
    /// Its author.
    pub author: Identity,
    /// The committer's time: when it was recorded.
    pub recorded_at: Moment,
    /// The first line of its message.
    pub subject: String,
    /// The runbook that its trailer names.
    pub runbook: Option<RunbookId>,
    /// The runbook's own previous commit, as the trailer claims.
    pub previous: Option<CommitId>,
    /// Its events, in order.
    pub events: Vec<Event>,
    /// What is wrong with its trailers, where there are some that cannot be read.
    pub problem: Option<String>,
}

impl Recorded {
    /// True for a commit that records an event of this runbook; any other that touches it was made by plain git.
    pub fn tells_of(&self, id: &RunbookId) -> bool {
        self.runbook.as_ref() == Some(id) && !self.events.is_empty()
    }

    /// The subject without the runbook's id in front of it.
    pub fn words(&self) -> &str {
        self.runbook
            .as_ref()
            .and_then(|id| self.subject.strip_prefix(&id.to_string())?.strip_prefix(": "))
            .unwrap_or(&self.subject)
    }
}
