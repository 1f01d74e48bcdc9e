//! The life of a runbook step by step: each event with exactly what it changed in the record.
//!
//! What stood in the file at a commit is the truth; events only say whose doing it was. Where a commit has several events
//! they are replayed on what was there before, and whatever they do not explain falls to the last one.

use crate::lifecycle::apply;
use crate::model::{Change, Event, Recorded, Result, Runbook, RunbookId, difference};
use crate::workspace::Workspace;

use super::record::{as_json, record_at};

/// One event of one commit, or a commit without events, and what it changed.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplayedEvent {
    /// The event; none for a commit made with plain git.
    pub event: Option<Event>,
    /// What changed, by field and item id.
    pub changes: Vec<Change>,
    /// The record after it, as JSON.
    pub(super) after: serde_json::Value,
}

/// The steps of one commit, in order. A record that does not parse before or after it counts as having no fields.
///
/// # Errors
/// `Git` when the commit cannot be read.
pub fn steps_of(workspace: &Workspace, id: &RunbookId, recorded: &Recorded) -> Result<Vec<ReplayedEvent>> {
    let before = match workspace.repository.parents(&recorded.commit)?.first() {
        Some(parent) => record_at(workspace, id, &workspace.repository.recorded(parent)?)?,
        None => None,
    };
    let after = record_at(workspace, id, recorded)?;
    steps(id, recorded, before, after)
}

/// The steps from one record to the next by one commit.
fn steps(
    id: &RunbookId,
    recorded: &Recorded,
    before: Option<Runbook>,
    after: Option<Runbook>,
) -> Result<Vec<ReplayedEvent>> {
    let target = as_json(after.as_ref())?;
    let mut at = as_json(before.as_ref())?;
    // the events of another runbook say nothing of this one
    let own = if recorded.runbook.as_ref() == Some(id) { recorded.events.as_slice() } else { &[] };
    let mut steps = Vec::new();
    let mut runbook = before;
    for (number, event) in own.iter().enumerate() {
        let next = match (number + 1 == own.len(), apply(runbook.as_ref(), event)) {
            (false, Ok(next)) => {
                let value = as_json(Some(&next))?;
                runbook = Some(next);
                value
            }
            (false, Err(_)) => at.clone(),
            (true, _) => target.clone(),
        };
        steps.push(ReplayedEvent { event: Some(event.clone()), changes: difference(&at, &next), after: next.clone() });
        at = next;
    }
    if own.is_empty() {
        steps.push(ReplayedEvent { event: None, changes: difference(&at, &target), after: target });
    }
    Ok(steps)
}
