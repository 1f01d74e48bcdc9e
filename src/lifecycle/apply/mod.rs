//! What an event makes of a runbook. Pure, and the same whether the event is new or replayed from the trail.

mod items;
mod phases;
mod work;

use serde_json::Value;

use crate::model::{Act, Event, Fault, Fields, Result, Runbook, apply_changes};

use super::placeholder;

/// The runbook as it stands after the event; `before` is none for the event that creates it.
///
/// # Errors
/// `Refused` when the event does not fit the runbook: an item that is not there, a value of the wrong kind. Events made
/// by [`super::decide`] always fit.
pub fn apply(before: Option<&Runbook>, event: &Event) -> Result<Runbook> {
    if let Act::Create { record, .. } = &event.act {
        return match before {
            None => typed(Value::Object(record.clone())),
            Some(_) => Err(misfit("the runbook exists already")),
        };
    }
    let mut runbook = before.cloned().ok_or_else(|| misfit("the runbook does not exist yet"))?;
    match &event.act {
        Act::Set { fields } => runbook = set_fields(&runbook, fields)?,
        Act::Edit { changes, .. } => {
            let mut record = value(&runbook)?;
            apply_changes(&mut record, changes)?;
            runbook = typed(record)?;
        }
        act => {
            let known = items::apply(&mut runbook, act, event)?
                || work::apply(&mut runbook, act, event)?
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

fn misfit(why: impl std::fmt::Display) -> Fault {
    Fault::refused(format!("the event does not fit the runbook: {why}"))
}

fn value<T: serde::Serialize>(part: &T) -> Result<Value> {
    serde_json::to_value(part).map_err(|error| Fault::bug(format!("a record cannot be written as JSON: {error}")))
}

fn typed<T: serde::de::DeserializeOwned>(value: Value) -> Result<T> {
    serde_json::from_value(value).map_err(misfit)
}

/// The same part of a record with these fields replaced; `null` clears.
fn patched<T: serde::Serialize + serde::de::DeserializeOwned>(part: &T, fields: &Fields) -> Result<T> {
    let mut record = value(part)?;
    if let Value::Object(map) = &mut record {
        for (key, new) in fields {
            put(map, key, new);
        }
    }
    typed(record)
}

fn put(map: &mut serde_json::Map<String, Value>, key: &str, new: &Value) {
    if new.is_null() {
        map.shift_remove(key);
    } else {
        map.insert(key.to_owned(), new.clone());
    }
}

/// Header fields and variables; a variable that gets a value fills its placeholders everywhere.
fn set_fields(runbook: &Runbook, fields: &Fields) -> Result<Runbook> {
    let mut record = value(runbook)?;
    for (key, new) in fields {
        match key.strip_prefix("variables.") {
            None => {
                if let Value::Object(map) = &mut record {
                    put(map, key, new);
                }
            }
            Some(name) => set_variable(&mut record, name, new),
        }
    }
    typed(record)
}

fn set_variable(record: &mut Value, name: &str, new: &Value) {
    if let Value::Object(map) = record
        && let Value::Object(variables) =
            map.entry("variables").or_insert_with(|| Value::Object(serde_json::Map::new()))
    {
        put(variables, name, new);
    }
    let words = match new {
        Value::Null => return,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    placeholder::fill(record, name, &words);
}
