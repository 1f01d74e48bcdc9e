//! Two records that grew out of one, put together by field and item id, never by position.
//!
//! What only one side changed is taken; what both changed to the same is taken once; items that both added stand side by
//! side. What both changed in two ways is a clash: then ours stays, and an item that one side removed and the other
//! changed is kept, so that nothing is lost. It never picks in silence: every clash is named.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::difference::{difference, id_of};
use super::{Listing, Path, Result, Runbook, listing, longest_rising};

/// One place that both sides changed in two ways; an absent value is null.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    /// The field or item.
    pub path: String,
    /// What it was before.
    pub base: Value,
    /// What our side made of it.
    pub ours: Value,
    /// What their side made of it.
    pub theirs: Value,
}

/// Two records put together.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The record, with ours where both sides clash.
    pub value: Value,
    /// Every place where they do.
    pub clashes: Vec<Clash>,
}

/// Puts `ours` and `theirs` together, which both grew out of `base`.
pub fn merge(base: &Value, ours: &Value, theirs: &Value) -> Merged {
    let mut clashes = Vec::new();
    let value = any(&Path::root(), Some(base), Some(ours), Some(theirs), &mut clashes);
    Merged { value: value.unwrap_or_default(), clashes }
}

/// True when what a merge holds is, by field and item, what both sides together say.
///
/// # Errors
/// A bug, as every record can be written as JSON.
pub fn is_said_by_both(base: &Runbook, sides: (&Runbook, &Runbook), held: &Runbook) -> Result<bool> {
    let both = merge(&base.to_json()?, &sides.0.to_json()?, &sides.1.to_json()?);
    Ok(both.clashes.is_empty() && both.value == held.to_json()?)
}

/// The fields and items of which one side of a merge says something that is not held, by their paths.
///
/// # Errors
/// A bug, as every record can be written as JSON.
pub fn dropped(base: &Runbook, side: &Runbook, held: &Runbook) -> Result<Vec<String>> {
    let held = held.to_json()?;
    let both = merge(&base.to_json()?, &held, &side.to_json()?);
    let clashes = both.clashes.into_iter().map(|clash| clash.path);
    let mut paths: Vec<String> =
        clashes.chain(difference(&held, &both.value).into_iter().map(|change| change.path)).collect();
    paths.sort();
    paths.dedup();
    Ok(paths)
}

type Side<'v> = Option<&'v Value>;

fn any(at: &Path, base: Side<'_>, ours: Side<'_>, theirs: Side<'_>, clashes: &mut Vec<Clash>) -> Option<Value> {
    if ours == theirs || theirs == base {
        return ours.cloned();
    }
    if ours == base {
        return theirs.cloned();
    }
    match (ours, theirs) {
        (Some(Value::Object(ours)), Some(Value::Object(theirs))) => {
            let nothing = Map::new();
            let base = base.and_then(Value::as_object).unwrap_or(&nothing);
            Some(Value::Object(tables(at, base, ours, theirs, clashes)))
        }
        (Some(Value::Array(ours)), Some(Value::Array(theirs))) => {
            Some(Value::Array(lists(at, items(base), ours, theirs, clashes)))
        }
        // a list that lost its last item has no key
        (None, Some(Value::Array(theirs))) => some_list(lists(at, items(base), &[], theirs, clashes)),
        (Some(Value::Array(ours)), None) => some_list(lists(at, items(base), ours, &[], clashes)),
        _ => {
            clash(at, base, ours, theirs, clashes);
            ours.or(theirs).cloned()
        }
    }
}

