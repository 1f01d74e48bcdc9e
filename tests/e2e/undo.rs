//! Taking the last change back: what may be, what may not, and that nothing of somebody else's is lost.

use serde_json::json;

use super::plan::{self, FILE, ID, record};
use crate::stand::Stand;

fn as_jane(stand: &Stand) {
    stand.set_var("GIT_AUTHOR_NAME", "Jane Smith");
    stand.set_var("GIT_AUTHOR_EMAIL", "jane.smith@example.com");
}

fn as_john(stand: &Stand) {
    stand.set_var("GIT_AUTHOR_NAME", "John Doe");
    stand.set_var("GIT_AUTHOR_EMAIL", "john.doe@example.com");
}

#[test]
fn the_last_change_goes_and_comes_back() {
    let stand = Stand::new();
    plan::planned(&stand);
    let before = stand.read(FILE);
    stand.change(&["task", "set", ID, "bulk-change", "--estimate", "2h"]);
    let set = stand.git(&["rev-parse", "HEAD"]).line().to_owned();
    let after = stand.read(FILE);
    let out = stand.change(&["undo", ID, "--json"]).json();
    assert_eq!((&out["events"][0]["do"], &out["events"][0]["undoes"]), (&json!("undo"), &json!(set)));
    assert_eq!(out["events"][0]["undone"], json!(["task.set"]));
    assert_eq!(stand.read(FILE), before);
    // undone twice it is done again
    stand.change(&["undo", ID]);
    assert_eq!(stand.read(FILE), after);
    stand.change(&["undo", ID, "--yes"]);
    assert_eq!(stand.read(FILE), before);
}

#[test]
fn every_kind_of_change_comes_back_to_the_letter() {
    let stand = Stand::new();
    plan::ready(&stand);
    stand.write(FILE, format!("# mine\n{}", stand.read(FILE)));
    stand.run(&["save", ID]).ok();
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
        let before = record(&stand);
        stand.change(words);
        assert_ne!(record(&stand), before, "{words:?}");
        stand.change(&["undo", ID]);
        assert_eq!(record(&stand), before, "{words:?}");
    }
    assert!(stand.read(FILE).starts_with("# mine\n"));
}

#[test]
fn on_the_call_a_slip_is_taken_back() {
    let stand = Stand::new();
    plan::running(&stand);
    stand.run(&["task", "start", ID, "confirm"]).ok();
    stand.clock.pass(60);
    let before = record(&stand);
    stand.change(&["task", "finish", ID, "confirm"]);
    stand.change(&["undo", ID]);
    assert_eq!(record(&stand), before);
    stand.change(&["task", "fail", ID, "confirm", "--note", "they lack the role"]);
}

#[test]
fn a_start_by_mistake_is_none_and_starts_through_its_gate_again() {
    let stand = Stand::new();
    plan::ready(&stand);
    stand.at(plan::CALL);
    stand.change(&["start", ID]);
    stand.change(&["undo", ID]);
    assert_eq!(record(&stand)["state"], "scheduled");
    stand.refused(3, &["undo", ID]).complains("runbook start");
    stand.clock.pass(600);
    stand.change(&["start", ID]);
    // a task's act is not before the call's beginning, which is the second one
    stand.refused(3, &["task", "start", ID, "confirm", "--at", plan::CALL]);
    stand.change(&["task", "start", ID, "confirm"]);
}

#[test]
fn nobody_takes_back_what_somebody_else_recorded() {
    let stand = Stand::new();
    plan::draft(&stand);
    as_jane(&stand);
    stand.change(&["set", ID, "dri=@jane_smith"]);
    as_john(&stand);
    stand.refused(3, &["undo", ID]).complains("Jane Smith");
    as_jane(&stand);
    stand.change(&["undo", ID]);
    assert_eq!(record(&stand)["dri"], "@john_doe");
}

#[test]
fn what_the_world_has_seen_stays() {
    let stand = Stand::new();
    plan::planned(&stand);
    stand.run(&["new", "Globex - Other"]).ok();
    stand.refused(3, &["undo", "globex/other"]).complains("runbook cancel globex/other");
    stand.change(&["cancel", "globex/other", "--reason", "not wanted"]);
    stand.refused(3, &["undo", "globex/other"]).complains("runbook reopen globex/other");
    stand.change(&["reopen", "globex/other", "--reason", "wanted"]);
    stand.refused(3, &["undo", "globex/other"]).complains("runbook close globex/other");

    stand.run(&["permission", "add", ID, "--id", "remove", "--action", "remove the 2FA of the listed users"]).ok();
    stand.change(&["permission", "refuse", ID, "remove", "--by", "Tom Blogs", "--evidence", "ticket 4"]);
    stand.refused(3, &["undo", ID]).complains("runbook permission ask");
}

#[test]
fn an_override_stays_visible() {
    let stand = Stand::new();
    plan::ready(&stand);
    stand.change(&["set", ID, "meeting_url="]);
    stand.at(plan::CALL);
    stand.change(&["start", ID, "--override", "no-meeting-url", "--reason", "by phone"]);
    stand.refused(3, &["undo", ID]).complains("no-meeting-url");
}

#[test]
fn a_hand_edit_in_the_way_stops_it() {
    let stand = Stand::new();
    plan::draft(&stand);
    stand.write(FILE, stand.read(FILE).replace("Acme Inc.", "Acme Ltd."));
    stand.refused(5, &["undo", ID]).complains("runbook save");
    stand.git(&["commit", "--quiet", "--all", "--message", "by hand"]);
    stand.refused(5, &["undo", ID]).complains("runbook save");
    stand.change(&["save", ID]);
    stand.refused(3, &["undo", ID]).complains("plain git");
}

#[test]
fn it_is_shown_first_and_asked_about_at_a_terminal() {
    let stand = Stand::new();
    plan::draft(&stand);
    stand.change(&["set", ID, "dri=@jane_smith"]);
    stand.refused(0, &["undo", ID, "--dry-run"]).says("@jane_smith → @john_doe");
    let shown = stand.refused(0, &["undo", ID, "--dry-run", "--json"]).json();
    assert_eq!((&shown["commit"], &shown["changes"][0]["path"]), (&json!(null), &json!("dri")));
    for (key, code, dri) in [("n", 1, "@jane_smith"), ("y", 0, "@john_doe")] {
        let mut terminal = stand.terminal(&["undo", ID]);
        terminal.wait_for("@jane_smith → @john_doe").wait_for("ake it back");
        terminal.type_text(key);
        assert_eq!(terminal.end(), code, "{}", terminal.screen());
        assert_eq!(record(&stand)["dri"], dri);
    }
}
