//! What a person does between a kill and the next change is never lost to healing.

use super::operations::{DEEDS, Operation};
use super::state::State;
use super::strace::{Request, requests, with_fault};
use crate::env::Sandbox;

/// A store in which `runbook set` was killed right after its branch had moved, before its file did.
fn killed_after_the_branch_moved() -> (Sandbox, &'static Operation) {
    killed("runbook set")
}

/// The same, of another command.
fn killed(name: &str) -> (Sandbox, &'static Operation) {
    killed_on("main", name)
}

/// The same, on another branch.
fn killed_on(branch: &str, name: &str) -> (Sandbox, &'static Operation) {
    let base = DEEDS.iter().find(|operation| operation.name == name).expect("a deed").base();
    let operation = base.operation;
    let copy = || {
        let sandbox = base.copy();
        if branch != "main" {
            sandbox.git(&["checkout", "--quiet", "-b", branch]);
        }
        sandbox
    };
    let sandbox = copy();
    let begun = sandbox.commits();
    let all = requests(&sandbox, &operation.call(&sandbox));
    let lock = format!("\"{}.lock\"", branch.rsplit('/').next().unwrap_or(branch));
    let moves = |request: &Request| request.line.contains(&lock) && request.name.starts_with("rename");
    let moved = all.iter().position(moves).expect("the branch moves");
    let sandbox = copy();
    let out = with_fault(&sandbox, &operation.call(&sandbox), &all[moved + 1].kill());
    assert_eq!(out.code, 137, "{out}");
    let state = State::of(&sandbox, operation.path);
    assert!(state.head != state.file && state.commits == begun + 1, "{state}");
    (sandbox, operation)
}

#[test]
fn a_change_whose_branch_has_moved_is_finished() {
    let (sandbox, operation) = killed_after_the_branch_moved();
    let commits = sandbox.commits();
    operation.next(&sandbox).run().ok();
    assert!(State::of(&sandbox, operation.path).agrees());
    assert_eq!(sandbox.commits(), commits + 1);
    sandbox.assert_clean();
}

#[test]
fn the_doctor_tells_of_it_and_finishes_it() {
    let (sandbox, operation) = killed_after_the_branch_moved();
    sandbox.run(&["doctor"]).code(1).says("interrupted").says_no("git restore").says_no("by hand");
    for command in ["show", "ready"] {
        let out = sandbox.run(&[command, "zoo/other"]);
        out.says("has not written it yet").says("runbook doctor --fix").says_no("by hand");
    }
    sandbox.run(&["doctor", "--fix"]);
    assert!(State::of(&sandbox, operation.path).agrees());
    sandbox.assert_clean();
    sandbox.run(&["doctor"]).ok();
}

#[test]
fn an_editor_opens_on_what_was_recorded() {
    for name in ["runbook set", "runbook new"] {
        let (sandbox, operation) = killed(name);
        let id = operation.path.trim_start_matches("runbooks/").trim_end_matches(".toml");
        let commits = sandbox.commits();
        sandbox.call(&["edit", id]).var("EDITOR", "sed -i 's/^summary = .*/summary = \"Edited\"/'").run().ok();
        let state = State::of(&sandbox, operation.path);
        assert!(state.agrees() && state.file.as_ref().is_some_and(|text| text.contains("Edited")), "{state}");
        assert_eq!(sandbox.commits(), commits + 1);
        sandbox.assert_clean();
    }
}

#[test]
fn an_export_that_comes_back_goes_into_what_was_recorded() {
    let (sandbox, operation) = killed_after_the_branch_moved();
    let written = sandbox.run(&["export", "zoo/other", "--to", "markdown"]);
    sandbox.write("../back.md", written.ok().stdout.replace("Before", "Came back"));
    sandbox.run(&["import", "../back.md", "--update"]).ok();
    let state = State::of(&sandbox, operation.path);
    assert!(state.agrees() && state.file.as_ref().is_some_and(|text| text.contains("Came back")), "{state}");
    sandbox.assert_clean();
}

#[test]
fn a_record_whose_file_is_still_to_come_was_deleted_by_nobody() {
    let (sandbox, operation) = killed("runbook new");
    let id = operation.path.trim_start_matches("runbooks/").trim_end_matches(".toml");
    for words in [&["show", id][..], &["ready", id], &["export", id, "--to", "html"], &["list"]] {
        let out = sandbox.run(words);
        let said = format!("{}{}", out.stdout, out.stderr);
        assert!(said.contains("has not written the file yet") && !said.contains("by hand"), "{out}");
    }
    sandbox.run(&["doctor"]).code(1).says("interrupted").says_no("by hand");
}

