//! Contacts, both checklists, permissions and duties.

use serde_json::{Map, Value, json};

use super::conditions::applies;
use super::gates::{Duty, duty_of, happened};
use super::record::{free_id, is_called, is_set, list, text, time};
use super::{Answer, REFUSED, Scene, USAGE};

pub fn answer(answer: &mut Answer, record: &Value, ask: &Value, judged_at: &Scene<'_>) {
    let checks: Vec<Value> = list(record, "pre_call").iter().chain(list(record, "post_call")).cloned().collect();
    let items = match text(ask, "do").split_once('.').unwrap() {
        ("contact", _) => list(record, "contacts"),
        ("check", _) => &checks,
        ("permission", _) => list(record, "permissions"),
        _ => list(record, "obligations"),
    };
    match text(ask, "do") {
        "contact.add" => add(answer, items, ask, "contact", json!({})),
        "contact.set" => change(answer, items, ask, "contact"),
        "contact.remove" => remove_contact(answer, record, ask),
        "check.add" => add(answer, items, ask, "item", json!({"list": ask["list"]})),
        "check.set" => {
            if let Some(item) = answer.find(items, &ask["item"]) {
                answer.must(!(is_set(&ask["fields"]["required"]) && item["mark"] == "prevented"), REFUSED);
                change(answer, items, ask, "item");
            }
        }
        "check.remove" => {
            if let Some(item) = answer.find(items, &ask["item"]) {
                brings_nothing(answer, record, &["pre_call", "post_call"], &item["id"]);
                answer.say(json!({"do": "check.remove", "item": item["id"]}));
            }
        }
        "check.done" => done(answer, items, record, ask),
        "check.prevented" => prevented(answer, items, record, ask),
        "check.clear" => {
            if let Some(item) = answer.find(items, &ask["item"])
                && ["mark", "reason", "evidence"].iter().any(|key| !item[key].is_null())
            {
                answer.say(json!({"do": "check.clear", "item": item["id"]}));
            }
        }
        "obligation.add" => add(answer, items, ask, "obligation", json!({})),
        "obligation.discharge" => discharge(answer, items, record, ask, judged_at),
        _ => permission(answer, items, record, ask),
    }
}

/// A new item under its own id; a given id that is taken is refused, a wished one is counted up.
pub fn add(answer: &mut Answer, items: &[Value], ask: &Value, key: &str, more: Value) {
    let wish = text(&ask[key], "id");
    let taken = |id: &str| items.iter().any(|item| item["id"] == id);
    answer.must(!(is_set(&ask["fixed"]) && taken(wish)), REFUSED);
    let mut event = more;
    event["do"] = ask["do"].clone();
    event[key] = ask[key].clone();
    event[key]["id"] = json!(free_id(wish, taken));
    answer.say(event);
}

/// The fields that really change; what an item cannot do without is not cleared.
pub fn changed(answer: &mut Answer, item: &Value, fields: &Value) -> Map<String, Value> {
    let fields = fields.as_object().unwrap();
    answer.must(!fields.is_empty(), USAGE);
    let needed = ["id", "side", "text", "title", "action", "what"];
    answer.must(!fields.iter().any(|(key, value)| needed.contains(&key.as_str()) && value.is_null()), USAGE);
    let is_off = |value: &Value| value == &json!(false) || value == &json!([]);
    let differs = |key: &str, value: &Value| item[key] != *value && !(item[key].is_null() && is_off(value));
    fields.iter().filter(|(key, value)| differs(key, value)).map(|(key, value)| (key.clone(), value.clone())).collect()
}

pub fn change(answer: &mut Answer, items: &[Value], ask: &Value, key: &str) {
    let Some(item) = answer.find(items, &ask[key]) else { return };
    let fields = changed(answer, item, &ask["fields"]);
    if !fields.is_empty() {
        answer.say(json!({"do": ask["do"], key: item["id"], "fields": fields}));
    }
}

/// An item that a duty comes with stays.
pub fn brings_nothing(answer: &mut Answer, record: &Value, lists: &[&str], id: &Value) {
    let paths: Vec<String> = lists.iter().map(|list| format!("{list}.{}", id.as_str().unwrap())).collect();
    let brings = |duty: &Value| paths.iter().any(|path| duty["arises"] == path.as_str());
    answer.must(!list(record, "obligations").iter().any(brings), REFUSED);
}

fn remove_contact(answer: &mut Answer, record: &Value, ask: &Value) {
    let contacts = list(record, "contacts");
    let Some(contact) = answer.find(contacts, &ask["contact"]) else { return };
    let is_asked = list(record, "permissions").iter().any(|own| own["from"] == contact["id"]);
    let dris: Vec<&Value> = contacts.iter().filter(|own| is_called(own, text(record, "dri"))).collect();
    answer.must(!is_asked && dris != [contact], REFUSED);
    answer.say(json!({"do": "contact.remove", "contact": contact["id"]}));
}

