//! The JSON that scripts rely on.

use serde_json::Value;

use super::plan::{self, ID, codes, record};
use crate::env::Sandbox;

#[track_caller]
fn has_keys(value: &Value, keys: &[&str]) {
    let object = value.as_object().unwrap_or_else(|| panic!("no object: {value}"));
    for key in keys {
        assert!(object.contains_key(*key), "“{key}” is absent: {value:#}");
    }
}

#[test]
fn an_empty_store_answers_with_empty_lists() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.json(&["list"])["runbooks"], Value::Array(Vec::new()));
    assert_eq!(sandbox.json(&["agenda"])["runbooks"], Value::Array(Vec::new()));
    let ready = sandbox.json(&["ready", "--all"]);
    assert_eq!((&ready["ready"], &ready["runbooks"]), (&true.into(), &Value::Array(Vec::new())));
}

#[test]
fn a_row_of_the_list_has_every_key() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    for command in ["list", "agenda"] {
        let row = sandbox.json(&[command])["runbooks"][0].clone();
        let keys = ["id", "name", "state", "result", "dri", "scheduled_at", "time_zone", "tasks_done", "tasks_total"];
        has_keys(&row, &keys);
        has_keys(&row, &["estimate_s", "actual_s", "problem"]);
        assert_eq!(row["id"], ID);
        assert_eq!(row["name"], "Acme - Enforce 2FA on all groups");
        assert_eq!(row["scheduled_at"], "2026-12-01T14:00:00+01:00");
        assert_eq!(row["time_zone"], "Europe/Berlin");
        assert_eq!((&row["actual_s"], &row["problem"], &row["result"]), (&Value::Null, &Value::Null, &Value::Null));
    }
    assert_eq!(sandbox.json(&["list", "--ready"])["runbooks"][0]["ready"], true);
}

#[test]
fn task_figures_of_closed_ones_are_null_unless_asked_for() {
    let sandbox = Sandbox::new();
    plan::closed(&sandbox);
    assert_eq!(sandbox.json(&["list"])["runbooks"], Value::Array(Vec::new()));
    let row = sandbox.json(&["list", "--all"])["runbooks"][0].clone();
    assert_eq!((&row["tasks_total"], &row["actual_s"]), (&Value::Null, &Value::Null));
    let row = sandbox.json(&["list", "--all", "--ready"])["runbooks"][0].clone();
    assert_eq!((&row["tasks_done"], &row["tasks_total"], &row["actual_s"]), (&4.into(), &4.into(), &(4 * 601).into()));
}

#[test]
fn a_change_says_id_commit_events_and_state() {
    let sandbox = Sandbox::new();
    let made = sandbox.change(&["new", "Acme - Enforce 2FA on all groups", "--json"]).json();
    has_keys(&made, &["id", "commit", "events", "state", "result"]);
    assert_eq!((&made["id"], &made["state"], &made["result"]), (&ID.into(), &"draft".into(), &Value::Null));
    assert_eq!(made["events"][0]["do"], "create");
    assert_eq!(made["commit"].as_str().expect("a commit"), sandbox.git(&["rev-parse", "HEAD"]).line());
    let set = sandbox.change(&["set", ID, "summary=Said", "--json"]).json();
    let event = &set["events"][0];
    has_keys(event, &["do", "at", "by"]);
    assert_eq!((&event["do"], &event["by"]), (&"set".into(), &"John Doe <john.doe@example.com>".into()));
}

#[test]
fn a_change_that_changes_nothing_has_no_commit() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.change(&["set", ID, "summary=Said"]);
    let before = sandbox.commits();
    let again = sandbox.json(&["set", ID, "summary=Said"]);
    assert_eq!((&again["commit"], &again["events"]), (&Value::Null, &Value::Array(Vec::new())));
    assert_eq!(sandbox.commits(), before);
}

#[test]
fn new_with_a_time_is_two_events_in_one_commit() {
    let sandbox = Sandbox::new();
    let words =
        ["new", "Acme - Enforce 2FA on all groups", "--at", "2026-12-01 14:00", "--zone", "Europe/Berlin", "--json"];
    let made = sandbox.change(&words).json();
    let events: Vec<_> = made["events"].as_array().expect("events").iter().map(|event| &event["do"]).collect();
    assert_eq!(events, ["create", "schedule"]);
    assert_eq!(made["state"], "scheduled");
}

#[test]
fn show_has_the_record_its_commit_and_readiness() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    let shown = sandbox.json(&["show", ID]);
    has_keys(&shown, &["id", "name", "commit", "ready", "runbook"]);
    assert_eq!((&shown["id"], &shown["ready"]), (&ID.into(), &true.into()));
    let record = &shown["runbook"];
    assert_eq!((&record["state"], &record["dri"]), (&"scheduled".into(), &"@john_doe".into()));
    assert_eq!((&record["tasks"][1]["estimate"], &record["tasks"][1]["estimate_s"]), (&"1h15m".into(), &4_500.into()));
    let toml: toml::Table = sandbox.run(&["show", ID, "--toml"]).ok().stdout.parse().expect("TOML");
    assert_eq!(toml["customer"].as_str(), Some("Acme"));
}

