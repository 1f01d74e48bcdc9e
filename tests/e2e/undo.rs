//! Taking the last change back: what may be, what may not, and that nothing of somebody else's is lost.

use serde_json::json;

use super::plan::{self, FILE, ID, record};
use crate::env::Sandbox;

fn as_jane(sandbox: &Sandbox) {
    sandbox.set_var("GIT_AUTHOR_NAME", "Jane Smith");
    sandbox.set_var("GIT_AUTHOR_EMAIL", "jane.smith@example.com");
}

fn as_john(sandbox: &Sandbox) {
    sandbox.set_var("GIT_AUTHOR_NAME", "John Doe");
    sandbox.set_var("GIT_AUTHOR_EMAIL", "john.doe@example.com");
}

#[test]
fn the_last_change_goes_and_comes_back() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    let before = sandbox.read(FILE);
    sandbox.change(&["task", "set", ID, "bulk-change", "--estimate", "2h"]);
    let set = sandbox.git(&["rev-parse", "HEAD"]).line().to_owned();
    let after = sandbox.read(FILE);
    let out = sandbox.change(&["undo", ID, "--json"]).json();
    assert_eq!((&out["events"][0]["do"], &out["events"][0]["undoes"]), (&json!("undo"), &json!(set)));
    assert_eq!(out["events"][0]["undone"], json!(["task.set"]));
    assert_eq!(sandbox.read(FILE), before);
    // undone twice it is done again
    sandbox.change(&["undo", ID]);
    assert_eq!(sandbox.read(FILE), after);
    sandbox.change(&["undo", ID, "--yes"]);
    assert_eq!(sandbox.read(FILE), before);
    // whichever number of times it was turned round, what is gone is told as gone, and nothing as done again
    let log = sandbox.run(&["log", ID, "--limit", "4"]);
    log.ok().says("undo the undo").says_no("redo");
    assert_eq!(log.stdout.matches("taken back later").count(), 2, "{log}");
}

#[test]
fn every_kind_of_change_comes_back_to_the_letter() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.write(FILE, format!("# mine\n{}", sandbox.read(FILE)));
    sandbox.run(&["save", ID]).ok();
    for words in [
        &["set", ID, "summary=", "var.seats=7"][..],
        &["contact", "add", ID, "--side", "customer", "--name", "New Person"],
        &["contact", "set", ID, "tom", "--role", ""],
        &["check", "clear", ID, "dry-run"],
        &["task", "move", ID, "tell", "--first"],
        &["task", "remove", ID, "review-errors"],
        &["permission", "add", ID, "--action", "remove the 2FA of the listed users", "--covers", "bulk-change"],
        &["rollback", "set", ID, "--plan", "Another way back"],
        &["obligation", "add", ID, "--kind", "delete-data", "--what", "Delete the list"],
        &["schedule", ID, "2026-12-02 10:00", "--zone", "Europe/Berlin"],
    ] {
        let before = record(&sandbox);
        sandbox.change(words);
        assert_ne!(record(&sandbox), before, "{words:?}");
        sandbox.change(&["undo", ID]);
        assert_eq!(record(&sandbox), before, "{words:?}");
    }
    assert!(sandbox.read(FILE).starts_with("# mine\n"));
}

#[test]
fn on_the_call_a_slip_is_taken_back() {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    sandbox.run(&["task", "start", ID, "confirm"]).ok();
    sandbox.clock.pass(60);
    let before = record(&sandbox);
    sandbox.change(&["task", "finish", ID, "confirm"]);
    sandbox.change(&["undo", ID]);
    assert_eq!(record(&sandbox), before);
    sandbox.change(&["task", "fail", ID, "confirm", "--note", "they lack the role"]);
}

