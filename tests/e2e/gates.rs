//! What the lifecycle refuses, and what opens its gates.

use super::plan::{self, ID, codes, ids, missing, record};
use crate::stand::Stand;

#[test]
fn start_is_refused_with_every_unmet_gate_at_once() {
    let stand = Stand::new();
    plan::planned(&stand);
    let out = stand.refused(3, &["start", ID]);
    for code in ["no-schedule", "pre-call-open"] {
        out.complains(code);
    }
}

#[test]
fn a_permission_holds_up_the_start_and_the_task_that_it_covers() {
    let stand = Stand::new();
    plan::ready(&stand);
    stand.change(&[
        "permission",
        "add",
        ID,
        "--id",
        "remove",
        "--action",
        "Remove 2FA from 2500 users",
        "--from",
        "tom",
        "--covers",
        "bulk-change",
    ]);
    assert_eq!(missing(&stand, ID), ["permission-open"]);
    stand.at(plan::CALL);
    stand.refused(3, &["start", ID]);
    stand.refused(2, &["start", ID, "--override", "permission-open"]);
    let started =
        stand.change(&["start", ID, "--override", "permission-open", "--reason", "it is on its way", "--json"]).json();
    let events: Vec<_> = started["events"].as_array().expect("events").iter().map(|event| &event["do"]).collect();
    assert_eq!(events, ["override", "start"]);
    stand.refused(3, &["task", "start", ID, "bulk-change"]);
    stand.change(&["task", "finish", ID, "confirm-state", "--took", "10m"]);
    stand.refused(2, &["permission", "grant", ID, "remove"]);
    let asked = stand.change(&["permission", "ask", ID, "remove"]);
    asked.says("Remove 2FA from 2500 users");
    stand.change(&["permission", "grant", ID, "remove", "--by", "Tom Blogs", "--evidence", "ticket 123, reply 4"]);
    stand.change(&["task", "start", ID, "bulk-change"]);
    let report = stand.run(&["ready", ID, "--json"]).json()["runbooks"][0].clone();
    let waived = &report["overridden"][0];
    assert_eq!((&waived["code"], &waived["reason"]), (&"permission-open".into(), &"it is on its way".into()));
    assert_eq!(waived["by"], "John Doe <john.doe@example.com>");
    assert_eq!(record(&stand)["overrides"][0]["code"], "permission-open");
}

#[test]
fn a_refused_permission_stands_until_asked_again() {
    let stand = Stand::new();
    plan::ready(&stand);
    stand.change(&["permission", "add", ID, "--id", "remove", "--action", "Remove 2FA", "--covers", "bulk-change"]);
    stand.change(&["permission", "refuse", ID, "remove", "--by", "Tom Blogs", "--evidence", "ticket 123"]);
    assert_eq!(missing(&stand, ID), ["permission-refused"]);
    stand.at(plan::CALL);
    stand.refused(3, &["start", ID, "--override", "permission-refused", "--reason", "anyway"]);
    stand.refused(3, &["permission", "grant", ID, "remove", "--by", "Tom Blogs", "--evidence", "ticket 123"]);
    stand.change(&["permission", "ask", ID, "remove"]);
    stand.change(&["permission", "grant", ID, "remove", "--by", "Tom Blogs", "--evidence", "ticket 123"]);
    stand.change(&["start", ID]);
}

#[test]
fn a_required_item_cannot_be_prevented_or_overridden() {
    let stand = Stand::new();
    plan::ready(&stand);
    stand.change(&["check", "add", ID, "--id", "backup", "--text", "A backup exists", "--required"]);
    stand.refused(3, &["check", "prevented", ID, "backup", "--reason", "no time"]);
    stand.at(plan::CALL);
    stand.refused(3, &["start", ID, "--override", "pre-call-open", "--reason", "no time"]);
    stand.change(&["check", "done", ID, "backup"]);
    stand.change(&["start", ID]);
}

#[test]
fn wanted_evidence_is_taken_late_and_missed_until_then() {
    let stand = Stand::new();
    plan::ready(&stand);
    stand.change(&["check", "add", ID, "--id", "log", "--text", "Log captured", "--wants-evidence"]);
    stand.change(&["check", "done", ID, "log"]);
    assert_eq!(missing(&stand, ID), ["evidence-missing"]);
    stand.change(&["check", "done", ID, "log", "--evidence", "logs/1"]);
    assert_eq!(missing(&stand, ID), Vec::<String>::new());
}

#[test]
fn a_condition_switches_an_item_off_and_on() {
    let stand = Stand::new();
    plan::ready(&stand);
    stand.change(&["set", ID, "var.paid=true"]);
    stand.change(&["check", "add", ID, "--id", "invoice", "--text", "Paid", "--when", "paid"]);
    assert_eq!(missing(&stand, ID), ["pre-call-open"]);
    stand.change(&["set", ID, "var.paid=false"]);
    assert_eq!(missing(&stand, ID), Vec::<String>::new());
    stand.change(&["set", ID, "paid=true"]);
    assert_eq!(missing(&stand, ID), ["pre-call-open"]);
    stand.refused(2, &["check", "add", ID, "--text", "Odd", "--when", "paid =="]);
    stand.refused(2, &["check", "add", ID, "--text", "Odd", "--when", "unknown_name"]);
}

