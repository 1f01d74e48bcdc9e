//! Commits by plain git that wait for an edit which adopts them: which they are, what merges among them brought together, and
//! the way back where one says what only commands may.

use std::collections::HashSet;

use crate::model::{CommitId, Fault, Recorded, Result, Runbook, RunbookId, State};
use crate::trail::BlobId;
use crate::workspace::Workspace;
use crate::workspace::query::read_at;

/// The commits by plain git that no event has followed yet, the latest first. Behind a merge they lie on any side, also
/// where the log has events between them.
pub(super) fn waiting(workspace: &Workspace, id: &RunbookId, log: &[Recorded]) -> Result<Vec<CommitId>> {
    let latest: Vec<CommitId> =
        log.iter().take_while(|recorded| !recorded.tells_of(id)).map(|own| own.commit.clone()).collect();
    let mut is_straight = true;
    for commit in &latest {
        is_straight &= workspace.repository.parents(commit)?.len() < 2;
    }
    if is_straight {
        return Ok(latest);
    }
    let events: HashSet<&CommitId> =
        log.iter().filter(|recorded| recorded.tells_of(id)).map(|own| &own.commit).collect();
    let mut seen: HashSet<CommitId> = HashSet::new();
    let mut left: Vec<CommitId> = latest.first().cloned().into_iter().collect();
    while let Some(commit) = left.pop() {
        if !events.contains(&commit) && !seen.contains(&commit) {
            left.extend(workspace.repository.parents(&commit)?);
            seen.insert(commit);
        }
    }
    Ok(log.iter().map(|own| own.commit.clone()).filter(|commit| seen.contains(commit)).collect())
}

/// The record as events left it on each side of the merges among these commits.
pub(super) fn joined(
    workspace: &Workspace,
    id: &RunbookId,
    log: &[Recorded],
    adopts: &[CommitId],
) -> Result<Vec<Runbook>> {
    let (mut texts, mut has_merge): (HashSet<BlobId>, bool) = (HashSet::new(), false);
    for commit in adopts {
        let parents = workspace.repository.parents(commit)?;
        has_merge |= parents.len() > 1;
        for parent in parents.iter().filter(|parent| !adopts.contains(parent)) {
            texts.extend(workspace.repository.blob_id_at(parent, &id.path())?);
        }
    }
    let mut found = Vec::new();
    for recorded in log.iter().filter(|recorded| has_merge && recorded.tells_of(id)) {
        let blob = workspace.repository.blob_id_at(&recorded.commit, &id.path())?;
        if blob.is_some_and(|blob| texts.remove(&blob))
            && let Some(bytes) = workspace.repository.blob_at(&recorded.commit, &id.path())?
        {
            found.push(read_at(id, &recorded.commit, &bytes)?);
        }
    }
    Ok(found)
}

/// What is refused was committed with plain git: the way back leads through the text of the last event.
pub(super) fn committed(id: &RunbookId, before: &Runbook, last: &CommitId, fault: Fault) -> Fault {
    let path = id.path();
    let back = format!("git restore --source={} -- {path}, then: runbook save {id}", last.short());
    let mut hints = vec![format!("to take back all that was committed with plain git: {back}")];
    if before.state == State::Closed {
        hints.push(format!("to change it then: runbook reopen {id} --reason WHY"));
    } else {
        hints.splice(0..0, fault.hints);
    }
    let message = format!("{}; that it was committed with plain git changes nothing", fault.message);
    Fault { hints, message, ..fault }
}
