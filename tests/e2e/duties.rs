//! Duties that come with what happens: shown, timed, and holding up the end until they are discharged.

use serde_json::Value;

use super::plan::{self, CALL, ID};
use crate::stand::Stand;

/// The documents' runbook with a duty that comes with one of its tasks.
fn with_duty(stand: &Stand) {
    plan::ready(stand);
    let words = ["--id", "wipe", "--kind", "delete-data", "--what", "Delete the copy"];
    let brought = ["--arises", "tasks.confirm-state", "--due-in", "24h"];
    stand.change(&[&["obligation", "add", ID][..], &words, &brought].concat());
    stand.at(CALL);
}

fn duty(stand: &Stand) -> Value {
    let record = plan::record(stand);
    record["obligations"].as_array().unwrap().iter().find(|duty| duty["id"] == "wipe").unwrap().clone()
}

fn rows(stand: &Stand) -> Value {
    stand.json(&["agenda"])["runbooks"][0]["duties"].clone()
}

#[test]
fn a_duty_comes_with_its_task_and_holds_up_closing() {
    let stand = Stand::new();
    with_duty(&stand);
    assert_eq!((&duty(&stand)["standing"], &duty(&stand)["due_at"]), (&"coming".into(), &Value::Null));
    stand.run(&["show", ID]).ok().says("comes with: tasks.confirm-state, due 24h after it");
    let early = stand.refused(3, &["obligation", "discharge", ID, "wipe", "--evidence", "gone"]);
    early.complains("is not owed yet: it comes with tasks.confirm-state");
    assert!(rows(&stand).as_array().unwrap().iter().all(|row| row["id"] != "wipe"));

    stand.run(&["start", ID]).ok();
    stand.run(&["task", "start", ID, "confirm-state"]).ok();
    let begun = plan::record(&stand)["tasks"][0]["attempts"][0]["started_at"].clone();
    assert_eq!(duty(&stand)["standing"], "owed");
    assert_eq!(rows(&stand)[0]["id"], "wipe", "what has a time comes first");
    assert_eq!(rows(&stand)[0]["due"].as_str().unwrap(), begun.as_str().unwrap().replace("-01T", "-02T"));
    assert_eq!(rows(&stand)[0]["overdue"], false);
    let before =
        ["obligation", "discharge", ID, "wipe", "--evidence", "gone", "--at", "2026-12-01 13:00 Europe/Berlin"];
    stand.refused(3, &before).complains("it came with tasks.confirm-state");

    stand.at("2026-12-02T15:00:00+01:00");
    assert_eq!(rows(&stand)[0]["overdue"], true);
    stand.run(&["agenda"]).ok().says("Duties by time").says("overdue");
    stand.run(&["list"]).ok().says("overdue");
    let warned = stand.run(&["ready", ID, "--json"]).json();
    assert!(plan::codes(&warned["runbooks"][0]["warnings"]).contains(&"duty-due".to_owned()));

    stand.run(&["task", "finish", ID, "confirm-state"]).ok();
    for task in ["bulk-change", "review-errors", "tell"] {
        stand.run(&["task", "finish", ID, task, "--took", "5m"]).ok();
    }
    stand.run(&["finish", ID]).ok();
    stand.run(&["check", "done", ID, "inform-completion"]).ok();
    stand.run(&["obligation", "discharge", ID, "update-issue", "--evidence", "https://x.example.com/1"]).ok();
    stand.refused(3, &["close", ID]).complains("obligation-open: “Delete the copy” is owed, due 2026-12-02T");
    stand.run(&["obligation", "discharge", ID, "wipe"]).code(2).complains("--evidence");
    stand.change(&["obligation", "discharge", ID, "wipe", "--evidence", "wiped, see the log"]);
    assert_eq!(duty(&stand)["standing"], "discharged");
    stand.change(&["close", ID]);
    stand.assert_sound();
}

#[test]
fn a_task_that_is_left_out_brings_no_duty() {
    let stand = Stand::new();
    with_duty(&stand);
    stand.run(&["start", ID]).ok();
    stand.run(&["task", "skip", ID, "confirm-state", "--note", "seen yesterday"]).ok();
    assert_eq!(duty(&stand)["standing"], "coming");
}

#[test]
fn what_brings_a_duty_is_there_and_stays() {
    let stand = Stand::new();
    with_duty(&stand);
    stand.refused(3, &["task", "remove", ID, "confirm-state"]).complains("obligation `wipe` comes with it");
    let add = |arises: &str| {
        let words = ["obligation", "add", ID, "--kind", "notify", "--what", "Tell", "--arises", arises];
        stand.refused(2, &words)
    };
    add("tasks.nothing").complains("obligations.tell.arises: there is no `tasks.nothing`");
    add("contacts.john-doe").complains("names nothing that can bring a duty");
    let twice = ["--kind", "notify", "--what", "x", "--due", "2030-01-01 10:00 UTC", "--due-in", "1h"];
    stand.refused(2, &[&["obligation", "add", ID][..], &twice].concat());
}

#[test]
fn a_computed_time_is_no_part_of_the_plan() {
    let stand = Stand::new();
    with_duty(&stand);
    stand.person("Jane Smith", "jane.smith@example.com");
    stand.run(&["approve", ID]).ok();
    stand.person("John Doe", "john.doe@example.com");
    stand.run(&["start", ID]).ok();
    stand.run(&["task", "start", ID, "confirm-state"]).ok();
    stand.run(&["show", ID]).ok().says("approved").says_no("STALE");
    let file = stand.read(plan::FILE);
    assert!(
        file.contains("arises = \"tasks.confirm-state\"\ndue_in = \"24h\"\n") && !file.contains("\ndue = "),
        "{file}"
    );
}

#[test]
fn each_region_of_the_settings_confirms_the_way_back() {
    let stand = Stand::new();
    let settings = stand.read(".runbook.toml").replace("# regions = ", "regions = ");
    stand.write(".runbook.toml", settings);
    stand.git(&["commit", "-qam", "Name our regions"]);
    plan::draft(&stand);
    let items = plan::ids(&plan::record(&stand), "pre_call");
    assert_eq!(
        items[1..5],
        ["rollback-every-region", "rollback-from-emea", "rollback-from-amer", "rollback-from-apac"]
    );
    stand.run(&["check", "done", ID, "rollback-from-emea"]).ok();
    assert!(plan::missing(&stand, ID).contains(&"evidence-missing".to_owned()), "who confirmed is wanted");
}
