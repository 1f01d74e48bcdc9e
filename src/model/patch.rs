//! Changes applied to a record: the exact inverse of [`super::difference`].
//!
//! Strict: a change whose old value is not what the record holds is refused with its path, and then nothing is changed.
//!
//! Places are looked up in the record as it was before the first change, so that no change can shift what another one
//! means. Fields are set first; then each list is taken apart once and put together in its new order.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::difference::Listing;
use super::{Change, ChangeKind, Fault, ItemPlaces, Kind, Path, Result};

/// One step into a record.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum PathStep {
    Key(String),
    Index(usize),
}

/// What happens to the items of one list.
#[derive(Default)]
struct ListWork<'a> {
    /// Which of the lists was named first.
    first: usize,
    removed: Vec<(usize, &'a Change)>,
    moved: Vec<(usize, usize, &'a Change)>,
    added: Vec<(usize, &'a Change)>,
}

/// Makes the changes in `record`.
///
/// # Errors
/// `Refused`, naming the path, when the record does not hold an old value as the change says; `record` is then as it was.
pub fn apply_changes(record: &mut Value, changes: &[Change]) -> Result<()> {
    let mut next = record.clone();
    let mut work: HashMap<Vec<PathStep>, ListWork<'_>> = HashMap::new();
    let mut places = ItemPlaces::default();
    for change in changes {
        let path: Path = change.path.parse()?;
        let steps = resolve(record, &path, &mut places);
        if is_list_change(change, &steps) {
            collect(&mut work, steps, change)?;
        } else {
            set_field(&mut next, &steps, change)?;
        }
    }
    // Lists within items come first: their steps count the items of the outer list as it was.
    let mut work: Vec<(Vec<PathStep>, ListWork<'_>)> = work.into_iter().collect();
    work.sort_by_key(|(list, work)| (std::cmp::Reverse(list.len()), work.first));
    for (list, work) in work {
        rebuild(&mut next, &list, work)?;
    }
    *record = next;
    Ok(())
}

fn is_list_change(change: &Change, steps: &[PathStep]) -> bool {
    match change.kind {
        ChangeKind::Moved => true,
        ChangeKind::Added => change.position.is_some(),
        ChangeKind::Removed => matches!(steps.last(), Some(PathStep::Index(_))),
        ChangeKind::Changed => false,
    }
}

/// The path as steps; what the record does not hold is taken as keys.
fn resolve(record: &Value, path: &Path, places: &mut ItemPlaces) -> Vec<PathStep> {
    let mut at = Some(record);
    let mut steps = Vec::with_capacity(path.segments().len());
    for (depth, segment) in path.segments().iter().enumerate() {
        let list = path.segments().get(..depth).unwrap_or_default();
        let index = match at {
            Some(Value::Array(items)) => match places.listing(list, items) {
                Some(Listing::ById) => places.of_id(list, items, segment),
                Some(Listing::ByNumber) => {
                    segment.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).filter(|i| *i < items.len())
                }
                None => None,
            },
            _ => None,
        };
        at = match index {
            Some(index) => at.and_then(|value| value.get(index)),
            None => at.and_then(|value| value.get(segment)),
        };
        steps.push(index.map_or_else(|| PathStep::Key(segment.clone()), PathStep::Index));
    }
    steps
}

fn refused(change: &Change, why: &str) -> Fault {
    Fault::new(Kind::Refused, format!("the change of `{}` does not fit the record: {why}", change.path))
}

fn get<'v>(record: &'v Value, steps: &[PathStep]) -> Option<&'v Value> {
    steps.iter().try_fold(record, |at, step| match step {
        PathStep::Key(key) => at.as_object()?.get(key),
        PathStep::Index(index) => at.as_array()?.get(*index),
    })
}

/// The table or list at these steps; tables that are missing on the way are made.
fn make<'v>(record: &'v mut Value, steps: &[PathStep]) -> Option<&'v mut Value> {
    steps.iter().try_fold(record, |at, step| match step {
        PathStep::Key(key) => Some(at.as_object_mut()?.entry(key.clone()).or_insert_with(|| Value::Object(Map::new()))),
        PathStep::Index(index) => at.as_array_mut()?.get_mut(*index),
    })
}

fn set_field(record: &mut Value, steps: &[PathStep], change: &Change) -> Result<()> {
    let present = get(record, steps);
    match change.kind {
        ChangeKind::Added if present.is_some() => return Err(refused(change, "it is there already")),
        ChangeKind::Added => {}
        _ if present.is_none() => return Err(refused(change, "it is not there")),
        _ if present != Some(&change.old) => return Err(refused(change, "it has another value")),
        _ => {}
    }
    let Some((last, parent)) = steps.split_last() else {
        *record = change.new.clone();
        return Ok(());
    };
    if change.kind == ChangeKind::Removed {
        remove(record, steps);
        return Ok(());
    }
    let holder = make(record, parent).ok_or_else(|| refused(change, "what should hold it is not a table"))?;
    match (holder, last) {
        (Value::Object(map), PathStep::Key(key)) => {
            map.insert(key.clone(), change.new.clone());
        }
        (Value::Array(items), PathStep::Index(index)) if *index < items.len() => {
            if let Some(item) = items.get_mut(*index) {
                *item = change.new.clone();
            }
        }
        _ => return Err(refused(change, "what should hold it is not a table")),
    }
    Ok(())
}

/// Takes the key away, and every table that is left with nothing in it: an empty one is a value of its own, and a
/// difference that wanted it left would say so.
fn remove(record: &mut Value, steps: &[PathStep]) {
    let Some((PathStep::Key(key), parent)) = steps.split_last() else { return };
    let Some(Value::Object(map)) = make(record, parent) else { return };
    map.shift_remove(key);
    if map.is_empty() && matches!(parent.last(), Some(PathStep::Key(_))) {
        remove(record, parent);
    }
}

