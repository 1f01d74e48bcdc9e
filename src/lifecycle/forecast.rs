//! How a call goes against its plan: when it will end, from what is left, and how far ahead or behind that is.
//!
//! Waiting is planned and counted apart from work.

use crate::model::{Moment, Runbook, State, Task};

use super::next_steps::{rollback_steps, waiting};
use super::{Conditional, outcome, worked_s};

/// What is planned for tasks or steps, waiting apart from work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Planned {
    /// Seconds of work.
    pub work_s: u64,
    /// Seconds of waiting.
    pub wait_s: u64,
}

impl Planned {
    /// The sums over these tasks; those that do not apply are to be left out before.
    pub fn of<'a>(tasks: impl IntoIterator<Item = &'a Task>) -> Self {
        tasks.into_iter().fold(Self::default(), |sums, task| Self {
            work_s: sums.work_s.saturating_add(planned_s(task)),
            wait_s: sums.wait_s.saturating_add(wait_s(task)),
        })
    }

    /// The sums over the tasks of a runbook that apply.
    pub fn of_runbook(runbook: &Runbook) -> Self {
        Self::of(runbook.tasks.iter().filter(|task| task.is_applicable(&runbook.variables)))
    }

    /// Work and waiting in all, in seconds.
    pub fn whole_s(self) -> u64 {
        self.work_s.saturating_add(self.wait_s)
    }
}

/// How a call goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    /// Seconds of work that the plan still has.
    pub work_left_s: u64,
    /// Seconds of waiting that the plan still has.
    pub wait_left_s: u64,
    /// When the work ends if the rest goes as planned.
    pub ends_at: Moment,
    /// Seconds that this lies behind the plan, negative where it lies ahead; none before the call began, and on the way
    /// back, for which no time was agreed.
    pub behind_s: Option<i64>,
}

impl Forecast {
    /// Of a runbook at this time; `began` is when its call began.
    pub fn of(runbook: &Runbook, began: Option<Moment>, now: Moment) -> Self {
        let is_back = runbook.state == State::RollingBack;
        let works: Vec<&Task> = if is_back {
            rollback_steps(runbook)
        } else {
            runbook.tasks.iter().filter(|task| task.is_applicable(&runbook.variables)).collect()
        };
        let open = || works.iter().filter(|task| outcome(task).is_none());
        let work_left_s: u64 =
            open().map(|task| planned_s(task).saturating_sub(worked_s(task, now).unwrap_or(0))).sum();
        let due_wait = waiting(runbook, now).map_or(0, |(_, until)| until.seconds_since(now).unsigned_abs());
        let wait_left_s = open().map(|task| wait_s(task)).sum::<u64>() + if is_back { 0 } else { due_wait };
        let from = match runbook.scheduled_at {
            Some(agreed) if runbook.state.is_before_call() => agreed.max(now),
            _ => now,
        };
        let ends_at = later(from, work_left_s.saturating_add(wait_left_s));
        let all = Planned::of(works.iter().copied()).whole_s();
        let behind_s =
            began.filter(|_| runbook.state == State::Running).map(|began| ends_at.seconds_since(later(began, all)));
        Self { work_left_s, wait_left_s, ends_at, behind_s }
    }
}

fn planned_s(task: &Task) -> u64 {
    task.estimate.as_ref().map_or(0, |estimate| estimate.seconds())
}

fn wait_s(task: &Task) -> u64 {
    task.wait.as_ref().map_or(0, |wait| wait.seconds())
}

fn later(moment: Moment, seconds: u64) -> Moment {
    moment.plus(&crate::model::Length::from_seconds(seconds))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn at(time: &str) -> Moment {
        format!("2026-12-01T{time}:00Z").parse().unwrap()
    }

    fn call(first: serde_json::Value) -> Runbook {
        serde_json::from_value(json!({
            "customer": "Acme", "task": "x", "state": "running", "scheduled_at": "2026-12-01T14:00:00Z",
            "tasks": [
                {"id": "a", "title": "A", "estimate": "10m", "wait": "5m", "attempts": first},
                {"id": "b", "title": "B", "estimate": "20m"},
            ],
        }))
        .unwrap()
    }

    #[test]
    fn the_end_comes_from_what_is_left() {
        let begun = call(json!([{"started_at": "2026-12-01T14:00:00Z"}]));
        let pace = Forecast::of(&begun, Some(at("14:00")), at("14:04"));
        assert_eq!((pace.work_left_s, pace.wait_left_s), (26 * 60, 5 * 60));
        assert_eq!((pace.ends_at, pace.behind_s), (at("14:35"), Some(0)));
        let late = Forecast::of(&begun, Some(at("14:00")), at("14:13"));
        assert_eq!((late.ends_at, late.behind_s), (at("14:38"), Some(180)));
    }

    #[test]
    fn waiting_runs_down_apart_from_work() {
        let ended = json!([{"started_at": "2026-12-01T14:00:00Z", "finished_at": "2026-12-01T14:06:00Z", "outcome": "success"}]);
        let pace = Forecast::of(&call(ended), Some(at("14:00")), at("14:08"));
        assert_eq!((pace.work_left_s, pace.wait_left_s), (20 * 60, 3 * 60));
        assert_eq!((pace.ends_at, pace.behind_s), (at("14:31"), Some(-240)));
    }

    #[test]
    fn before_the_call_it_ends_as_long_after_the_agreed_time_as_planned() {
        let mut plan = call(json!([]));
        plan.state = State::Scheduled;
        let pace = Forecast::of(&plan, None, at("09:00"));
        assert_eq!((pace.ends_at, pace.behind_s), (at("14:35"), None));
    }
}
