//! The trail read back: the log by kind, person and time, who said what, and how things stood at a point.

use serde_json::{Value, json};

use super::plan::{self, FILE, ID};
use crate::env::Sandbox;

fn as_jane(sandbox: &Sandbox) {
    sandbox.set_var("GIT_AUTHOR_NAME", "Jane Smith");
    sandbox.set_var("GIT_AUTHOR_EMAIL", "jane.smith@example.com");
}

/// The names of the events that a log shows, in its order.
fn names(sandbox: &Sandbox, words: &[&str]) -> Vec<String> {
    let log = sandbox.json(&[&["log", ID][..], words].concat());
    let entries = log["entries"].as_array().expect("entries");
    entries.iter().map(|entry| entry["event"]["do"].as_str().unwrap_or("none").to_owned()).collect()
}

fn field(sandbox: &Sandbox, path: &str) -> Value {
    let blame = sandbox.json(&["blame", ID]);
    let fields = blame["fields"].as_array().expect("fields");
    fields.iter().find(|field| field["path"] == path).cloned().unwrap_or_else(|| panic!("no {path}: {blame:#}"))
}

#[test]
fn the_log_is_asked_by_kind_person_and_time() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    sandbox.at("2026-11-25T10:00:00Z");
    sandbox.change(&["task", "set", ID, "tell", "--estimate", "12m"]);
    sandbox.at("2026-11-26T10:00:00Z");
    as_jane(&sandbox);
    sandbox.change(&["set", ID, "summary=Another"]);
    assert_eq!(names(&sandbox, &["--kind", "task.set"]), ["task.set"]);
    assert_eq!(names(&sandbox, &["--kind", "task"]).len(), 5);
    assert_eq!(names(&sandbox, &["--kind", "task.set", "--kind", "create"]), ["task.set", "create"]);
    assert_eq!(names(&sandbox, &["--kind", "create", "--kind", "task.set", "--reverse"]), ["create", "task.set"]);
    for by in ["jane", "SMITH@example", "Jane Smith"] {
        assert_eq!(names(&sandbox, &["--by", by]), ["set"], "{by}");
    }
    assert_eq!(names(&sandbox, &["--since", "2026-11-25", "--until", "2026-11-25"]), ["task.set"]);
    assert_eq!(names(&sandbox, &["--since", "2026-11-25T11:00:00Z"]), ["set"]);
    assert_eq!(names(&sandbox, &["--kind", "task", "--limit", "2"]), ["task.set", "task.add"]);
    assert!(names(&sandbox, &["--kind", "close"]).is_empty());
    sandbox.run(&["log", ID, "--kind", "close"]).ok().says("no such entry");
    sandbox.refused(2, &["log", ID, "--kind", "task.finnish"]).complains("task.finish");
    assert_eq!(names(&sandbox, &["--since", "2h"]), names(&sandbox, &["--since", "2h ago"]));
    sandbox.refused(2, &["log", ID, "--since", "soon"]);
    let all = sandbox.json(&["log", "--by", "jane"]);
    assert_eq!(all["entries"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_kind_is_told_from_what_was_recorded_with_it() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.change(&["set", ID, "meeting_url="]);
    sandbox.at(plan::CALL);
    sandbox.change(&["start", ID, "--override", "no-meeting-url", "--reason", "by phone"]);
    assert_eq!(names(&sandbox, &["--limit", "1"]), ["start", "override"]);
    assert_eq!(names(&sandbox, &["--limit", "1", "--reverse"]), ["override", "start"]);
    assert_eq!(names(&sandbox, &["--kind", "override"]), ["override"]);
    let log = sandbox.json(&["log", ID, "--limit", "1", "--patch"]);
    assert_eq!(
        log["entries"][0]["changes"],
        json!([{"path": "state", "kind": "changed", "old": "scheduled", "new": "running"}])
    );
    assert_eq!(log["entries"][1]["changes"][0]["path"], "overrides.1");
    sandbox.run(&["log", ID, "--patch"]).ok().says("state  scheduled → running");
}

#[test]
fn what_was_taken_back_says_so() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.change(&["set", ID, "dri=@jane_smith"]);
    sandbox.change(&["undo", ID]);
    let log = sandbox.json(&["log", ID, "--limit", "2"]);
    assert_eq!((&log["entries"][0]["taken_back"], &log["entries"][1]["taken_back"]), (&json!(false), &json!(true)));
    sandbox.run(&["log", ID]).ok().says("taken back later");
    sandbox.change(&["undo", ID]);
    let log = sandbox.json(&["log", ID, "--limit", "3"]);
    assert_eq!((&log["entries"][1]["taken_back"], &log["entries"][2]["taken_back"]), (&json!(true), &json!(false)));
}

