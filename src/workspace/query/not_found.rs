//! What is said of a runbook that is not there.

use crate::model::{Fault, Kind, RunbookId};
use crate::workspace::Workspace;

/// The record has no file, although git has it in the work tree: an interrupted run has not written it yet, or it was
/// deleted by hand.
pub(in crate::workspace) fn deleted(workspace: &Workspace, id: &RunbookId) -> Fault {
    let path = id.path();
    if workspace.unwritten().contains(&path) {
        let message = format!("{path} is recorded, but an interrupted run has not written the file yet");
        return Fault::new(Kind::HandEdited, message).hint("the next change does it, or: runbook doctor --fix");
    }
    Fault::new(Kind::HandEdited, format!("{} was deleted by hand; the trail still has it", id.path()))
        .hint(format!("git restore --staged --worktree {}", id.path()))
}

/// The record has no file: git leaves it out of the work tree, or it was deleted by hand.
pub(in crate::workspace) fn gone(workspace: &Workspace, id: &RunbookId) -> Fault {
    match workspace.repository.is_left_out(&id.path()) {
        Ok(true) => workspace.repository.not_checked_out(id),
        _ => deleted(workspace, id),
    }
}

/// There is no such runbook.
pub(in crate::workspace) fn missing(id: &RunbookId) -> Fault {
    Fault::new(Kind::NotFound, format!("there is no runbook “{id}”")).hint("runbook list --all shows every runbook")
}
