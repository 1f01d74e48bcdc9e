//! Deleting a list with everything that is kept about its targets, which discharges the duty to delete it.

use crate::lifecycle::{Command, Stamp, TargetsCommand, purge_discharges};
use crate::model::{Changed, Result, RunbookId};
use crate::store::following::Following;
use crate::workspace::Workspace;
use crate::workspace::change::{self, ChangeOptions};

/// Deletes the list. Discharges these duties, or where none is named the open one to delete data.
///
/// # Errors
/// `Usage` when it cannot be told which of several duties is meant; as [`change::execute_with_following`], and
/// everything is kept unless that is recorded.
pub fn purge(
    workspace: &Workspace,
    id: &RunbookId,
    obligations: &[String],
    stamp: &Stamp,
    options: &ChangeOptions,
) -> Result<Changed> {
    let runbook = change::changeable(workspace, id)?;
    let obligations = if obligations.is_empty() { purge_discharges(&runbook)? } else { obligations.to_vec() };
    let command = Command::Targets(TargetsCommand::Purge { obligations });
    let goes = Following::PurgeTargets { runbook: id.clone() };
    change::execute_with_following(workspace, id, &command, stamp, options, &[goes])
}
