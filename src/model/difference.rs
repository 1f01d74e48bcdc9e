//! What differs between two records, by field and item id, never by position (`docs/format.md`, “The record”).
//!
//! Works on records as JSON values, so that it speaks of every key, the unknown ones included. [`super::apply_changes`]
//! is its exact inverse. It refuses nothing: any two values have a difference. A record holds no nulls.
//!
//! Tables go by key. A list whose items are tables with an `id` goes by id, a list of other tables by number from one,
//! any other list is one value. A table or list that appears or goes is told by its parts, so that every path ends at
//! a field or an item.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::{Change, ChangeKind, Path};

/// How the items of a list are addressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// By their `id`.
    ById,
    /// By their number, from one.
    ByNumber,
}

/// The differences that lead from `old` to `new`, in the order in which `new` holds its fields.
pub fn difference(old: &Value, new: &Value) -> Vec<Change> {
    let mut out = Vec::new();
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => tables(&Path::root(), old, new, &mut out),
        _ => values(&Path::root(), old, new, &mut out),
    }
    out
}

/// How the items of this list are addressed; none where it is one value: empty, or not of tables alone.
pub fn listing(items: &[Value]) -> Option<Listing> {
    if items.is_empty() || !items.iter().all(Value::is_object) {
        return None;
    }
    let ids: HashSet<&str> = items.iter().filter_map(id_of).collect();
    Some(if ids.len() == items.len() { Listing::ById } else { Listing::ByNumber })
}

/// The item's id.
pub(super) fn id_of(item: &Value) -> Option<&str> {
    item.get("id").and_then(Value::as_str)
}

fn tables(at: &Path, old: &Map<String, Value>, new: &Map<String, Value>, out: &mut Vec<Change>) {
    for (key, value) in new {
        match old.get(key) {
            Some(before) => values(&at.join(key), before, value, out),
            None => whole(&at.join(key), value, ChangeKind::Added, out),
        }
    }
    for (key, value) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
        whole(&at.join(key), value, ChangeKind::Removed, out);
    }
}

fn values(at: &Path, old: &Value, new: &Value, out: &mut Vec<Change>) {
    if old == new {
        return;
    }
    match (old, new) {
        // an empty table has no parts to tell of, so it is one value
        (Value::Object(old), Value::Object(new)) if !old.is_empty() && !new.is_empty() => tables(at, old, new, out),
        (Value::Array(olds), Value::Array(news)) => match (listing(olds), listing(news)) {
            (Some(Listing::ById), Some(Listing::ById)) => by_id(at, olds, news, out),
            (Some(Listing::ByNumber), Some(Listing::ByNumber)) => by_number(at, olds, news, out),
            _ => out.push(changed(at, old, new)),
        },
        _ => out.push(changed(at, old, new)),
    }
}

/// A value that appears or goes, told by its parts.
fn whole(at: &Path, value: &Value, kind: ChangeKind, out: &mut Vec<Change>) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (key, value) in map {
                whole(&at.join(key), value, kind, out);
            }
        }
        Value::Array(items) => match listing(items) {
            Some(listing) => {
                for (index, item) in items.iter().enumerate() {
                    out.push(item_change(at, listing, index, item, kind));
                }
            }
            None => out.push(one(at, kind, value)),
        },
        _ => out.push(one(at, kind, value)),
    }
}

fn by_id(at: &Path, old: &[Value], new: &[Value], out: &mut Vec<Change>) {
    let index = |items: &[Value]| -> HashMap<String, usize> {
        items.iter().enumerate().filter_map(|(index, item)| Some((id_of(item)?.to_owned(), index))).collect()
    };
    let (before, after) = (index(old), index(new));
    let kept: Vec<usize> = new.iter().filter_map(|item| before.get(id_of(item)?).copied()).collect();
    let steady: HashSet<usize> = longest_rising(&kept).into_iter().collect();
    for (position, item) in new.iter().enumerate() {
        let Some(id) = id_of(item) else { continue };
        match before.get(id).and_then(|from| Some((*from, old.get(*from)?))) {
            None => out.push(item_change(at, Listing::ById, position, item, ChangeKind::Added)),
            Some((from, was)) => {
                if !steady.contains(&from) {
                    out.push(Change {
                        path: at.join(id).to_string(),
                        kind: ChangeKind::Moved,
                        old: from.into(),
                        new: position.into(),
                        position: None,
                    });
                }
                values(&at.join(id), was, item, out);
            }
        }
    }
    for (index, item) in
        old.iter().enumerate().filter(|(_, item)| id_of(item).is_some_and(|id| !after.contains_key(id)))
    {
        out.push(item_change(at, Listing::ById, index, item, ChangeKind::Removed));
    }
}

