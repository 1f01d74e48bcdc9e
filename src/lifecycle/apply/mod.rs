//! What an event makes of a runbook. Pure, and the same whether the event is new or replayed from the trail.

mod fields;
mod items;
mod phases;
mod targets;
mod work;

use serde_json::Value;

use crate::model::{Act, Event, Result, Runbook, apply_changes};

use fields::{misfit, set_fields, typed, value};

/// The runbook as it stands after the event; `before` is none for the event that creates it.
///
/// # Errors
/// `Refused` when the event does not fit the runbook: an item that is not there, a value of the wrong kind. Events made
/// by [`super::decide`] always fit.
pub fn apply(before: Option<&Runbook>, event: &Event) -> Result<Runbook> {
    if let Act::Create { record, .. } | Act::Import { record, .. } = &event.act {
        return match before {
            None => typed(Value::Object(record.clone())),
            Some(_) => Err(misfit("the runbook exists already")),
        };
    }
    let mut runbook = before.cloned().ok_or_else(|| misfit("the runbook does not exist yet"))?;
    match &event.act {
        Act::Set { fields } => runbook = set_fields(runbook, fields)?,
        Act::Edit { changes, .. } | Act::Undo { changes, .. } => {
            let mut record = value(&runbook)?;
            apply_changes(&mut record, changes)?;
            runbook = typed(record)?;
        }
        act => {
            let known = items::apply(&mut runbook, act, event)?
                || work::apply(&mut runbook, act, event)?
                || targets::apply(&mut runbook, act, event)?
                || phases::apply(&mut runbook, act, event);
            if !known {
                return Err(misfit("it has no meaning here"));
            }
        }
    }
    Ok(runbook)
}

/// Applies events one after the other.
///
/// # Errors
/// As [`apply`].
pub fn replay<'a>(before: Option<Runbook>, events: impl IntoIterator<Item = &'a Event>) -> Result<Option<Runbook>> {
    events.into_iter().try_fold(before, |runbook, event| apply(runbook.as_ref(), event).map(Some))
}
