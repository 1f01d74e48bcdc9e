//! Events that move the whole runbook: schedule, approval, and the lifecycle's steps.

use crate::model::{Act, Approval, Event, Extra, Override, RunResult, Runbook, State};

/// Applies the event if it is one of this file's; false if it is not.
pub(super) fn apply(runbook: &mut Runbook, act: &Act, event: &Event) -> bool {
    match act {
        Act::Schedule { scheduled_at, time_zone, agreed } => {
            runbook.scheduled_at = *scheduled_at;
            runbook.time_zone = *time_zone;
            runbook.agreed.clone_from(agreed);
            runbook.state = if scheduled_at.is_some() { State::Scheduled } else { State::Draft };
        }
        Act::Approve { plan } => {
            withdraw(runbook, event);
            runbook.approvals.push(Approval {
                by: event.by.clone(),
                at: event.at,
                plan: plan.clone(),
                extra: Extra::new(),
            });
        }
        Act::ApproveWithdraw {} => withdraw(runbook, event),
        Act::Start {} => runbook.state = State::Running,
        Act::Finish {} => runbook.state = State::WrapUp,
        Act::Abort { rolling_back, .. } => {
            runbook.state = if *rolling_back { State::RollingBack } else { State::WrapUp };
        }
        Act::Cancel { .. } => {
            runbook.state = State::Closed;
            runbook.result = Some(RunResult::Cancelled);
        }
        Act::Close { result, .. } => {
            runbook.state = State::Closed;
            runbook.result = Some(*result);
        }
        Act::Reopen { .. } => {
            runbook.state = State::WrapUp;
            runbook.result = None;
        }
        Act::Override { code, reason } => runbook.overrides.push(Override {
            code: code.clone(),
            reason: reason.clone(),
            by: event.by.clone(),
            at: event.at,
            extra: Extra::new(),
        }),
        _ => return false,
    }
    true
}

/// One person has one approval at a time; what they approved before stays in the trail.
fn withdraw(runbook: &mut Runbook, event: &Event) {
    runbook.approvals.retain(|approval| !approval.by.is_same_person(&event.by));
}
