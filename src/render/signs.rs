//! States, outcomes and marks as a reader meets them: the word or the sign says it, the colour only repeats it.

use super::palette::{Ink, ink};
use crate::model::{PermissionState, RunResult, Runbook, State, TaskOutcome};

/// `running`, or `closed: completed`.
pub(super) fn state(state: State, result: Option<RunResult>) -> String {
    match result {
        Some(result) => format!("{state}: {}", self::result(result)),
        None => match state {
            State::Draft | State::Closed => ink(Ink::Muted, state.word()),
            State::Scheduled => state.word().to_owned(),
            State::Running => ink(Ink::Good, state.word()),
            State::RollingBack => ink(Ink::Bad, state.word()),
            State::WrapUp => ink(Ink::Warn, state.word()),
        },
    }
}

/// One word: `running`, or how it ended.
pub(super) fn brief(state: State, result: Option<RunResult>) -> String {
    result.map_or_else(|| self::state(state, None), self::result)
}

/// The state of a whole runbook.
pub(super) fn of(runbook: &Runbook) -> String {
    state(runbook.state, runbook.result)
}

fn result(result: RunResult) -> String {
    let colour = match result {
        RunResult::Completed => Ink::Good,
        RunResult::Partial | RunResult::RolledBack => Ink::Warn,
        RunResult::Aborted => Ink::Bad,
        RunResult::Cancelled => Ink::Muted,
    };
    ink(colour, result.word())
}

/// How a task ended so far.
pub(super) fn outcome(outcome: TaskOutcome) -> String {
    let colour = match outcome {
        TaskOutcome::Success => Ink::Good,
        TaskOutcome::Failed => Ink::Bad,
        TaskOutcome::Skipped => Ink::Muted,
        TaskOutcome::Paused => Ink::Warn,
    };
    ink(colour, outcome.word())
}

/// Where a permission stands.
pub(super) fn permission(state: PermissionState) -> String {
    let colour = match state {
        PermissionState::Granted => Ink::Good,
        PermissionState::Refused => Ink::Bad,
        PermissionState::Wanted | PermissionState::Asked => Ink::Warn,
    };
    ink(colour, state.word())
}

/// `ready` or `not ready`.
pub(super) fn ready(is_ready: bool) -> String {
    if is_ready { ink(Ink::Good, "ready") } else { ink(Ink::Warn, "not ready") }
}

/// `1 task`, `2 tasks`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
