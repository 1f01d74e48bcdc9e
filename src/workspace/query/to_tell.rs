//! Reading a runbook for somebody else: a customer, a channel.

use crate::lifecycle::{Standing, drop_agreement_of};
use crate::model::{Result, RunbookId};
use crate::workspace::Workspace;

use super::compare::last_event;
use super::record::read_file;
use super::runbook_view::{RunbookView, view};

/// Reads a runbook for somebody who is to be told of it. A file that is not what was recorded is told as `save` would take
/// it: without an agreement that was given to another time.
///
/// # Errors
/// As [`view`]; `Git` when what was recorded cannot be read.
pub fn view_to_tell(workspace: &Workspace, id: &RunbookId) -> Result<RunbookView> {
    let mut view = view(workspace, id)?;
    if view.standing != Standing::Recorded {
        let log = workspace.repository.log_of(id, None)?;
        if let Some(last) = last_event(workspace, id, &log)?
            && let Some(bytes) = workspace.repository.blob_at(&last.commit, &id.path())?
            && let Ok(before) = read_file(workspace, id, &bytes)
        {
            drop_agreement_of(&before.runbook, &mut view.runbook);
        }
    }
    Ok(view)
}
