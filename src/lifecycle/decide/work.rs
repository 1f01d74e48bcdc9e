//! What tasks and the rollback steps have in common: patches, places, and the course of an attempt.

use serde_json::Value;

use crate::lifecycle::{Circumstances, EndingWords, TaskAct, Whereto, progress, reference::find};
use crate::model::{Act, Ending, Fault, Fields, Moment, Place, Prose, Result, Slug, Task, TaskOutcome};

use super::needs::needed_text;

/// Keys that no item can do without.
const NEEDED: [&str; 6] = ["id", "side", "text", "title", "action", "what"];

/// The fields that really change, as an act; nothing when none does.
pub(super) fn patch<T: serde::Serialize>(
    item: &T,
    fields: &Fields,
    act: impl FnOnce(Fields) -> Act,
) -> Result<Vec<Act>> {
    if fields.is_empty() {
        return Err(Fault::usage("nothing to change: give at least one field").hint("see --help for the flags"));
    }
    if let Some((key, _)) = fields.iter().find(|(key, value)| NEEDED.contains(&key.as_str()) && value.is_null()) {
        return Err(Fault::usage(format!("`{key}` cannot be empty")));
    }
    let own = serde_json::to_value(item).unwrap_or_default();
    let changed: Fields = fields
        .iter()
        .filter(|(key, value)| {
            let old = own.get(key.as_str()).unwrap_or(&Value::Null);
            let absent = matches!(value, Value::Bool(false)) || matches!(value, Value::Array(list) if list.is_empty());
            old != *value && !(old.is_null() && absent)
        })
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    Ok(if changed.is_empty() { Vec::new() } else { vec![act(changed)] })
}

/// Where an item goes, with the neighbour found.
pub(super) fn place(tasks: &[Task], whereto: &Whereto, what: &str) -> Result<Place> {
    let neighbour = |part: &str| find(tasks, |own| &own.id, part, what).map(|own| own.id.clone());
    Ok(match whereto {
        Whereto::First => Place::First,
        Whereto::Last => Place::Last,
        Whereto::Before(part) => Place::Before(neighbour(part)?),
        Whereto::After(part) => Place::After(neighbour(part)?),
    })
}

/// True when moving there changes nothing.
pub(super) fn stands_there(tasks: &[Task], id: &Slug, place: &Place) -> Result<bool> {
    let at = |wanted: &Slug| tasks.iter().position(|own| own.id == *wanted);
    let own = at(id);
    match place {
        Place::Before(other) | Place::After(other) if other == id => {
            Err(Fault::usage(format!("`{id}` cannot be moved next to itself")))
        }
        Place::First => Ok(own == Some(0)),
        Place::Last => Ok(own.map(|own| own + 1) == Some(tasks.len())),
        Place::Before(other) => Ok(own.map(|own| own + 1) == at(other)),
        Place::After(other) => Ok(own == at(other).map(|other| other + 1)),
    }
}

/// An act on one task or step: the outcome and the ending that the event will say; none for a start.
pub(super) fn course(
    task: &Task,
    act: &TaskAct,
    what: &str,
    context: &Circumstances<'_>,
) -> Result<Option<(TaskOutcome, Ending)>> {
    let (words, outcome) = match act {
        TaskAct::Start { .. } => {
            not_running(task, what)?;
            after_start(context.stamp.at(), context)?;
            return Ok(None);
        }
        TaskAct::Finish(words) => (words, TaskOutcome::Success),
        TaskAct::Fail(words) => (words, TaskOutcome::Failed),
        TaskAct::Skip(words) => (words, TaskOutcome::Skipped),
        TaskAct::Pause(words) => (words, TaskOutcome::Paused),
    };
    if matches!(outcome, TaskOutcome::Failed | TaskOutcome::Skipped) {
        needed_text(&words.note, "--note", &format!("why the {what} is {outcome}"))?;
    }
    timed(task, words, outcome, what, context)?;
    Ok(Some((
        outcome,
        Ending {
            started_at: words.started_at,
            took: words.took.clone(),
            note: words.note.clone(),
            log: words.log.clone(),
            log_sha256: words.log_sha256.clone(),
        },
    )))
}

fn not_running(task: &Task, what: &str) -> Result<()> {
    match progress::open_attempt(task) {
        None => Ok(()),
        Some(attempt) => {
            let since = attempt.started_at.map(|at| format!(" since {at}")).unwrap_or_default();
            Err(Fault::refused(format!("{what} `{}` is already running{since}", task.id))
                .hint(format!("runbook {what} finish ID {}", task.id)))
        }
    }
}

/// The times of an ending fit the attempt, the call, and each other.
fn timed(
    task: &Task,
    words: &EndingWords,
    outcome: TaskOutcome,
    what: &str,
    context: &Circumstances<'_>,
) -> Result<()> {
    let at = context.stamp.at();
    let open = progress::open_attempt(task);
    if words.took.is_some() && words.started_at.is_some() {
        return Err(Fault::usage("--took and --started exclude each other: one length, or one beginning"));
    }
    match open {
        Some(attempt) => {
            if words.took.is_some() || words.started_at.is_some() {
                let since = attempt.started_at.map(|at| at.to_string()).unwrap_or_default();
                return Err(Fault::usage(format!(
                    "{what} `{}` was started at {since}: its duration is measured",
                    task.id
                ))
                .hint("leave out --took and --started; --at says when it ended"));
            }
            if attempt.started_at.is_some_and(|started| at < started) {
                return Err(
                    Fault::refused(format!("{at} lies before the attempt's beginning")).hint("give a later --at")
                );
            }
        }
        None if outcome == TaskOutcome::Paused => {
            return Err(Fault::refused(format!("{what} `{}` is not running, so it cannot be paused", task.id))
                .hint(format!("runbook {what} start ID {}", task.id)));
        }
        None if outcome == TaskOutcome::Success && words.took.is_none() && words.started_at.is_none() => {
            let last = task.attempts.last().and_then(|attempt| attempt.outcome);
            let is_paused = last == Some(TaskOutcome::Paused);
            let standing = if is_paused { "is paused" } else { "was not started" };
            return Err(Fault::usage(format!("{what} `{}` {standing}: how long did it take?", task.id))
                .hint(format!("runbook {what} start ID {}, and finish it then", task.id))
                .hint(format!("runbook {what} finish ID {} --took 10m", task.id))
                .hint(format!("runbook {what} finish ID {} --started TIME", task.id)));
        }
        None => {}
    }
    if let Some(started) = words.started_at {
        if started > at {
            return Err(Fault::refused(format!("{started} lies after the attempt's end, {at}"))
                .hint("give an earlier --started"));
        }
        after_start(started, context)?;
    }
    after_start(at, context)
}

/// Work does not happen before the call began (`settled.md`, time).
fn after_start(at: Moment, context: &Circumstances<'_>) -> Result<()> {
    match context.history.started_at {
        Some(started) if at < started => {
            Err(Fault::refused(format!("{at} lies before the runbook's start, {started}")).hint("give a later time"))
        }
        _ => Ok(()),
    }
}

/// The end of every running attempt when the work is broken off.
pub(super) fn broken_off(tasks: &[Task], reason: &Prose) -> Vec<(Slug, Ending)> {
    tasks
        .iter()
        .filter(|task| progress::open_attempt(task).is_some())
        .map(|task| (task.id.clone(), Ending { note: Some(reason.clone()), ..Ending::default() }))
        .collect()
}
