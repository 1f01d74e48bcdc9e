//! What a person changes in an export that comes back is told and taken, whatever field it is.

use serde_json::{Value, json};

use super::record_items::{items, set_items};
use super::refold_lists::LISTS;
use super::tests::only;
use super::{Ground, ImportDraft};
use crate::model::{Line, Runbook};

/// A text with every field of an item that is read from one.
pub(super) const FULL: &str = "# Acme - Move it

| Runbook name | Acme - Move it |
|---|---|
| DRI | Dana Dri |

## GitLab Contacts

| Name | Role | Description | Time zone | Region | Duties |
|---|---|---|---|---|---|
| Jane Doe (@jane, jane@ours.example) | Technical Execution | Runs it | Europe/Berlin | EMEA | |

## Customer Contacts

| Name | Role | Description |
|---|---|---|
| `@sam` | IT Manager | Coordination |

## Pre-call checklist

- [x] Has a dry-run been performed before the call?
  - see the log
- [~] Ask

## Runbook - Tasks

| Task | Outcome | Duration | Note | Instructions | Estimate |
|---|---|---|---|---|---|
| [Stop it](https://a.example/1) | Success | 10m | it was slow | by hand | 15m |
| Start it | | 5m | | | |

## Rollback plan

| Task | Outcome | Duration |
|---|---|---|
| [Back](https://a.example/2) | Failed | 10m |

## Instructions

- Stop it
  - Internal: the customer does not see it

## Post-call checklist

- [x] Tell them
";

pub(super) fn named(draft: &ImportDraft, runbook: Value) -> Runbook {
    let line = |text: &str| Line::new(text).unwrap();
    let mut own = draft.clone();
    own.runbook = serde_json::from_value(runbook).unwrap();
    own.named(line("Acme"), line("Move it"))
}

/// Another value of a field.
fn other(key: &str, value: &Value) -> Value {
    match (key, value) {
        ("duties", _) => json!(["verify"]),
        ("mark", Value::String(mark)) if mark == "done" => json!("prevented"),
        ("mark", _) => json!("done"),
        ("estimate", _) => json!("1h"),
        ("time_zone", _) => json!("Asia/Tokyo"),
        ("side", Value::String(side)) if side == "customer" => json!("gitlab"),
        ("side", _) => json!("customer"),
        ("attempts", _) => json!([{"took": "3h", "outcome": "skipped"}]),
        (_, Value::String(text)) => format!("{text}x").into(),
        (_, Value::Bool(own)) => (!own).into(),
        _ => panic!("no other value of {key}: {value}"),
    }
}

#[test]
fn every_field_that_is_read_from_a_text_is_told_and_taken_where_it_was_changed() {
    let shown = only(FULL);
    let Value::Object(base) = serde_json::to_value(&shown.runbook).unwrap() else { panic!("no table") };
    let record = named(&shown, Value::Object(base.clone()));
    let stored = "acme/move-it".parse().unwrap();
    let mut tried = Vec::new();
    for (list, _) in LISTS {
        for (at, item) in items(&base, list).iter().enumerate() {
            for (key, value) in item.as_object().unwrap().iter().filter(|(key, _)| *key != "id") {
                let (mut theirs, mut all, wanted) = (base.clone(), items(&base, list), other(key, value));
                all[at][key] = wanted.clone();
                set_items(&mut theirs, list, all);
                let mut draft = shown.clone();
                draft.runbook = serde_json::from_value(Value::Object(theirs)).unwrap();
                let ground = Ground { record: &record, exported: &record, shown: &shown, stored: Some(&stored) };
                draft.refold(ground).unwrap();
                let path = format!("`{list}.{}.{key}`", item["id"].as_str().unwrap());
                let is_told = draft.doubts.iter().any(|doubt| doubt.message.contains(&path));
                assert!(is_told, "{path}: {:?}", draft.doubts);
                let Value::Object(merged) = serde_json::to_value(&draft.runbook).unwrap() else { panic!("no table") };
                let own = items(&merged, list)[at][key].clone();
                match key.as_str() {
                    "attempts" => assert_eq!(own[0]["outcome"], wanted[0]["outcome"], "{path}"),
                    // what is not so is not written
                    _ if wanted == json!(false) => assert_eq!(own, Value::Null, "{path}"),
                    _ => assert_eq!(own, wanted, "{path}"),
                }
                tried.push(format!("{list}.{key}"));
            }
        }
    }
    for wanted in [
        "contacts.name",
        "contacts.handle",
        "contacts.email",
        "contacts.side",
        "contacts.role",
        "contacts.description",
        "contacts.duties",
        "contacts.time_zone",
        "contacts.region",
        "pre_call.text",
        "pre_call.mark",
        "pre_call.rehearsal",
        "tasks.title",
        "tasks.link",
        "tasks.internal",
        "tasks.estimate",
        "tasks.attempts",
        "tasks.instructions",
        "rollback.steps.title",
        "post_call.mark",
    ] {
        assert!(tried.iter().any(|own| own == wanted), "{wanted} is not read from the text: {tried:?}");
    }
}

#[test]
fn another_outcome_leaves_what_was_recorded_beside_it() {
    let shown = only(FULL);
    let Value::Object(base) = serde_json::to_value(&shown.runbook).unwrap() else { panic!("no table") };
    let recorded = json!([{
        "started_at": "2026-12-01T10:00:00+01:00", "finished_at": "2026-12-01T10:10:00+01:00", "outcome": "success",
        "note": "it was slow", "log": "logs/1.txt", "by": "Jane <jane@ours.example>",
    }]);
    let with = |attempts: Value| {
        let (mut map, mut all) = (base.clone(), items(&base, "tasks"));
        all[0]["attempts"] = attempts;
        set_items(&mut map, "tasks", all);
        Value::Object(map)
    };
    let record = named(&shown, with(recorded.clone()));
    let stored = "acme/move-it".parse().unwrap();
    for (text, took) in [("10m", None), ("20m", Some("20m"))] {
        let mut draft = shown.clone();
        draft.runbook = serde_json::from_value(with(json!([{"took": text, "outcome": "failed"}]))).unwrap();
        let ground = Ground { record: &record, exported: &record, shown: &shown, stored: Some(&stored) };
        draft.refold(ground).unwrap();
        let own = serde_json::to_value(&draft.runbook.tasks[0].attempts[0]).unwrap();
        assert_eq!(own["outcome"], "failed");
        for key in ["started_at", "finished_at", "note", "log", "by"] {
            assert_eq!(own[key], recorded[0][key], "{key}");
        }
        assert_eq!(own.get("took").and_then(Value::as_str), took);
        assert!(draft.doubts.iter().any(|doubt| doubt.message.contains("`note` and `log`")), "{:?}", draft.doubts);
    }
}

#[test]
fn an_answer_is_recorded_by_the_command_of_what_it_is_now_and_one_taken_back_by_none() {
    let states = ["Not asked yet", "Asked", "Granted", "Refused", "N/A", ""];
    let text = |state: &str| {
        let row = format!("| Stop it | {state} | Ann | see the mail |");
        only(&format!(
            "# Acme - Move it\n\n## Permissions\n\n| Permission | State | Answered by | Evidence |\n|-|-|-|-|\n{row}\n"
        ))
    };
    for (from, to) in states.iter().flat_map(|from| states.map(|to| (*from, to))).filter(|(from, to)| from != to) {
        let shown = text(from);
        let mut record = serde_json::to_value(&shown.runbook).unwrap();
        record["permissions"] = json!([{"id": "p", "action": "Stop it"}]);
        let (record, stored) = (named(&shown, record), "acme/move-it".parse().unwrap());
        let mut draft = text(to);
        let ground = Ground { record: &record, exported: &record, shown: &shown, stored: Some(&stored) };
        draft.refold(ground).unwrap();
        let said: Vec<&str> = draft.doubts.iter().map(|doubt| doubt.message.as_str()).collect();
        let told = said.iter().find(|said| said.contains("`permissions.p`")).unwrap_or_else(|| panic!("{from} → {to}"));
        let verb = told.split("runbook permission ").nth(1).and_then(|rest| rest.split(' ').next());
        let wanted = match to {
            "Granted" => Some("grant"),
            "Refused" => Some("refuse"),
            "Asked" => Some("ask"),
            _ => None,
        };
        assert_eq!(verb, wanted, "{from} → {to}: {told}");
        assert!(wanted.is_some() || told.contains("runbook log acme/move-it"), "{from} → {to}: {told}");
    }
}
