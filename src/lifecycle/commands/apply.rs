//! What an event makes of a runbook. Pure, and the same whether the event is new or replayed from the trail.

use serde_json::Value;

use crate::model::{Act, Event, Fault, Result, RunResult, Runbook, State, apply_changes};

use super::fields::{misfit, set_fields, typed, value};
use super::{approval, check, contact, header, obligation, permission, phases, rehearsal, rollback, targets, work};

/// The runbook as it stands after the event; `before` is none for the event that creates it.
///
/// # Errors
/// `Refused` when the event does not fit the runbook: an item that is not there, a value of the wrong kind. Events made
/// by [`decide()`](super::decide()) always fit.
pub fn apply(before: Option<&Runbook>, event: &Event) -> Result<Runbook> {
    let act = &event.act;
    if let Act::Create { record, .. } | Act::Import { record, .. } = act {
        return match before {
            None => typed(Value::Object(record.clone())),
            Some(_) => Err(exists()),
        };
    }
    let mut runbook = before.cloned().ok_or_else(|| misfit("the runbook does not exist yet"))?;
    match act {
        Act::Create { .. } | Act::Import { .. } => return Err(exists()),
        Act::Set { fields } => return set_fields(runbook, fields),
        Act::Edit { changes, .. } | Act::Undo { changes, .. } => {
            let mut record = value(&runbook)?;
            apply_changes(&mut record, changes)?;
            return typed(record);
        }
        Act::Schedule { scheduled_at, time_zone, agreed } => {
            header::apply_schedule(&mut runbook, *scheduled_at, *time_zone, agreed);
        }
        Act::Contact(act) => contact::apply(&mut runbook, act)?,
        Act::Check(act) => check::apply(&mut runbook, act, event)?,
        Act::Permission(act) => permission::apply(&mut runbook, act, event)?,
        Act::Work(track, act) => work::apply(&mut runbook, *track, act, event)?,
        Act::RollbackPlan { fields } => rollback::apply(&mut runbook, fields)?,
        Act::Rehearse { task, outcome, ending } => rehearsal::apply(&mut runbook, task, *outcome, ending, event)?,
        Act::Targets(act) => targets::apply(&mut runbook, act, event)?,
        Act::Obligation(act) => obligation::apply(&mut runbook, act, event)?,
        Act::Approval(act) => approval::apply(&mut runbook, act, event),
        Act::Start => runbook.state = State::Running,
        Act::Finish => runbook.state = State::WrapUp,
        Act::Abort { rolling_back, .. } => {
            runbook.state = if *rolling_back { State::RollingBack } else { State::WrapUp };
        }
        Act::Cancel { .. } => phases::moved(&mut runbook, State::Closed, Some(RunResult::Cancelled)),
        Act::Close { result, .. } => phases::moved(&mut runbook, State::Closed, Some(*result)),
        Act::Reopen { .. } => phases::moved(&mut runbook, State::WrapUp, None),
        Act::Override { code, reason } => phases::passed(&mut runbook, code, reason, event),
    }
    Ok(runbook)
}

fn exists() -> Fault {
    misfit("the runbook exists already")
}

/// Applies events one after the other.
///
/// # Errors
/// As [`apply`].
pub fn replay<'a>(before: Option<Runbook>, events: impl IntoIterator<Item = &'a Event>) -> Result<Option<Runbook>> {
    events.into_iter().try_fold(before, |runbook, event| apply(runbook.as_ref(), event).map(Some))
}
