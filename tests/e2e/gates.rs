//! What the lifecycle refuses, and what opens its gates.

use super::plan::{self, ID, codes, ids, missing, record};
use crate::env::Sandbox;

#[test]
fn start_is_refused_with_every_unmet_gate_at_once() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    let out = sandbox.refused(3, &["start", ID]);
    for code in ["no-schedule", "pre-call-open"] {
        out.complains(code);
    }
}

#[test]
fn a_permission_holds_up_the_start_and_the_task_that_it_covers() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.change(&[
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
    assert_eq!(missing(&sandbox, ID), ["permission-open"]);
    sandbox.at(plan::CALL);
    sandbox.refused(3, &["start", ID]);
    sandbox.refused(2, &["start", ID, "--override", "permission-open"]);
    let started = sandbox
        .change(&["start", ID, "--override", "permission-open", "--reason", "it is on its way", "--json"])
        .json();
    let events: Vec<_> = started["events"].as_array().expect("events").iter().map(|event| &event["do"]).collect();
    assert_eq!(events, ["override", "start"]);
    sandbox.refused(3, &["task", "start", ID, "bulk-change"]);
    sandbox.change(&["task", "finish", ID, "confirm-state", "--took", "10m"]);
    sandbox.refused(2, &["permission", "grant", ID, "remove"]);
    let asked = sandbox.change(&["permission", "ask", ID, "remove"]);
    asked.says("Remove 2FA from 2500 users");
    sandbox.change(&["permission", "grant", ID, "remove", "--by", "Tom Blogs", "--evidence", "ticket 123, reply 4"]);
    sandbox.change(&["task", "start", ID, "bulk-change"]);
    let report = sandbox.run(&["ready", ID, "--json"]).json()["runbooks"][0].clone();
    let waived = &report["overridden"][0];
    assert_eq!((&waived["code"], &waived["reason"]), (&"permission-open".into(), &"it is on its way".into()));
    assert_eq!(waived["by"], "John Doe <john.doe@example.com>");
    assert_eq!(record(&sandbox)["overrides"][0]["code"], "permission-open");
}

#[test]
fn a_refused_permission_stands_until_asked_again() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.change(&["permission", "add", ID, "--id", "remove", "--action", "Remove 2FA", "--covers", "bulk-change"]);
    sandbox.change(&["permission", "refuse", ID, "remove", "--by", "Tom Blogs", "--evidence", "ticket 123"]);
    assert_eq!(missing(&sandbox, ID), ["permission-refused"]);
    sandbox.at(plan::CALL);
    sandbox.refused(3, &["start", ID, "--override", "permission-refused", "--reason", "anyway"]);
    sandbox.refused(3, &["permission", "grant", ID, "remove", "--by", "Tom Blogs", "--evidence", "ticket 123"]);
    sandbox.change(&["permission", "ask", ID, "remove"]);
    sandbox.change(&["permission", "grant", ID, "remove", "--by", "Tom Blogs", "--evidence", "ticket 123"]);
    sandbox.change(&["start", ID]);
}

#[test]
fn a_required_item_cannot_be_prevented_or_overridden() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.change(&["check", "add", ID, "--id", "backup", "--text", "A backup exists", "--required"]);
    sandbox.refused(3, &["check", "prevented", ID, "backup", "--reason", "no time"]);
    sandbox.at(plan::CALL);
    sandbox.refused(3, &["start", ID, "--override", "pre-call-open", "--reason", "no time"]);
    sandbox.change(&["check", "done", ID, "backup"]);
    sandbox.change(&["start", ID]);
}

#[test]
fn wanted_evidence_is_taken_late_and_missed_until_then() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.change(&["check", "add", ID, "--id", "log", "--text", "Log captured", "--wants-evidence"]);
    sandbox.change(&["check", "done", ID, "log"]);
    assert_eq!(missing(&sandbox, ID), ["evidence-missing"]);
    sandbox.change(&["check", "done", ID, "log", "--evidence", "logs/1"]);
    assert_eq!(missing(&sandbox, ID), Vec::<String>::new());
}

#[test]
fn a_condition_switches_an_item_off_and_on() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.change(&["set", ID, "var.paid=true"]);
    sandbox.change(&["check", "add", ID, "--id", "invoice", "--text", "Paid", "--when", "paid"]);
    assert_eq!(missing(&sandbox, ID), ["pre-call-open"]);
    sandbox.change(&["set", ID, "var.paid=false"]);
    assert_eq!(missing(&sandbox, ID), Vec::<String>::new());
    sandbox.change(&["set", ID, "paid=true"]);
    assert_eq!(missing(&sandbox, ID), ["pre-call-open"]);
    sandbox.refused(2, &["check", "add", ID, "--text", "Odd", "--when", "paid =="]);
    sandbox.refused(2, &["check", "add", ID, "--text", "Odd", "--when", "unknown_name"]);
}