/// Lists without ids grow and shrink at their end.
fn by_number(at: &Path, old: &[Value], new: &[Value], out: &mut Vec<Change>) {
    for (index, (old, new)) in old.iter().zip(new).enumerate() {
        values(&at.join((index + 1).to_string()), old, new, out);
    }
    for (index, item) in new.iter().enumerate().skip(old.len()) {
        out.push(item_change(at, Listing::ByNumber, index, item, ChangeKind::Added));
    }
    for (index, item) in old.iter().enumerate().skip(new.len()) {
        out.push(item_change(at, Listing::ByNumber, index, item, ChangeKind::Removed));
    }
}

fn item_change(list: &Path, listing: Listing, index: usize, item: &Value, kind: ChangeKind) -> Change {
    let name = match listing {
        Listing::ById => id_of(item).unwrap_or_default().to_owned(),
        Listing::ByNumber => (index + 1).to_string(),
    };
    let position = (kind == ChangeKind::Added).then_some(index);
    Change { position, ..one(&list.join(name), kind, item) }
}

fn one(at: &Path, kind: ChangeKind, value: &Value) -> Change {
    let (old, new) = match kind {
        ChangeKind::Removed => (value.clone(), Value::Null),
        _ => (Value::Null, value.clone()),
    };
    Change { path: at.to_string(), kind, old, new, position: None }
}

fn changed(at: &Path, old: &Value, new: &Value) -> Change {
    Change { path: at.to_string(), kind: ChangeKind::Changed, old: old.clone(), new: new.clone(), position: None }
}

