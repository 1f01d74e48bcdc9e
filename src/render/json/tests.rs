//! The shapes that scripts rely on, key by key.

use serde_json::{Value, json};

use super::{changed, doctor, fault, list, log, ready, show, templates, text};
use crate::model::keys::{Holds, Shape};
use crate::model::{Act, DoctorFinding, Fault, Kind};
use crate::render::test_fixture::{HOSTILE, commit, event, id, logged, reports, rows, runbook};

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().map(|map| map.keys().map(String::as_str).collect()).unwrap_or_default()
}

#[test]
fn show_holds_the_record_with_lengths_twice() {
    let document = show(&id(), Some(&commit()), false, &runbook());
    assert_eq!(keys(&document), ["id", "name", "commit", "ready", "runbook"]);
    assert_eq!(document["id"], "acme/enforce-2fa-on-all-groups");
    assert_eq!(document["commit"], "0123456789abcdef0123456789abcdef01234567");
    let task = &document["runbook"]["tasks"][1];
    assert_eq!((&task["estimate"], &task["estimate_s"]), (&json!("15m"), &json!(900)));
    assert_eq!((&task["wait"], &task["wait_s"]), (&json!("10m"), &json!(600)));
    assert_eq!(document["runbook"]["rollback"]["steps"][0]["estimate_s"], 1_800);
    assert_eq!(show(&id(), None, true, &runbook())["commit"], Value::Null);
}

#[test]
fn without_the_seconds_it_is_the_record() {
    let mut runbook = runbook();
    runbook.tasks[0].attempts[0].took = Some("7m".parse().unwrap());
    let mut record = show(&id(), None, true, &runbook)["runbook"].clone();
    assert_eq!(record["tasks"][0]["attempts"][0]["took_s"], 420);
    strip(&mut record);
    assert_eq!(serde_json::from_value::<crate::model::Runbook>(record).unwrap(), runbook);
}

#[test]
fn lists_are_never_absent() {
    let bare = crate::model::Runbook::new("Acme".parse().unwrap(), "Move".parse().unwrap());
    let record = show(&id(), None, true, &bare)["runbook"].clone();
    for list in ["contacts", "pre_call", "permissions", "tasks", "post_call", "obligations", "approvals", "overrides"] {
        assert_eq!(record[list], json!([]), "{list}");
    }
    assert_eq!(record["rollback"]["steps"], json!([]));
    let rich = show(&id(), None, true, &runbook())["runbook"].clone();
    for task in rich["tasks"].as_array().unwrap() {
        assert!(task["attempts"].is_array(), "{task}");
    }
}

fn every_default_is_there(value: &Value, shape: Shape) {
    for key in shape.keys() {
        let own = value.get(key.name);
        assert!(own.is_some() || key.default_value().is_none(), "{shape:?}.{}", key.name);
        match key.holds {
            Holds::Table(inside) => own.into_iter().for_each(|table| every_default_is_there(table, inside)),
            Holds::List(inside) => {
                own.and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .for_each(|item| every_default_is_there(item, inside));
            }
            _ => {}
        }
    }
}

