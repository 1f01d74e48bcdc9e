//! What each gate asks of a record: everything that is missing, with its code and item, and whether a reason can pass it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use serde_json::Value;

use super::Scene;
use super::conditions::{applies, open};
use super::record::{CONDITIONAL, is_called, is_filled, is_set, list, plan, same_word, text, time, time_of};

/// One thing that is missing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    /// The readiness code.
    pub code: String,
    /// The item's id or the field.
    pub item: String,
    /// Whether an override with a reason passes it.
    pub overridable: bool,
}

fn missing(code: &str, item: &str) -> Missing {
    Missing { code: code.to_owned(), item: item.to_owned(), overridable: true }
}

fn forbidden(code: &str, item: &str) -> Missing {
    Missing { overridable: false, ..missing(code, item) }
}

fn applicable<'r>(record: &'r Value, name: &str) -> impl Iterator<Item = &'r Value> {
    list(record, name).iter().filter(move |item| applies(item, record))
}

/// What `start` asks: everything that a ready runbook has.
pub fn starting(record: &Value, judged_at: &Scene<'_>) -> Vec<Missing> {
    let mut found = Vec::new();
    let mut want = |holds: bool, code: &str, item: &str| {
        if !holds {
            found.push(missing(code, item));
        }
    };
    want(is_filled(&record["customer"]), "no-customer", "customer");
    want(is_filled(&record["task"]), "no-task", "task");
    want(is_filled(&record["summary"]), "no-summary", "summary");
    want(is_filled(&record["expected_result"]), "no-expected-result", "expected_result");
    let contacts = list(record, "contacts");
    match text(record, "dri") {
        dri if dri.trim().is_empty() => want(false, "no-dri", "dri"),
        dri => want(contacts.iter().any(|own| is_called(own, dri)), "dri-not-contact", "dri"),
    }
    match time_of(record, "scheduled_at") {
        None => want(false, "no-schedule", "scheduled_at"),
        Some(at) => {
            want(!record["time_zone"].is_null(), "no-time-zone", "time_zone");
            want(is_filled(&record["agreed"]), "not-agreed", "agreed");
            let now = time(&judged_at.now).unwrap();
            want(at + TimeDelta::hours(2) >= now, "schedule-past", "scheduled_at");
        }
    }
    want(text(record, "meeting_url").starts_with("https://"), "no-meeting-url", "meeting_url");
    want(text(record, "issue_url").starts_with("https://"), "no-issue-url", "issue_url");

    let home: Vec<&Value> = contacts.iter().filter(|own| own["side"] == "gitlab").collect();
    want(!home.is_empty(), "no-home-contact", "contacts");
    let with = |duty: &str| -> Vec<&&Value> {
        home.iter().filter(|own| list(own, "duties").iter().any(|own| own == duty)).collect()
    };
    let (executors, communicators) = (with("execute"), with("communicate"));
    want(!executors.is_empty(), "no-executor", "contacts");
    want(!communicators.is_empty(), "no-communicator", "contacts");
    if let Some(first) = executors.first().filter(|_| !communicators.is_empty()) {
        let is_same = |a: &Value, b: &Value| {
            a["id"] == b["id"] || ["email", "handle"].iter().any(|key| same_word(text(a, key), text(b, key)))
        };
        let are_two = executors.iter().any(|one| communicators.iter().any(|other| !is_same(one, other)));
        want(are_two, "one-person-two-roles", text(first, "id"));
    }

    want(applicable(record, "tasks").next().is_some(), "no-tasks", "tasks");
    for task in applicable(record, "tasks") {
        want(!task["estimate"].is_null(), "no-estimate", text(task, "id"));
    }
    let back = &record["rollback"];
    let has_steps = applicable(record, "rollback.steps").next().is_some();
    let links = list(back, "links").iter().any(is_filled);
    want(
        is_plan(text(back, "plan")) || is_filled(&back["irreversible"]) || links || has_steps,
        "no-rollback",
        "rollback",
    );

    found.extend(approvals(record, judged_at));
    applicable(record, "pre_call").for_each(|item| found.extend(check(item, "pre-call-open")));
    for permission in applicable(record, "permissions") {
        match text(permission, "state") {
            "granted" => {}
            "refused" => found.push(forbidden("permission-refused", text(permission, "id"))),
            _ => found.push(missing("permission-open", text(permission, "id"))),
        }
    }
    holes("", record, record, &mut found);
    found
}

/// As many fresh approvals as the store's policy wants; a stale one wants a new yes before others are looked for.
fn approvals(record: &Value, judged_at: &Scene<'_>) -> Vec<Missing> {
    let digest = (judged_at.digest)(&plan(record));
    let (fresh, stale): (Vec<&Value>, Vec<&Value>) =
        list(record, "approvals").iter().partition(|own| own["plan"] == digest.as_str());
    let short = judged_at.approvals.saturating_sub(fresh.len());
    if short == 0 {
        return Vec::new();
    }
    let mut found: Vec<Missing> = stale.iter().map(|own| missing("approval-stale", text(own, "by"))).collect();
    if short > stale.len() {
        found.push(missing("approval-missing", "approvals"));
    }
    found
}

/// A checklist item is done with the evidence that it wants, or explained where it is not required.
fn check(item: &Value, code: &str) -> Option<Missing> {
    let id = text(item, "id");
    match text(item, "mark") {
        "done" if is_set(&item["wants_evidence"]) && !is_filled(&item["evidence"]) => {
            Some(missing("evidence-missing", id))
        }
        "done" => None,
        "prevented" if !is_set(&item["required"]) && is_filled(&item["reason"]) => None,
        _ if is_set(&item["required"]) => Some(forbidden(code, id)),
        _ => Some(missing(code, id)),
    }
}

