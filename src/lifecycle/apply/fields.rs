//! New values put into fields by their names. Knows no event; what the fields mean is decided when they are typed again.

use serde_json::Value;

use crate::model::{Fault, Fields, Result, Runbook};

use super::super::placeholder;
use super::super::texts::put_text;

/// The refusal of an event that says what the runbook cannot do.
pub(super) fn misfit(why: impl std::fmt::Display) -> Fault {
    Fault::refused(format!("the event does not fit the runbook: {why}"))
}

/// A part of a record as JSON, in which fields have names.
pub(super) fn value<T: serde::Serialize>(part: &T) -> Result<Value> {
    serde_json::to_value(part).map_err(|error| Fault::bug(format!("a record cannot be written as JSON: {error}")))
}

/// JSON as a part of a record again; refused when a value is of the wrong kind.
pub(super) fn typed<T: serde::de::DeserializeOwned>(value: Value) -> Result<T> {
    serde_json::from_value(value).map_err(misfit)
}

/// The same part of a record with these fields replaced; `null` clears.
pub(super) fn patched<T: serde::Serialize + serde::de::DeserializeOwned>(part: &T, fields: &Fields) -> Result<T> {
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

/// Header fields, variables and texts by their place; a variable that gets a value fills its placeholders everywhere.
pub(super) fn set_fields(mut runbook: Runbook, fields: &Fields) -> Result<Runbook> {
    if fields.keys().all(|key| !key.contains('.') && !Runbook::TABLES.contains(&key.as_str())) {
        let tables = runbook.take_tables();
        return Ok(patched(&runbook, fields)?.with_tables(tables));
    }
    let mut record = value(&runbook)?;
    for (key, new) in fields {
        match key.strip_prefix("variables.") {
            None if key.contains('.') => put_text(&mut record, &key.parse()?, new).map_err(misfit)?,
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
