//! The gates of the call's end: finishing the work, and closing.

use crate::lifecycle::{Circumstances, Conditional, owed, progress};
use crate::model::{Obligation, ObligationKind, Runbook, RunbookId, State};

use super::codes::ReadinessCode;
use super::gate::Gate;
use super::items;

pub(super) fn finishing(runbook_id: &RunbookId, runbook: &Runbook) -> Gate {
    let (tasks, what, list) = match runbook.state {
        State::RollingBack => (runbook.steps(), "rollback", "rollback.steps"),
        _ => (runbook.tasks.as_slice(), "task", "tasks"),
    };
    let mut gate = Gate::default();
    for task in tasks {
        let id = &task.id;
        let title = &task.title;
        if progress::open_attempt(task).is_some() {
            gate.miss(
                ReadinessCode::TaskRunning,
                id,
                format!("“{title}” is still running"),
                format!("runbook {what} finish {runbook_id} {id}"),
            );
        } else if progress::outcome(task).is_none() && task.is_applicable(&runbook.variables) {
            gate.miss(
                ReadinessCode::TaskOpen,
                id,
                format!("“{title}” has no outcome"),
                format!("runbook {what} finish {runbook_id} {id} --took 10m"),
            );
            gate.or(format!("runbook {what} skip {runbook_id} {id} --note WHY"));
        }
    }
    items::decided(runbook, &[list], runbook_id, &mut gate);
    gate
}

/// Duties that block closing, which a reader should know before: those that are owed by a certain time whatever the
/// state, all others once the call has begun.
pub(super) fn duties(runbook: &Runbook, context: &Circumstances<'_>, gate: &mut Gate) {
    let runbook_id = context.id;
    let is_begun = !runbook.state.is_before_call();
    for (duty, duty_standing) in owed(runbook).filter(|_| runbook.state != State::Closed) {
        let Some(due) = duty_standing.due else {
            if is_begun {
                gate.warn(
                    ReadinessCode::ObligationOpen,
                    &duty.id,
                    format!("“{}” is owed before closing", duty.what),
                    discharge(duty, runbook_id),
                );
            }
            continue;
        };
        let late =
            if duty_standing.is_overdue(context.stamp.now) { "is overdue: it was owed by" } else { "is owed by" };
        gate.warn(
            ReadinessCode::DutyDue,
            &duty.id,
            format!("“{}” {late} {due}", duty.what),
            discharge(duty, runbook_id),
        );
    }
}

/// The command that discharges a duty, with a word for what shows it.
fn discharge(duty: &Obligation, runbook_id: &RunbookId) -> String {
    let evidence = match duty.kind {
        ObligationKind::UpdateIssue | ObligationKind::AdminNote => "LINK",
        _ => "WHAT SHOWS IT",
    };
    format!("runbook obligation discharge {runbook_id} {} --evidence {}", duty.id, super::header::quoted(evidence))
}

pub(super) fn closing(runbook_id: &RunbookId, runbook: &Runbook) -> Gate {
    let mut gate = Gate::default();
    items::decided(runbook, &["post_call", "obligations"], runbook_id, &mut gate);
    for item in runbook.post_call.iter().filter(|item| item.is_applicable(&runbook.variables)) {
        items::check(item, ReadinessCode::PostCallOpen, runbook_id, &mut gate);
    }
    for (duty, duty_standing) in owed(runbook) {
        let due = duty_standing.due.map(|due| format!(", due {due}")).unwrap_or_default();
        gate.miss(
            ReadinessCode::ObligationOpen,
            &duty.id,
            format!("“{}” is owed{due}", duty.what),
            discharge(duty, runbook_id),
        );
    }
    gate
}
