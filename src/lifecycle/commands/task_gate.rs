//! When a task may be worked on: only during the call, with the permissions that cover it, and none of those while a
//! required item of the list before the call is open.

use crate::lifecycle::{Conditional, progress, readiness};
use crate::model::{Act, Fault, Moment, PermissionState, Result, Runbook, RunbookId, State, Task, Totals, Track};

use super::attempt::{self, AttemptCommand, the};
use super::check::applicable;
use super::given::Circumstances;
use super::needs::only_in;

/// Refuses work on a task that may not be done now: outside the call, switched off by its condition, not permitted.
///
/// # Errors
/// `Refused` naming what is missing, `NotFound` and `Ambiguous` for the task.
pub fn permit(runbook_id: &RunbookId, runbook: &Runbook, part: &str, now: Moment) -> Result<()> {
    let own = workable(runbook_id, runbook, part)?;
    permitted(runbook_id, runbook, own, now)
}

fn workable<'a>(runbook_id: &RunbookId, runbook: &'a Runbook, part: &str) -> Result<&'a Task> {
    let own = the(runbook, Track::Tasks, part)?;
    let way = if runbook.state.is_before_call() { "start" } else { "show" };
    let hint = format!("runbook {way} {runbook_id}");
    only_in(runbook, &[State::Running], "tasks are worked on while it is running", &hint)?;
    applicable(own, runbook, "task", &own.id, runbook_id)?;
    Ok(own)
}

pub(super) fn attempted(
    runbook: &Runbook,
    part: &str,
    act: &AttemptCommand,
    context: &Circumstances<'_>,
) -> Result<Vec<Act>> {
    let own = workable(context.id, runbook, part)?;
    let course = attempt::course(own, act, Track::Tasks, context)?;
    let begins = match act {
        AttemptCommand::Start { .. } => Some(context.stamp.at()),
        AttemptCommand::Finish(words) | AttemptCommand::Fail(words) if progress::open_attempt(own).is_none() => {
            Some(words.started_at.unwrap_or(context.stamp.at()))
        }
        AttemptCommand::Finish(_) | AttemptCommand::Fail(_) => None,
        // what is left out or interrupted begins nothing
        AttemptCommand::Skip(_) | AttemptCommand::Pause(_) => None,
    };
    if let Some(begins) = begins {
        permitted(context.id, runbook, own, begins)?;
    }
    if matches!(act, AttemptCommand::Finish(_)) {
        reconciled(runbook, own, context.id)?;
    }
    Ok(vec![Act::Work(Track::Tasks, course)])
}

/// Every permission that covers the task is granted, and was before the task begins (row 67); what must be verified before
/// any action is verified (rows 40, 86), also where a variable that was decided during the call asks for it only now.
///
/// This gate cannot be overridden.
fn permitted(runbook_id: &RunbookId, runbook: &Runbook, task: &Task, begins: Moment) -> Result<()> {
    let covering = runbook
        .permissions
        .iter()
        .filter(|permission| permission.covers.contains(&task.id) && permission.is_applicable(&runbook.variables));
    let mut unmet = Vec::new();
    let mut hints = Vec::new();
    let mut is_covered = false;
    for permission in covering {
        is_covered = true;
        let id = &permission.id;
        match (permission.state, permission.answered_at) {
            (PermissionState::Granted, Some(at)) if at > begins => {
                unmet.push(format!("permission `{id}` was granted at {at}, after this beginning at {begins}"));
                hints.push("record the beginning after the answer, or the answer's true time".to_owned());
            }
            (PermissionState::Granted, _) => {}
            (state, _) => {
                unmet.push(format!("permission `{id}` covers it and is {state}: “{}”", permission.action));
                hints.push(readiness::permission_command(runbook_id, permission));
            }
        }
    }
    if is_covered {
        for point in readiness::acting(runbook_id, runbook).missing {
            unmet.push(point.message);
            hints.push(point.fix);
        }
    }
    if unmet.is_empty() {
        return Ok(());
    }
    let mut fault = Fault::refused(format!("task `{}` is not permitted: {}", task.id, unmet.join("; ")));
    fault.hints = hints;
    Err(fault)
}

/// A task that works through the list of targets is done once every target has a result.
fn reconciled(runbook: &Runbook, task: &Task, runbook_id: &RunbookId) -> Result<()> {
    let Some(targets) = runbook.targets.as_ref().filter(|targets| targets.task.as_ref() == Some(&task.id)) else {
        return Ok(());
    };
    match targets.left() {
        0 => Ok(()),
        left => Err(Fault::refused(format!(
            "task `{}` cannot finish: {}, which leaves {left} without a result",
            task.id,
            tally(targets.count.unwrap_or(0), targets.totals())
        ))
        .hint(format!("runbook task exec {runbook_id} {} --each-target -- COMMAND {{}}", task.id))
        .hint(format!("runbook targets list {runbook_id} --left"))
        .hint(format!("runbook targets mark {runbook_id} TARGET done|failed|skipped"))),
    }
}

/// `2498 done, 2 failed and 0 skipped of 2500 targets`.
pub(super) fn tally(count: u64, totals: Totals) -> String {
    let Totals { done, failed, skipped } = totals;
    format!("{done} done, {failed} failed and {skipped} skipped of {count} targets")
}

/// Refuses to remove a task that a permission covers.
pub(super) fn is_not_covered(runbook: &Runbook, task: &Task, runbook_id: &RunbookId) -> Result<()> {
    let users: Vec<String> = runbook
        .permissions
        .iter()
        .filter(|permission| permission.covers.contains(&task.id))
        .map(|permission| format!("`{}`", permission.id))
        .collect();
    if users.is_empty() {
        return Ok(());
    }
    Err(Fault::refused(format!("task `{}` cannot be removed: permission {} covers it", task.id, users.join(", ")))
        .hint(format!(
            "change what the permission covers first: runbook permission set {runbook_id} PERMISSION --covers TASK"
        )))
}
