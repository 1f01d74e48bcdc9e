//! Commands on tasks; a task begins only with the permissions that cover it, and none of those while a required item of
//! the list before the call is open.

use crate::lifecycle::{
    Circumstances, Command, Conditional, TaskAct, command::item_id, progress, readiness, reference::find,
};
use crate::model::{Act, Cause, Fault, Moment, PermissionState, Result, Runbook, State, Task, TaskOutcome, Totals};

use super::checks::{applicable, brings_nothing};
use super::needs::only_in;
use super::work;

pub(super) fn decide(runbook: &Runbook, command: &Command, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    match command {
        Command::AddTask { task, fixed_id, place } => {
            let id = item_id(&task.id, *fixed_id, |id| runbook.tasks.iter().any(|own| own.id == *id))?;
            let place = work::place(&runbook.tasks, place, "task")?;
            Ok(vec![Act::TaskAdd { task: Task { id, ..task.clone() }, place }])
        }
        Command::SetTask { task, fields } => {
            let own = the(runbook, task)?;
            work::patch(own, fields, |fields| Act::TaskSet { task: own.id.clone(), fields })
        }
        Command::RemoveTask { task } => {
            let own = the(runbook, task)?;
            free_to_go(runbook, own)?;
            Ok(vec![Act::TaskRemove { task: own.id.clone() }])
        }
        Command::MoveTask { task, place } => {
            let own = the(runbook, task)?;
            let place = work::place(&runbook.tasks, place, "task")?;
            if work::stands_there(&runbook.tasks, &own.id, &place)? {
                return Ok(Vec::new());
            }
            Ok(vec![Act::TaskMove { task: own.id.clone(), place }])
        }
        Command::ActOnTask { task, act } => act_on(runbook, task, act, context),
        _ => Err(Fault::bug("not a command on tasks")),
    }
}

pub(super) fn the<'a>(runbook: &'a Runbook, part: &str) -> Result<&'a Task> {
    find(&runbook.tasks, |own| &own.id, part, "task")
}

/// Refuses work on a task that may not be done now: outside the call, switched off by its condition, not permitted.
///
/// # Errors
/// `Refused` naming what is missing, `NotFound` and `Ambiguous` for the task.
pub fn permit(runbook: &Runbook, part: &str, now: Moment) -> Result<()> {
    let own = workable(runbook, part)?;
    permitted(runbook, own, now)
}

fn workable<'a>(runbook: &'a Runbook, part: &str) -> Result<&'a Task> {
    let own = the(runbook, part)?;
    let hint = if runbook.state.is_before_call() { "runbook start ID" } else { "runbook show ID" };
    only_in(runbook, &[State::Running], "tasks are worked on while it is running", hint)?;
    applicable(own, runbook, "task", &own.id)?;
    Ok(own)
}

pub(super) fn act_on(runbook: &Runbook, part: &str, act: &TaskAct, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    let own = workable(runbook, part)?;
    let task = own.id.clone();
    let course = work::course(own, act, "task", context)?;
    let begins = match (act, &course) {
        (TaskAct::Start { .. }, _) => Some(context.stamp.at()),
        (TaskAct::Finish(words) | TaskAct::Fail(words), _) if progress::open_attempt(own).is_none() => {
            Some(words.started_at.unwrap_or(context.stamp.at()))
        }
        _ => None,
    };
    if let Some(begins) = begins {
        permitted(runbook, own, begins)?;
    }
    if matches!(act, TaskAct::Finish(_)) {
        reconciled(runbook, own)?;
    }
    Ok(vec![match (act, course) {
        (TaskAct::Start { note }, _) => Act::TaskStart { task, note: note.clone() },
        (_, Some((outcome, ending))) => ended(task, outcome, ending),
        (_, None) => return Err(Fault::bug("an ending without an outcome")),
    }])
}

fn ended(task: crate::model::Slug, outcome: TaskOutcome, ending: crate::model::Ending) -> Act {
    match outcome {
        TaskOutcome::Success => Act::TaskFinish { task, outcome, ending },
        TaskOutcome::Failed => Act::TaskFail { task, outcome, ending },
        TaskOutcome::Skipped => Act::TaskSkip { task, outcome, ending },
        TaskOutcome::Paused => Act::TaskPause { task, outcome, ending },
    }
}

/// Every permission that covers the task is granted, and was before the task begins (row 67); what must be verified before
/// any action is verified (rows 40, 86), also where a variable that was decided during the call asks for it only now.
///
/// This gate cannot be overridden.
fn permitted(runbook: &Runbook, task: &Task, begins: Moment) -> Result<()> {
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
                hints.push(match state {
                    PermissionState::Asked => {
                        format!("runbook permission grant ID {id} --by NAME --evidence LINK")
                    }
                    _ => format!("runbook permission ask ID {id}"),
                });
            }
        }
    }
    if is_covered {
        for point in readiness::acting(runbook).missing {
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
fn reconciled(runbook: &Runbook, task: &Task) -> Result<()> {
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
        .hint(format!("runbook task exec ID {} --each-target -- COMMAND {{}}", task.id))
        .hint("runbook targets list ID --left")
        .hint("runbook targets mark ID TARGET done|failed|skipped")),
    }
}

/// `2498 done, 2 failed and 0 skipped of 2500 targets`.
pub(super) fn tally(count: u64, totals: Totals) -> String {
    let Totals { done, failed, skipped } = totals;
    format!("{done} done, {failed} failed and {skipped} skipped of {count} targets")
}

/// A task to which something refers, or on which something was done, stays.
fn free_to_go(runbook: &Runbook, task: &Task) -> Result<()> {
    if !task.attempts.is_empty() {
        return Err(Fault::refused(format!("task `{}` has attempts; what was done stays in the record", task.id))
            .hint(format!("runbook task skip ID {} --note WHY", task.id)));
    }
    brings_nothing(runbook, &Cause::Task(task.id.clone()), "task")?;
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
        .hint("change what the permission covers first: runbook permission set ID PERMISSION --covers TASK"))
}
