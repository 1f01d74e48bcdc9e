//! Events on tasks and on the rollback steps, which are shaped and timed alike.

use crate::model::{Act, Attempt, Ending, Event, Place, Prose, Result, Rollback, Runbook, Slug, Task, TaskOutcome};

use super::fields::{misfit, patched};
use super::items::{position, remove, the};

/// Applies the event if it is one of this file's; false if it is not.
pub(super) fn apply(runbook: &mut Runbook, act: &Act, event: &Event) -> Result<bool> {
    match act {
        Act::TaskAdd { task, place } => insert(&mut runbook.tasks, task.clone(), place)?,
        Act::TaskSet { task, fields } => set(&mut runbook.tasks, task, fields)?,
        Act::TaskRemove { task } => remove(&mut runbook.tasks, |own| &own.id, task)?,
        Act::TaskMove { task, place } => relocate(&mut runbook.tasks, task, place)?,
        Act::TaskStart { task, note } => begin(&mut runbook.tasks, task, note, event)?,
        Act::TaskFinish { task, outcome, ending }
        | Act::TaskFail { task, outcome, ending }
        | Act::TaskSkip { task, outcome, ending }
        | Act::TaskPause { task, outcome, ending } => end(&mut runbook.tasks, task, *outcome, ending, event)?,
        Act::RollbackSet { step: None, fields } => {
            let rollback = patched(&runbook.rollback.clone().unwrap_or_default(), fields)?;
            runbook.rollback = Some(rollback).filter(|rollback| *rollback != Rollback::default());
        }
        Act::RollbackSet { step: Some(step), fields } => set(steps(runbook), step, fields)?,
        Act::RollbackAdd { step, place } => insert(steps(runbook), step.clone(), place)?,
        Act::RollbackRemove { step } => {
            remove(steps(runbook), |own| &own.id, step)?;
            runbook.rollback = runbook.rollback.take().filter(|rollback| *rollback != Rollback::default());
        }
        Act::RollbackMove { step, place } => relocate(steps(runbook), step, place)?,
        Act::RollbackStart { step, note } => begin(steps(runbook), step, note, event)?,
        Act::RollbackFinish { step, outcome, ending }
        | Act::RollbackFail { step, outcome, ending }
        | Act::RollbackSkip { step, outcome, ending }
        | Act::RollbackPause { step, outcome, ending } => end(steps(runbook), step, *outcome, ending, event)?,
        Act::Rehearse { task, outcome, ending } => rehearse(&mut runbook.tasks, task, *outcome, ending, event)?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn steps(runbook: &mut Runbook) -> &mut Vec<Task> {
    &mut runbook.rollback.get_or_insert_with(Rollback::default).steps
}

fn set(tasks: &mut [Task], id: &Slug, fields: &crate::model::Fields) -> Result<()> {
    let task = the(tasks, |own| &own.id, id)?;
    *task = patched(task, fields)?;
    Ok(())
}

fn insert(tasks: &mut Vec<Task>, task: Task, place: &Place) -> Result<()> {
    let at = match place {
        Place::First => 0,
        Place::Last => tasks.len(),
        Place::Before(id) => position(tasks, |own| &own.id, id)?,
        Place::After(id) => position(tasks, |own| &own.id, id)? + 1,
    };
    tasks.insert(at, task);
    Ok(())
}

fn relocate(tasks: &mut Vec<Task>, id: &Slug, place: &Place) -> Result<()> {
    let from = position(tasks, |own| &own.id, id)?;
    let task = tasks.remove(from);
    insert(tasks, task, place)
}

fn begin(tasks: &mut [Task], id: &Slug, note: &Option<Prose>, event: &Event) -> Result<()> {
    let task = the(tasks, |own| &own.id, id)?;
    task.attempts.push(Attempt {
        started_at: Some(event.at),
        note: note.clone(),
        by: Some(event.by.clone()),
        ..Attempt::default()
    });
    Ok(())
}

/// Ends the running attempt, or adds one that began and ended unrecorded.
fn end(tasks: &mut [Task], id: &Slug, outcome: TaskOutcome, ending: &Ending, event: &Event) -> Result<()> {
    let task = the(tasks, |own| &own.id, id)?;
    let open = task.attempts.last_mut().filter(|attempt| attempt.outcome.is_none());
    let attempt = match open {
        Some(attempt) => attempt,
        None => {
            task.attempts.push(Attempt { started_at: ending.started_at, ..Attempt::default() });
            task.attempts.last_mut().ok_or_else(|| misfit("an attempt cannot be added"))?
        }
    };
    attempt.outcome = Some(outcome);
    match &ending.took {
        Some(took) => attempt.took = Some(took.clone()),
        None => attempt.finished_at = Some(event.at),
    }
    attempt.note = both_notes(attempt.note.take(), ending.note.clone())?;
    if ending.log.is_some() {
        attempt.log.clone_from(&ending.log);
    }
    attempt.by = Some(event.by.clone());
    Ok(())
}

fn rehearse(tasks: &mut [Task], id: &Slug, outcome: TaskOutcome, ending: &Ending, event: &Event) -> Result<()> {
    the(tasks, |own| &own.id, id)?.rehearsals.push(Attempt {
        started_at: ending.started_at,
        finished_at: ending.took.is_none().then_some(event.at),
        took: ending.took.clone(),
        outcome: Some(outcome),
        note: ending.note.clone(),
        log: ending.log.clone(),
        by: Some(event.by.clone()),
        ..Attempt::default()
    });
    Ok(())
}

/// A note given at the start is not lost when another is given at the end.
fn both_notes(first: Option<Prose>, second: Option<Prose>) -> Result<Option<Prose>> {
    match (first, second) {
        (Some(first), Some(second)) => Prose::new(format!("{first}\n{second}")).map(Some),
        (first, second) => Ok(second.or(first)),
    }
}
