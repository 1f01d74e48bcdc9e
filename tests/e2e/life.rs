//! The documents' complete example, from scaffold to close, as a DRI would type it.

use super::plan::{self, ID, ids, missing, record};
use crate::stand::Stand;

#[test]
fn the_documents_example_goes_from_scaffold_to_close() {
    let stand = Stand::new();
    plan::planned(&stand);
    assert_eq!(record(&stand)["state"], "draft");
    let open = ids(&record(&stand), "pre_call");
    assert_eq!(open.len(), 4, "the documents have four pre-call items");
    for (number, item) in open.iter().enumerate() {
        if number == 2 {
            let reason = "Dry-run cannot be completed due to change requirements";
            stand.change(&["check", "prevented", ID, item, "--reason", reason]);
        } else {
            stand.change(&["check", "done", ID, item]);
        }
    }
    stand.change(&["schedule", ID, "2026-12-01 14:00", "--zone", "Europe/Berlin", "--agreed", "ticket 123"]);
    assert_eq!(missing(&stand, ID), Vec::<String>::new());
    stand.person("Jane Smith", "jane.smith@example.com");
    stand.change(&["approve", ID]);
    stand.person("John Doe", "john.doe@example.com");

    stand.at(plan::CALL);
    stand.change(&["start", ID]);
    for (task, minutes) in [("confirm-state", 10), ("bulk-change", 72), ("review-errors", 15), ("tell", 5)] {
        stand.change(&["task", "start", ID, task]);
        stand.clock.pass(minutes * 60 - 1);
        stand.change(&["task", "finish", ID, task, "--note", "as planned"]);
    }
    stand.change(&["finish", ID]);
    assert_eq!(record(&stand)["state"], "wrap-up");
    plan::discharge_all(&stand);
    let closed = stand.change(&["close", ID, "--json"]).json();
    assert_eq!((&closed["state"], &closed["result"]), (&"closed".into(), &"completed".into()));

    let record = record(&stand);
    assert_eq!(record["pre_call"][2]["mark"], "prevented");
    let attempt = &record["tasks"][1]["attempts"][0];
    assert_eq!(attempt["outcome"], "success");
    assert_eq!(attempt["by"], "John Doe <john.doe@example.com>");
    let row = stand.json(&["list", "--all"])["runbooks"][0].clone();
    assert_eq!((&row["state"], &row["result"]), (&"closed".into(), &"completed".into()));
    stand.run(&["show", ID]).ok().says("Acme - Enforce 2FA on all groups").says("1h12m");
    assert!(stand.run(&["log", ID]).ok().stdout.lines().count() > 20);
}

#[test]
fn a_broken_off_call_goes_back_and_ends_rolled_back() {
    let stand = Stand::new();
    plan::ready(&stand);
    stand.change(&["rollback", "add", ID, "--id", "enable", "--title", "Run the method with status enable"]);
    stand.at(plan::CALL);
    stand.change(&["start", ID]);
    stand.change(&["task", "start", ID, "confirm-state"]);
    stand.refused(2, &["abort", ID]);
    let aborted = stand.change(&["abort", ID, "--reason", "the customer stopped it", "--json"]).json();
    assert_eq!(aborted["state"], "rolling-back");
    let events: Vec<_> = aborted["events"].as_array().expect("events").iter().map(|event| &event["do"]).collect();
    assert_eq!(events, ["task.fail", "abort"]);
    stand.refused(3, &["finish", ID]);
    stand.change(&["rollback", "start", ID, "enable"]);
    stand.change(&["rollback", "finish", ID, "enable"]);
    stand.change(&["finish", ID]);
    plan::discharge_all(&stand);
    assert_eq!(stand.change(&["close", ID, "--json"]).json()["result"], "rolled-back");
}

#[test]
fn aborting_before_anything_was_done_has_nothing_to_take_back() {
    let stand = Stand::new();
    plan::running(&stand);
    let aborted = stand.change(&["abort", ID, "--reason", "nobody came", "--json"]).json();
    assert_eq!(aborted["state"], "wrap-up");
    plan::discharge_all(&stand);
    assert_eq!(stand.change(&["close", ID, "--json"]).json()["result"], "aborted");
}

#[test]
fn cancelled_work_is_closed_and_can_be_taken_up_again() {
    let stand = Stand::new();
    plan::ready(&stand);
    stand.refused(2, &["cancel", ID]);
    let cancelled = stand.change(&["cancel", ID, "--reason", "the customer changed their mind", "--json"]).json();
    assert_eq!((&cancelled["state"], &cancelled["result"]), (&"closed".into(), &"cancelled".into()));
    stand.refused(3, &["set", ID, "summary=too late"]);
    stand.refused(2, &["reopen", ID]);
    assert_eq!(stand.change(&["reopen", ID, "--reason", "back again", "--json"]).json()["state"], "wrap-up");
}

#[test]
fn a_failed_task_makes_the_result_partial() {
    let stand = Stand::new();
    plan::running(&stand);
    for task in ["confirm-state", "review-errors", "tell"] {
        stand.change(&["task", "finish", ID, task, "--took", "10m"]);
    }
    stand.refused(2, &["task", "fail", ID, "bulk-change"]);
    stand.change(&["task", "start", ID, "bulk-change"]);
    stand.refused(3, &["finish", ID]);
    stand.change(&["task", "pause", ID, "bulk-change"]);
    stand.refused(3, &["finish", ID]);
    stand.change(&["task", "start", ID, "bulk-change"]);
    stand.change(&["task", "fail", ID, "bulk-change", "--note", "the method timed out"]);
    stand.change(&["finish", ID]);
    plan::discharge_all(&stand);
    assert_eq!(stand.change(&["close", ID, "--json"]).json()["result"], "partial");
}

#[test]
fn attempts_add_up_and_waiting_is_not_work() {
    let stand = Stand::new();
    plan::running(&stand);
    for (word, minutes) in [("pause", 10), ("fail", 5), ("finish", 20)] {
        stand.run(&["task", "start", ID, "bulk-change"]).ok();
        stand.clock.pass(minutes * 60 - 1);
        stand.run(&["task", word, ID, "bulk-change", "--note", "said"]).ok();
        stand.clock.pass(3_600);
    }
    let row = stand.json(&["list"])["runbooks"][0].clone();
    assert_eq!(row["actual_s"], 35 * 60);
    assert_eq!((&row["tasks_done"], &row["tasks_total"]), (&1.into(), &4.into()));
    assert_eq!(row["estimate_s"], (10 + 75 + 20 + 10) * 60);
}