#[test]
fn ready_names_code_item_message_and_fix_of_everything_missing() {
    let sandbox = Sandbox::new();
    sandbox.run(&["new", "Acme - Enforce 2FA on all groups"]).ok();
    let out = sandbox.run(&["ready", ID, "--json"]);
    let answer = out.code(1).json();
    assert_eq!(answer["ready"], false);
    let report = &answer["runbooks"][0];
    has_keys(report, &["id", "ready", "missing", "overridden", "warnings"]);
    for finding in report["missing"].as_array().expect("missing") {
        has_keys(finding, &["code", "item", "message", "fix"]);
        assert!(finding["fix"].as_str().is_some_and(|fix| fix.starts_with("runbook ")), "no way out: {finding}");
    }
    let found = codes(&report["missing"]);
    for code in [
        "no-summary",
        "no-expected-result",
        "no-dri",
        "no-schedule",
        "no-meeting-url",
        "no-issue-url",
        "no-home-contact",
        "no-executor",
        "no-communicator",
        "pre-call-open",
        "no-tasks",
        "no-rollback",
    ] {
        assert!(found.iter().any(|one| one == code), "{code} is not among {found:?}");
    }
    assert_eq!(found.iter().filter(|code| *code == "pre-call-open").count(), 4);
    assert!(codes(&report["warnings"]).contains(&"no-customer-contact".to_owned()));
}

#[test]
fn the_log_is_newest_first_with_whole_events() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let entries = sandbox.json(&["log", ID])["entries"].as_array().expect("entries").clone();
    assert_eq!(entries.len(), 2);
    for entry in &entries {
        has_keys(entry, &["id", "commit", "author", "recorded_at", "at", "event", "summary"]);
    }
    assert_eq!((&entries[0]["event"]["do"], &entries[1]["event"]["do"]), (&"set".into(), &"create".into()));
    assert_eq!(sandbox.json(&["log", ID, "--limit", "1"])["entries"].as_array().expect("entries").len(), 1);
    sandbox.write("notes.txt", "by hand");
    sandbox.git(&["add", "."]);
    sandbox.git(&["commit", "--quiet", "--message", "a note"]);
    assert_eq!(sandbox.json(&["log", ID])["entries"].as_array().expect("entries").len(), 2);
}

#[test]
fn templates_say_what_they_ask() {
    let sandbox = Sandbox::new();
    let templates = sandbox.json(&["template", "list"])["templates"].as_array().expect("templates").clone();
    for name in ["blank", "enforce-2fa-all-groups", "bulk-2fa-removal"] {
        let template = templates.iter().find(|template| template["name"] == name);
        let template = template.unwrap_or_else(|| panic!("no template {name}"));
        has_keys(template, &["name", "version", "title", "source", "variables"]);
        assert_eq!(template["source"], "built-in");
        for variable in template["variables"].as_array().expect("variables") {
            has_keys(variable, &["name", "question", "kind", "choices", "default"]);
        }
    }
}

#[test]
fn an_error_is_one_document_on_stderr_even_for_wrong_words() {
    let sandbox = Sandbox::new();
    for (code, words) in [
        (2, &["list", "--no-such-flag", "--json"][..]),
        (2, &["--json", "no-such-command"]),
        (2, &["list", "--sort", "--json"]),
        (4, &["show", "acme/nothing", "--json"]),
    ] {
        let out = sandbox.refused(code, words);
        assert!(out.stdout.is_empty(), "data on stdout\n{out}");
        out.error();
    }
}

#[test]
fn doctor_says_what_is_wrong_and_mends_it() {
    let sandbox = Sandbox::new();
    let healthy = sandbox.json(&["doctor"]);
    has_keys(&healthy, &["ok", "findings"]);
    assert_eq!(healthy["ok"], true, "{healthy:#}");
    plan::draft(&sandbox);
    sandbox.call_program("chmod", &["644", plan::FILE]).run().ok();
    let out = sandbox.run(&["doctor", "--json"]);
    let sick = out.code(1).json();
    has_keys(&sick["findings"][0], &["code", "message", "fix", "fixed"]);
    sandbox.run(&["doctor", "--fix"]);
    sandbox.run(&["doctor"]).ok();
    assert_eq!(record(&sandbox)["state"], "draft");
}

#[test]
fn what_is_left_to_its_default_stands_in_templates_and_in_blame_as_well() {
    let sandbox = Sandbox::new();
    sandbox.change(&["new", "Acme - Move"]);
    sandbox.change(&["permission", "add", "acme/move", "--id", "pp", "--action", "run it"]);
    sandbox.change(&["check", "add", "acme/move", "--id", "c", "--text", "Look"]);
    let fields = sandbox.json(&["blame", "acme/move"])["fields"].as_array().expect("fields").clone();
    let shown = sandbox.json(&["show", "acme/move"])["runbook"].clone();
    for path in ["permissions.pp", "pre_call.c"] {
        let (list, id) = path.split_once('.').expect("a list and an id");
        let item = shown[list].as_array().and_then(|all| all.iter().find(|own| own["id"] == id)).expect("there");
        for (key, value) in item.as_object().expect("an item").iter().filter(|(_, value)| !value.is_array()) {
            let field = fields.iter().find(|field| field["path"] == format!("{path}.{key}"));
            let field = field.unwrap_or_else(|| panic!("no {path}.{key}: {fields:#?}"));
            assert!(field["value"] == *value && field["event"].is_string(), "{field:#}");
        }
    }
    sandbox.write(
        "runbook-templates/own.toml",
        "name = \"own\"\nversion = 1\ntitle = \"Own\"\n\n[[tasks]]\nid = \"t\"\ntitle = \"T\"\n\n[[permissions]]\nid = \"p\"\naction = \"move the project to the other group\"\n",
    );
    let template = sandbox.json(&["template", "show", "own"]);
    assert_eq!(template["permissions"][0]["state"], "wanted", "{template:#}");
    assert_eq!(template["tasks"][0]["internal"], false, "{template:#}");
    assert_eq!(template["tasks"][0]["attempts"], Value::Array(Vec::new()), "{template:#}");
}
