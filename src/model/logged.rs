//! An entry of the trail as it is shown: what was recorded, about which runbook, and what it changed.

use super::{Change, Recorded, RunbookId};

/// One commit of the log with the runbook that it touched.
#[derive(Debug, Clone, PartialEq)]
pub struct Logged {
    /// The runbook.
    pub id: RunbookId,
    /// The commit; its events are those that were asked for.
    pub recorded: Recorded,
    /// What each of its events changed, in their order, where that was asked for; a commit without an event has one
    /// list.
    pub changes: Option<Vec<Vec<Change>>>,
    /// True when a later event took it back.
    pub taken_back: bool,
}

impl Logged {
    /// An entry of which only the commit is known.
    pub fn of(id: RunbookId, recorded: Recorded) -> Self {
        Self { id, recorded, changes: None, taken_back: false }
    }
}