#[test]
fn every_field_has_somebody_who_said_it() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    as_jane(&sandbox);
    sandbox.change(&["task", "set", ID, "tell", "--estimate", "12m"]);
    let commit = sandbox.git(&["rev-parse", "HEAD"]).line().to_owned();
    let own = field(&sandbox, "tasks.tell.estimate");
    assert_eq!((&own["value"], &own["commit"], &own["event"]), (&json!("12m"), &json!(commit), &json!("task.set")));
    assert_eq!(own["author"], "Jane Smith <jane.smith@example.com>");
    let title = field(&sandbox, "tasks.tell.title");
    assert_eq!((&title["event"], &title["author"]), (&json!("task.add"), &json!("John Doe <john.doe@example.com>")));
    assert_eq!(field(&sandbox, "customer")["event"], "create");
    assert_eq!(field(&sandbox, "scheduled_at")["event"], "schedule");
    // several events of one commit are told apart
    sandbox.at(plan::CALL);
    sandbox.change(&["set", ID, "meeting_url="]);
    sandbox.change(&["start", ID, "--override", "no-meeting-url", "--reason", "by phone"]);
    assert_eq!(field(&sandbox, "state")["event"], "start");
    assert_eq!(field(&sandbox, "overrides.1.code")["event"], "override");
    // moved, it is nobody else's
    sandbox.change(&["task", "move", ID, "confirm-state", "--last"]);
    assert_eq!(field(&sandbox, "tasks.tell.estimate")["commit"], json!(commit));
    let part = sandbox.json(&["blame", ID, "tasks.tell"]);
    assert!(
        part["fields"]
            .as_array()
            .expect("fields")
            .iter()
            .all(|own| own["path"].as_str().expect("a path").starts_with("tasks.tell."))
    );
    sandbox.run(&["blame", ID, "summary"]).ok().says("Acme Inc.").says("create").says("by John Doe");
}

#[test]
fn a_value_that_came_back_is_of_who_brought_it_back() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.change(&["set", ID, "dri=@x"]);
    sandbox.change(&["set", ID, "dri=@john_doe"]);
    assert_eq!(field(&sandbox, "dri")["commit"], sandbox.git(&["rev-parse", "HEAD"]).line());
    sandbox.write(FILE, sandbox.read(FILE).replace("@john_doe", "@y"));
    sandbox.git(&["commit", "--quiet", "--all", "--message", "by hand"]);
    let own = field(&sandbox, "dri");
    assert_eq!((&own["value"], &own["event"]), (&json!("@y"), &Value::Null));
    // an adoption changes nothing, so it takes nothing over
    sandbox.change(&["save", ID]);
    assert_eq!(field(&sandbox, "dri")["commit"], own["commit"]);
}

#[test]
fn how_it_stood_at_a_point() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.at(plan::CALL);
    sandbox.change(&["start", ID]);
    sandbox.at("2026-12-02T10:00:00Z");
    assert_eq!(sandbox.json(&["show", ID, "--at", "@started~"])["runbook"]["state"], "scheduled");
    assert_eq!(sandbox.json(&["show", ID, "--at", "2026-11-30"])["runbook"]["state"], "scheduled");
    assert_eq!(sandbox.json(&["show", ID, "--at", "HEAD"])["runbook"]["state"], "running");
    // a day late the schedule is past; when it was started it was not
    sandbox.run(&["ready", ID, "--at", "@started~"]).ok();
    sandbox.run(&["ready", ID, "--at", "HEAD~1"]).ok();
    let now = sandbox.run(&["ready", ID, "--json"]);
    assert_eq!(plan::codes(&now.code(1).json()["runbooks"][0]["missing"]), ["state"]);
    let draft = sandbox.run(&["ready", ID, "--at", "@created", "--json"]);
    assert!(plan::codes(&draft.code(1).json()["runbooks"][0]["missing"]).contains(&"no-tasks".to_owned()));
    sandbox.refused(4, &["ready", ID, "--at", "2020-01-01"]);
    sandbox.refused(4, &["ready", ID, "--at", "nowhere"]);
}