fn items(side: Side<'_>) -> &[Value] {
    side.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn some_list(items: Vec<Value>) -> Option<Value> {
    (!items.is_empty()).then_some(Value::Array(items))
}

fn clash(at: &Path, base: Side<'_>, ours: Side<'_>, theirs: Side<'_>, clashes: &mut Vec<Clash>) {
    let own = |side: Side<'_>| side.cloned().unwrap_or_default();
    clashes.push(Clash { path: at.to_string(), base: own(base), ours: own(ours), theirs: own(theirs) });
}

fn tables(
    at: &Path,
    base: &Map<String, Value>,
    ours: &Map<String, Value>,
    theirs: &Map<String, Value>,
    clashes: &mut Vec<Clash>,
) -> Map<String, Value> {
    let mut out = Map::new();
    let keys = ours.keys().chain(theirs.keys().filter(|key| !ours.contains_key(*key)));
    for key in keys {
        if let Some(value) = any(&at.join(key), base.get(key), ours.get(key), theirs.get(key), clashes) {
            out.insert(key.clone(), value);
        }
    }
    out
}

fn lists(at: &Path, base: &[Value], ours: &[Value], theirs: &[Value], clashes: &mut Vec<Clash>) -> Vec<Value> {
    let is = |list: &[Value], wanted: Listing| list.is_empty() || listing(list) == Some(wanted);
    let all = |wanted: Listing| [base, ours, theirs].iter().all(|list| is(list, wanted));
    let are_words = [base, ours, theirs].iter().all(|list| is_set_of_words(list));
    if all(Listing::ById) {
        return by_id(at, base, ours, theirs, clashes);
    }
    if all(Listing::ByNumber) && ours.len() >= base.len() && theirs.len() >= base.len() {
        return by_number(at, base, ours, theirs, clashes);
    }
    if are_words {
        return words(base, ours, theirs);
    }
    let list = |items: &[Value]| Value::Array(items.to_vec());
    clash(at, Some(&list(base)), Some(&list(ours)), Some(&list(theirs)), clashes);
    // whichever side removed it
    if ours.is_empty() { theirs.to_vec() } else { ours.to_vec() }
}

fn is_set_of_words(list: &[Value]) -> bool {
    list.iter().all(|item| !item.is_object() && !item.is_array()) && spelt(list).len() == list.len()
}

/// Words by how they are spelt, which is different for different ones.
fn spelt(list: &[Value]) -> HashSet<String> {
    list.iter().map(Value::to_string).collect()
}

/// Words come and go one by one.
fn words(base: &[Value], ours: &[Value], theirs: &[Value]) -> Vec<Value> {
    let (before, own, other) = (spelt(base), spelt(ours), spelt(theirs));
    let stays = |word: &&Value| {
        let word = word.to_string();
        !before.contains(&word) || other.contains(&word)
    };
    let came = theirs.iter().filter(|word| {
        let word = word.to_string();
        !before.contains(&word) && !own.contains(&word)
    });
    ours.iter().filter(stays).chain(came).cloned().collect()
}

/// Lists without ids grow at their end: what both sides added stands one behind the other, ours first.
fn by_number(at: &Path, base: &[Value], ours: &[Value], theirs: &[Value], clashes: &mut Vec<Clash>) -> Vec<Value> {
    let common = base.iter().zip(ours.iter().zip(theirs)).enumerate();
    let mut out: Vec<Value> = common
        .filter_map(|(number, (base, (ours, theirs)))| {
            any(&at.join((number + 1).to_string()), Some(base), Some(ours), Some(theirs), clashes)
        })
        .collect();
    let added = ours.get(base.len()..).unwrap_or_default();
    out.extend_from_slice(added);
    out.extend(theirs.get(base.len()..).unwrap_or_default().iter().filter(|item| !added.contains(item)).cloned());
    out
}

fn by_id(at: &Path, base: &[Value], ours: &[Value], theirs: &[Value], clashes: &mut Vec<Clash>) -> Vec<Value> {
    let order = order(at, base, ours, theirs, clashes);
    let [base, ours, theirs] = [base, ours, theirs].map(found_by_id);
    order
        .into_iter()
        .filter_map(|id| {
            let [base, ours, theirs] = [&base, &ours, &theirs].map(|side| side.get(id).copied());
            any(&at.join(id), base, ours, theirs, clashes)
        })
        .collect()
}

fn found_by_id(list: &[Value]) -> HashMap<&str, &Value> {
    list.iter().filter_map(|item| Some((id_of(item)?, item))).collect()
}

/// Every id that either side has, in the order of the side that changed the order.
fn order<'v>(
    at: &Path,
    base: &[Value],
    ours: &'v [Value],
    theirs: &'v [Value],
    clashes: &mut Vec<Clash>,
) -> Vec<&'v str> {
    let ids = |list: &'v [Value]| -> Vec<&'v str> { list.iter().filter_map(id_of).collect() };
    let (own, other) = (ids(ours), ids(theirs));
    let base_ids: Vec<&str> = base.iter().filter_map(id_of).collect();
    let [in_own, in_other] = [&own, &other].map(|ids| ids.iter().copied().collect::<HashSet<_>>());
    let common: HashSet<&str> =
        base_ids.iter().copied().filter(|id| in_own.contains(id) && in_other.contains(id)).collect();
    let kept = |list: &[&str]| -> Vec<String> {
        list.iter().filter(|id| common.contains(*id)).map(|id| (*id).to_owned()).collect()
    };
    let (was, here, there) = (kept(&base_ids), kept(&own), kept(&other));
    if here == was {
        let steady = unmoved(&was, &there);
        return woven(other, &own, Some(&steady));
    }
    if there != was && there != here {
        let list = |ids: &[String]| Value::from(ids.to_vec());
        clash(at, Some(&list(&was)), Some(&list(&here)), Some(&list(&there)), clashes);
    }
    woven(own, &other, None)
}

