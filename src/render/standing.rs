//! How a runbook stands, in a sentence that a customer may read: planned, agreed or moved, under way, how it ended, and
//! whether it was taken back. It says nothing of why.

use super::clock::in_zone;
use crate::lifecycle::Call;
use crate::model::{Moment, RunResult, Runbook, State};

/// What is known of a runbook beside its record.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The call with its times; none where it never had one.
    pub call: Option<&'a Call>,
    /// How the work ended, or would end if it were closed now.
    pub ending: Option<RunResult>,
    /// True where the beginning of its trail is not in this clone: then nobody knows what happened before.
    pub is_cut: bool,
}

/// The sentence, without its full stop.
pub(super) fn standing(runbook: &Runbook, is_agreed: bool, known: Known<'_>) -> String {
    let over = |word: &str| match known.ending {
        Some(result) => format!("{word}, {}{}", ended(result), early(known.call)),
        None => format!("{word}{}", early(known.call)),
    };
    match (runbook.state, known.ending) {
        (_, Some(RunResult::Cancelled)) => "Cancelled: the call does not take place".to_owned(),
        (State::Draft | State::Scheduled, _) => planned(runbook, is_agreed, known),
        (State::Running, _) => "Running: the work is under way".to_owned(),
        (State::RollingBack, _) => "Rolling back: the work was broken off and is being taken back".to_owned(),
        (State::WrapUp, _) => over("The work is over"),
        (State::Closed, _) => over("Closed"),
    }
}

/// What is known of the planned time beyond the time itself: whether it is agreed, and in place of which it came; once the
/// call has begun, only the latter.
pub(super) fn about_the_time(runbook: &Runbook, is_agreed: bool, known: Known<'_>) -> Option<String> {
    let zone = runbook.time_zone;
    let moved = match known.call.and_then(|call| call.moved_from) {
        _ if runbook.scheduled_at.is_none() => known.call.map(|call| {
            let zone = zone.or(call.zone);
            format!("the time of {} was taken back", in_zone(Moment::new(call.start.fixed_offset()), zone))
        }),
        Some(was) => Some(format!("moved from {}", in_zone(was, zone))),
        None if known.is_cut => Some("whether it was moved before is not known here".to_owned()),
        None => None,
    };
    let agreed = match (runbook.scheduled_at, is_agreed) {
        (Some(_), _) if !runbook.state.is_before_call() => None,
        (Some(_), true) => Some("the time is agreed"),
        (Some(_), false) => Some("the time is not agreed yet"),
        (None, _) if moved.is_some() => None,
        (None, _) => Some("no time is agreed yet"),
    };
    let parts: Vec<String> = agreed.map(str::to_owned).into_iter().chain(moved).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn planned(runbook: &Runbook, is_agreed: bool, known: Known<'_>) -> String {
    let about = about_the_time(runbook, is_agreed, known).unwrap_or_default();
    match runbook.scheduled_at {
        Some(_) => format!("Planned, {about}"),
        None => format!("Being prepared; {about}"),
    }
}

fn early(call: Option<&Call>) -> &'static str {
    if call.is_some_and(Call::is_withdrawn) { "; it was over before the time that was planned" } else { "" }
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
