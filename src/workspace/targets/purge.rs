//! Deleting a list with everything that is kept about its targets, which discharges the duty to delete it.

use crate::lifecycle::{Command, Stamp, TargetsCommand, purge_discharges};
use crate::model::{Changed, Fault, Result, Runbook, RunbookId};
use crate::store::following::Following;
use crate::store::targets::TargetStore;
use crate::workspace::Workspace;
use crate::workspace::change::{self, ChangeOptions};

/// Deletes the list. Discharges these duties, or where none is named the open one to delete data.
///
/// # Errors
/// `Usage` when it cannot be told which of several duties is meant; `Refused` where another machine has the list; as
/// [`change::execute_with_following`], and everything is kept unless that is recorded.
pub fn purge(
    workspace: &Workspace,
    id: &RunbookId,
    obligations: &[String],
    stamp: &Stamp,
    options: &ChangeOptions,
) -> Result<Changed> {
    let runbook = change::changeable(workspace, id)?;
    must_be_here(workspace, id, &runbook)?;
    let obligations = if obligations.is_empty() { purge_discharges(&runbook)? } else { obligations.to_vec() };
    let command = Command::Targets(TargetsCommand::Purge { obligations });
    let goes = Following::PurgeTargets { runbook: id.clone() };
    change::execute_with_following(workspace, id, &command, stamp, options, &[goes])
}

/// Nobody says of a list that it is deleted while it may lie on another machine. One that the record takes for deleted is
/// taken off this machine, too, and so is one that cannot be read.
fn must_be_here(workspace: &Workspace, id: &RunbookId, runbook: &Runbook) -> Result<()> {
    let Some(targets) = runbook.targets.as_ref().filter(|targets| targets.purged_at.is_none()) else { return Ok(()) };
    let what = match TargetStore::open(workspace.private(), id)?.list() {
        Ok(None) => "the list of targets is not on this machine",
        Ok(Some(list)) if Some(&list.sha256()?) != targets.sha256.as_ref() => {
            "the list on this machine is not the one that the record speaks of"
        }
        Ok(Some(_)) | Err(_) => return Ok(()),
    };
    Err(Fault::refused(format!("{what}: it is deleted where it was loaded"))
        .hint(format!("on that machine: runbook targets purge {id}"))
        .hint(format!("where it is deleted already: runbook obligation discharge {id} OBLIGATION --evidence HOW")))
}
