//! The texts of a runbook's plan by their place, so that they can follow a variable that is decided or corrected later.
//!
//! It refuses the texts of what has happened: a permission was asked for, an item ticked and a task worked on in the words
//! that stood there then.

use serde_json::Value;

use crate::model::keys::{Key, Shape};
use crate::model::{Fault, ItemPlaces, Path, Result};

/// The text at this place of an item or of the rollback, where there is one that may follow a variable.
pub(super) fn text_at<'r>(record: &'r Value, path: &Path, places: &mut ItemPlaces) -> Option<&'r str> {
    let (place, _, key) = reach(record, path.segments(), places)?;
    place.as_str().filter(|_| key.is_some_and(|key| key.is_free))
}

/// The text at this place, where it may still change: nothing has happened to the item that has it. `places` are those of
/// this record.
pub fn free_text<'r>(record: &'r Value, path: &Path, places: &mut ItemPlaces) -> Option<&'r str> {
    let (item, shape, _) = reach(record, path.segments().split_last()?.1, places)?;
    let is_settled = |key: &Key| key.settles && item.get(key.name).is_some_and(|value| !value.is_null());
    text_at(record, path, places).filter(|_| !shape.keys().iter().any(is_settled))
}

/// What stands at this place, the shape of the table there, and the row of the last key on the way.
fn reach<'r>(
    record: &'r Value,
    segments: &[String],
    places: &mut ItemPlaces,
) -> Option<(&'r Value, Shape, Option<&'static Key>)> {
    let start = (record, Shape::Record, None);
    segments.iter().enumerate().try_fold(start, |(place, shape, key), (depth, segment)| {
        let next = match place {
            Value::Object(table) => table.get(segment)?,
            Value::Array(items) => items.get(index_of(items, segments, depth, places)?)?,
            _ => return None,
        };
        if place.is_array() {
            return Some((next, shape, key));
        }
        let key = shape.key(segment);
        Some((next, key.map_or(Shape::Foreign, |key| key.holds.inside()), key))
    })
}

/// Puts another text at this place, which moves no item.
///
/// # Errors
/// `Refused` when there is no text.
pub(super) fn put_text(record: &mut Value, path: &Path, new: &Value, places: &mut ItemPlaces) -> Result<()> {
    let missing = || Fault::refused(format!("there is no text at {path}"));
    if text_at(record, path, places).is_none() {
        return Err(missing());
    }
    let mut place = record;
    for (depth, segment) in path.segments().iter().enumerate() {
        place = match place {
            Value::Object(table) => table.get_mut(segment),
            Value::Array(items) => {
                let index = index_of(items, path.segments(), depth, places);
                index.and_then(|index| items.get_mut(index))
            }
            _ => None,
        }
        .ok_or_else(missing)?;
    }
    *place = new.clone();
    Ok(())
}

/// The item that the segment at this depth names: by its id, or by its number from one in a list without ids.
fn index_of(items: &[Value], segments: &[String], depth: usize, places: &mut ItemPlaces) -> Option<usize> {
    let segment = segments.get(depth)?;
    let by_id = places.of_id(segments.get(..depth)?, items, segment);
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
        let (mut record, mut places) = (record(), ItemPlaces::default());
        for (place, old) in [
            ("tasks.go.title", "Go"),
            ("rollback.plan", "back"),
            ("rollback.links.1", "https://a.de"),
            ("rollback.steps.back.title", "Back"),
        ] {
            assert_eq!(text_at(&record, &path(place), &mut places), Some(old), "{place}");
            put_text(&mut record, &path(place), &json!("new"), &mut places).unwrap();
            assert_eq!(text_at(&record, &path(place), &mut places), Some("new"), "{place}");
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
            assert_eq!(text_at(&record, &path(place), &mut places), None, "{place}");
            assert!(put_text(&mut record, &path(place), &json!("new"), &mut places).is_err(), "{place}");
        }
    }

    #[test]
    fn what_happened_keeps_its_words() {
        let (record, mut places) = (record(), ItemPlaces::default());
        let mut may = |place: &str| free_text(&record, &path(place), &mut places).is_some();
        assert!(may("tasks.go.title") && may("rollback.plan") && may("rollback.steps.back.title"));
        assert!(!may("tasks.gone.title") && !may("permissions.may.action") && !may("tasks.go.id"));
    }
}
