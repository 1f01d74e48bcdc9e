//! Whether recorded events could have come from commands: each group is held against the command that would have made it.

use serde_json::{Value, json};

use super::record::{contradictions, list, text, tidy, tidy_event, time};
use super::{Scene, after, answer};

/// True when the lifecycle would have answered with exactly these events, one commit's, on the record that they met.
///
/// The scene's `now` is when the commit was recorded; each command's own time and person are those of its first event.
pub fn is_legal(record: &Value, events: &[Value], judged_at: &Scene<'_>) -> bool {
    let mut record = record.clone();
    let mut history = judged_at.history.clone();
    let mut left = events;
    while let Some(first) = left.first() {
        let Some((count, ask)) = command(left) else { return false };
        let (group, rest) = left.split_at(count);
        let recorded = if time(&judged_at.now) > time(text(first, "at")) { &judged_at.now } else { text(first, "at") };
        let then = Scene {
            now: recorded.to_owned(),
            at: text(first, "at").to_owned(),
            by: text(first, "by").to_owned(),
            history: &history,
            ..*judged_at
        };
        if !is_answer(&record, &ask, group, &then) {
            return false;
        }
        let next = group.iter().fold(record.clone(), |record, event| after(&record, event));
        history.note(&record, group);
        record = next;
        left = rest;
    }
    true
}

fn is_answer(record: &Value, ask: &Value, group: &[Value], judged_at: &Scene<'_>) -> bool {
    match text(ask, "do") {
        // leave for words that look like a secret passes no gate
        "override" => return ask["code"] == "secret",
        // what was brought in or found is judged by itself
        "import" => return record.is_null() && contradictions(&ask["record"]).is_empty(),
        "create" if !is_fresh(&ask["record"]) => return false,
        "undo" => return undoes(record, group, judged_at),
        _ => {}
    }
    let told = answer(record, ask, judged_at);
    told.why_not.is_empty() && told.events.iter().map(tidy_event).eq(group.iter().map(tidy_event))
}

/// A new runbook is a draft in which nothing has happened.
fn is_fresh(record: &Value) -> bool {
    let nothing = |name: &str, keys: &[&str]| {
        list(record, name).iter().map(tidy).all(|item| keys.iter().all(|key| item.get(key).is_none()))
    };
    let marks = ["mark", "reason", "evidence", "by", "at"];
    record["state"] == "draft"
        && ["result", "targets"].iter().all(|key| record[*key].is_null())
        && ["pre_call", "post_call"].iter().all(|name| nothing(name, &marks))
        && ["tasks", "rollback.steps"].iter().all(|name| nothing(name, &["attempts", "rehearsals"]))
        && nothing("permissions", &["state", "asked_at", "answered_at", "answered_by", "evidence"])
        && nothing("obligations", &["discharged_at", "by", "evidence"])
        && ["approvals", "overrides"].iter().all(|name| list(record, name).is_empty())
}

/// An undo leads back to what the last commit met, and nowhere else.
fn undoes(record: &Value, group: &[Value], judged_at: &Scene<'_>) -> bool {
    let event = &group[0];
    let Some(last) = judged_at.history.last() else { return false };
    let names: Vec<&Value> = last.events.iter().map(|event| &event["do"]).collect();
    let ask = json!({
        "do": "undo", "commit": event["undoes"], "events": last.events, "author": last.events[0]["by"],
        "earlier": last.before, "changes": event["changes"],
    });
    let told = answer(record, &ask, judged_at);
    told.why_not.is_empty()
        && list(event, "undone").iter().eq(names)
        && tidy(&after(record, event)) == tidy(&last.before)
}

/// How many of the first events one command makes, and which command that is; none where no command makes them.
fn command(events: &[Value]) -> Option<(usize, Value)> {
    let first = &events[0];
    let run = |verb: &str| events.iter().take_while(|event| event["do"] == verb).count();
    let then = |count: usize| events.get(count).map_or("", |event| text(event, "do"));
    let mut ask = first.clone();
    match text(first, "do") {
        "override" => {
            let count = run("override");
            if !["start", "finish", "close"].contains(&then(count)) {
                return Some((1, ask));
            }
            ask = events[count].clone();
            ask["overrides"] = events[..count].iter().map(|event| event["code"].clone()).collect();
            ask["override_reason"] = first["reason"].clone();
            return Some((count + 1, ask));
        }
        "task.fail" if then(run("task.fail")) == "abort" => {
            let count = run("task.fail");
            return Some((count + 1, events[count].clone()));
        }
        "targets.load" => {
            ask["replace"] = json!(true);
            return Some((1 + usize::from(then(1) == "obligation.add"), ask));
        }
        "targets.run" => {
            if !["task.finish", "task.fail", "task.pause"].contains(&then(1)) {
                return None;
            }
            ask["ending"] = words(&events[1]);
            return Some((2, ask));
        }
        "set" => {
            let typed = |value: &Value| match value {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let fields = first["fields"].as_object().unwrap();
            ask["assignments"] = fields.iter().map(|(key, value)| json!([key, typed(value)])).collect();
        }
        "schedule" => ask["allow_past"] = json!(true),
        "check.done" => ask["items"] = json!([first["item"]]),
        "permission.add" => {
            ask["from"] = first["permission"]["from"].clone();
            ask["covers"] = first["permission"]["covers"].clone();
        }
        verb if verb.starts_with("task.") || verb.starts_with("rollback.") || verb == "rehearse" => ask = words(first),
        _ => {}
    }
    if text(first, "do").ends_with(".add") {
        ask["fixed"] = json!(true);
    }
    Some((1, ask))
}

/// What was asked for, without what the lifecycle adds.
fn words(event: &Value) -> Value {
    let mut ask = event.clone();
    let is_rehearsal = ask["do"] == "rehearse";
    ask.as_object_mut()
        .unwrap()
        .retain(|key, _| !["v", "at", "by"].contains(&key.as_str()) && (key != "outcome" || is_rehearsal));
    ask
}
