//! What differs between two points of a runbook's life.

use crate::model::{Change, DiffEnd, Recorded, Result, RunbookId, difference};
use crate::workspace::Workspace;

use crate::lifecycle::Standing;

use super::record::as_json;
use super::removed::removed;
use super::revision::{Revision, Snapshot, snapshot, snapshot_at, snapshot_in, snapshot_of};
use super::runbook_view::view;

/// Two points and what differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The earlier end, as it was named.
    pub from: DiffEnd,
    /// The later end.
    pub to: DiffEnd,
    /// What differs, by field and item id.
    pub changes: Vec<Change>,
    /// True when the files differ in what no field holds: comments, order of keys, blank lines.
    pub layout: bool,
}

/// What differs between two points. Without `to`, up to the runbook as it is now; without both, the hand edits that
/// are not yet saved, or where there are none the last change.
///
/// # Errors
/// As [`snapshot`]; `NotFound` where neither point has the runbook.
pub fn compare(
    workspace: &Workspace,
    id: &RunbookId,
    from: Option<&Revision>,
    to: Option<&Revision>,
) -> Result<Comparison> {
    let to_stand = match to {
        Some(point) => snapshot(workspace, id, point)?,
        None => snapshot_now(workspace, id)?,
    };
    let from_stand = match from {
        Some(point) => snapshot(workspace, id, point)?,
        None => before_last(workspace, id)?,
    };
    if from_stand.runbook.is_none() && to_stand.runbook.is_none() {
        return Err(crate::model::Fault::new(
            crate::model::Kind::NotFound,
            format!("there was no {id} at either of these points"),
        )
        .hint(format!("runbook log {id}")));
    }
    let changes = difference(&as_json(from_stand.runbook.as_ref())?, &as_json(to_stand.runbook.as_ref())?);
    let layout = from_stand.bytes != to_stand.bytes && changes.is_empty();
    Ok(Comparison { from: from_stand.end, to: to_stand.end, changes, layout })
}

/// The runbook as it is now: its last commit, or the file where that says something else.
fn snapshot_now(workspace: &Workspace, id: &RunbookId) -> Result<Snapshot> {
    if let Some(gone) = removed(workspace, id)? {
        return snapshot_of(workspace, id, Some(&gone.removed));
    }
    let file = snapshot(workspace, id, &Revision::File)?;
    let view = view(workspace, id)?;
    Ok(match (view.standing, view.commit) {
        (Standing::Recorded | Standing::CommittedByHand, Some(commit)) => snapshot_at(workspace, id, &commit)?,
        _ => file,
    })
}

/// Where the last change began: what the last event left, where a hand edit came after it, otherwise what was
/// before the last commit.
fn before_last(workspace: &Workspace, id: &RunbookId) -> Result<Snapshot> {
    if let Some(gone) = removed(workspace, id)? {
        return snapshot_of(workspace, id, gone.last.as_ref());
    }
    let standing = view(workspace, id)?.standing;
    if standing == Standing::Recorded {
        let log = workspace.repository.log_of(id, Some(2))?;
        return snapshot_in(workspace, id, &log, log.get(1));
    }
    let log = workspace.repository.log_of(id, None)?;
    snapshot_in(workspace, id, &log, last_event(workspace, id, &log)?)
}

/// The last event before the commits by plain git that wait to be adopted; where the oldest of them is a merge, the
/// last one on the side that it was merged into.
pub(in crate::workspace) fn last_event<'l>(
    workspace: &Workspace,
    id: &RunbookId,
    log: &'l [Recorded],
) -> Result<Option<&'l Recorded>> {
    let mut events = log.iter().filter(|recorded| recorded.tells_of(id)).peekable();
    let latest = events.peek().copied();
    let Some(oldest) = log.iter().take_while(|recorded| !recorded.tells_of(id)).last() else {
        return Ok(latest);
    };
    let parents = workspace.repository.parents(&oldest.commit)?;
    let Some(parent) = parents.first().filter(|_| parents.len() > 1) else { return Ok(latest) };
    let held = workspace.repository.blob_id_at(parent, &id.path())?;
    for recorded in events {
        if workspace.repository.blob_id_at(&recorded.commit, &id.path())? == held {
            return Ok(Some(recorded));
        }
    }
    Ok(latest)
}
