//! Reading a record: its lists, its items by id, its times, its plan, and what contradicts itself.

use chrono::{DateTime, FixedOffset};
use serde_json::{Map, Value, json};

use super::conditions::{Said, said};

/// The lists whose items can have a condition.
pub const CONDITIONAL: [&str; 6] = ["pre_call", "permissions", "tasks", "rollback.steps", "post_call", "obligations"];

/// The list of this name; `rollback.steps` lies one table deeper.
pub fn list<'r>(record: &'r Value, name: &str) -> &'r [Value] {
    let place = name.split('.').fold(record, |place, key| &place[key]);
    place.as_array().map_or(&[], Vec::as_slice)
}

/// The same, to change it.
pub fn list_mut<'r>(record: &'r mut Value, name: &str) -> &'r mut Vec<Value> {
    let place = name.split('.').fold(record, |place, key| &mut place[key]);
    if place.is_null() {
        *place = json!([]);
    }
    place.as_array_mut().unwrap()
}

/// A text, empty where there is none.
pub fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// True for a text that says something.
pub fn is_filled(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.trim().is_empty())
}

/// True for a flag that is set.
pub fn is_set(value: &Value) -> bool {
    value == &json!(true)
}

/// A time as it can be compared; none where there is none.
pub fn time(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok()
}

/// The time under a key.
pub fn time_of(value: &Value, key: &str) -> Option<DateTime<FixedOffset>> {
    time(value[key].as_str()?)
}

/// An exact id wins; otherwise the one id that holds the part.
pub fn find<'r>(items: &'r [Value], part: &str) -> Option<&'r Value> {
    if let Some(item) = items.iter().find(|item| item["id"] == part) {
        return Some(item);
    }
    let part = part.to_lowercase();
    let mut holding = items.iter().filter(|item| !part.is_empty() && text(item, "id").contains(&part));
    holding.next().filter(|_| holding.next().is_none())
}

/// A free id: the wished one, or with the first free number behind it.
pub fn free_id(wish: &str, taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number| format!("{wish}-{number}"));
    std::iter::once(wish.to_owned()).chain(numbered).find(|id| !taken(id)).unwrap()
}

/// Two names or handles that are the same for people.
pub fn same_word(a: &str, b: &str) -> bool {
    let bare = |word: &str| word.trim().trim_start_matches('@').to_lowercase();
    !bare(a).is_empty() && bare(a) == bare(b)
}

/// True when a contact has this handle or name.
pub fn is_called(contact: &Value, word: &str) -> bool {
    same_word(text(contact, "handle"), word) || same_word(text(contact, "name"), word)
}

/// Without what is the same as absent: nulls, empty lists and tables, flags that are off, a permission not asked for.
pub fn tidy(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut kept = Map::new();
            for (key, value) in map {
                let value = tidy(value);
                let is_off = value == json!(false)
                    && ["required", "wants_evidence", "irreversible", "rehearsal"].contains(&&**key);
                let is_empty = value.is_null() || value == json!([]) || value == json!({});
                let is_default = is_off || is_empty || (key == "state" && value == "wanted");
                if !is_default {
                    kept.insert(key.clone(), value);
                }
            }
            Value::Object(kept)
        }
        Value::Array(items) => items.iter().map(tidy).collect(),
        other => other.clone(),
    }
}

/// An event without what is the same as absent; a field that it clears is none of that.
pub fn tidy_event(event: &Value) -> Value {
    let mut kept = tidy(event);
    if !event["fields"].is_null() {
        kept["fields"] = event["fields"].clone();
    }
    kept
}

/// What a reviewer judges: all that is planned, nothing that happened.
pub fn plan(record: &Value) -> Value {
    let mut plan = tidy(record);
    let Some(top) = plan.as_object_mut() else { return plan };
    for key in ["format", "state", "result", "approvals", "overrides", "targets", "kept", "template"] {
        top.shift_remove(key);
    }
    for (name, happened) in [
        ("pre_call", &["mark", "reason", "evidence", "by", "at"][..]),
        ("post_call", &["mark", "reason", "evidence", "by", "at"]),
        ("permissions", &["state", "asked_at", "answered_at", "answered_by", "evidence"]),
        ("tasks", &["attempts", "rehearsals"]),
        ("rollback.steps", &["attempts", "rehearsals"]),
        ("obligations", &["discharged_at", "by", "evidence"]),
    ] {
        if !list(&plan, name).is_empty() {
            for item in list_mut(&mut plan, name) {
                item.as_object_mut().unwrap().retain(|key, _| !happened.contains(&key.as_str()));
            }
        }
    }
    plan
}

/// Everything in a record that cannot be so.
pub fn contradictions(record: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let has = |name: &str, id: &Value| list(record, name).iter().any(|item| item["id"] == *id);
    for (name, key) in CONDITIONAL.iter().zip(["text", "action", "title", "title", "text", "what"]) {
        for item in list(record, name) {
            if item["when"].as_str().is_some_and(|when| said(when, &record["variables"]) == Said::Unknown) {
                found.push(format!("{name}.{}.when", item["id"]));
            }
            if !is_filled(&item[key]) {
                found.push(format!("{name}.{}.{key}", item["id"]));
            }
        }
    }
    for permission in list(record, "permissions") {
        if list(permission, "covers").iter().any(|task| !has("tasks", task)) {
            found.push(format!("permissions.{}.covers", permission["id"]));
        }
        if !permission["from"].is_null() && !has("contacts", &permission["from"]) {
            found.push(format!("permissions.{}.from", permission["id"]));
        }
    }
    for duty in list(record, "obligations") {
        if let Some((name, id)) = duty["arises"].as_str().and_then(|path| path.rsplit_once('.'))
            && !has(name, &json!(id))
        {
            found.push(format!("obligations.{}.arises", duty["id"]));
        }
    }
    for task in list(record, "tasks").iter().chain(list(record, "rollback.steps")) {
        let attempts = list(task, "attempts");
        for (number, attempt) in attempts.iter().enumerate() {
            let (began, ended) = (time_of(attempt, "started_at"), time_of(attempt, "finished_at"));
            let is_open = attempt["outcome"].is_null();
            let ends_early = began.zip(ended).is_some_and(|(began, ended)| ended < began);
            let is_endless = attempt["outcome"] == "success" && began.is_some() && ended.is_none();
            if ends_early
                || (is_open && (began.is_none() || number + 1 < attempts.len()))
                || (is_endless && attempt["took"].is_null())
            {
                found.push(format!("{}.attempts.{}", task["id"], number + 1));
            }
        }
    }
    if record["result"].is_null() == (record["state"] == "closed") {
        found.push("result".to_owned());
    }
    found
}
