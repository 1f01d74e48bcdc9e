//! The texts of a runbook's plan by their place, so that they can follow a variable that is decided or corrected later.
//!
//! It refuses the texts of what has happened: a permission was asked for, an item ticked and a task worked on in the words
//! that stood there then.

use serde_json::Value;

use crate::model::{Fault, Path, Result};

/// Where such texts stand. Variables are no texts, whatever they are called.
const PLACES: [&str; 6] = ["pre_call", "permissions", "tasks", "rollback", "post_call", "obligations"];

/// Keys of the texts that a template renders, and that no other field's meaning hangs on.
const TEXTS: [&str; 11] = [
    "text",
    "action",
    "standing",
    "title",
    "link",
    "instructions",
    "command",
    "dry_run_command",
    "what",
    "note",
    "plan",
];

/// Keys that an item has once something happened to it.
const HAPPENED: [&str; 4] = ["mark", "state", "attempts", "discharged_at"];

/// The text at this place of an item or of the rollback, where there is one.
pub(super) fn text_at<'r>(record: &'r Value, path: &Path) -> Option<&'r str> {
    let is_text = path.split_last().is_some_and(|(within, key)| {
        TEXTS.contains(&key) || key == "irreversible" || within.split_last().is_some_and(|(_, key)| key == "links")
    });
    if !is_text || !path.segments().first().is_some_and(|list| PLACES.contains(&list.as_str())) {
        return None;
    }
    path.segments().iter().try_fold(record, |value, segment| step(value, segment))?.as_str()
}

/// The text at this place, where it may still change: nothing has happened to the item that has it.
pub fn free_text<'r>(record: &'r Value, path: &Path) -> Option<&'r str> {
    let (item, _) = path.split_last()?;
    let item = item.segments().iter().try_fold(record, |value, segment| step(value, segment))?;
    let is_free = HAPPENED.iter().all(|key| item.get(key).is_none_or(Value::is_null));
    text_at(record, path).filter(|_| is_free)
}

/// Puts another text at this place.
///
/// # Errors
/// `Refused` when there is no text.
pub(super) fn put_text(record: &mut Value, path: &Path, new: &Value) -> Result<()> {
    let missing = || Fault::refused(format!("there is no text at {path}"));
    if text_at(record, path).is_none() {
        return Err(missing());
    }
    let mut place = record;
    for segment in path.segments() {
        place = match place {
            Value::Object(table) => table.get_mut(segment),
            Value::Array(items) => {
                let index = index_of(items, segment);
                index.and_then(|index| items.get_mut(index))
            }
            _ => None,
        }
        .ok_or_else(missing)?;
    }
    *place = new.clone();
    Ok(())
}

/// One step further in: a key, an item's id, or its number from one in a list without ids.
fn step<'v>(value: &'v Value, segment: &str) -> Option<&'v Value> {
    match value {
        Value::Object(table) => table.get(segment),
        Value::Array(items) => items.get(index_of(items, segment)?),
        _ => None,
    }
}

fn index_of(items: &[Value], segment: &str) -> Option<usize> {
    let by_id = items.iter().position(|item| item.get("id").and_then(Value::as_str) == Some(segment));
    by_id.or_else(|| segment.parse::<usize>().ok()?.checked_sub(1).filter(|_| items.iter().all(Value::is_string)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn record() -> Value {
        json!({
            "summary": "S",
            "variables": {"title": "T"},
            "tasks": [
                {"id": "go", "title": "Go"},
                {"id": "gone", "title": "Gone", "attempts": [{"outcome": "success"}]},
            ],
            "permissions": [{"id": "may", "action": "go", "state": "asked"}],
            "rollback": {"plan": "back", "links": ["https://a.de"], "steps": [{"id": "back", "title": "Back"}]},
        })
    }

    fn path(words: &str) -> Path {
        words.parse().unwrap()
    }

    #[test]
    fn texts_are_found_by_id_and_replaced() {
        let mut record = record();
        for (place, old) in [
            ("tasks.go.title", "Go"),
            ("rollback.plan", "back"),
            ("rollback.links.1", "https://a.de"),
            ("rollback.steps.back.title", "Back"),
        ] {
            assert_eq!(text_at(&record, &path(place)), Some(old), "{place}");
            put_text(&mut record, &path(place), &json!("new")).unwrap();
            assert_eq!(text_at(&record, &path(place)), Some("new"), "{place}");
        }
        for place in [
            "tasks.go.id",
            "tasks.1.title",
            "tasks.x.title",
            "rollback.links.2",
            "rollback.links.0",
            "summary",
            "variables.title",
        ] {
            assert_eq!(text_at(&record, &path(place)), None, "{place}");
            assert!(put_text(&mut record, &path(place), &json!("new")).is_err(), "{place}");
        }
    }

    #[test]
    fn what_happened_keeps_its_words() {
        let record = record();
        let may = |place: &str| free_text(&record, &path(place)).is_some();
        assert!(may("tasks.go.title") && may("rollback.plan") && may("rollback.steps.back.title"));
        assert!(!may("tasks.gone.title") && !may("permissions.may.action") && !may("tasks.go.id"));
    }
}
