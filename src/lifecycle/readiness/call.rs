//! The gates of the call's end: finishing the work, and closing.

use crate::lifecycle::{Conditional, progress};
use crate::model::{ObligationKind, Runbook, State};

use super::gate::Gate;
use super::items;

pub(super) fn finishing(runbook: &Runbook) -> Gate {
    let (tasks, what) = match runbook.state {
        State::RollingBack => (runbook.steps(), "rollback"),
        _ => (runbook.tasks.as_slice(), "task"),
    };
    let mut gate = Gate::default();
    for task in tasks {
        let id = &task.id;
        let title = &task.title;
        if progress::open_attempt(task).is_some() {
            gate.forbid(
                "task-running",
                id,
                format!("“{title}” is still running"),
                format!("runbook {what} finish ID {id}"),
            );
        } else if progress::outcome(task).is_none() && task.is_applicable(&runbook.variables) {
            gate.miss(
                "task-open",
                id,
                format!("“{title}” has no outcome"),
                format!("runbook {what} finish ID {id} --took 10m"),
            );
            gate.or(format!("runbook {what} skip ID {id} --note WHY"));
        }
    }
    gate
}

pub(super) fn closing(runbook: &Runbook) -> Gate {
    let mut gate = Gate::default();
    for item in runbook.post_call.iter().filter(|item| item.is_applicable(&runbook.variables)) {
        items::check(item, "post-call-open", &mut gate);
    }
    let owed = runbook.obligations.iter().filter(|duty| duty.is_applicable(&runbook.variables));
    for duty in owed.filter(|duty| duty.discharged_at.is_none()) {
        let due = duty.due.map(|due| format!(", due {due}")).unwrap_or_default();
        let evidence = match duty.kind {
            ObligationKind::UpdateIssue | ObligationKind::AdminNote => "LINK",
            _ => "WHAT SHOWS IT",
        };
        gate.miss(
            "obligation-open",
            &duty.id,
            format!("“{}” is owed{due}", duty.what),
            format!("runbook obligation discharge ID {} --evidence {}", duty.id, super::header::quoted(evidence)),
        );
    }
    gate
}
