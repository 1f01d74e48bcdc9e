//! What an event does to the record. Whether it should have happened is asked elsewhere.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::record::{is_set, list, list_mut, text};

/// The record after an event.
pub fn after(before: &Value, event: &Value) -> Value {
    let mut record = before.clone();
    let verb = text(event, "do");
    let (noun, act) = verb.split_once('.').unwrap_or((verb, ""));
    let happened = |record: &mut Value, list: &str, id: &Value, fields: Value| {
        let item = list_mut(record, list).iter_mut().find(|item| item["id"] == *id);
        put_all(item.unwrap(), fields.as_object().unwrap());
    };
    let (at, by) = (&event["at"], &event["by"]);
    match (noun, act) {
        ("create" | "import", _) => return event["record"].clone(),
        ("set", _) => set(&mut record, event["fields"].as_object().unwrap()),
        ("schedule", _) => {
            for key in ["scheduled_at", "time_zone", "agreed"] {
                record[key] = event[key].clone();
            }
            record["state"] = json!(if event["scheduled_at"].is_null() { "draft" } else { "scheduled" });
        }
        ("contact", _) => edit_list(&mut record, "contacts", event, "contact"),
        ("check", "add") => edit_list(&mut record, text(event, "list"), event, "item"),
        ("check", _) => {
            let pre = list(&record, "pre_call").iter().any(|item| item["id"] == event["item"]);
            let name = if pre { "pre_call" } else { "post_call" };
            let fields = match act {
                "done" => json!({"mark": "done", "reason": null, "evidence": event["evidence"], "by": by, "at": at}),
                "prevented" => {
                    json!({"mark": "prevented", "reason": event["reason"], "evidence": null, "by": by, "at": at})
                }
                "clear" => json!({"mark": null, "reason": null, "evidence": null, "by": null, "at": null}),
                _ => return edited(record, name, event, "item"),
            };
            happened(&mut record, name, &event["item"], fields);
        }
        ("permission", "ask") => {
            let fields =
                json!({"state": "asked", "asked_at": at, "answered_at": null, "answered_by": null, "evidence": null});
            happened(&mut record, "permissions", &event["permission"], fields);
        }
        ("permission", "grant" | "refuse") => {
            let state = if act == "grant" { "granted" } else { "refused" };
            let said = (&event["answered_by"], &event["evidence"]);
            let fields = json!({"state": state, "answered_at": at, "answered_by": said.0, "evidence": said.1});
            happened(&mut record, "permissions", &event["permission"], fields);
        }
        ("permission", _) => edit_list(&mut record, "permissions", event, "permission"),
        ("obligation", "discharge") => {
            let fields = json!({"discharged_at": at, "by": by, "evidence": event["evidence"]});
            happened(&mut record, "obligations", &event["obligation"], fields);
        }
        ("obligation", _) => edit_list(&mut record, "obligations", event, "obligation"),
        ("rollback", "set") if event["step"].is_null() => {
            put_all(&mut record["rollback"], event["fields"].as_object().unwrap());
        }
        ("task", _) => work(&mut record, "tasks", act, event, "task"),
        ("rollback", _) => work(&mut record, "rollback.steps", act, event, "step"),
        ("rehearse", _) => {
            let task = list_mut(&mut record, "tasks").iter_mut().find(|task| task["id"] == event["task"]).unwrap();
            let end = if event["took"].is_null() { at } else { &Value::Null };
            list_mut(task, "rehearsals").push(json!({
                "started_at": event["started_at"], "finished_at": end, "took": event["took"], "log": event["log"],
                "outcome": event["outcome"], "note": event["note"], "by": by,
            }));
        }
        ("targets", "load") => record["targets"] = json!({"count": event["count"], "sha256": event["sha256"]}),
        ("targets", "purge") => record["targets"]["purged_at"] = at.clone(),
        ("targets", _) => {
            for key in ["task", "done", "failed", "skipped"] {
                record["targets"][key] = event[key].clone();
            }
        }
        ("approve", "withdraw") => list_mut(&mut record, "approvals").retain(|own| own["by"] != *by),
        ("approve", _) => {
            // one person has one approval
            list_mut(&mut record, "approvals").retain(|own| own["by"] != *by);
            list_mut(&mut record, "approvals").push(json!({"by": by, "at": at, "plan": event["plan"]}));
        }
        ("start", _) => record["state"] = json!("running"),
        ("finish", _) => record["state"] = json!("wrap-up"),
        ("abort", _) => {
            record["state"] = json!(if is_set(&event["rolling_back"]) { "rolling-back" } else { "wrap-up" });
        }
        ("cancel", _) => (record["state"], record["result"]) = (json!("closed"), json!("cancelled")),
        ("close", _) => (record["state"], record["result"]) = (json!("closed"), event["result"].clone()),
        ("reopen", _) => (record["state"], record["result"]) = (json!("wrap-up"), Value::Null),
        ("override", _) => list_mut(&mut record, "overrides")
            .push(json!({"code": event["code"], "reason": event["reason"], "by": by, "at": at})),
        ("undo" | "edit", _) => make_changes(&mut record, list(event, "changes")),
        _ => panic!("an event that the model does not know: {event}"),
    }
    record
}

fn put_all(item: &mut Value, fields: &Map<String, Value>) {
    for (key, value) in fields {
        item[key] = value.clone();
    }
}

fn edited(mut record: Value, name: &str, event: &Value, key: &str) -> Value {
    edit_list(&mut record, name, event, key);
    record
}

