//! Creating a runbook, its header fields and variables, and its schedule.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use serde_json::{Map, Value, json};

use super::record::{CONDITIONAL, list, text, time, time_of};
use super::{Answer, REFUSED, Scene, USAGE};

pub fn answer(answer: &mut Answer, record: &Value, ask: &Value, judged_at: &Scene<'_>) {
    let makes = ["create", "import"].contains(&text(ask, "do"));
    answer.must(makes == record.is_null(), REFUSED);
    match text(ask, "do") {
        "set" => set(answer, record, ask),
        "schedule" => schedule(answer, record, ask, judged_at),
        "import" => answer.say(json!({
            "do": "import", "runbook": ask["runbook"], "record": ask["record"], "source": ask["source"],
        })),
        _ => {
            answer.say(json!({"do": "create", "runbook": ask["runbook"], "record": ask["record"]}));
            if !ask["schedule"].is_null() {
                schedule(answer, &ask["record"], &ask["schedule"], judged_at);
            }
        }
    }
}

/// Pairs of key and words; empty words clear. What stands there already is no change.
fn set(answer: &mut Answer, record: &Value, ask: &Value) {
    let pairs: Vec<(&str, &str)> =
        list(ask, "assignments").iter().map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap())).collect();
    answer.must(!pairs.is_empty(), USAGE);
    let mut fields = Map::new();
    let mut seen = BTreeSet::new();
    for (key, words) in pairs {
        let name = key.strip_prefix("var.").or_else(|| key.strip_prefix("variables."));
        let name = name.or_else(|| record["variables"].get(key).map(|_| key));
        let (key, value) = match name {
            Some(name) => (format!("variables.{name}"), variable(answer, record, name, words)),
            None => (key.to_owned(), field(answer, key, words)),
        };
        answer.must(seen.insert(key.clone()), USAGE);
        let old = name.map_or(&record[&key], |name| &record["variables"][name]);
        if *old != value {
            fields.insert(key, value);
        }
    }
    // a value fills the placeholders that wait for it, and a line stays a line
    let dri = fields.get("dri").unwrap_or(&record["dri"]).as_str().unwrap_or_default().to_owned();
    let breaks_it = |(key, value): (&String, &Value)| {
        let name = key.strip_prefix("variables.").unwrap_or_default();
        value.as_str().is_some_and(|words| words.contains('\n')) && dri.contains(&format!("{{{{ {name} }}}}"))
    };
    answer.must(!fields.iter().any(breaks_it), REFUSED);
    if !fields.is_empty() {
        answer.say(json!({"do": "set", "fields": fields}));
    }
}

fn field(answer: &mut Answer, key: &str, words: &str) -> Value {
    let value = match key {
        "confidential" => {
            answer.must(["true", "yes", "false", "no"].contains(&words), USAGE);
            return json!(["true", "yes"].contains(&words));
        }
        "customer" | "task" | "dri" => {
            answer.must(!words.contains('\n'), USAGE);
            answer.must(key == "dri" || !words.trim().is_empty(), USAGE);
            json!(words.trim())
        }
        "summary" | "expected_result" | "agreed" => json!(words),
        "meeting_url" | "issue_url" | "ticket_url" => {
            // an address; its scheme is certain, and is put in front
            let is_link = words.contains('.') && !words.contains(char::is_whitespace);
            answer.must(is_link || words.is_empty(), USAGE);
            let scheme = if words.starts_with("https://") { "" } else { "https://" };
            json!(format!("{scheme}{words}"))
        }
        _ => {
            answer.no(USAGE);
            Value::Null
        }
    };
    if words.is_empty() { Value::Null } else { value }
}

/// A variable keeps its kind once it has one; what a condition reads is not cleared.
fn variable(answer: &mut Answer, record: &Value, name: &str, words: &str) -> Value {
    if words.is_empty() {
        let reads = |item: &Value| text(item, "when").split([' ', '"']).any(|word| word == name);
        let is_read = CONDITIONAL.iter().any(|own| list(record, own).iter().any(reads));
        answer.must(!is_read, REFUSED);
        return Value::Null;
    }
    let old = &record["variables"][name];
    let flag = match words {
        "true" | "yes" => Some(json!(true)),
        "false" | "no" => Some(json!(false)),
        _ => None,
    };
    match (old, flag) {
        (Value::String(text), _) if !text.trim().is_empty() => json!(words),
        (_, Some(flag)) => flag,
        (Value::Bool(_), None) => {
            answer.no(USAGE);
            Value::Null
        }
        _ => words.parse::<i64>().map_or_else(|_| json!(words), |number| json!(number)),
    }
}

/// A new time drops the agreement unless a new one comes with it; a time that is past is refused.
fn schedule(answer: &mut Answer, record: &Value, ask: &Value, judged_at: &Scene<'_>) {
    answer.must(["draft", "scheduled"].contains(&text(record, "state")), REFUSED);
    let (old, new) = (time_of(record, "scheduled_at"), time_of(ask, "scheduled_at"));
    let agreed = match (new, &ask["agreed"]) {
        (None, _) => &Value::Null,
        (Some(_), Value::Null) if old == new => &record["agreed"],
        (Some(_), agreed) => agreed,
    };
    if let Some(at) = new
        && ask["allow_past"] != json!(true)
    {
        answer.must(at + TimeDelta::hours(2) >= time(&judged_at.now).unwrap(), REFUSED);
    }
    let event = json!({
        "do": "schedule", "scheduled_at": ask["scheduled_at"], "time_zone": ask["time_zone"], "agreed": agreed,
    });
    let is_same = ["scheduled_at", "time_zone", "agreed"].iter().all(|key| record[key] == event[key]);
    let is_settled = new.is_some() == (record["state"] == "scheduled");
    if !(is_same && is_settled) {
        answer.say(event);
    }
}
