//! The lists of targets that this machine keeps: one that its record takes for deleted, or whose record is gone, holds what
//! was to be deleted.
//!
//! Mending deletes a list on the word of a record that is recorded, never on that of a file.

use std::time::Duration;

use super::report::DoctorReport;
use crate::model::{Fault, Kind, Result, RunbookId, State};
use crate::publish::StoreSession;
use crate::store::following::Following;
use crate::store::read;
use crate::store::targets::TargetStore;
use crate::workspace::Workspace;
use crate::workspace::query::{Removed, removed};

/// Looks at each list that is kept; with `fix` deletes those that are of no use to anybody.
pub(super) fn examine_targets(workspace: &Workspace, fix: bool, report: &mut DoctorReport) -> Result<()> {
    for id in TargetStore::all(workspace.private())? {
        match workspace.record_text(&id)? {
            Some(bytes) => with_record(workspace, &id, &bytes, fix, report),
            None => without_record(workspace, &id, fix, report)?,
        }
    }
    Ok(())
}

/// A list that the record takes for deleted holds what was to be deleted.
fn with_record(workspace: &Workspace, id: &RunbookId, bytes: &[u8], fix: bool, report: &mut DoctorReport) {
    let Ok(record) = read(&id.path(), bytes) else { return };
    if record.runbook.targets.is_none_or(|targets| targets.purged_at.is_none()) {
        return;
    }
    report.note_mend(
        "targets-kept",
        &format!("the list of targets of {id} is recorded as deleted, and is still on this machine"),
        &format!("runbook targets purge {id}"),
        fix.then(|| delete_taken_for_deleted(workspace, id, bytes)),
    );
}

/// A list whose record is in no file and not in the head, where no command reaches it.
fn without_record(workspace: &Workspace, id: &RunbookId, fix: bool, report: &mut DoctorReport) -> Result<()> {
    let head = workspace.repository.head()?.commit;
    if head.map(|head| workspace.repository.blob_id_at(&head, &id.path())).transpose()?.flatten().is_some() {
        // its file was deleted by hand, which is told with the records
        return Ok(());
    }
    let list = TargetStore::open(workspace.private(), id)?.place()?;
    let by_hand = format!("rm -r {}", shell_words::quote(&list.display().to_string()));
    let Some(gone) = removed(workspace, id)? else {
        let message = format!("the list of targets of {id} is on this machine, and this branch has no record of it");
        report.note("targets-kept", message, format!("where no other branch has it either: {by_hand}"), false);
        return Ok(());
    };
    let message = format!("the list of targets of {id} is still on this machine: {}", gone.words());
    if is_wanted(workspace, &gone)? {
        let way = gone.last.map(|last| format!("{}, or: ", id.brought_back_from(last.commit.short())));
        report.note("targets-kept", message, format!("{}{by_hand}", way.unwrap_or_default()), false);
    } else {
        report.note_mend("targets-kept", &message, "runbook doctor --fix", fix.then(|| delete(workspace, id)));
    }
    Ok(())
}

/// True unless the last record says that nobody needs the list any more.
fn is_wanted(workspace: &Workspace, gone: &Removed) -> Result<bool> {
    let Some(last) = &gone.last else { return Ok(true) };
    let Some(bytes) = workspace.repository.blob_at(&last.commit, &gone.id.path())? else { return Ok(true) };
    let Ok(record) = read(&gone.id.path(), &bytes) else { return Ok(true) };
    let is_deleted = record.runbook.targets.is_none_or(|targets| targets.purged_at.is_some());
    Ok(record.runbook.state != State::Closed && !is_deleted)
}

/// Deletes a list on the word of the record as it is recorded, and only the list that it speaks of.
fn delete_taken_for_deleted(workspace: &Workspace, id: &RunbookId, bytes: &[u8]) -> Result<()> {
    let head = workspace.repository.head()?.commit;
    let recorded = head.map(|head| workspace.repository.blob_at(&head, &id.path())).transpose()?.flatten();
    if recorded.as_deref() != Some(bytes) {
        return Err(Fault::new(Kind::HandEdited, format!("{} has changes that are not recorded", id.path()))
            .hint(format!("runbook save {id}")));
    }
    let known = read(&id.path(), bytes)?.runbook.targets.and_then(|targets| targets.sha256);
    let list = TargetStore::open(workspace.private(), id)?.list()?;
    if list.map(|list| list.sha256()).transpose()?.is_some_and(|own| Some(own) != known) {
        return Err(Fault::refused("it is not the list that the record speaks of")
            .hint(format!("look at it before it goes: runbook targets list {id}")));
    }
    delete(workspace, id)
}

fn delete(workspace: &Workspace, id: &RunbookId) -> Result<()> {
    let session = StoreSession::begin(&workspace.repository, Duration::from_secs(1))?;
    session.do_beside(&[Following::PurgeTargets { runbook: id.clone() }])
}