#[test]
fn a_start_by_mistake_is_none_and_starts_through_its_gate_again() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.at(plan::CALL);
    sandbox.change(&["start", ID]);
    sandbox.change(&["undo", ID]);
    assert_eq!(record(&sandbox)["state"], "scheduled");
    sandbox.refused(3, &["undo", ID]).complains("runbook start");
    sandbox.clock.pass(600);
    sandbox.change(&["start", ID]);
    // a task's act is not before the call's beginning, which is the second one
    sandbox.refused(3, &["task", "start", ID, "confirm", "--at", plan::CALL]);
    sandbox.change(&["task", "start", ID, "confirm"]);
    sandbox.change(&["abort", ID, "--reason", "the wrong list"]);
    sandbox.change(&["undo", ID]);
    sandbox.refused(3, &["undo", ID]).complains(&format!("runbook abort {ID} --reason WHY"));
    // it can be done as it is printed
    sandbox.change(&["abort", ID, "--reason", "WHY"]);
}

#[test]
fn nobody_takes_back_what_somebody_else_recorded() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    as_jane(&sandbox);
    sandbox.change(&["set", ID, "dri=@jane_smith"]);
    as_john(&sandbox);
    sandbox.refused(3, &["undo", ID]).complains("Jane Smith");
    as_jane(&sandbox);
    sandbox.change(&["undo", ID]);
    assert_eq!(record(&sandbox)["dri"], "@john_doe");
}

#[test]
fn what_the_world_has_seen_stays() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    sandbox.run(&["new", "Globex - Other"]).ok();
    sandbox.refused(3, &["undo", "globex/other"]).complains("runbook cancel globex/other");
    sandbox.change(&["cancel", "globex/other", "--reason", "not wanted"]);
    sandbox.refused(3, &["undo", "globex/other"]).complains("runbook reopen globex/other");
    sandbox.change(&["reopen", "globex/other", "--reason", "wanted"]);
    sandbox.refused(3, &["undo", "globex/other"]).complains("runbook close globex/other");

    sandbox.run(&["permission", "add", ID, "--id", "remove", "--action", "remove the 2FA of the listed users"]).ok();
    sandbox.change(&["permission", "refuse", ID, "remove", "--by", "Tom Blogs", "--evidence", "ticket 4"]);
    sandbox.refused(3, &["undo", ID]).complains("runbook permission ask");
}

#[test]
fn an_override_stays_visible() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.change(&["set", ID, "meeting_url="]);
    sandbox.at(plan::CALL);
    sandbox.change(&["start", ID, "--override", "no-meeting-url", "--reason", "by phone"]);
    sandbox.refused(3, &["undo", ID]).complains("no-meeting-url");
}

#[test]
fn a_hand_edit_in_the_way_stops_it() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.write(FILE, sandbox.read(FILE).replace("Acme Inc.", "Acme Ltd."));
    sandbox.refused(5, &["undo", ID]).complains("runbook save");
    sandbox.git(&["commit", "--quiet", "--all", "--message", "by hand"]);
    sandbox.refused(5, &["undo", ID]).complains("runbook save");
    sandbox.change(&["save", ID]);
    sandbox.refused(3, &["undo", ID]).complains("plain git");
}

#[test]
fn it_is_shown_first_and_asked_about_at_a_terminal() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.change(&["set", ID, "dri=@jane_smith"]);
    sandbox.refused(0, &["undo", ID, "--dry-run"]).says("@jane_smith → @john_doe");
    let shown = sandbox.refused(0, &["undo", ID, "--dry-run", "--json"]).json();
    assert_eq!((&shown["commit"], &shown["changes"][0]["path"]), (&json!(null), &json!("dri")));
    for (key, code, dri) in [("n", 1, "@jane_smith"), ("y", 0, "@john_doe")] {
        let mut terminal = sandbox.terminal(&["undo", ID]);
        terminal.wait_for("@jane_smith → @john_doe").wait_for("ake it back");
        terminal.type_text(key);
        assert_eq!(terminal.end(), code, "{}", terminal.screen());
        assert_eq!(record(&sandbox)["dri"], dri);
    }
}

#[test]
fn words_that_were_let_in_speak_of_no_gate() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let words = format!("summary=password: {}", "Xk3lm92Qq7");
    sandbox.change(&["set", ID, &words, "--allow-secret", "a sample of the vendor's"]);
    let out = sandbox.refused(3, &["undo", ID]);
    out.complains("--allow-secret").complains(&format!("runbook set {ID}"));
    assert!(!out.stderr.contains("gate") && !out.stderr.contains("abort"), "{out}");
}