/// Adding to the end, changing fields, removing.
fn edit_list(record: &mut Value, name: &str, event: &Value, key: &str) {
    let items = list_mut(record, name);
    match text(event, "do").rsplit('.').next().unwrap() {
        "add" => items.push(event[key].clone()),
        "remove" => items.retain(|item| item["id"] != event[key]),
        _ => {
            let item = items.iter_mut().find(|item| item["id"] == event[key]).unwrap();
            put_all(item, event["fields"].as_object().unwrap());
        }
    }
}

fn work(record: &mut Value, name: &str, act: &str, event: &Value, key: &str) {
    let items = list_mut(record, name);
    let at = |items: &[Value], id: &Value| items.iter().position(|item| item["id"] == *id).unwrap();
    match act {
        "set" | "remove" => return edit_list(record, name, event, key),
        "add" | "move" => {
            let item = match act {
                "add" => event[key].clone(),
                _ => items.remove(at(items, &event[key])),
            };
            let place = &event["place"];
            let position = match (place.as_str(), place.get("before"), place.get("after")) {
                (Some("first"), ..) => 0,
                (_, Some(other), _) => at(items, other),
                (_, _, Some(other)) => at(items, other) + 1,
                _ => items.len(),
            };
            items.insert(position, item);
            return;
        }
        _ => {}
    }
    let position = at(items, &event[key]);
    let attempts = list_mut(&mut items[position], "attempts");
    if act == "start" {
        attempts.push(json!({"started_at": event["at"], "note": event["note"], "by": event["by"]}));
        return;
    }
    if attempts.last().is_none_or(|last| !last["outcome"].is_null()) {
        attempts.push(json!({"started_at": event["started_at"]}));
    }
    let attempt = attempts.last_mut().unwrap();
    attempt["outcome"] = event["outcome"].clone();
    let end = if event["took"].is_null() { ("finished_at", &event["at"]) } else { ("took", &event["took"]) };
    attempt[end.0] = end.1.clone();
    // a note of the beginning stays when the end has one, too
    attempt["note"] = match (attempt["note"].as_str(), event["note"].as_str()) {
        (Some(first), Some(second)) => json!(format!("{first}\n{second}")),
        (first, second) => json!(first.or(second)),
    };
    if !event["log"].is_null() {
        attempt["log"] = event["log"].clone();
    }
    attempt["by"] = event["by"].clone();
}

fn set(record: &mut Value, fields: &Map<String, Value>) {
    for (key, value) in fields {
        match key.strip_prefix("variables.") {
            None => record[key] = value.clone(),
            Some(name) if value.is_null() => {
                record["variables"].as_object_mut().map(|variables| variables.shift_remove(name));
            }
            Some(name) => {
                record["variables"][name] = value.clone();
                let words = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                fill(record, name, &words);
            }
        }
    }
}

/// A variable's value goes wherever its placeholder stands.
fn fill(place: &mut Value, name: &str, words: &str) {
    match place {
        Value::String(text) => {
            for hole in [format!("{{{{ {name} }}}}"), format!("{{{{{name}}}}}")] {
                *text = text.replace(&hole, words);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, name, words)),
        Value::Object(map) => {
            let texts = map.iter_mut().filter(|(key, _)| *key != "kept" && *key != "variables");
            texts.for_each(|(_, item)| fill(item, name, words));
        }
        _ => {}
    }
}

/// Differences by path: fields first, then what comes, goes and moves in each list.
fn make_changes(record: &mut Value, changes: &[Value]) {
    let mut lists: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for change in changes {
        let (within, last) = text(change, "path").rsplit_once('.').unwrap_or(("", text(change, "path")));
        let place = enter(record, within);
        let is_item = place.is_array() || !change["position"].is_null() || change["kind"] == "moved";
        if is_item {
            lists.entry(within.to_owned()).or_default().push(change);
        } else {
            place[last] = change["new"].clone();
        }
    }
    // the inner lists first, while the outer ones still have their items
    for (within, changes) in lists.iter().rev() {
        let place = enter(record, within);
        let items = std::mem::take(place);
        let mut items = items.as_array().cloned().unwrap_or_default();
        let mut coming = Vec::new();
        let mut leaving = Vec::new();
        for change in changes {
            let id = text(change, "path").rsplit('.').next().unwrap();
            let number = id.parse::<usize>().ok().map(|number| number - 1);
            let at = items.iter().position(|item| item["id"] == id).or(number);
            match text(change, "kind") {
                "added" => coming.push((change["position"].as_u64().unwrap(), change["new"].clone())),
                "moved" => coming.push((change["new"].as_u64().unwrap(), items[at.unwrap()].clone())),
                _ => {}
            }
            if change["kind"] != "added" {
                leaving.push(at.unwrap());
            }
        }
        leaving.sort_unstable();
        leaving.iter().rev().for_each(|at| drop(items.remove(*at)));
        coming.sort_by_key(|(position, _)| *position);
        coming.into_iter().for_each(|(position, item)| items.insert(usize::try_from(position).unwrap(), item));
        *enter(record, within) = Value::Array(items);
    }
}

/// The place of a path, by keys and by items' ids or numbers.
fn enter<'r>(record: &'r mut Value, path: &str) -> &'r mut Value {
    path.split('.').filter(|segment| !segment.is_empty()).fold(record, |place, segment| {
        if let Value::Array(items) = place {
            let number = segment.parse::<usize>().ok().map(|number| number - 1);
            let at = items.iter().position(|item| item["id"] == segment).or(number).unwrap();
            &mut items[at]
        } else {
            &mut place[segment]
        }
    })
}