#[test]
fn what_the_record_leaves_to_its_default_is_written_out() {
    let bare = "customer = 'A'\ntask = 'B'\nstate = 'draft'\n[[permissions]]\nid = 'p'\naction = 'x'\n[[tasks]]\nid = 't'\ntitle = 'T'\n\
                [[pre_call]]\nid = 'c'\ntext = 'x'\n[[rollback.steps]]\nid = 's'\ntitle = 'S'\n";
    let bare: crate::model::Runbook = toml::from_str(bare).unwrap();
    for of in [&bare, &runbook()] {
        every_default_is_there(&show(&id(), None, true, of)["runbook"], Shape::Record);
    }
    let record = show(&id(), None, true, &bare)["runbook"].clone();
    assert_eq!(record["permissions"][0], json!({"id": "p", "action": "x", "covers": [], "state": "wanted"}));
    assert_eq!((&record["confidential"], &record["tasks"][0]["irreversible"]), (&json!(true), &json!(false)));
    assert_eq!(record["pre_call"][0]["wants_evidence"], json!(false));
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(map) => {
            let is_duty = map.contains_key("due_at");
            let is_computed = |key: &str| key.ends_with("_s") || (is_duty && ["standing", "due_at"].contains(&key));
            map.retain(|key, _| !is_computed(key));
            map.values_mut().for_each(strip);
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

#[test]
fn rows_have_every_key_and_null_where_nothing_is_known() {
    let document = list(&rows());
    let all = [
        "id",
        "name",
        "state",
        "result",
        "dri",
        "scheduled_at",
        "time_zone",
        "ready",
        "tasks_done",
        "tasks_total",
        "estimate_s",
        "actual_s",
        "duties",
        "problem",
    ];
    for row in document["runbooks"].as_array().unwrap() {
        assert_eq!(keys(row), all);
    }
    assert_eq!(document["runbooks"][0]["scheduled_at"], "2026-12-04T16:30:00+01:00");
    assert_eq!(document["runbooks"][3]["name"], Value::Null);
    assert_eq!(list(&[]), json!({"runbooks": []}));
}

#[test]
fn readiness_names_the_runbook_in_its_commands() {
    let document = ready(&reports());
    assert_eq!(keys(&document), ["ready", "runbooks"]);
    assert_eq!(document["ready"], false);
    let first = &document["runbooks"][0];
    assert_eq!(keys(first), ["id", "ready", "missing", "overridden", "warnings"]);
    assert_eq!(
        first["missing"][0],
        json!({
            "code": "no-dri",
            "item": "dri",
            "message": "nobody is responsible: there is no DRI",
            "fix": "runbook set acme/enforce-2fa-on-all-groups dri=@handle",
            "also": [],
        })
    );
    assert_eq!(keys(&first["overridden"][0]), ["code", "item", "message", "reason", "by", "at"]);
    assert_eq!(
        document["runbooks"][1],
        json!({"id": "beta/move", "ready": true, "missing": [], "overridden": [], "warnings": []})
    );
    assert_eq!(ready(&[]), json!({"ready": true, "runbooks": []}));
}

#[test]
fn a_change_tells_its_events_and_the_state_after_it() {
    let start = event(Act::Start, "2026-12-01T14:05:00+01:00");
    let document = changed(&id(), Some(&commit()), &[start], &runbook());
    assert_eq!(keys(&document), ["id", "commit", "events", "state", "result"]);
    assert_eq!(
        document["events"][0],
        json!({"v": 1, "do": "start", "at": "2026-12-01T14:05:00+01:00", "by": "John Doe <john.doe@example.com>"})
    );
    assert_eq!((&document["state"], &document["result"]), (&json!("running"), &Value::Null));
    let nothing = changed(&id(), None, &[], &runbook());
    assert_eq!((&nothing["commit"], &nothing["events"]), (&Value::Null, &json!([])));
}

#[test]
fn the_log_has_an_entry_for_each_event_newest_first() {
    let document = log(&logged(), false);
    let entries = document["entries"].as_array().unwrap();
    for entry in entries {
        assert_eq!(keys(entry)[..8], ["id", "commit", "author", "recorded_at", "at", "event", "summary", "taken_back"]);
    }
    let names: Vec<&Value> = entries.iter().map(|entry| &entry["event"]["do"]).collect();
    assert_eq!(names, [&json!("obligation.discharge"), &json!("start"), &json!("override"), &Value::Null]);
    assert_eq!(entries[0]["summary"], "discharge obligation delete-list: shredded");
    assert_eq!(
        (&entries[3]["event"], &entries[3]["at"], &entries[3]["id"]),
        (&Value::Null, &Value::Null, &json!(id()))
    );
    assert_eq!(keys(&entries[0]["changes"][0]), ["path", "kind", "old", "new"]);
    assert_eq!(log(&[], false), json!({"entries": []}));
}

#[test]
fn findings_templates_and_errors_have_their_shapes() {
    let finding = |fixed| DoctorFinding { code: "mode".into(), message: "m".into(), fix: "f".into(), fixed };
    assert_eq!(doctor(&[finding(true)])["ok"], true);
    assert_eq!(
        doctor(&[finding(false)]),
        json!({"ok": false, "findings": [{"code": "mode", "message": "m", "fix": "f", "fixed": false}]})
    );
    assert_eq!(templates(&[]), json!({"templates": []}));
    let document = fault(&Fault::new(Kind::Ambiguous, "two of them").hint("runbook list"));
    assert_eq!(
        document,
        json!({"error": {"code": 4, "kind": "ambiguous", "message": "two of them", "hints": ["runbook list"]}})
    );
}

#[test]
fn printed_json_is_the_same_document_and_harmless() {
    let document = json!({"a": HOSTILE, "wide": "日本 👩‍👩‍👧‍👦"});
    let printed = text(&document);
    assert!(!printed.chars().any(|c| crate::model::is_forbidden(c) && c != '\n'), "{printed:?}");
    assert_eq!(serde_json::from_str::<Value>(&printed).unwrap(), document);
    assert!(printed.ends_with("}\n"));
}
