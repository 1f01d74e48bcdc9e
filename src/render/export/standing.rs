//! How a runbook stands, in a sentence that a customer may read: planned, agreed or moved, under way, how it ended, and
//! whether it was taken back. It says nothing of why.

use super::exported::Exported;
use crate::model::{RunResult, State};
use crate::render::clock::in_zone;

/// The sentence, without its full stop.
pub(super) fn standing(exported: &Exported<'_>) -> String {
    let runbook = exported.runbook;
    match (runbook.state, exported.ending) {
        (_, Some(RunResult::Cancelled)) => "Cancelled: the call does not take place".to_owned(),
        (State::Draft | State::Scheduled, _) => planned(exported),
        (State::Running, _) => "Running: the work is under way".to_owned(),
        (State::RollingBack, _) => "Rolling back: the work was broken off and is being taken back".to_owned(),
        (State::WrapUp, None) => "The work is over".to_owned(),
        (State::Closed, None) => "Closed".to_owned(),
        (State::WrapUp, Some(result)) => format!("The work is over, {}", ended(result)),
        (State::Closed, Some(result)) => format!("Closed, {}", ended(result)),
    }
}

fn planned(exported: &Exported<'_>) -> String {
    let runbook = exported.runbook;
    let zone = runbook.time_zone;
    let agreed = match (runbook.scheduled_at, exported.call) {
        (None, Some(call)) => {
            let was = crate::model::Moment::new(call.start.fixed_offset());
            return format!("Being prepared; the time of {} was taken back", in_zone(was, zone));
        }
        (None, None) => return "Being prepared; no time is agreed yet".to_owned(),
        (Some(_), _) if runbook.agreed.is_some() => "Planned, the time is agreed",
        (Some(_), _) => "Planned, the time is not agreed yet",
    };
    match exported.call.and_then(|call| call.moved_from) {
        Some(was) => format!("{agreed}; moved from {}", in_zone(was, zone)),
        None if exported.is_cut => format!("{agreed}; whether it was moved before is not known here"),
        None => agreed.to_owned(),
    }
}

fn ended(result: RunResult) -> &'static str {
    match result {
        RunResult::Completed => "completed",
        RunResult::Partial => "partial: completed in part, not rolled back",
        RunResult::RolledBack => "rolled back",
        RunResult::Aborted => "aborted: broken off, not rolled back",
        RunResult::Cancelled => "cancelled",
    }
}
