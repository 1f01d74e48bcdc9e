//! Deleting a list with everything that is kept about its targets, which discharges the duty to delete it.

use crate::lifecycle::{Command, Stamp, TargetsCommand, purge_discharges};
use crate::model::{Changed, Result, RunbookId};
use crate::store::targets::TargetStore;
use crate::workspace::Workspace;
use crate::workspace::change::{self, ChangeOptions};

/// Deletes the list. Discharges these duties, or where none is named the open one to delete data.
///
/// # Errors
/// `Usage` when it cannot be told which of several duties is meant; as [`change::execute`], and everything is kept then.
pub fn purge(
    workspace: &Workspace,
    id: &RunbookId,
    obligations: &[String],
    stamp: &Stamp,
    options: &ChangeOptions,
) -> Result<Changed> {
    let runbook = change::changeable(workspace, id)?;
    let obligations = if obligations.is_empty() { purge_discharges(&runbook)? } else { obligations.to_vec() };
    let store = TargetStore::open(workspace.private(), id)?;
    store.put_aside()?;
    let command = Command::Targets(TargetsCommand::Purge { obligations });
    let changed = change::execute(workspace, id, &command, stamp, options).inspect_err(|_| {
        // what cannot be put back now is deleted by the next purge, or found where it was by the next load
        let _ = store.put_back();
    })?;
    store.delete()?;
    Ok(changed)
}
