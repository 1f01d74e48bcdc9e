//! Duties that come with what happens: shown, timed, and holding up the end until they are discharged.

use serde_json::Value;

use super::plan::{self, CALL, ID};
use crate::env::Sandbox;

/// The documents' runbook with a duty that comes with one of its tasks.
fn with_duty(sandbox: &Sandbox) {
    plan::ready(sandbox);
    let words = ["--id", "wipe", "--kind", "delete-data", "--what", "Delete the copy"];
    let brought = ["--arises", "tasks.confirm-state", "--due-in", "24h"];
    sandbox.change(&[&["obligation", "add", ID][..], &words, &brought].concat());
    sandbox.at(CALL);
}

fn duty(sandbox: &Sandbox) -> Value {
    let record = plan::record(sandbox);
    record["obligations"].as_array().unwrap().iter().find(|duty| duty["id"] == "wipe").unwrap().clone()
}

fn rows(sandbox: &Sandbox) -> Value {
    sandbox.json(&["agenda"])["runbooks"][0]["duties"].clone()
}

#[test]
fn a_duty_comes_with_its_task_and_holds_up_closing() {
    let sandbox = Sandbox::new();
    with_duty(&sandbox);
    assert_eq!((&duty(&sandbox)["standing"], &duty(&sandbox)["due_at"]), (&"coming".into(), &Value::Null));
    sandbox.run(&["show", ID]).ok().says("comes with: tasks.confirm-state, due 24h after it");
    let early = sandbox.refused(3, &["obligation", "discharge", ID, "wipe", "--evidence", "gone"]);
    early.complains("is not owed yet: it comes with tasks.confirm-state");
    assert!(rows(&sandbox).as_array().unwrap().iter().all(|row| row["id"] != "wipe"));

    sandbox.run(&["start", ID]).ok();
    sandbox.run(&["task", "start", ID, "confirm-state"]).ok();
    let begun = plan::record(&sandbox)["tasks"][0]["attempts"][0]["started_at"].clone();
    assert_eq!(duty(&sandbox)["standing"], "owed");
    assert_eq!(rows(&sandbox)[0]["id"], "wipe", "what has a time comes first");
    assert_eq!(rows(&sandbox)[0]["due"].as_str().unwrap(), begun.as_str().unwrap().replace("-01T", "-02T"));
    assert_eq!(rows(&sandbox)[0]["overdue"], false);
    let before =
        ["obligation", "discharge", ID, "wipe", "--evidence", "gone", "--at", "2026-12-01 13:00 Europe/Berlin"];
    sandbox.refused(3, &before).complains("it came with tasks.confirm-state");

    sandbox.at("2026-12-02T15:00:00+01:00");
    assert_eq!(rows(&sandbox)[0]["overdue"], true);
    sandbox.run(&["agenda"]).ok().says("Duties by time").says("overdue");
    sandbox.run(&["list"]).ok().says("overdue");
    let warned = sandbox.run(&["ready", ID, "--json"]).json();
    assert!(plan::codes(&warned["runbooks"][0]["warnings"]).contains(&"duty-due".to_owned()));

    sandbox.run(&["task", "finish", ID, "confirm-state"]).ok();
    for task in ["bulk-change", "review-errors", "tell"] {
        sandbox.run(&["task", "finish", ID, task, "--took", "5m"]).ok();
    }
    sandbox.run(&["finish", ID]).ok();
    sandbox.run(&["check", "done", ID, "inform-completion"]).ok();
    sandbox.run(&["obligation", "discharge", ID, "update-issue", "--evidence", "https://x.example.com/1"]).ok();
    sandbox.refused(3, &["close", ID]).complains("obligation-open: “Delete the copy” is owed, due 2026-12-02T");
    sandbox.run(&["obligation", "discharge", ID, "wipe"]).code(2).complains("--evidence");
    sandbox.change(&["obligation", "discharge", ID, "wipe", "--evidence", "wiped, see the log"]);
    assert_eq!(duty(&sandbox)["standing"], "discharged");
    sandbox.change(&["close", ID]);
    sandbox.assert_sound();
}

#[test]
fn a_task_that_is_left_out_brings_no_duty() {
    let sandbox = Sandbox::new();
    with_duty(&sandbox);
    sandbox.run(&["start", ID]).ok();
    sandbox.run(&["task", "skip", ID, "confirm-state", "--note", "seen yesterday"]).ok();
    assert_eq!(duty(&sandbox)["standing"], "coming");
}

#[test]
fn what_brings_a_duty_is_there_and_stays() {
    let sandbox = Sandbox::new();
    with_duty(&sandbox);
    sandbox.refused(3, &["task", "remove", ID, "confirm-state"]).complains("obligation `wipe` comes with it");
    let add = |arises: &str| {
        let words = ["obligation", "add", ID, "--kind", "notify", "--what", "Tell", "--arises", arises];
        sandbox.refused(2, &words)
    };
    add("tasks.nothing").complains("obligations.tell.arises: there is no `tasks.nothing`");
    add("contacts.john-doe").complains("names nothing that can bring a duty");
    let twice = ["--kind", "notify", "--what", "x", "--due", "2030-01-01 10:00 UTC", "--due-in", "1h"];
    sandbox.refused(2, &[&["obligation", "add", ID][..], &twice].concat());
}

#[test]
fn a_computed_time_is_no_part_of_the_plan() {
    let sandbox = Sandbox::new();
    with_duty(&sandbox);
    sandbox.person("Jane Smith", "jane.smith@example.com");
    sandbox.run(&["approve", ID]).ok();
    sandbox.person("John Doe", "john.doe@example.com");
    sandbox.run(&["start", ID]).ok();
    sandbox.run(&["task", "start", ID, "confirm-state"]).ok();
    sandbox.run(&["show", ID]).ok().says("approved").says_no("STALE");
    let file = sandbox.read(plan::FILE);
    assert!(
        file.contains("arises = \"tasks.confirm-state\"\ndue_in = \"24h\"\n") && !file.contains("\ndue = "),
        "{file}"
    );
}

#[test]
fn each_region_of_the_settings_confirms_the_way_back() {
    let sandbox = Sandbox::new();
    let settings = sandbox.read(".runbook.toml").replace("# regions = ", "regions = ");
    sandbox.write(".runbook.toml", settings);
    sandbox.git(&["commit", "-qam", "Name our regions"]);
    plan::draft(&sandbox);
    let items = plan::ids(&plan::record(&sandbox), "pre_call");
    assert_eq!(
        items[1..5],
        ["rollback-every-region", "rollback-from-emea", "rollback-from-amer", "rollback-from-apac"]
    );
    sandbox.run(&["check", "done", ID, "rollback-from-emea"]).ok();
    assert!(plan::missing(&sandbox, ID).contains(&"evidence-missing".to_owned()), "who confirmed is wanted");
}
