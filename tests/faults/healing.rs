//! What a person does between a kill and the next change is never lost to healing.

use super::deeds::{DEEDS, Deed};
use super::state::State;
use super::strace::{Request, requests, with_fault};
use crate::stand::Stand;

/// A store in which `runbook set` was killed right after its branch had moved, before its file did.
fn killed_after_the_branch_moved() -> (Stand, &'static Deed) {
    let ground = DEEDS.iter().find(|deed| deed.name == "runbook set").expect("a deed").ground();
    let deed = ground.deed;
    let stand = ground.copy();
    let begun = stand.commits();
    let all = requests(&stand, &deed.call(&stand));
    let moves = |request: &Request| request.line.contains("\"main.lock\"") && request.name.starts_with("rename");
    let moved = all.iter().position(moves).expect("the branch moves");
    let stand = ground.copy();
    let out = with_fault(&stand, &deed.call(&stand), &all[moved + 1].kill());
    assert_eq!(out.code, 137, "{out}");
    let state = State::of(&stand, deed.path);
    assert!(state.head != state.file && state.commits == begun + 1, "{state}");
    (stand, deed)
}

#[test]
fn a_change_whose_branch_has_moved_is_finished() {
    let (stand, deed) = killed_after_the_branch_moved();
    let commits = stand.commits();
    deed.next(&stand).run().ok();
    assert!(State::of(&stand, deed.path).agrees());
    assert_eq!(stand.commits(), commits + 1);
    stand.assert_clean();
}

#[test]
fn the_doctor_tells_of_it_and_finishes_it() {
    let (stand, deed) = killed_after_the_branch_moved();
    stand.run(&["doctor"]).code(1).says("interrupted");
    stand.run(&["doctor", "--fix"]);
    assert!(State::of(&stand, deed.path).agrees());
    stand.assert_clean();
    stand.run(&["doctor"]).ok();
}

#[test]
fn an_edit_made_after_the_kill_stays() {
    let (stand, deed) = killed_after_the_branch_moved();
    stand.write(deed.path, "a person's own words\n");
    deed.next(&stand).run().ok();
    let state = State::of(&stand, deed.path);
    assert_eq!(state.file.as_deref(), Some("a person's own words\n"));
    assert_eq!(state.index, state.head);
    assert_eq!(stand.git(&["status", "--porcelain"]).stdout, format!(" M {}\n", deed.path));
}

#[test]
fn what_was_staged_after_the_kill_stays() {
    let (stand, deed) = killed_after_the_branch_moved();
    // git's lock is ours and dead, so a person has to remove it first
    std::fs::remove_file(stand.store().join(".git/index.lock")).unwrap();
    stand.write(deed.path, "staged words\n");
    stand.git(&["add", deed.path]);
    deed.next(&stand).run().ok();
    let state = State::of(&stand, deed.path);
    assert_eq!(state.index.as_deref(), Some("staged words\n"));
    assert_eq!(state.file.as_deref(), Some("staged words\n"));
}

#[test]
fn commits_made_after_the_kill_are_not_undone() {
    let (stand, deed) = killed_after_the_branch_moved();
    std::fs::remove_file(stand.store().join(".git/index.lock")).unwrap();
    stand.git(&["reset", "--quiet", "--hard"]);
    stand.write(deed.path, "committed words\n");
    stand.git(&["commit", "--quiet", "-am", "Mine"]);
    deed.next(&stand).run().ok();
    let state = State::of(&stand, deed.path);
    assert!(state.agrees(), "{state}");
    assert_eq!(state.file.as_deref(), Some("committed words\n"));
    stand.assert_clean();
}

#[test]
fn a_branch_that_was_left_is_not_followed() {
    let (stand, deed) = killed_after_the_branch_moved();
    std::fs::remove_file(stand.store().join(".git/index.lock")).unwrap();
    stand.git(&["checkout", "--quiet", "-f", "-b", "side", "HEAD~1"]);
    deed.next(&stand).run().ok();
    let state = State::of(&stand, deed.path);
    assert!(state.agrees(), "{state}");
    stand.assert_clean();
    stand.git(&["checkout", "--quiet", "main"]);
    stand.assert_clean();
}