#[test]
fn closing_wants_the_post_call_list_and_every_duty() {
    let sandbox = Sandbox::new();
    plan::wrapped(&sandbox);
    sandbox.refused(3, &["close", ID]);
    let record = record(&sandbox);
    for item in ids(&record, "post_call") {
        sandbox.change(&["check", "done", ID, &item]);
    }
    sandbox.refused(3, &["close", ID]);
    let duties = ids(&record, "obligations");
    assert!(!duties.is_empty(), "the blank scaffold owes an updated issue");
    for duty in duties {
        sandbox.refused(2, &["obligation", "discharge", ID, &duty]);
        sandbox.change(&["obligation", "discharge", ID, &duty, "--evidence", "issue 1, note 2"]);
    }
    sandbox.change(&["close", ID]);
    sandbox.refused(3, &["close", ID]);
}

#[test]
fn one_person_cannot_execute_and_communicate() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.change(&["contact", "remove", ID, "jane-smith"]);
    sandbox.change(&["contact", "set", ID, "john-doe", "--duty", "execute", "--duty", "communicate"]);
    assert_eq!(missing(&sandbox, ID), ["one-person-two-roles"]);
}

#[test]
fn the_dri_cannot_approve_and_a_changed_plan_makes_approval_stale() {
    let sandbox = Sandbox::new();
    sandbox.write(".runbook.toml", sandbox.read(".runbook.toml") + "\n[approval]\nrequired = 1\n");
    sandbox.git(&["commit", "--quiet", "--all", "--message", "two people"]);
    plan::ready(&sandbox);
    assert_eq!(missing(&sandbox, ID), ["approval-missing"]);
    sandbox.refused(3, &["approve", ID]);
    sandbox.person("Jane Smith", "jane.smith@example.com");
    sandbox.change(&["approve", ID]);
    assert_eq!(missing(&sandbox, ID), Vec::<String>::new());
    sandbox.person("John Doe", "john.doe@example.com");
    let item = ids(&record(&sandbox), "pre_call")[0].clone();
    sandbox.change(&["check", "clear", ID, &item]);
    sandbox.change(&["check", "done", ID, &item]);
    assert_eq!(missing(&sandbox, ID), Vec::<String>::new(), "what happens to the plan is no change of it");
    sandbox.change(&["task", "set", ID, "bulk-change", "--estimate", "2h"]);
    assert_eq!(missing(&sandbox, ID), ["approval-stale"]);
    sandbox.person("Jane Smith", "jane.smith@example.com");
    sandbox.change(&["approve", ID]);
    assert_eq!(missing(&sandbox, ID), Vec::<String>::new());
    sandbox.change(&["approve", ID, "--withdraw"]);
    assert!(!missing(&sandbox, ID).is_empty());
}

#[test]
fn a_state_gives_no_command_that_it_does_not_know() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    for words in
        [&["finish", ID][..], &["close", ID], &["abort", ID, "--reason", "x"], &["reopen", ID, "--reason", "x"]]
    {
        sandbox.refused(3, words);
    }
    sandbox.refused(3, &["task", "start", ID, "tell"]);
    sandbox.at(plan::CALL);
    sandbox.change(&["start", ID]);
    sandbox.refused(3, &["start", ID]);
    sandbox.refused(3, &["cancel", ID, "--reason", "x"]);
    assert_eq!(missing(&sandbox, ID), ["state"]);
    sandbox.refused(3, &["start", ID, "--override", "state", "--reason", "x"]);
}

#[test]
fn overdue_and_unreadable_ones_are_in_the_report_of_all() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.run(&["ready", "--all"]).ok();
    sandbox.run(&["ready", "--all", "--within", "24h"]).ok().says_no(ID);
    sandbox.at("2026-12-02T09:00:00+01:00");
    let late = sandbox.run(&["ready", "--all", "--within", "24h", "--json"]);
    assert_eq!(codes(&late.code(1).json()["runbooks"][0]["missing"]), ["schedule-past"]);
    sandbox.write("runbooks/acme/broken.toml", "customer = \n");
    let answer = sandbox.run(&["ready", "--all", "--json"]).code(1).json();
    let runbooks = answer["runbooks"].as_array().expect("runbooks");
    let broken = runbooks.iter().find(|one| one["id"] == "acme/broken").expect("the broken one is reported");
    assert_eq!(codes(&broken["missing"]), ["unreadable"]);
}

#[test]
fn a_placeholder_is_no_plan() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.change(&["set", ID, "summary=Enforce it on {{ count }} groups"]);
    assert_eq!(missing(&sandbox, ID), ["placeholder"]);
}