/// Every text with something left to fill in, but for what does not apply and what an import kept.
fn holes(path: &str, value: &Value, record: &Value, found: &mut Vec<Missing>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::String(text) if text.split_once("{{").is_some_and(|(_, rest)| rest.contains("}}")) => {
            found.push(missing("placeholder", path));
        }
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                let name = item["id"].as_str().map_or_else(|| (number + 1).to_string(), str::to_owned);
                holes(&below(&name), item, record, found);
            }
        }
        Value::Object(map) if applies(value, record) => {
            for (key, item) in map.iter().filter(|(key, _)| *key != "kept") {
                holes(&below(key), item, record, found);
            }
        }
        _ => {}
    }
}

/// The open variables on which items of these lists hang.
fn undecided(record: &Value, lists: &[&str], only: impl Fn(&Value) -> bool) -> BTreeSet<String> {
    let lists = CONDITIONAL.iter().filter(|name| lists.contains(name));
    lists.flat_map(|name| list(record, name)).filter(|item| only(item)).filter_map(|item| open(item, record)).collect()
}

/// What `finish` asks: an outcome for every task that applies, or for every step while rolling back.
pub fn finishing(record: &Value) -> Vec<Missing> {
    let name = if record["state"] == "rolling-back" { "rollback.steps" } else { "tasks" };
    let mut found: Vec<Missing> =
        undecided(record, &[name], |_| true).iter().map(|name| missing("undecided", name)).collect();
    for task in list(record, name) {
        let id = text(task, "id");
        match list(task, "attempts").last() {
            Some(last) if last["outcome"].is_null() => found.push(forbidden("task-running", id)),
            Some(last) if last["outcome"] != "paused" => {}
            _ if applies(task, record) => found.push(missing("task-open", id)),
            _ => {}
        }
    }
    found
}

/// What `close` asks: the list after the call, and every duty that is owed.
pub fn closing(record: &Value) -> Vec<Missing> {
    let open = undecided(record, &["post_call", "obligations"], |_| true);
    let mut found: Vec<Missing> = open.iter().map(|name| missing("undecided", name)).collect();
    applicable(record, "post_call").for_each(|item| found.extend(check(item, "post-call-open")));
    for duty in list(record, "obligations").iter().filter(|duty| duty_of(duty, record) == Duty::Owed) {
        found.push(missing("obligation-open", text(duty, "id")));
    }
    found
}

/// What a task that a permission covers asks besides: nothing that must be verified before any action is open.
pub fn acting(record: &Value) -> bool {
    let required = || list(record, "pre_call").iter().filter(|item| is_set(&item["required"]));
    required().all(|item| open(item, record).is_none())
        && required().filter(|item| applies(item, record)).all(|item| item["mark"] == "done")
}

/// Where a duty stands.
#[derive(Debug, PartialEq, Eq)]
pub enum Duty {
    /// Its condition switches it off.
    Off,
    /// What brings it has not happened.
    Coming,
    /// It holds up closing.
    Owed,
    /// It was discharged, and nothing that brings it has happened since.
    Discharged,
}

/// A duty without a cause is owed until it is discharged; one with a cause once that happened, each time anew.
pub fn duty_of(duty: &Value, record: &Value) -> Duty {
    let done = time_of(duty, "discharged_at");
    let Some(cause) = duty["arises"].as_str().filter(|_| applies(duty, record)) else {
        return match (applies(duty, record), done) {
            (false, _) => Duty::Off,
            (true, None) => Duty::Owed,
            (true, Some(_)) => Duty::Discharged,
        };
    };
    let times = happened(record, cause);
    match done {
        Some(done) if times.iter().flatten().any(|at| *at > done) => Duty::Owed,
        Some(_) => Duty::Discharged,
        None if times.is_empty() => Duty::Coming,
        None => Duty::Owed,
    }
}

/// A time with its offset.
pub type Time = chrono::DateTime<chrono::FixedOffset>;

/// When the item of this path happened; none for a time that nobody knows.
pub fn happened(record: &Value, path: &str) -> Vec<Option<Time>> {
    let (name, id) = path.rsplit_once('.').unwrap();
    let items = list(record, name).iter().filter(|item| item["id"] == id);
    match name {
        "permissions" => items.filter(|own| own["state"] == "granted").map(|own| time_of(own, "answered_at")).collect(),
        "pre_call" | "post_call" => items.filter(|own| own["mark"] == "done").map(|own| time_of(own, "at")).collect(),
        _ => {
            let attempts = items.flat_map(|item| list(item, "attempts")).filter(|own| own["outcome"] != "skipped");
            attempts.map(|own| time_of(own, "started_at").or(time_of(own, "finished_at"))).collect()
        }
    }
}

/// How often each point stands there, to compare two gates whatever their order.
pub fn counted(points: impl IntoIterator<Item = Missing>) -> BTreeMap<Missing, usize> {
    let mut counts = BTreeMap::new();
    for point in points {
        *counts.entry(point).or_default() += 1;
    }
    counts
}

/// A text that says something beyond "no" and "n/a": longer denials are not made up by chance.
fn is_plan(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let denies = words.iter().any(|word| ["n", "t", "no", "na"].contains(word));
    let is_denial = denies && words.iter().all(|word| ["a", "n", "t", "no", "na", "is", "it", "to"].contains(word));
    !(words.is_empty() || is_denial)
}