fn collect<'a>(
    work: &mut HashMap<Vec<PathStep>, ListWork<'a>>,
    mut steps: Vec<PathStep>,
    change: &'a Change,
) -> Result<()> {
    let last = steps.pop().ok_or_else(|| refused(change, "the record is not a list"))?;
    let first = work.len();
    let list = work.entry(steps).or_insert_with(|| ListWork { first, ..ListWork::default() });
    let number = |value: &Value| value.as_u64().and_then(|n| usize::try_from(n).ok());
    match (change.kind, last, change.position) {
        (ChangeKind::Added, PathStep::Key(_), Some(position)) => list.added.push((position, change)),
        (ChangeKind::Added, ..) => return Err(refused(change, "it is there already")),
        (ChangeKind::Removed, PathStep::Index(index), _) => list.removed.push((index, change)),
        (ChangeKind::Moved, PathStep::Index(index), _) => match (number(&change.old), number(&change.new)) {
            (Some(old), Some(new)) if old == index => list.moved.push((index, new, change)),
            _ => return Err(refused(change, "it stands elsewhere")),
        },
        _ => return Err(refused(change, "it is not there")),
    }
    Ok(())
}

/// Takes the removed and the moved items out, then puts the moved and the new ones in, from the front: everything
/// before a place is then final, so the place is exact.
fn rebuild(record: &mut Value, list: &[PathStep], work: ListWork<'_>) -> Result<()> {
    let existing = match get(record, list) {
        None => Vec::new(),
        Some(Value::Array(items)) => items.clone(),
        Some(_) => {
            let change = work.added.first().map(|(_, change)| *change);
            return Err(change.map_or_else(|| Fault::bug("a list is not a list"), |change| refused(change, "no list")));
        }
    };
    let mut rest: Vec<Option<Value>> = existing.into_iter().map(Some).collect();
    for (index, change) in &work.removed {
        let item = rest.get_mut(*index).and_then(Option::take);
        if item.as_ref() != Some(&change.old) {
            return Err(refused(change, "it has another value"));
        }
    }
    let mut incoming: Vec<(usize, Value, &Change)> = Vec::new();
    for (index, new, change) in &work.moved {
        let item = rest.get_mut(*index).and_then(Option::take).ok_or_else(|| refused(change, "it is gone"))?;
        incoming.push((*new, item, change));
    }
    incoming.extend(work.added.iter().map(|(position, change)| (*position, change.new.clone(), *change)));
    incoming.sort_by_key(|(position, ..)| *position);
    let mut rest = rest.into_iter().flatten();
    let mut items: Vec<Value> = Vec::new();
    for (position, item, change) in incoming {
        items.extend(rest.by_ref().take(position.saturating_sub(items.len())));
        if position > items.len() {
            return Err(refused(change, "the list is shorter"));
        }
        items.insert(position, item);
    }
    items.extend(rest);
    if items.is_empty() {
        remove(record, list);
    } else if let Some((PathStep::Key(key), parent)) = list.split_last()
        && let Some(Value::Object(map)) = make(record, parent)
    {
        map.insert(key.clone(), Value::Array(items));
    } else if let Some(list) = make(record, list) {
        *list = Value::Array(items);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn change(path: &str, kind: ChangeKind, old: Value, new: Value) -> Change {
        Change { path: path.to_owned(), kind, old, new, position: None }
    }

    #[test]
    fn another_old_value_is_refused_with_its_path() {
        let mut record = json!({"tasks": [{"id": "a", "estimate": "5m"}]});
        let before = record.clone();
        let fault = apply_changes(
            &mut record,
            &[
                change("tasks.a.title", ChangeKind::Added, Value::Null, json!("t")),
                change("tasks.a.estimate", ChangeKind::Changed, json!("9m"), json!("1m")),
            ],
        )
        .unwrap_err();
        assert!(fault.message.contains("`tasks.a.estimate`"), "{fault}");
        assert_eq!(record, before);
    }

    #[test]
    fn a_list_within_an_item_changes_although_the_item_moves_on() {
        let old = json!({"tasks": [{"id": "b", "attempts": [{"took": "1m"}, {"took": "2m"}]}]});
        let new = json!({"tasks": [{"id": "c"}, {"id": "b", "attempts": [{"took": "1m"}]}]});
        let mut record = old.clone();
        apply_changes(&mut record, &crate::model::difference(&old, &new)).unwrap();
        assert_eq!(record, new);
    }

    #[test]
    fn what_is_missing_or_there_already_is_refused() {
        let mut record = json!({"a": 1, "l": [{"id": "x"}]});
        for wrong in [
            change("b", ChangeKind::Removed, json!(1), Value::Null),
            change("a", ChangeKind::Added, Value::Null, json!(1)),
            change("l.y", ChangeKind::Removed, json!({"id": "y"}), Value::Null),
            change("l.x", ChangeKind::Removed, json!({"id": "x", "n": 1}), Value::Null),
            change("l.x", ChangeKind::Moved, json!(3), json!(0)),
            Change { position: Some(0), ..change("l.x", ChangeKind::Added, Value::Null, json!({"id": "x"})) },
            Change { position: Some(5), ..change("l.z", ChangeKind::Added, Value::Null, json!({"id": "z"})) },
            change("a.b", ChangeKind::Added, Value::Null, json!(1)),
        ] {
            assert!(apply_changes(&mut record, std::slice::from_ref(&wrong)).is_err(), "{wrong:?}");
        }
        assert_eq!(record, json!({"a": 1, "l": [{"id": "x"}]}));
    }
}
