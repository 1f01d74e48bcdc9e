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
    /// Worked seconds, as far as they are known; none where nothing is known of them.
    pub actual_s: Option<u64>,
    /// Whether something was begun of which nobody knows how long it took: then the worked seconds are not all.
    pub is_incomplete: bool,
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
            match worked_s(task, now) {
                Some(worked) => progress.actual_s = Some(progress.actual_s.unwrap_or(0).saturating_add(worked)),
                None => progress.is_incomplete |= was_attempted(task),
            }
        }
        progress
    }

    /// The worked seconds where they are those of all that was begun, as only then they compare with the plan.
    pub fn whole_s(&self) -> Option<u64> {
        self.actual_s.filter(|_| !self.is_incomplete)
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

/// Seconds worked on a task: the sum of its attempts, the running one up to `now`. None where it was not worked on, and
/// where nobody knows how long an attempt took.
pub fn worked_s(task: &Task, now: Moment) -> Option<u64> {
    let is_counted = |own: &&Attempt| own.outcome != Some(TaskOutcome::Skipped) || attempt_s(own, now).is_some();
    let worked: Option<Vec<u64>> =
        task.attempts.iter().filter(is_counted).map(|attempt| attempt_s(attempt, now)).collect();
    worked.filter(|all| !all.is_empty()).map(|all| all.into_iter().fold(0, u64::saturating_add))
}

/// Seconds worked on a task that has an outcome, for which no clock is asked. None where nobody knows.
pub fn ended_s(task: &Task) -> Option<u64> {
    outcome(task).and_then(|_| worked_s(task, Moment::from_git(0, 0)))
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_length_that_nobody_knows_is_none() {
        let now: Moment = "2026-12-01T14:30:00Z".parse().unwrap();
        let known = json!({"took": "5m", "outcome": "failed"});
        let unknown = json!({"outcome": "success"});
        let skipped = json!({"outcome": "skipped", "finished_at": "2026-12-01T14:00:00Z"});
        let running = json!({"started_at": "2026-12-01T14:20:00Z"});
        let nought = json!({"took": "0m", "outcome": "success"});
        for (attempts, wanted) in [
            (vec![], None),
            (vec![&unknown], None),
            (vec![&known, &unknown], None),
            (vec![&known], Some(300)),
            (vec![&known, &running], Some(900)),
            (vec![&skipped], None),
            (vec![&known, &skipped], Some(300)),
            (vec![&nought], Some(0)),
        ] {
            let task: Task = serde_json::from_value(json!({"id": "a", "title": "A", "attempts": attempts})).unwrap();
            assert_eq!(worked_s(&task, now), wanted, "{attempts:?}");
            let ended = if outcome(&task).is_some() { wanted } else { None };
            assert_eq!(ended_s(&task), ended, "{attempts:?}");
        }
    }

    #[test]
    fn a_sum_says_whether_it_is_of_everything() {
        let now: Moment = "2026-12-01T14:30:00Z".parse().unwrap();
        let of = |attempts: serde_json::Value| {
            let tasks = json!([
                {"id": "a", "title": "A", "attempts": [{"took": "5m", "outcome": "success"}]},
                {"id": "b", "title": "B", "attempts": attempts},
            ]);
            let record = json!({"customer": "Acme", "task": "X", "state": "draft", "tasks": tasks});
            Progress::of(&serde_json::from_value(record).unwrap(), now)
        };
        let part = of(json!([{"outcome": "success"}]));
        assert_eq!((part.actual_s, part.whole_s()), (Some(300), None));
        for attempts in [json!([]), json!([{"outcome": "skipped"}])] {
            assert_eq!(of(attempts).whole_s(), Some(300));
        }
    }
}
