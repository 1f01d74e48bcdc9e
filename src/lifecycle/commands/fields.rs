//! New values put into fields by their names, and items found and removed in their lists. Knows no event; what the fields
//! mean is decided when they are typed again.

use serde_json::Value;

use crate::model::keys::Shape;
use crate::model::{Act, Fault, Fields, ItemPlaces, Result, Runbook, Slug};

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
    if fields.keys().all(|key| !key.contains('.') && !Shape::Record.holds(key).is_table()) {
        let tables = runbook.take_tables();
        return Ok(patched(&runbook, fields)?.with_tables(tables));
    }
    let mut record = value(&runbook)?;
    let mut places = ItemPlaces::default();
    for (key, new) in fields {
        match key.strip_prefix("variables.") {
            None if key.contains('.') => put_text(&mut record, &key.parse()?, new, &mut places).map_err(misfit)?,
            None => {
                if let Value::Object(map) = &mut record {
                    put(map, key, new);
                    places = ItemPlaces::default();
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

/// Keys that no item can do without.
const NEEDED: [&str; 6] = ["id", "side", "text", "title", "action", "what"];

/// The fields that really change, as an act; nothing when none does.
pub(super) fn patch<T: serde::Serialize>(
    item: &T,
    fields: &Fields,
    act: impl FnOnce(Fields) -> Act,
) -> Result<Vec<Act>> {
    if fields.is_empty() {
        return Err(Fault::usage("nothing to change: give at least one field").hint("see --help for the flags"));
    }
    if let Some((key, _)) = fields.iter().find(|(key, value)| NEEDED.contains(&key.as_str()) && value.is_null()) {
        return Err(Fault::usage(format!("`{key}` cannot be empty")));
    }
    let own = serde_json::to_value(item).unwrap_or_default();
    let changed: Fields = fields
        .iter()
        .filter(|(key, value)| {
            let old = own.get(key.as_str()).unwrap_or(&Value::Null);
            let absent = matches!(value, Value::Bool(false)) || matches!(value, Value::Array(list) if list.is_empty());
            old != *value && !(old.is_null() && absent)
        })
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    Ok(if changed.is_empty() { Vec::new() } else { vec![act(changed)] })
}

/// The item of this id.
pub(super) fn the_item<'a, T>(items: &'a mut [T], id: impl Fn(&T) -> &Slug, wanted: &Slug) -> Result<&'a mut T> {
    items.iter_mut().find(|item| id(item) == wanted).ok_or_else(|| misfit(format!("there is no item `{wanted}`")))
}

/// Takes the item of this id out of its list.
pub(super) fn remove<T>(items: &mut Vec<T>, id: impl Fn(&T) -> &Slug, wanted: &Slug) -> Result<()> {
    let position = position(items, id, wanted)?;
    items.remove(position);
    Ok(())
}

/// Where the item of this id stands.
pub(super) fn position<T>(items: &[T], id: impl Fn(&T) -> &Slug, wanted: &Slug) -> Result<usize> {
    items.iter().position(|item| id(item) == wanted).ok_or_else(|| misfit(format!("there is no item `{wanted}`")))
}
