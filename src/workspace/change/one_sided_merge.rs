//! Merges by plain git that hold what one side had, and leave out what the other one recorded: a person chose between
//! them, and git remembers nothing of it. An edit that adopts such a merge says what was dropped.

use std::collections::HashSet;

use crate::model::{Act, Change, CommitId, Recorded, Result, Runbook, RunbookId, dropped, is_said_by_both};

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

/// What the sides of merges that an edit adopts had said of fields of which the record says something else now, one note
/// for each side; nothing of what the edit's own changes tell already.
pub(super) fn unheld(
    workspace: &Workspace,
    id: &RunbookId,
    adopts: &[CommitId],
    held: &Runbook,
    told: &[Change],
) -> Result<Vec<String>> {
    let record = |commit: &CommitId| -> Result<Option<Runbook>> {
        let bytes = workspace.repository.blob_at(commit, &id.path())?;
        // a side that is no record has said nothing that could be told by field
        Ok(bytes.and_then(|bytes| read_at(id, commit, &bytes).ok()))
    };
    let mut notes = Vec::new();
    for commit in adopts {
        let parents = workspace.repository.parents(commit)?;
        let Some((first, others)) = parents.split_first() else { continue };
        for other in others {
            let Some(base) = workspace.repository.common(first, other) else { continue };
            let Some(base) = record(&base)? else { continue };
            for side in [first, other] {
                let Some(said) = record(side)? else { continue };
                let mut paths = dropped(&base, &said, held)?;
                paths.retain(|path| !told.iter().any(|change| change.path == *path));
                if !paths.is_empty() {
                    let short = side.short();
                    notes.push(format!(
                        "{short}, a side of the merge {}, says otherwise of {}; see: runbook diff {id} {short} HEAD",
                        commit.short(),
                        paths.join(", ")
                    ));
                }
            }
        }
    }
    Ok(notes)
}

fn adopts(event: &crate::model::Event) -> &[CommitId] {
    match &event.act {
        Act::Edit { adopts, .. } => adopts,
        _ => &[],
    }
}
