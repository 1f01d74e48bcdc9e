//! Merges by plain git that hold what one side had, and leave out what the other one recorded: a person chose between
//! them, and git remembers nothing of it. An edit that adopts such a merge says what was dropped.

use std::collections::HashSet;

use crate::model::{Act, CommitId, Recorded, Result, Runbook, RunbookId, is_said_by_both};

use crate::workspace::Workspace;
use crate::workspace::query::read_at;

/// A merge that nobody has answered for yet.
pub(super) struct OneSidedMerge {
    pub(super) merge: CommitId,
    /// The record on the side that it leaves out.
    pub(super) record: Runbook,
}

/// The latest merge that leaves out what one side recorded of a runbook, and that no edit adopts.
pub(super) fn left_out(workspace: &Workspace, id: &RunbookId, log: &[Recorded]) -> Result<Option<OneSidedMerge>> {
    let adopted: HashSet<&CommitId> = log.iter().flat_map(|recorded| &recorded.events).flat_map(adopts).collect();
    for (commit, parents) in workspace.repository.merges()? {
        let Some((first, others)) = parents.split_first().filter(|_| !adopted.contains(&commit)) else { continue };
        for other in others {
            if let Some(record) = lost_in(workspace, id, &commit, first, other)? {
                return Ok(Some(OneSidedMerge { merge: commit, record }));
            }
        }
    }
    Ok(None)
}

/// The record of the side that a merge of two leaves out.
fn lost_in(
    workspace: &Workspace,
    id: &RunbookId,
    at: &CommitId,
    first: &CommitId,
    other: &CommitId,
) -> Result<Option<Runbook>> {
    let blob = |commit: &CommitId| workspace.repository.blob_id_at(commit, &id.path());
    let (now, here, there) = (blob(at)?, blob(first)?, blob(other)?);
    let lost = match (now == here, now == there) {
        (true, false) => other,
        (false, true) => first,
        _ => return Ok(None),
    };
    let Some(base) = workspace.repository.common(first, other) else { return Ok(None) };
    if blob(lost)? == blob(&base)? {
        return Ok(None);
    }
    let record = |commit: &CommitId| -> Result<Option<Runbook>> {
        let bytes = workspace.repository.blob_at(commit, &id.path())?;
        bytes.map(|bytes| read_at(id, commit, &bytes)).transpose()
    };
    let (Some(held), Some(base)) = (record(at)?, record(&base)?) else { return Ok(None) };
    let (Some(first), Some(other), Some(lost)) = (record(first)?, record(other)?, record(lost)?) else {
        return Ok(None);
    };
    Ok((!is_said_by_both(&base, (&first, &other), &held)?).then_some(lost))
}

fn adopts(event: &crate::model::Event) -> &[CommitId] {
    match &event.act {
        Act::Edit { adopts, .. } => adopts,
        _ => &[],
    }
}
