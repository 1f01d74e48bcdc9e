//! The documents' complete example, from scaffold to close, as a DRI would type it.

use super::plan::{self, ID, ids, missing, record};
use crate::env::Sandbox;

#[test]
fn the_documents_example_goes_from_scaffold_to_close() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    assert_eq!(record(&sandbox)["state"], "draft");
    let open = ids(&record(&sandbox), "pre_call");
    assert_eq!(open.len(), 4, "the documents have four pre-call items");
    for (number, item) in open.iter().enumerate() {
        if number == 2 {
            let reason = "Dry-run cannot be completed due to change requirements";
            sandbox.change(&["check", "prevented", ID, item, "--reason", reason]);
        } else {
            sandbox.change(&["check", "done", ID, item]);
        }
    }
    sandbox.change(&["schedule", ID, "2026-12-01 14:00", "--zone", "Europe/Berlin", "--agreed", "ticket 123"]);
    assert_eq!(missing(&sandbox, ID), Vec::<String>::new());
    sandbox.person("Jane Smith", "jane.smith@example.com");
    sandbox.change(&["approve", ID]);
    sandbox.person("John Doe", "john.doe@example.com");

    sandbox.at(plan::CALL);
    sandbox.change(&["start", ID]);
    for (task, minutes) in [("confirm-state", 10), ("bulk-change", 72), ("review-errors", 15), ("tell", 5)] {
        sandbox.change(&["task", "start", ID, task]);
        sandbox.clock.pass(minutes * 60 - 1);
        sandbox.change(&["task", "finish", ID, task, "--note", "as planned"]);
    }
    sandbox.change(&["finish", ID]);
    assert_eq!(record(&sandbox)["state"], "wrap-up");
    plan::discharge_all(&sandbox);
    let closed = sandbox.change(&["close", ID, "--json"]).json();
    assert_eq!((&closed["state"], &closed["result"]), (&"closed".into(), &"completed".into()));

    let record = record(&sandbox);
    assert_eq!(record["pre_call"][2]["mark"], "prevented");
    let attempt = &record["tasks"][1]["attempts"][0];
    assert_eq!(attempt["outcome"], "success");
    assert_eq!(attempt["by"], "John Doe <john.doe@example.com>");
    let row = sandbox.json(&["list", "--all"])["runbooks"][0].clone();
    assert_eq!((&row["state"], &row["result"]), (&"closed".into(), &"completed".into()));
    sandbox.run(&["show", ID]).ok().says("Acme - Enforce 2FA on all groups").says("1h12m");
    assert!(sandbox.run(&["log", ID]).ok().stdout.lines().count() > 20);
}

#[test]
fn a_broken_off_call_goes_back_and_ends_rolled_back() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.change(&["rollback", "add", ID, "--id", "enable", "--title", "Run the method with status enable"]);
    sandbox.at(plan::CALL);
    sandbox.change(&["start", ID]);
    sandbox.change(&["task", "start", ID, "confirm-state"]);
    sandbox.refused(2, &["abort", ID]);
    let aborted = sandbox.change(&["abort", ID, "--reason", "the customer stopped it", "--json"]).json();
    assert_eq!(aborted["state"], "rolling-back");
    let events: Vec<_> = aborted["events"].as_array().expect("events").iter().map(|event| &event["do"]).collect();
    assert_eq!(events, ["task.fail", "abort"]);
    sandbox.refused(3, &["finish", ID]);
    sandbox.change(&["rollback", "start", ID, "enable"]);
    sandbox.change(&["rollback", "finish", ID, "enable"]);
    sandbox.change(&["finish", ID]);
    plan::discharge_all(&sandbox);
    assert_eq!(sandbox.change(&["close", ID, "--json"]).json()["result"], "rolled-back");
}

#[test]
fn aborting_before_anything_was_done_has_nothing_to_take_back() {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    let aborted = sandbox.change(&["abort", ID, "--reason", "nobody came", "--json"]).json();
    assert_eq!(aborted["state"], "wrap-up");
    plan::discharge_all(&sandbox);
    assert_eq!(sandbox.change(&["close", ID, "--json"]).json()["result"], "aborted");
}

#[test]
fn cancelled_work_is_closed_and_can_be_taken_up_again() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.refused(2, &["cancel", ID]);
    let cancelled = sandbox.change(&["cancel", ID, "--reason", "the customer changed their mind", "--json"]).json();
    assert_eq!((&cancelled["state"], &cancelled["result"]), (&"closed".into(), &"cancelled".into()));
    sandbox.refused(3, &["set", ID, "summary=too late"]);
    sandbox.refused(2, &["reopen", ID]);
    assert_eq!(sandbox.change(&["reopen", ID, "--reason", "back again", "--json"]).json()["state"], "wrap-up");
}

#[test]
fn a_failed_task_makes_the_result_partial() {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    for task in ["confirm-state", "review-errors", "tell"] {
        sandbox.change(&["task", "finish", ID, task, "--took", "10m"]);
    }
    sandbox.refused(2, &["task", "fail", ID, "bulk-change"]);
    sandbox.change(&["task", "start", ID, "bulk-change"]);
    sandbox.refused(3, &["finish", ID]);
    sandbox.change(&["task", "pause", ID, "bulk-change"]);
    sandbox.refused(3, &["finish", ID]);
    sandbox.change(&["task", "start", ID, "bulk-change"]);
    sandbox.change(&["task", "fail", ID, "bulk-change", "--note", "the method timed out"]);
    sandbox.change(&["finish", ID]);
    plan::discharge_all(&sandbox);
    assert_eq!(sandbox.change(&["close", ID, "--json"]).json()["result"], "partial");
}

#[test]
fn attempts_add_up_and_waiting_is_not_work() {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    for (word, minutes) in [("pause", 10), ("fail", 5), ("finish", 20)] {
        sandbox.run(&["task", "start", ID, "bulk-change"]).ok();
        sandbox.clock.pass(minutes * 60 - 1);
        sandbox.run(&["task", word, ID, "bulk-change", "--note", "said"]).ok();
        sandbox.clock.pass(3_600);
    }
    let row = sandbox.json(&["list"])["runbooks"][0].clone();
    assert_eq!(row["actual_s"], 35 * 60);
    assert_eq!((&row["tasks_done"], &row["tasks_total"]), (&1.into(), &4.into()));
    assert_eq!(row["estimate_s"], (10 + 75 + 20 + 10) * 60);
}