/// The ids that kept their order; the others were moved.
fn unmoved(was: &[String], now: &[String]) -> HashSet<String> {
    let place_before: HashMap<&String, usize> = was.iter().zip(0..).collect();
    let places: Vec<usize> = now.iter().filter_map(|id| place_before.get(id).copied()).collect();
    longest_rising(&places).into_iter().filter_map(|place| was.get(place).cloned()).collect()
}

/// `order` with the ids that only `others` has: those at its end at the end, any other behind the one that it follows
/// there. Where their side moved items, ours stand by those that they left: `steady`. Otherwise the order is ours, and what
/// it alone has at that place comes first.
fn woven<'v>(mut order: Vec<&'v str>, others: &[&'v str], steady: Option<&HashSet<String>>) -> Vec<&'v str> {
    let is_ours = steady.is_none();
    let own: HashSet<&str> = order.iter().copied().collect();
    let shared: HashSet<&str> = others.iter().copied().filter(|id| own.contains(id)).collect();
    let holds = |id: &str| steady.is_none_or(|steady| steady.contains(id));
    let anchors: HashSet<&str> = shared.iter().copied().filter(|id| holds(id)).collect();
    let tail = others.iter().rposition(|id| shared.contains(id)).map_or(0, |at| at + 1);
    let mut last: Option<&str> = None;
    for (at, id) in others.iter().enumerate() {
        if !shared.contains(id) {
            let at_end = at == tail || (is_ours && at > tail);
            let behind = if at_end { last_of(&order, &anchors) } else { last };
            let mut place =
                behind.and_then(|behind| order.iter().position(|own| *own == behind)).map_or(0, |at| at + 1);
            while is_ours && order.get(place).is_some_and(|own| !shared.contains(own)) {
                place += 1;
            }
            order.insert(place, id);
        }
        if anchors.contains(id) || !shared.contains(id) {
            last = Some(id);
        }
    }
    order
}

/// The last id that both sides have.
fn last_of<'v>(order: &[&'v str], shared: &HashSet<&str>) -> Option<&'v str> {
    order.iter().rev().find(|id| shared.contains(*id)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::difference::tests::any_value;
    use proptest::prelude::*;
    use serde_json::json;

    fn tasks(ids: &[&str]) -> Value {
        json!({"tasks": ids.iter().map(|id| json!({"id": id})).collect::<Vec<_>>()})
    }

    fn ids(merged: &Merged) -> Vec<&str> {
        merged.value["tasks"].as_array().unwrap().iter().filter_map(id_of).collect()
    }

    #[test]
    fn fields_of_one_item_that_two_people_changed_meet() {
        let base = json!({"tasks": [{"id": "a", "estimate": "5m", "title": "A"}]});
        let ours = json!({"dri": "@x", "tasks": [{"id": "a", "estimate": "9m", "title": "A"}]});
        let theirs = json!({"tasks": [{"id": "a", "estimate": "5m", "title": "B"}, {"id": "b"}]});
        let merged = merge(&base, &ours, &theirs);
        assert_eq!(merged.clashes, []);
        assert_eq!(
            merged.value,
            json!({"dri": "@x", "tasks": [{"id": "a", "estimate": "9m", "title": "B"}, {"id": "b"}]})
        );
    }

    #[test]
    fn what_both_changed_in_two_ways_is_named_and_ours_stays() {
        let of = |estimate: &str| json!({"tasks": [{"id": "a", "estimate": estimate}]});
        let merged = merge(&of("5m"), &of("9m"), &of("7m"));
        assert_eq!(merged.value, of("9m"));
        assert_eq!(
            merged.clashes,
            [Clash { path: "tasks.a.estimate".into(), base: json!("5m"), ours: json!("9m"), theirs: json!("7m") }]
        );
    }

    #[test]
    fn what_one_side_removed_and_the_other_changed_is_kept_and_named() {
        let base = json!({"tasks": [{"id": "a", "n": 1}, {"id": "b"}]});
        let changed = json!({"tasks": [{"id": "a", "n": 2}, {"id": "b"}]});
        let removed = tasks(&["b"]);
        for (ours, theirs) in [(&changed, &removed), (&removed, &changed)] {
            let merged = merge(&base, ours, theirs);
            assert_eq!(merged.value, changed);
            assert_eq!(merged.clashes.len(), 1);
        }
        assert_eq!(merge(&base, &removed, &base).value, removed);
    }

    #[test]
    fn the_only_item_of_a_list_is_one_item_as_well() {
        let of = |n: i32| json!({"tasks": [{"id": "a", "n": n}]});
        for (ours, theirs) in [(json!({}), of(2)), (of(2), json!({}))] {
            let merged = merge(&of(1), &ours, &theirs);
            assert_eq!((&merged.value, merged.clashes[0].path.as_str()), (&of(2), "tasks.a"));
        }
        assert_eq!(merge(&of(1), &json!({}), &of(1)).value, json!({}));
    }

    #[test]
    fn a_list_without_ids_that_one_side_removed_and_the_other_changed_is_kept_and_named() {
        let of = |who: &[&str]| json!({"approvals": who.iter().map(|by| json!({"by": by})).collect::<Vec<_>>()});
        let (base, changed) = (of(&["a"]), of(&["a", "b"]));
        for removed in [json!({}), json!({"approvals": []})] {
            for (ours, theirs) in [(&removed, &changed), (&changed, &removed)] {
                let merged = merge(&base, ours, theirs);
                assert_eq!((&merged.value, merged.clashes[0].path.as_str()), (&changed, "approvals"));
                assert_eq!(merged.clashes.len(), 1);
            }
            assert!(merge(&base, &removed, &base).clashes.is_empty());
        }
    }

    #[test]
    fn the_order_is_that_of_who_changed_it_with_the_others_new_items_in_place() {
        let base = tasks(&["a", "b", "c"]);
        let merged = merge(&base, &tasks(&["a", "b", "x", "c"]), &tasks(&["c", "a", "b", "y"]));
        assert_eq!((ids(&merged), merged.clashes.len()), (vec!["c", "a", "b", "x", "y"], 0));
        let merged = merge(&base, &tasks(&["a", "b", "c", "x"]), &tasks(&["a", "b", "c", "y"]));
        assert_eq!(ids(&merged), ["a", "b", "c", "x", "y"]);
        let merged = merge(&base, &tasks(&["a", "b", "c", "x", "z"]), &tasks(&["c", "a", "b", "y", "w"]));
        assert_eq!(ids(&merged), ["c", "a", "b", "x", "z", "y", "w"]);
        let merged = merge(&base, &tasks(&["c", "a", "b", "x", "z"]), &tasks(&["a", "b", "c", "y", "w"]));
        assert_eq!(ids(&merged), ["c", "a", "b", "x", "z", "y", "w"]);
        let four = tasks(&["a", "b", "c", "d"]);
        let merged = merge(&four, &tasks(&["a", "b", "x", "c", "d", "y"]), &tasks(&["a", "c", "d", "b"]));
        assert_eq!(ids(&merged), ["a", "x", "c", "d", "y", "b"], "as if theirs had been moved in our list");
        let merged = merge(&base, &tasks(&["a", "b", "c", "x"]), &tasks(&["b", "c", "a"]));
        assert_eq!(ids(&merged), ["b", "c", "x", "a"]);
        let merged = merge(&base, &tasks(&["b", "a", "c"]), &tasks(&["c", "a", "b"]));
        assert_eq!((ids(&merged), merged.clashes[0].path.as_str()), (vec!["b", "a", "c"], "tasks"));
    }

    #[test]
    fn attempts_and_words_of_both_sides_stay() {
        let of =
            |attempts: Value, duties: Value| json!({"tasks": [{"id": "a", "attempts": attempts, "duties": duties}]});
        let base = of(json!([{"took": "1m"}]), json!(["x", "y"]));
        let ours = of(json!([{"took": "1m"}, {"took": "2m"}]), json!(["x", "z"]));
        let theirs = of(json!([{"took": "1m"}, {"took": "3m"}]), json!(["x", "y", "w"]));
        let merged = merge(&base, &ours, &theirs);
        assert_eq!(merged.clashes, []);
        assert_eq!(merged.value, of(json!([{"took": "1m"}, {"took": "2m"}, {"took": "3m"}]), json!(["x", "z", "w"])));
    }

    #[test]
    fn many_items_are_put_together_in_a_time_that_grows_as_their_number_does() {
        let shapes: &[crate::model::linear::Shape] = &[("lines", |count| "x\n".repeat(count))];
        crate::model::linear::assert_linear(shapes, 1_000, |text| {
            let count = text.lines().count();
            let of = |title: &str, numbers: &mut dyn Iterator<Item = usize>| {
                let tasks = numbers.map(|number| json!({"id": format!("t{number}"), "title": title}));
                let tasks: Vec<Value> = tasks.collect();
                json!({"tasks": tasks, "covers": (0..count).map(|number| format!("{title}{number}")).collect::<Vec<_>>()})
            };
            let base = of("a", &mut (0..count));
            let merged = merge(&base, &of("b", &mut (0..count)), &of("a", &mut (0..count).rev()));
            assert_eq!((merged.clashes.len(), merged.value["tasks"][0]["title"].as_str()), (0, Some("b")));
        });
    }

    proptest! {
        #[test]
        fn who_alone_changed_something_gets_it(base in any_value(), side in any_value()) {
            for merged in [merge(&base, &side, &base), merge(&base, &base, &side), merge(&base, &side, &side)] {
                prop_assert_eq!(&merged.value, &side);
                prop_assert!(merged.clashes.is_empty());
            }
        }

        #[test]
        fn two_sides_clash_in_the_same_places_whoever_merges(base in any_value(), a in any_value(), b in any_value()) {
            let mut ways = [merge(&base, &a, &b), merge(&base, &b, &a)]
                .map(|merged| merged.clashes.into_iter().map(|clash| clash.path).collect::<Vec<_>>());
            ways.iter_mut().for_each(|paths| paths.sort());
            prop_assert_eq!(&ways[0], &ways[1]);
        }
    }
}
