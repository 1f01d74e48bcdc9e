//! How long the tasks of a runbook took, and what many such lengths say: median, 90th percentile, the next estimate.

use crate::model::{Length, Runbook, SuggestedBy, Sums, Task, TaskOutcome};

use super::{Conditional, ended_s, outcome};

/// What one task of a closed runbook says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timed<'a> {
    /// The task.
    pub task: &'a Task,
    /// How it ended.
    pub outcome: TaskOutcome,
    /// Worked seconds, where the length of every attempt is known.
    pub worked_s: Option<u64>,
    /// Waited seconds, where something was waited for.
    pub waited_s: Option<u64>,
}

/// The tasks that have an outcome.
pub fn timed(runbook: &Runbook) -> Vec<Timed<'_>> {
    let applicable = runbook.tasks.iter().filter(|task| task.is_applicable(&runbook.variables));
    applicable
        .filter_map(|task| {
            let outcome = outcome(task)?;
            Some(Timed { task, outcome, worked_s: ended_s(task), waited_s: waited(task, runbook) })
        })
        .collect()
}

/// The sums of a runbook: of the tasks that have an estimate and succeeded in a known time.
pub fn sums(runbook: &Runbook) -> Sums {
    timed(runbook).iter().fold(Sums::default(), |sums, own| {
        let planned = own.task.estimate.as_ref().filter(|_| own.outcome == TaskOutcome::Success);
        let (Some(planned), Some(worked)) = (planned, own.worked_s) else { return sums };
        sums.plus(Sums {
            estimate_s: planned.seconds(),
            actual_s: worked,
            wait_s: own.task.wait.as_ref().map_or(0, Length::seconds),
            waited_s: own.waited_s.unwrap_or(0),
            tasks: 1,
        })
    })
}

/// The pauses of a task, and the time after its success until anything else was begun, where a wait was planned.
fn waited(task: &Task, runbook: &Runbook) -> Option<u64> {
    let mut waited = None;
    let mut add = |seconds: i64| {
        waited = Some(waited.unwrap_or(0_u64).saturating_add(u64::try_from(seconds).unwrap_or(0)));
    };
    for pair in task.attempts.windows(2) {
        if let [first, second] = pair
            && first.outcome == Some(TaskOutcome::Paused)
            && let (Some(ended), Some(begun)) = (first.finished_at, second.started_at)
        {
            add(begun.seconds_since(ended));
        }
    }
    if task.wait.is_some()
        && let Some(ended) = task.attempts.last().and_then(|own| own.finished_at)
    {
        let beginnings = runbook.tasks.iter().flat_map(|task| &task.attempts).filter_map(|own| own.started_at);
        if let Some(next) = beginnings.filter(|begun| *begun >= ended).min() {
            add(next.seconds_since(ended));
        }
    }
    waited
}

/// The median: half of the values are no greater; of an even number the middle of the two in the middle.
pub fn median(values: &[u64]) -> Option<u64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let half = sorted.len() / 2;
    let upper = *sorted.get(half)?;
    match (sorted.len().is_multiple_of(2), half.checked_sub(1).and_then(|at| sorted.get(at))) {
        (true, Some(lower)) => Some(lower + (upper - lower) / 2),
        _ => Some(upper),
    }
}

/// The smallest value that nine of ten do not exceed.
pub fn ninetieth(values: &[u64]) -> Option<u64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * 9).div_ceil(10);
    sorted.get(rank.checked_sub(1)?).copied()
}

/// The estimate that these lengths suggest: rounded up to a minute, from ten minutes on to five.
pub fn suggested(values: &[u64], by: SuggestedBy) -> Option<Length> {
    let seconds = match by {
        SuggestedBy::Median => median(values),
        SuggestedBy::Ninetieth => ninetieth(values),
    }?;
    let step = if seconds > 600 { 300 } else { 60 };
    Some(Length::from_seconds(seconds.max(1).div_ceil(step) * step))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_middle_and_the_ninth_of_ten() {
        assert_eq!((median(&[]), ninetieth(&[])), (None, None));
        assert_eq!((median(&[7]), ninetieth(&[7])), (Some(7), Some(7)));
        assert_eq!((median(&[30, 10]), median(&[3, 1, 2])), (Some(20), Some(2)));
        let ten: Vec<u64> = (1..=10).rev().collect();
        assert_eq!((median(&ten), ninetieth(&ten)), (Some(5), Some(9)));
        let eleven: Vec<u64> = (1..=11).collect();
        assert_eq!(ninetieth(&eleven), Some(10));
    }

    #[test]
    fn a_suggestion_is_a_number_that_people_write() {
        let by = |values: &[u64]| suggested(values, SuggestedBy::Median).unwrap().to_string();
        assert_eq!(
            (by(&[0]).as_str(), by(&[61]).as_str(), by(&[600]).as_str(), by(&[601]).as_str()),
            ("1m", "2m", "10m", "15m")
        );
        assert_eq!(suggested(&[60, 4_321], SuggestedBy::Ninetieth).unwrap().to_string(), "1h15m");
    }

    #[test]
    fn waiting_and_pauses_are_no_work() {
        let at = |time: &str| format!("2026-12-01T{time}:00Z");
        let runbook: Runbook = serde_json::from_value(json!({
            "customer": "Acme", "task": "x", "state": "closed", "result": "completed",
            "tasks": [
                {"id": "a", "title": "A", "estimate": "10m", "wait": "5m", "attempts": [
                    {"started_at": at("14:00"), "finished_at": at("14:04"), "outcome": "paused"},
                    {"started_at": at("14:10"), "finished_at": at("14:12"), "outcome": "success"},
                ]},
                {"id": "b", "title": "B", "estimate": "20m", "attempts": [
                    {"started_at": at("14:19"), "finished_at": at("14:20"), "outcome": "failed"},
                ]},
                {"id": "c", "title": "C", "estimate": "1m", "attempts": [{"took": "3m", "outcome": "success"}]},
            ],
        }))
        .unwrap();
        let first = &timed(&runbook)[0];
        assert_eq!((first.worked_s, first.waited_s), (Some(6 * 60), Some(13 * 60)));
        let sums = sums(&runbook);
        assert_eq!((sums.estimate_s, sums.actual_s, sums.tasks), (11 * 60, 9 * 60, 2));
        assert_eq!((sums.wait_s, sums.waited_s, sums.taken_percent()), (5 * 60, 13 * 60, Some(82)));
    }
}
