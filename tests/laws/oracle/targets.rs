//! The list of targets: what the trail knows of it is how many there are, and how many came to what.

use serde_json::{Value, json};

use super::conditions::applies;
use super::gates::{Duty, duty_of};
use super::lists::may_discharge;
use super::record::{find, free_id, is_set, list, text, time};
use super::work::{attempt, is_permitted};
use super::{Answer, REFUSED, Scene};

/// How many targets have no result yet.
pub fn left(targets: &Value) -> u64 {
    number(targets, "count").saturating_sub(results(targets))
}

fn number(value: &Value, key: &str) -> u64 {
    value[key].as_u64().unwrap_or(0)
}

fn results(value: &Value) -> u64 {
    ["done", "failed", "skipped"].iter().map(|key| number(value, key)).sum()
}

/// The same event with the totals of what is asked for.
fn with_totals(verb: &str, task: &Value, ask: &Value) -> Value {
    json!({"do": verb, "task": task, "done": ask["done"], "failed": ask["failed"], "skipped": ask["skipped"]})
}

pub fn answer(answer: &mut Answer, record: &Value, ask: &Value, judged_at: &Scene<'_>) {
    let targets = &record["targets"];
    let is_loaded = !targets.is_null() && targets["purged_at"].is_null();
    let verb = text(ask, "do");
    match verb {
        "targets.load" => return load(answer, record, ask, is_loaded),
        "targets.purge" => return purge(answer, record, ask, judged_at),
        _ => {}
    }
    answer.must(is_loaded, REFUSED);
    // there cannot be more results than targets
    answer.must(results(ask) <= number(targets, "count"), REFUSED);
    if verb == "targets.mark" || verb == "targets.retry" {
        answer.must(!targets["task"].is_null(), REFUSED);
        return answer.say(with_totals(verb, &targets["task"], ask));
    }
    let Some(task) = answer.find(list(record, "tasks"), &ask["task"]) else { return };
    if verb == "targets.begin" {
        let is_anothers = !targets["task"].is_null() && targets["task"] != task["id"];
        answer.must(!(is_anothers && left(targets) > 0), REFUSED);
        let is_open = list(task, "attempts").last().is_some_and(|last| last["outcome"].is_null());
        if is_open {
            let may = record["state"] == "running"
                && applies(task, record)
                && is_permitted(record, task, time(&judged_at.now));
            answer.must(may, REFUSED);
        } else {
            attempt(answer, record, &json!({"do": "task.start", "task": task["id"]}), "start", judged_at);
        }
        return answer.say(with_totals(verb, &task["id"], ask));
    }
    let run = with_totals(verb, &task["id"], ask);
    let counted = super::after(record, &run);
    answer.say(run);
    let mut ending = ask["ending"].clone();
    ending["task"] = task["id"].clone();
    let act = text(&ending, "do").split_once('.').unwrap().1.to_owned();
    attempt(answer, &counted, &ending, &act, judged_at);
}

/// True while a task works through the list.
fn is_in_work(record: &Value) -> bool {
    let task = find(list(record, "tasks"), text(&record["targets"], "task"));
    let task = task.filter(|task| task["id"] == record["targets"]["task"]);
    let last = task.and_then(|task| list(task, "attempts").last());
    record["state"] == "running" && last.is_some_and(|last| last["outcome"].is_null())
}

/// Who holds a list owes its deletion.
fn load(answer: &mut Answer, record: &Value, ask: &Value, is_loaded: bool) {
    let targets = &record["targets"];
    if is_loaded {
        let is_same = targets["sha256"] == ask["sha256"] && targets["count"] == ask["count"];
        if is_same && !is_set(&ask["replace"]) {
            return;
        }
        answer.must(!is_in_work(record), REFUSED);
        answer.must(is_set(&ask["replace"]) || results(targets) == 0, REFUSED);
    }
    answer.say(json!({"do": "targets.load", "count": ask["count"], "sha256": ask["sha256"]}));
    let duties = list(record, "obligations");
    let is_owed = |own: &Value| own["kind"] == "delete-data" && own["discharged_at"].is_null() && applies(own, record);
    if !duties.iter().any(is_owed) {
        let id = free_id("delete-targets", |id| duties.iter().any(|own| own["id"] == id));
        let what = "Delete the list of targets: runbook targets purge";
        answer.say(json!({"do": "obligation.add", "obligation": {"id": id, "kind": "delete-data", "what": what}}));
    }
}

fn purge(answer: &mut Answer, record: &Value, ask: &Value, judged_at: &Scene<'_>) {
    let targets = &record["targets"];
    answer.must(!targets.is_null(), REFUSED);
    answer.must(!is_in_work(record), REFUSED);
    if targets["purged_at"].is_null() {
        answer.say(json!({"do": "targets.purge"}));
    }
    for part in list(ask, "obligations") {
        let Some(duty) = answer.find(list(record, "obligations"), part) else { continue };
        answer.must(duty["kind"] == "delete-data", REFUSED);
        if duty["discharged_at"].is_null() || duty_of(duty, record) == Duty::Owed {
            may_discharge(answer, record, duty, judged_at);
            let evidence =
                format!("the list of {} targets and what was kept about each are deleted", number(targets, "count"));
            answer.say(json!({"do": "obligation.discharge", "obligation": duty["id"], "evidence": evidence}));
        }
    }
}
