//! Tasks and the steps of the rollback, which are shaped and timed alike, and rehearsals.

use serde_json::{Value, json};

use super::conditions::applies;
use super::gates::acting;
use super::lists::{add, brings_nothing, change, changed, done};
use super::record::{list, text, time, time_of};
use super::{Answer, REFUSED, Scene, USAGE};

pub fn answer(answer: &mut Answer, record: &Value, ask: &Value, judged_at: &Scene<'_>) {
    let verb = text(ask, "do");
    let (name, key) = if verb.starts_with("rollback") { ("rollback.steps", "step") } else { ("tasks", "task") };
    let items = list(record, name);
    match verb.split_once('.').map_or(verb, |(_, act)| act) {
        "rehearse" => rehearse(answer, record, ask),
        "set" if key == "step" && ask["step"].is_null() => {
            let fields = changed(answer, &record["rollback"], &ask["fields"]);
            if !fields.is_empty() {
                answer.say(json!({"do": verb, "fields": fields}));
            }
        }
        "set" => change(answer, items, ask, key),
        "add" => {
            let place = place(answer, items, &ask["place"]);
            add(answer, items, ask, key, json!({"place": place}));
        }
        "remove" => {
            let Some(item) = answer.find(items, &ask[key]) else { return };
            answer.must(list(item, "attempts").is_empty(), REFUSED);
            brings_nothing(answer, record, &[name], &item["id"]);
            let covers = |own: &Value| list(own, "covers").contains(&item["id"]);
            answer.must(key == "step" || !list(record, "permissions").iter().any(covers), REFUSED);
            answer.say(json!({"do": verb, key: item["id"]}));
        }
        "move" => relocate(answer, items, ask, key),
        act => attempt(answer, record, ask, act, judged_at),
    }
}

/// Where an item goes, with the neighbour found.
fn place(answer: &mut Answer, items: &[Value], words: &Value) -> Value {
    let Some((side, part)) = words.as_object().and_then(|words| words.iter().next()) else { return words.clone() };
    let id = answer.find(items, part).map_or(Value::Null, |item| item["id"].clone());
    json!({side: id})
}

fn relocate(answer: &mut Answer, items: &[Value], ask: &Value, key: &str) {
    let item = answer.find(items, &ask[key]);
    let place = place(answer, items, &ask["place"]);
    let Some(id) = item.map(|item| &item["id"]) else { return };
    let neighbour = place.get("before").or(place.get("after"));
    answer.must(neighbour != Some(id), USAGE);
    let event = json!({"do": ask["do"], key: id, "place": place});
    // it stands there when moving it would leave the order as it is
    let ids = |items: &[Value]| -> Vec<Value> { items.iter().map(|item| item["id"].clone()).collect() };
    let mut order = ids(items);
    order.retain(|own| own != id);
    let at = match (place.as_str(), neighbour.and_then(|other| order.iter().position(|own| own == other))) {
        (Some("first"), _) => 0,
        (Some(_), _) => order.len(),
        (None, Some(at)) => at + usize::from(place.get("after").is_some()),
        (None, None) => return,
    };
    order.insert(at, id.clone());
    if order != ids(items) {
        answer.say(event);
    }
}

/// A rehearsal is evidence, not work: it asks for no call and no permission, and marks items only where it succeeded.
fn rehearse(answer: &mut Answer, record: &Value, ask: &Value) {
    let Some(task) = answer.find(list(record, "tasks"), &ask["task"]) else { return };
    answer.must(applies(task, record), REFUSED);
    let mut event = ask.clone();
    let event_fields = event.as_object_mut().unwrap();
    event_fields.shift_remove("items");
    event["task"] = task["id"].clone();
    answer.say(event);
    if ask["outcome"] == "success" && !list(ask, "items").is_empty() {
        let evidence = if ask["log"].is_null() { &ask["note"] } else { &ask["log"] };
        let checks: Vec<Value> = list(record, "pre_call").iter().chain(list(record, "post_call")).cloned().collect();
        done(answer, &checks, record, &json!({"items": ask["items"], "evidence": evidence}));
    }
}

/// An attempt begins or ends: in its state, where it applies, permitted, at times that fit each other and the call.
pub fn attempt(answer: &mut Answer, record: &Value, ask: &Value, act: &str, judged_at: &Scene<'_>) {
    let is_step = text(ask, "do").starts_with("rollback");
    let (name, key, state) =
        if is_step { ("rollback.steps", "step", "rolling-back") } else { ("tasks", "task", "running") };
    let Some(task) = answer.find(list(record, name), &ask[key]) else { return };
    answer.must(record["state"] == state, REFUSED);
    answer.must(applies(task, record), REFUSED);
    let open = list(task, "attempts").last().filter(|last| last["outcome"].is_null());
    let at = time(&judged_at.at);
    let (started, has_length) = (time_of(ask, "started_at"), !ask["took"].is_null());
    let call = judged_at.history.started_at().and_then(time);
    answer.must(at >= call && started.is_none_or(|started| Some(started) >= call), REFUSED);

    if act == "fail" || act == "skip" {
        answer.needs_text(&ask["note"]);
    }
    answer.must(!(started.is_some() && has_length), USAGE);
    match (act, open) {
        ("start", open) => answer.must(open.is_none(), REFUSED),
        (_, Some(open)) => {
            answer.must(started.is_none() && !has_length, USAGE);
            answer.must(at >= time_of(open, "started_at"), REFUSED);
        }
        ("pause", None) => answer.no(REFUSED),
        ("finish", None) => answer.must(started.is_some() || has_length, USAGE),
        _ => {}
    }
    answer.must(started.is_none_or(|started| Some(started) <= at), REFUSED);
    let begins = match act {
        "start" => at,
        "finish" | "fail" if open.is_none() => started.or(at),
        _ => None,
    };
    if !is_step && begins.is_some() {
        answer.must(is_permitted(record, task, begins), REFUSED);
    }
    if !is_step && act == "finish" && record["targets"]["task"] == task["id"] {
        answer.must(super::targets::left(&record["targets"]) == 0, REFUSED);
    }
    let mut event = ask.clone();
    event[key] = task["id"].clone();
    let outcome = match act {
        "finish" => "success",
        "fail" => "failed",
        "skip" => "skipped",
        "pause" => "paused",
        _ => return answer.say(json!({"do": ask["do"], key: task["id"], "note": ask["note"]})),
    };
    event["outcome"] = json!(outcome);
    answer.say(event);
}

/// Every permission that covers the task was granted before it begins; then nothing required before the call is open.
pub fn is_permitted(record: &Value, task: &Value, begins: Option<super::gates::Time>) -> bool {
    let mut covering = list(record, "permissions")
        .iter()
        .filter(|own| list(own, "covers").contains(&task["id"]) && applies(own, record))
        .peekable();
    let is_covered = covering.peek().is_some();
    let all = covering.all(|own| own["state"] == "granted" && time_of(own, "answered_at") <= begins);
    all && (!is_covered || acting(record))
}
