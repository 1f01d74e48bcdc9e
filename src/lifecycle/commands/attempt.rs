//! The course of an attempt at a task or a step: begun, interrupted, ended, with its times.

use crate::lifecycle::{progress, reference::find};
use crate::model::{Act, Ending, Fault, Moment, Prose, Result, Runbook, Task, TaskOutcome, Track, WorkAct};

use super::given::{Circumstances, EndingWords};
use super::needs::needed_text;

/// What becomes of an attempt at a task or a step of the rollback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttemptCommand {
    /// An attempt begins.
    Start {
        /// `--note`.
        note: Option<Prose>,
    },
    /// It succeeded.
    Finish(EndingWords),
    /// It failed.
    Fail(EndingWords),
    /// It is left out.
    Skip(EndingWords),
    /// It is interrupted.
    Pause(EndingWords),
}

impl AttemptCommand {
    /// The command that ends an attempt so.
    pub(in crate::lifecycle) fn ending(verb: TaskOutcome, ending: &Ending) -> Self {
        match verb {
            TaskOutcome::Success => Self::Finish(ending.into()),
            TaskOutcome::Failed => Self::Fail(ending.into()),
            TaskOutcome::Skipped => Self::Skip(ending.into()),
            TaskOutcome::Paused => Self::Pause(ending.into()),
        }
    }
}

/// The item that was named.
pub(super) fn the<'a>(runbook: &'a Runbook, track: Track, part: &str) -> Result<&'a Task> {
    find(track.of(runbook), |own| &own.id, part, track.item())
}

/// What a command on an attempt at one task or step records.
pub(super) fn course(task: &Task, act: &AttemptCommand, track: Track, context: &Circumstances<'_>) -> Result<WorkAct> {
    let (words, outcome) = match act {
        AttemptCommand::Start { note } => {
            not_running(task, track.verb(), context)?;
            after_start(context.stamp.at(), context)?;
            return Ok(WorkAct::Start { item: task.id.clone(), note: note.clone() });
        }
        AttemptCommand::Finish(words) => (words, TaskOutcome::Success),
        AttemptCommand::Fail(words) => (words, TaskOutcome::Failed),
        AttemptCommand::Skip(words) => (words, TaskOutcome::Skipped),
        AttemptCommand::Pause(words) => (words, TaskOutcome::Paused),
    };
    if matches!(outcome, TaskOutcome::Failed | TaskOutcome::Skipped) {
        needed_text(&words.note, "--note", &format!("why the {} is {outcome}", track.verb()))?;
    }
    timed(task, words, outcome, track.verb(), context)?;
    Ok(ended(task, outcome, words.into()))
}

fn ended(task: &Task, outcome: TaskOutcome, ending: Ending) -> WorkAct {
    WorkAct::End { verb: outcome, item: task.id.clone(), outcome, ending }
}

fn not_running(task: &Task, what: &str, context: &Circumstances<'_>) -> Result<()> {
    let runbook_id = context.id;
    match progress::open_attempt(task) {
        None => Ok(()),
        Some(attempt) => {
            let since = attempt.started_at.map(|at| format!(" since {at}")).unwrap_or_default();
            Err(Fault::refused(format!("{what} `{}` is already running{since}", task.id))
                .hint(format!("runbook {what} finish {runbook_id} {}", task.id)))
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
    let (runbook_id, at) = (context.id, context.stamp.at());
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
                .hint(format!("runbook {what} start {runbook_id} {}", task.id)));
        }
        None if outcome == TaskOutcome::Success && words.took.is_none() && words.started_at.is_none() => {
            let last = task.attempts.last().and_then(|attempt| attempt.outcome);
            let is_paused = last == Some(TaskOutcome::Paused);
            let standing = if is_paused { "is paused" } else { "was not started" };
            return Err(Fault::usage(format!("{what} `{}` {standing}: how long did it take?", task.id))
                .hint(format!("runbook {what} start {runbook_id} {}, and finish it then", task.id))
                .hint(format!("runbook {what} finish {runbook_id} {} --took 10m", task.id))
                .hint(format!("runbook {what} finish {runbook_id} {} --started TIME", task.id)));
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

/// Work does not happen before the call began (`docs/format.md`, “Time”).
fn after_start(at: Moment, context: &Circumstances<'_>) -> Result<()> {
    match context.history.started_at {
        Some(started) if at < started => {
            Err(Fault::refused(format!("{at} lies before the runbook's start, {started}")).hint("give a later time"))
        }
        _ => Ok(()),
    }
}

/// The end of every running attempt when the work is broken off.
pub(super) fn broken_off(tasks: &[Task], reason: &Prose) -> Vec<Act> {
    tasks
        .iter()
        .filter(|task| progress::open_attempt(task).is_some())
        .map(|task| {
            let ending = Ending { note: Some(reason.clone()), ..Ending::default() };
            Act::Work(Track::Tasks, ended(task, TaskOutcome::Failed, ending))
        })
        .collect()
}