#[test]
fn an_edit_made_after_the_kill_stays() {
    let (sandbox, operation) = killed_after_the_branch_moved();
    sandbox.write(operation.path, "a person's own words\n");
    operation.next(&sandbox).run().ok();
    let state = State::of(&sandbox, operation.path);
    assert_eq!(state.file.as_deref(), Some("a person's own words\n"));
    assert_eq!(state.index, state.head);
    assert_eq!(sandbox.git(&["status", "--porcelain"]).stdout, format!(" M {}\n", operation.path));
}

#[test]
fn what_was_staged_after_the_kill_stays() {
    let (sandbox, operation) = killed_after_the_branch_moved();
    // git's lock is ours and dead, so a person has to remove it first
    std::fs::remove_file(sandbox.store().join(".git/index.lock")).unwrap();
    sandbox.write(operation.path, "staged words\n");
    sandbox.git(&["add", operation.path]);
    operation.next(&sandbox).run().ok();
    let state = State::of(&sandbox, operation.path);
    assert_eq!(state.index.as_deref(), Some("staged words\n"));
    assert_eq!(state.file.as_deref(), Some("staged words\n"));
}

#[test]
fn commits_made_after_the_kill_are_not_undone() {
    let (sandbox, operation) = killed_after_the_branch_moved();
    std::fs::remove_file(sandbox.store().join(".git/index.lock")).unwrap();
    sandbox.git(&["reset", "--quiet", "--hard"]);
    sandbox.write(operation.path, "committed words\n");
    sandbox.git(&["commit", "--quiet", "-am", "Mine"]);
    operation.next(&sandbox).run().ok();
    let state = State::of(&sandbox, operation.path);
    assert!(state.agrees(), "{state}");
    assert_eq!(state.file.as_deref(), Some("committed words\n"));
    sandbox.assert_clean();
}

#[test]
fn a_branch_that_was_renamed_or_gone_on_from_is_followed() {
    let renamed: &[&[&str]] = &[&["branch", "-m", "main", "trunk"]];
    let gone_on: &[&[&str]] = &[&["checkout", "--quiet", "-b", "side"]];
    let replaced: &[&[&str]] = &[&["checkout", "--quiet", "-b", "side"], &["branch", "--quiet", "-D", "main"]];
    // where its folder was, a file is
    let to_its_folder: &[&[&str]] = &[&["branch", "-m", "team/x", "team"]];
    for (branch, ways) in [("main", renamed), ("main", gone_on), ("main", replaced), ("team/x", to_its_folder)] {
        let (sandbox, operation) = killed_on(branch, "runbook set");
        std::fs::remove_file(sandbox.store().join(".git/index.lock")).unwrap();
        ways.iter().for_each(|words| drop(sandbox.git(words)));
        let commits = sandbox.commits();
        sandbox.run(&["doctor"]).code(1).says("interrupted");
        operation.next(&sandbox).run().ok();
        let state = State::of(&sandbox, operation.path);
        assert!(state.agrees() && state.commits == commits + 1, "{ways:?}\n{state}");
        sandbox.assert_clean();
    }
}

#[test]
fn what_a_newer_version_was_doing_is_left_to_it() {
    let (sandbox, operation) = killed_after_the_branch_moved();
    let place = sandbox.store().join(".git/runbook/journal");
    let journal = std::fs::read_to_string(&place).expect("a journal");
    let pending = sandbox.store().join(".git/runbook/pending/following-0");
    std::fs::write(&pending, "a list that is to come").unwrap();
    let before = State::of(&sandbox, operation.path);
    let follows = journal.replace("\"follows\": []", "\"follows\": [{\"do\": \"turn-round\"}]");
    let next = journal.replace("\"version\": 1", "\"version\": 2");
    for newer in [follows, next] {
        assert!(newer != journal, "{journal}");
        std::fs::write(&place, &newer).unwrap();
        for _ in 0..2 {
            operation.next(&sandbox).run().code(5).complains("newer version").complains("journal");
            sandbox.run(&["doctor", "--fix"]).code(1).says("newer version");
        }
        assert_eq!(std::fs::read_to_string(&place).unwrap(), newer);
        assert!(pending.exists());
        let state = State::of(&sandbox, operation.path);
        assert!(state.head == before.head && state.file == before.file, "{state}");
    }
    std::fs::write(&place, &journal).unwrap();
    operation.next(&sandbox).run().ok();
    assert!(State::of(&sandbox, operation.path).agrees());
}

#[test]
fn a_branch_that_was_left_is_not_followed() {
    let (sandbox, operation) = killed_after_the_branch_moved();
    std::fs::remove_file(sandbox.store().join(".git/index.lock")).unwrap();
    sandbox.git(&["checkout", "--quiet", "-f", "-b", "side", "HEAD~1"]);
    operation.next(&sandbox).run().ok();
    let state = State::of(&sandbox, operation.path);
    assert!(state.agrees(), "{state}");
    sandbox.assert_clean();
    sandbox.git(&["checkout", "--quiet", "main"]);
    sandbox.assert_clean();
}
