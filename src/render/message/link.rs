//! The link under which the runbook is kept. A message to a channel is not written without it.

use crate::model::{Fault, Line, Result, Runbook, RunbookId, State, is_filled};

/// The link under which the runbook is kept, which every message to a channel carries.
pub(super) fn runbook_link<'a>(id: &RunbookId, runbook: &'a Runbook) -> Result<&'a Line> {
    runbook.issue_url.as_ref().filter(|link| is_filled(&Some(*link))).ok_or_else(|| {
        let fault = Fault::refused("the message carries the link to the runbook's issue, and there is none yet");
        let set = format!("runbook set {id} issue_url=https://…");
        match runbook.state {
            State::Closed => fault.hint(format!("runbook reopen {id} --reason WHY")).hint(set),
            _ => fault.hint(set),
        }
    })
}
