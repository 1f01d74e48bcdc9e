//! A runbook that may be changed: its file is the trail's head, by an event, and the locks are held while it is read.

use std::time::Duration;

use crate::lifecycle::{Standing, permit};
use crate::model::{CommitId, Fault, Kind, Moment, Result, Runbook, RunbookId};
use crate::publish::{WriteSession, leftovers};
use crate::store::{RUNBOOKS, Read, must_not_be_newer, open_conflicts};
use crate::trail::{BlobId, IndexState};

use crate::workspace::Workspace;
use crate::workspace::query::{behind, gone, missing, read_file};

/// A runbook that may be changed: its file is the trail's head, by an event.
pub(super) struct Loaded {
    /// The head of the branch.
    pub(super) head: Option<CommitId>,
    /// The last commit that touched the runbook.
    pub(super) tip: Option<CommitId>,
    /// The record.
    pub(super) read: Read,
}

/// Takes every lock that a change needs, heals what an interrupted run left, and refuses unfit repositories.
pub(super) fn begin(workspace: &Workspace) -> Result<WriteSession<'_>> {
    WriteSession::begin(
        &workspace.repository,
        &workspace.env,
        Duration::from_secs(workspace.settings.lock.wait.seconds()),
    )
}

/// Finishes what an interrupted run has left, for a command that reads before it asks a person something.
///
/// # Errors
/// As [`begin`], where there is something to finish.
pub fn heal(workspace: &Workspace) -> Result<()> {
    if leftovers(&workspace.repository)?.is_empty() { Ok(()) } else { begin(workspace).map(drop) }
}

/// The runbook as the trail's head has it, if its file is exactly that.
pub(super) fn load(workspace: &Workspace, id: &RunbookId) -> Result<Loaded> {
    let head = workspace.repository.head()?.commit;
    let recorded = match &head {
        Some(head) => workspace.repository.blob_id_at(head, &id.path())?,
        None => None,
    };
    let lies_there = workspace.layout.read_record(id)?;
    // said before any word on who wrote it: dropping it would be the wrong way out
    lies_there.as_deref().map_or(Ok(()), |bytes| must_not_be_newer(&id.path(), bytes))?;
    let (bytes, recorded) = match (lies_there, recorded) {
        (Some(bytes), Some(recorded)) if BlobId::of(&bytes)? == recorded => (bytes, recorded),
        (Some(bytes), Some(recorded)) => {
            return Err(match behind(workspace, id, BlobId::of(&bytes)?, recorded)? {
                Some(commit) => taken_back(id, &commit),
                None => hand_edited(workspace, id, "was changed by hand"),
            });
        }
        (Some(_), None) => return Err(hand_edited(workspace, id, "was made by hand")),
        (None, Some(_)) => return Err(gone(workspace, id)),
        (None, None) => return Err(missing(id)),
    };
    if workspace.repository.staged(&id.path())? != IndexState::Staged(recorded) {
        return Err(hand_edited(workspace, id, "was changed by hand and staged"));
    }
    // adopting it would not do: it has to be decided first
    all_decided(id, &bytes, Kind::HandEdited)?;
    let tip = workspace.repository.tip(id)?;
    if tip.as_ref().map_or(Ok(false), |tip| workspace.repository.is_by_hand(tip, id))? {
        return Err(hand_committed(id));
    }
    if let Some(tip) = &tip {
        workspace.repository.require_tip(tip, id)?;
    }
    let read = read_file(workspace, id, &bytes)?;
    Ok(Loaded { head, tip, read })
}

/// Reads a runbook on which this task is about to be worked: refused unless its record can be changed and the rules
/// permit the task now.
///
/// # Errors
/// As [`changeable`]; `Refused` by state, condition and permission.
pub fn workable(workspace: &Workspace, id: &RunbookId, task: &str, now: Moment) -> Result<Runbook> {
    let runbook = changeable(workspace, id)?;
    permit(id, &runbook, task, now)?;
    Ok(runbook)
}

/// Reads a runbook whose record a change would find fit to be changed: as it would find it, under the locks and after
/// what an interrupted run has left is finished.
///
/// # Errors
/// `NotFound`, `HandEdited`, `Unreadable`; `Locked` and `Git` as a change.
pub fn changeable(workspace: &Workspace, id: &RunbookId) -> Result<Runbook> {
    let _session = begin(workspace)?;
    Ok(load(workspace, id)?.read.runbook)
}

/// Refuses a text at whose top a merge, a rebase or a cherry-pick still says what two people changed in two ways: what is
/// recorded below it would be believed.
pub(super) fn all_decided(id: &RunbookId, bytes: &[u8], kind: Kind) -> Result<()> {
    let open = open_conflicts(bytes);
    if open.is_empty() {
        return Ok(());
    }
    let what = format!("{} still holds what two people changed in two ways: {}", id.path(), open.join("; "));
    Err(Fault::new(kind, what).hint(Standing::way_to_decide(&id.to_string())))
}

/// A commit by plain git is in the way; it is adopted as it is.
fn hand_committed(id: &RunbookId) -> Fault {
    let what = format!("{} was committed with plain git, without an event; it is not overwritten", id.path());
    Fault::new(Kind::HandEdited, what)
        .hint(format!("adopt it: runbook save {id}"))
        .hint(format!("look at what it changed: runbook diff {id}"))
}

/// How an edit gets out of the way without being lost, tracked or not, staged or not. Git puts nothing aside as long as a
/// record is only announced (`git add -N`).
fn put_aside(workspace: &Workspace, id: &RunbookId) -> String {
    let announced = workspace.repository.announced(RUNBOOKS).unwrap_or_default();
    let first = match announced.as_slice() {
        [] => String::new(),
        paths => format!("git reset --quiet -- {} && ", shell_words::join(paths)),
    };
    format!("or put it aside, where git keeps it: {first}git stash push --include-untracked -- {}", id.path())
}

/// The file has what was recorded before: most likely the branch was moved on without it, as by a push into this store.
fn taken_back(id: &RunbookId, had: &CommitId) -> Fault {
    let what = format!(
        "{} is as it was recorded in {}, without what was recorded since; it is not overwritten",
        id.path(),
        had.short()
    );
    Fault::new(Kind::HandEdited, what)
        .hint(format!("bring it up to the branch: {}", Standing::way_up(&id.path())))
        .hint(format!("or, to take back what was recorded since: runbook save {id}"))
}

/// The person's own edit is in the way; it is never overwritten and never swept in.
pub(super) fn hand_edited(workspace: &Workspace, id: &RunbookId, how: &str) -> Fault {
    Fault::new(Kind::HandEdited, format!("{} {how}; it is not overwritten", id.path()))
        .hint(format!("record the edit: runbook save {id}"))
        .hint(put_aside(workspace, id))
}