#[test]
fn closing_wants_the_post_call_list_and_every_duty() {
    let stand = Stand::new();
    plan::wrapped(&stand);
    stand.refused(3, &["close", ID]);
    let record = record(&stand);
    for item in ids(&record, "post_call") {
        stand.change(&["check", "done", ID, &item]);
    }
    stand.refused(3, &["close", ID]);
    let duties = ids(&record, "obligations");
    assert!(!duties.is_empty(), "the blank scaffold owes an updated issue");
    for duty in duties {
        stand.refused(2, &["obligation", "discharge", ID, &duty]);
        stand.change(&["obligation", "discharge", ID, &duty, "--evidence", "issue 1, note 2"]);
    }
    stand.change(&["close", ID]);
    stand.refused(3, &["close", ID]);
}

#[test]
fn one_person_cannot_execute_and_communicate() {
    let stand = Stand::new();
    plan::ready(&stand);
    stand.change(&["contact", "remove", ID, "jane-smith"]);
    stand.change(&["contact", "set", ID, "john-doe", "--duty", "execute", "--duty", "communicate"]);
    assert_eq!(missing(&stand, ID), ["one-person-two-roles"]);
}

#[test]
fn the_dri_cannot_approve_and_a_changed_plan_makes_approval_stale() {
    let stand = Stand::new();
    stand.write(".runbook.toml", stand.read(".runbook.toml") + "\n[approval]\nrequired = 1\n");
    stand.git(&["commit", "--quiet", "--all", "--message", "two people"]);
    plan::ready(&stand);
    assert_eq!(missing(&stand, ID), ["approval-missing"]);
    stand.refused(3, &["approve", ID]);
    stand.person("Jane Smith", "jane.smith@example.com");
    stand.change(&["approve", ID]);
    assert_eq!(missing(&stand, ID), Vec::<String>::new());
    stand.person("John Doe", "john.doe@example.com");
    let item = ids(&record(&stand), "pre_call")[0].clone();
    stand.change(&["check", "clear", ID, &item]);
    stand.change(&["check", "done", ID, &item]);
    assert_eq!(missing(&stand, ID), Vec::<String>::new(), "what happens to the plan is no change of it");
    stand.change(&["task", "set", ID, "bulk-change", "--estimate", "2h"]);
    assert_eq!(missing(&stand, ID), ["approval-stale"]);
    stand.person("Jane Smith", "jane.smith@example.com");
    stand.change(&["approve", ID]);
    assert_eq!(missing(&stand, ID), Vec::<String>::new());
    stand.change(&["approve", ID, "--withdraw"]);
    assert!(!missing(&stand, ID).is_empty());
}

#[test]
fn a_state_gives_no_command_that_it_does_not_know() {
    let stand = Stand::new();
    plan::ready(&stand);
    for words in
        [&["finish", ID][..], &["close", ID], &["abort", ID, "--reason", "x"], &["reopen", ID, "--reason", "x"]]
    {
        stand.refused(3, words);
    }
    stand.refused(3, &["task", "start", ID, "tell"]);
    stand.at(plan::CALL);
    stand.change(&["start", ID]);
    stand.refused(3, &["start", ID]);
    stand.refused(3, &["cancel", ID, "--reason", "x"]);
    assert_eq!(missing(&stand, ID), ["state"]);
    stand.refused(3, &["start", ID, "--override", "state", "--reason", "x"]);
}

#[test]
fn overdue_and_unreadable_ones_are_in_the_report_of_all() {
    let stand = Stand::new();
    plan::ready(&stand);
    stand.run(&["ready", "--all"]).ok();
    stand.run(&["ready", "--all", "--within", "24h"]).ok().says_no(ID);
    stand.at("2026-12-02T09:00:00+01:00");
    let late = stand.run(&["ready", "--all", "--within", "24h", "--json"]);
    assert_eq!(codes(&late.code(1).json()["runbooks"][0]["missing"]), ["schedule-past"]);
    stand.write("runbooks/acme/broken.toml", "customer = \n");
    let answer = stand.run(&["ready", "--all", "--json"]).code(1).json();
    let runbooks = answer["runbooks"].as_array().expect("runbooks");
    let broken = runbooks.iter().find(|one| one["id"] == "acme/broken").expect("the broken one is reported");
    assert_eq!(codes(&broken["missing"]), ["unreadable"]);
}

#[test]
fn a_placeholder_is_no_plan() {
    let stand = Stand::new();
    plan::ready(&stand);
    stand.change(&["set", ID, "summary=Enforce it on {{ count }} groups"]);
    assert_eq!(missing(&stand, ID), ["placeholder"]);
}