/// A longest rising part of distinct numbers, by patience sorting. What is not in it is the least that has to move.
pub fn longest_rising(numbers: &[usize]) -> Vec<usize> {
    // `piles[n]` is the index of the smallest number that ends a rising run of n + 1; `before` chains the runs
    let mut piles: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (index, number) in numbers.iter().enumerate() {
        let pile = piles.partition_point(|top| numbers.get(*top).is_some_and(|value| value < number));
        before.push(pile.checked_sub(1).and_then(|left| piles.get(left).copied()));
        match piles.get_mut(pile) {
            Some(top) => *top = index,
            None => piles.push(index),
        }
    }
    let mut run = Vec::with_capacity(piles.len());
    let mut at = piles.last().copied();
    while let Some(index) = at {
        run.extend(numbers.get(index));
        at = before.get(index).copied().flatten();
    }
    run.reverse();
    run
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::apply_changes;
    use proptest::prelude::*;
    use serde_json::json;

    fn told(old: Value, new: Value) -> Vec<(String, ChangeKind)> {
        difference(&old, &new).into_iter().map(|change| (change.path, change.kind)).collect()
    }

    #[test]
    fn items_go_by_id_and_fields_by_key() {
        use ChangeKind::{Added, Changed, Removed};
        let old = json!({"state": "draft", "tasks": [{"id": "a", "estimate": "5m"}, {"id": "b"}]});
        let new = json!({"state": "draft", "tasks": [{"id": "a", "estimate": "9m", "attempts": [{"took": "1m"}]}, {"id": "c"}],
                         "rollback": {"plan": "p"}});
        assert_eq!(
            told(old, new),
            [
                ("tasks.a.estimate".into(), Changed),
                ("tasks.a.attempts.1".into(), Added),
                ("tasks.c".into(), Added),
                ("tasks.b".into(), Removed),
                ("rollback.plan".into(), Added),
            ]
        );
    }

    #[test]
    fn only_what_has_to_move_moves() {
        let list = |ids: &[&str]| json!({"tasks": ids.iter().map(|id| json!({"id": id})).collect::<Vec<_>>()});
        let changes = difference(&list(&["a", "b", "c", "d"]), &list(&["b", "c", "d", "a"]));
        assert_eq!(changes.len(), 1);
        assert_eq!((changes[0].path.as_str(), &changes[0].old, &changes[0].new), ("tasks.a", &json!(0), &json!(3)));
    }

    #[test]
    fn lists_of_words_are_one_value() {
        assert_eq!(
            told(
                json!({"contacts": [{"id": "a", "duties": ["x"]}]}),
                json!({"contacts": [{"id": "a", "duties": ["y"]}]})
            ),
            [("contacts.a.duties".into(), ChangeKind::Changed)]
        );
    }

    /// Values of every shape, with ids and keys from so few words that records share many of them.
    pub(in crate::model) fn any_value() -> impl Strategy<Value = Value> {
        let word = prop::sample::select(vec!["a", "b", "c", "1", "2", "x.y", ""]);
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            (0..3_i64).prop_map(Value::from),
            word.clone().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 5, move |inner| {
            let table = prop::collection::hash_map(word.clone(), inner.clone(), 0..4)
                .prop_map(|map| Value::Object(map.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()));
            let item = (prop::option::weighted(0.9, word.clone()), table.clone()).prop_map(|(id, mut item)| {
                if let (Some(id), Some(map)) = (id, item.as_object_mut()) {
                    map.insert("id".to_owned(), id.into());
                }
                item
            });
            prop_oneof![
                table.clone(),
                prop::collection::vec(item, 0..5).prop_map(Value::from),
                prop::collection::vec(inner, 0..4).prop_map(Value::from),
                prop::collection::vec(table, 0..4).prop_map(Value::from),
            ]
        })
    }

    fn any_record() -> impl Strategy<Value = Value> {
        prop::collection::hash_map(prop::sample::select(vec!["a", "b", "tasks"]), any_value(), 0..4)
            .prop_map(|map| Value::Object(map.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()))
    }

    /// A list of distinct ids, each item with a little inside.
    fn any_list() -> impl Strategy<Value = Vec<Value>> {
        let ids = prop::sample::subsequence((0..8).collect::<Vec<u8>>(), 0..8).prop_shuffle();
        (ids, 0..3_u8)
            .prop_map(|(ids, n)| ids.iter().map(|id| json!({"id": format!("i{id}"), "n": n * id % 3})).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]

        #[test]
        fn applying_the_difference_gives_the_new_record(old in any_record(), new in any_record()) {
            let changes = difference(&old, &new);
            let mut record = old.clone();
            apply_changes(&mut record, &changes).map_err(|fault| TestCaseError::fail(format!("{fault}: {changes:?}")))?;
            prop_assert_eq!(&record, &new, "{:?}", changes);
            prop_assert!(difference(&new, &new).is_empty());
        }

        #[test]
        fn order_of_items_is_part_of_the_difference(old in any_list(), new in any_list()) {
            let (old, new) = (json!({"l": old, "x": 1}), json!({"l": new, "x": 1}));
            let changes = difference(&old, &new);
            let mut record = old.clone();
            apply_changes(&mut record, &changes).unwrap();
            prop_assert_eq!(record, new);
        }

        #[test]
        fn changes_survive_their_own_json(old in any_record(), new in any_record()) {
            let changes = difference(&old, &new);
            let text = serde_json::to_string(&changes).unwrap();
            let again: Vec<Change> = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(changes, again);
        }

        #[test]
        fn a_record_that_is_not_the_old_one_is_refused(old in any_record(), new in any_record(), other in any_record()) {
            let changes = difference(&old, &new);
            let mut record = other.clone();
            match apply_changes(&mut record, &changes) {
                // what was accepted held every old value, so it takes the rollback as well
                Ok(()) => {}
                Err(fault) => {
                    prop_assert!(fault.message.contains('`'), "{}", fault);
                    prop_assert_eq!(record, other, "a refusal changes nothing");
                }
            }
        }
    }
}