/// Each item that is named; one that is done with this evidence already is no change.
pub fn done(answer: &mut Answer, items: &[Value], record: &Value, ask: &Value) {
    answer.must(!list(ask, "items").is_empty(), USAGE);
    let mut seen = Vec::new();
    for part in list(ask, "items") {
        let Some(item) = answer.find(items, part) else { continue };
        answer.must(applies(item, record), REFUSED);
        let is_same = item["mark"] == "done" && (ask["evidence"].is_null() || item["evidence"] == ask["evidence"]);
        if !is_same && !seen.contains(&item) {
            answer.say(json!({"do": "check.done", "item": item["id"], "evidence": ask["evidence"]}));
        }
        seen.push(item);
    }
}

fn prevented(answer: &mut Answer, items: &[Value], record: &Value, ask: &Value) {
    answer.needs_text(&ask["reason"]);
    let Some(item) = answer.find(items, &ask["item"]) else { return };
    answer.must(applies(item, record), REFUSED);
    answer.must(!is_set(&item["required"]), REFUSED);
    if item["mark"] != "prevented" || item["reason"] != ask["reason"] {
        answer.say(json!({"do": "check.prevented", "item": item["id"], "reason": ask["reason"]}));
    }
}

fn discharge(answer: &mut Answer, items: &[Value], record: &Value, ask: &Value, judged_at: &Scene<'_>) {
    answer.needs_text(&ask["evidence"]);
    let Some(duty) = answer.find(items, &ask["obligation"]) else { return };
    may_discharge(answer, record, duty, judged_at);
    answer.say(json!({"do": "obligation.discharge", "obligation": duty["id"], "evidence": ask["evidence"]}));
}

/// A duty is discharged once it is owed, and not before what brought it.
pub fn may_discharge(answer: &mut Answer, record: &Value, duty: &Value, judged_at: &Scene<'_>) {
    answer.must(duty_of(duty, record) == Duty::Owed, REFUSED);
    let times = duty["arises"].as_str().map(|cause| happened(record, cause)).unwrap_or_default();
    let arose = times.into_iter().flatten().min();
    answer.must(arose.is_none_or(|arose| time(&judged_at.at) >= Some(arose)), REFUSED);
}

/// Words that name neither object nor change; everything else that the laws ask for names both.
pub const VAGUE: [&str; 2] = ["do whatever is needed", "make changes to your account"];

fn permission(answer: &mut Answer, items: &[Value], record: &Value, ask: &Value) {
    let verb = text(ask, "do").split_once('.').unwrap().1;
    if verb == "add" {
        let mut ask = ask.clone();
        for (key, value) in whom_and_what(answer, record, &ask) {
            ask["permission"][key] = value;
        }
        return add(answer, items, &ask, "permission", json!({}));
    }
    if verb == "grant" || verb == "refuse" {
        answer.needs_text(&ask["answered_by"]);
        answer.needs_text(&ask["evidence"]);
    }
    let Some(own) = answer.find(items, &ask["permission"]) else { return };
    let (id, action, state) = (&own["id"], text(own, "action"), own["state"].as_str().unwrap_or("wanted"));
    let is_open = |words: &str| words.contains("{{");
    let is_specific =
        !is_open(action) && !VAGUE.contains(&action) && !is_open(own["standing"].as_str().unwrap_or_default());
    match verb {
        "set" => {
            let mut fields = ask["fields"].clone();
            for (key, value) in whom_and_what(answer, record, ask) {
                fields[key] = value;
            }
            let is_reworded = fields["action"].is_string() && fields["action"] != action;
            answer.must(!(is_reworded && state == "granted"), REFUSED);
            let fields = changed(answer, own, &fields);
            if !fields.is_empty() {
                answer.say(json!({"do": "permission.set", "permission": id, "fields": fields}));
            }
        }
        "remove" => {
            answer.must(state != "granted" && state != "refused", REFUSED);
            brings_nothing(answer, record, &["permissions"], id);
            answer.say(json!({"do": "permission.remove", "permission": id}));
        }
        "ask" => {
            answer.must(applies(own, record), REFUSED);
            answer.must(is_specific, REFUSED);
            answer.say(json!({"do": "permission.ask", "permission": id}));
        }
        _ => {
            answer.must(applies(own, record), REFUSED);
            // a yes stands until it is asked again or taken back by a no; a no until it is asked again
            answer.must(state != "refused" && !(state == "granted" && verb == "grant"), REFUSED);
            // a yes without a question is judged as the question is
            answer.must(verb != "grant" || state != "wanted" || is_specific, REFUSED);
            let said = (&ask["answered_by"], &ask["evidence"]);
            answer.say(json!({"do": ask["do"], "permission": id, "answered_by": said.0, "evidence": said.1}));
        }
    }
}

/// The contact and the tasks that are meant, by their ids, where any are named.
fn whom_and_what(answer: &mut Answer, record: &Value, ask: &Value) -> Vec<(&'static str, Value)> {
    let mut found = Vec::new();
    if !ask["from"].is_null() {
        let contact = answer.find(list(record, "contacts"), &ask["from"]);
        found.push(("from", contact.map_or(Value::Null, |own| own["id"].clone())));
    }
    if !ask["covers"].is_null() {
        let mut ids: Vec<Value> = Vec::new();
        for part in list(ask, "covers") {
            let task = answer.find(list(record, "tasks"), part);
            ids.extend(task.map(|task| task["id"].clone()).filter(|id| !ids.contains(id)));
        }
        found.push(("covers", json!(ids)));
    }
    found
}
