//! Reading one runbook: as it lies there in its file, and how the file stands against the trail.

use std::time::Duration;

use crate::lifecycle::{Circumstances, HistoryFacts, Readiness, Stamp, Standing};
use crate::model::{CommitId, DiffEnd, Fault, Identity, Kind, Moment, Result, Runbook, RunbookId, Settings};
use crate::store::folder::Folder;
use crate::store::lock::{Wait, WriteLock};
use crate::store::open_conflicts;
use crate::trail::{BlobId, IndexState};
use crate::workspace::Workspace;

use super::behind::behind;
use super::not_found::{deleted, missing};
use super::record::read_file;
use super::revision::{Revision, snapshot};

/// So long a change that is being made is waited for.
const A_CHANGE: Duration = Duration::from_secs(2);

/// One runbook as it lies in its file, or as it was at a commit.
#[derive(Debug, Clone)]
pub struct RunbookView {
    /// Its id.
    pub id: RunbookId,
    /// What the record says.
    pub runbook: Runbook,
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// How the file stands against the trail.
    pub standing: Standing,
    /// The last commit that touched it; none before it was first recorded.
    pub commit: Option<CommitId>,
}

/// Reads a runbook's file; never needs a lock and never heals. While a change is being made the branch is ahead of the
/// file for a moment, which is no hand edit: then it looks again.
///
/// # Errors
/// `NotFound` where there is none, `Unreadable` when the file does not parse, `HandEdited` when it was deleted.
pub fn view(workspace: &Workspace, id: &RunbookId) -> Result<RunbookView> {
    let is_edited = |view: &Result<RunbookView>| match view {
        Ok(view) => view.standing == Standing::Edited,
        Err(fault) => fault.kind == Kind::HandEdited,
    };
    let mut view = view_now(workspace, id);
    let mut wait = Wait::new(A_CHANGE, &|| false);
    while is_edited(&view) {
        let is_being_changed = Folder::open(workspace.repository.private()).is_ok_and(|own| WriteLock::is_held(&own));
        workspace.repository.forget_index();
        view = view_now(workspace, id);
        if !is_being_changed || !wait.another()? {
            break;
        }
    }
    let mut view = view?;
    if view.standing == Standing::Edited && is_behind(workspace, &view)? {
        let is_unwritten = workspace.unwritten().contains(&view.id.path());
        view.standing = if is_unwritten { Standing::Unwritten } else { Standing::Behind };
    }
    Ok(view)
}

/// Whether the file that differs from the head is what the trail had before.
fn is_behind(workspace: &Workspace, view: &RunbookView) -> Result<bool> {
    let head = workspace.repository.head()?.commit;
    let recorded = match &head {
        Some(head) => workspace.repository.blob_id_at(head, &view.id.path())?,
        None => None,
    };
    let file = BlobId::of(&view.bytes)?;
    // of a file that only the index differs from, nothing is behind
    match recorded.filter(|recorded| *recorded != file) {
        Some(recorded) => Ok(behind(workspace, &view.id, file, recorded)?.is_some()),
        None => Ok(false),
    }
}

fn view_now(workspace: &Workspace, id: &RunbookId) -> Result<RunbookView> {
    let head = workspace.repository.head()?.commit;
    let recorded = match &head {
        Some(head) => workspace.repository.blob_id_at(head, &id.path())?,
        None => None,
    };
    let Some(bytes) = workspace.record_text(id)? else {
        return Err(if recorded.is_some() { deleted(workspace, id) } else { missing(id) });
    };
    let runbook = read_file(workspace, id, &bytes)?.runbook;
    let commit = workspace.repository.tip(id)?;
    let standing = match open_conflicts(&bytes).is_empty() {
        true => standing(workspace, id, recorded, BlobId::of(&bytes)?)?,
        false => Standing::Undecided,
    };
    Ok(RunbookView { id: id.clone(), runbook, bytes, standing, commit })
}

/// How a file of this content stands against the head, the index, and the trail.
fn standing(workspace: &Workspace, id: &RunbookId, recorded: Option<BlobId>, file: BlobId) -> Result<Standing> {
    if recorded != Some(file) {
        return Ok(Standing::Edited);
    }
    let index = workspace.repository.staged(&id.path())?;
    standing_of(workspace, id, recorded, index, file)
}

/// The same, with what stands in the index.
pub(in crate::workspace) fn standing_of(
    workspace: &Workspace,
    id: &RunbookId,
    recorded: Option<BlobId>,
    index: IndexState,
    file: BlobId,
) -> Result<Standing> {
    Ok(if is_edited(recorded, index, file) {
        Standing::Edited
    } else if workspace.repository.is_hand_committed(id)? {
        Standing::CommittedByHand
    } else {
        Standing::Recorded
    })
}

/// True when a file of this content is not what head and index hold.
pub(in crate::workspace) fn is_edited(recorded: Option<BlobId>, index: IndexState, file: BlobId) -> bool {
    recorded != Some(file) || index != IndexState::Staged(file)
}

/// Reads a runbook as it was at a point of its life, and says when that was recorded.
///
/// # Errors
/// `NotFound` when there is no such point or it does not hold the runbook, `Unreadable` when it does not parse.
pub fn view_at(workspace: &Workspace, id: &RunbookId, point: &Revision) -> Result<(RunbookView, Option<Moment>)> {
    if *point == Revision::File {
        return Ok((view(workspace, id)?, None));
    }
    let stand = snapshot(workspace, id, point)?;
    let (recorded, place) = match &stand.end {
        DiffEnd::Commit(recorded) => (Some(recorded), recorded.commit.short().to_owned()),
        _ => (None, "that time".to_owned()),
    };
    let runbook = stand.runbook.ok_or_else(|| {
        Fault::new(Kind::NotFound, format!("{id} did not exist at {place}")).hint(format!("runbook log {id}"))
    })?;
    let view = RunbookView {
        id: id.clone(),
        runbook,
        bytes: stand.bytes,
        standing: Standing::Recorded,
        commit: recorded.map(|recorded| recorded.commit.clone()),
    };
    Ok((view, recorded.map(|recorded| recorded.recorded_at)))
}

/// What is still missing before the call can start.
pub fn readiness(workspace: &Workspace, view: &RunbookView, now: Moment) -> Readiness {
    readiness_for(workspace, &view.runbook, view.standing, now, &view.id)
}

pub(super) fn readiness_for(
    workspace: &Workspace,
    runbook: &Runbook,
    standing: Standing,
    now: Moment,
    id: &RunbookId,
) -> Readiness {
    readiness_of(id, runbook, standing, &workspace.settings, now)
}

/// Readiness as it is judged for nobody in particular.
pub(super) fn readiness_of(
    id: &RunbookId,
    runbook: &Runbook,
    standing: Standing,
    settings: &Settings,
    now: Moment,
) -> Readiness {
    let nobody = Identity { name: String::new(), email: String::new() };
    let stamp = Stamp { now, happened: None, by: nobody };
    let history = HistoryFacts::default();
    Readiness::of(runbook, standing, &Circumstances { id, stamp: &stamp, settings, history: &history })
}
