//! How far the work is: outcomes and durations of tasks, planned against actual.

use crate::model::{Attempt, Moment, Runbook, Task, TaskOutcome};

use super::Conditional;

/// The sums over a runbook's applicable tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Tasks that were done or skipped.
    pub done: usize,
    /// Tasks that apply.
    pub total: usize,
    /// Planned seconds; none when no task has an estimate.
    pub estimate_s: Option<u64>,
    /// Worked seconds; none before the first attempt.
    pub actual_s: Option<u64>,
}

impl Progress {
    /// Sums up a runbook; attempts that run count up to `now`.
    pub fn of(runbook: &Runbook, now: Moment) -> Self {
        let mut progress = Self::default();
        for task in runbook.tasks.iter().filter(|task| task.is_applicable(&runbook.variables)) {
            progress.total += 1;
            progress.done += usize::from(is_done(task));
            if let Some(estimate) = &task.estimate {
                progress.estimate_s = Some(progress.estimate_s.unwrap_or(0).saturating_add(estimate.seconds()));
            }
            if !task.attempts.is_empty() {
                progress.actual_s = Some(progress.actual_s.unwrap_or(0).saturating_add(worked_s(task, now)));
            }
        }
        progress
    }
}

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskStatus {
    /// Nobody began it.
    Open,
    /// An attempt runs.
    Running,
    /// Its last attempt was interrupted and goes on later.
    Paused,
    /// Its last attempt came to this.
    Ended(TaskOutcome),
}

/// Where a task stands: as its last attempt does.
pub fn task_status(task: &Task) -> TaskStatus {
    match task.attempts.last().map(|attempt| attempt.outcome) {
        None => TaskStatus::Open,
        Some(None) => TaskStatus::Running,
        Some(Some(TaskOutcome::Paused)) => TaskStatus::Paused,
        Some(Some(outcome)) => TaskStatus::Ended(outcome),
    }
}

/// A task's outcome: that of its last attempt; none while it runs, is paused, or was never begun.
pub fn outcome(task: &Task) -> Option<TaskOutcome> {
    task.attempts.last()?.outcome.filter(|outcome| *outcome != TaskOutcome::Paused)
}

fn is_done(task: &Task) -> bool {
    matches!(outcome(task), Some(TaskOutcome::Success | TaskOutcome::Skipped))
}

/// The attempt that runs now.
pub fn open_attempt(task: &Task) -> Option<&Attempt> {
    task.attempts.last().filter(|attempt| attempt.outcome.is_none())
}

/// True when somebody began to do this task, whatever came of it.
pub fn was_attempted(task: &Task) -> bool {
    task.attempts.iter().any(|attempt| attempt.outcome != Some(TaskOutcome::Skipped))
}

/// Seconds worked on a task: the sum of its attempts, the running one up to `now`.
pub fn worked_s(task: &Task, now: Moment) -> u64 {
    task.attempts.iter().map(|attempt| attempt_s(attempt, now).unwrap_or(0)).fold(0, u64::saturating_add)
}

/// Seconds that one attempt took, or takes so far; none where that is not known.
pub fn attempt_s(attempt: &Attempt, now: Moment) -> Option<u64> {
    if let Some(took) = &attempt.took {
        return Some(took.seconds());
    }
    let started = attempt.started_at?;
    let end = match (attempt.finished_at, attempt.outcome) {
        (Some(finished), _) => finished,
        (None, None) => now,
        (None, Some(_)) => return None,
    };
    Some(u64::try_from(end.seconds_since(started)).unwrap_or(0))
}
