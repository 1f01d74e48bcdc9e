//! A change that was made: what goes up from the write door and is said to the person.

use super::{CommitId, Event, Runbook, RunbookId};

/// One command's effect on one runbook.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "its notes are for a person to read, whatever becomes of the rest"]
pub struct Changed {
    /// The runbook.
    pub id: RunbookId,
    /// How it stood before; none when it was created.
    pub before: Option<Runbook>,
    /// How it stands now.
    pub after: Runbook,
    /// What happened, in order; none when nothing had to change.
    pub events: Vec<Event>,
    /// The commit that recorded it; none when nothing had to change.
    pub commit: Option<CommitId>,
    /// What a person has to be told besides: words of hooks, a file that was edited meanwhile, what was taken out of a text.
    pub notes: Vec<String>,
}
