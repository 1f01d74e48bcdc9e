//! Repositories in a state, or of a kind, in which nothing may be written: a sentence, code 5, and nothing changed.

use std::fs;
use std::os::unix::fs::symlink;

use super::plan::{self, FILE, ID};
use crate::stand::Stand;

fn store() -> Stand {
    let stand = Stand::new();
    plan::draft(&stand);
    stand
}

#[test]
fn a_folder_that_is_no_store_says_how_to_make_one() {
    let stand = Stand::bare();
    for words in [&["list"][..], &["new", "Acme - X"], &["show", "x"], &["ready", "--all"]] {
        stand.refused(5, words).complains("runbook init");
    }
    stand.git(&["init", "--quiet"]);
    stand.refused(5, &["list"]);
}

#[test]
fn init_turns_a_repository_into_a_store_and_mends_on_a_second_run() {
    let stand = Stand::bare();
    stand.git(&["init", "--quiet"]);
    stand.write("mine.txt", "mine\n");
    stand.git(&["add", "."]);
    stand.git(&["commit", "--quiet", "--message", "mine"]);
    stand.run(&["init"]).ok();
    stand.assert_clean();
    assert!(stand.read(".runbook.toml").contains("format = 1"));
    assert!(stand.read(".gitattributes").contains("runbooks/**/*.toml diff=runbook merge=runbook"));
    let before = stand.commits();
    stand.run(&["init"]).ok();
    assert_eq!(stand.commits(), before);
    stand.change(&["new", "Acme - X"]);
    let elsewhere = stand.top().join("elsewhere");
    stand.run(&["init", elsewhere.to_str().expect("UTF-8")]).ok();
    stand.call(&["new", "Acme - X"]).folder(&elsewhere).run().ok();
}

#[test]
fn the_store_is_found_by_flag_variable_and_folder() {
    let stand = store();
    let store = stand.store().to_str().expect("UTF-8").to_owned();
    let top = stand.top();
    stand.call(&["list"]).folder(stand.store().join("runbooks/acme")).run().ok().says("acme/");
    stand.call(&["-C", &store, "list"]).folder(&top).run().ok().says("acme/");
    stand.call(&["list"]).var("RUNBOOK_STORE", &store).folder(&top).run().ok().says("acme/");
    stand.call(&["list"]).folder(&top).run().code(5);
}

#[test]
fn nobody_is_no_author() {
    let stand = store();
    fs::write(stand.home().join(".gitconfig"), "[user]\n\tuseConfigOnly = true\n").expect("written");
    let out = stand.refused(5, &["set", ID, "summary=x", "--json"]);
    assert_eq!(out.error()["kind"], "identity");
    out.complains("git config");
    stand.run(&["show", ID]).ok();
}

#[test]
fn a_detached_head_is_refused() {
    let stand = store();
    stand.git(&["checkout", "--quiet", "--detach"]);
    stand.refused(5, &["set", ID, "summary=x"]).complains("detached");
    stand.run(&["show", ID]).ok();
}

#[test]
fn a_merge_and_a_rebase_under_way_are_refused() {
    let stand = store();
    stand.git(&["checkout", "--quiet", "-b", "side"]);
    stand.write("a.txt", "side\n");
    stand.git(&["add", "."]);
    stand.git(&["commit", "--quiet", "--message", "side"]);
    stand.git(&["checkout", "--quiet", "main"]);
    stand.write("a.txt", "main\n");
    stand.git(&["add", "."]);
    stand.git(&["commit", "--quiet", "--message", "main"]);
    stand.git_raw(&["merge", "side"]).code(1);
    stand.refused(5, &["set", ID, "summary=x"]).complains("merge");
    stand.git(&["merge", "--abort"]);
    stand.git_raw(&["rebase", "side"]).code(1);
    stand.refused(5, &["set", ID, "summary=x"]).complains("rebase");
    stand.git(&["rebase", "--abort"]);
    stand.change(&["set", ID, "summary=x"]);
}

#[test]
fn repositories_that_cannot_be_served_get_a_sentence() {
    for (words, word) in [(&["--object-format=sha256"][..], "SHA-1"), (&["--ref-format=reftable"], "reftable")] {
        let stand = Stand::bare();
        stand.git(&[&["init", "--quiet"][..], words].concat());
        stand.write(".runbook.toml", "format = 1\n");
        stand.refused(5, &["list"]).complains(word);
        stand.refused(5, &["new", "Acme - X"]).complains(word);
        stand.refused(5, &["init"]).complains(word);
    }
    let stand = Stand::bare();
    stand.git(&["init", "--quiet", "--bare"]);
    stand.refused(5, &["new", "Acme - X"]).complains("bare");
}

#[test]
fn a_symbolic_link_in_the_way_is_refused() {
    let stand = store();
    let outside = stand.top().join("outside");
    fs::create_dir(&outside).expect("a folder");
    symlink(&outside, stand.store().join("runbooks/globex")).expect("a link");
    stand.refused(5, &["new", "Globex - X"]);
    assert_eq!(fs::read_dir(&outside).expect("readable").count(), 0, "something was written outside the store");
    let file = stand.store().join(FILE);
    let moved = outside.join("moved.toml");
    fs::rename(&file, &moved).expect("moved");
    symlink(&moved, &file).expect("a link");
    stand.refused(5, &["set", ID, "summary=x"]);
}

#[test]
fn linked_worktrees_work_as_ordinary_repositories() {
    let stand = store();
    let side = stand.top().join("side");
    stand.git(&["worktree", "add", "--quiet", "-b", "side", side.to_str().expect("UTF-8")]);
    stand.call(&["set", ID, "summary=from the side"]).folder(&side).run().ok();
    let status = stand.call_program("git", &["status", "--porcelain"]).folder(&side).run();
    assert_eq!(status.ok().stdout, "");
    stand.assert_clean();
    stand.run(&["show", ID]).ok().says_no("from the side");
}

#[test]
fn a_lock_is_waited_for_and_its_holder_named() {
    let stand = store();
    stand.write(".runbook.toml", stand.read(".runbook.toml") + "\n[lock]\nwait = \"1s\"\n");
    stand.git(&["commit", "--quiet", "--all", "--message", "hurry"]);
    stand.write(".git/index.lock", "");
    let out = stand.run(&["set", ID, "summary=x", "--json"]);
    out.code(5);
    assert_eq!(out.error()["kind"], "locked");
    out.complains("index.lock");
    fs::remove_file(stand.store().join(".git/index.lock")).expect("removed");
    stand.change(&["set", ID, "summary=x"]);
}

#[test]
fn a_newer_store_is_left_alone() {
    let stand = store();
    stand.write(".runbook.toml", stand.read(".runbook.toml").replace("format = 1", "format = 2"));
    stand.git(&["commit", "--quiet", "--all", "--message", "newer"]);
    stand.refused(5, &["set", ID, "summary=x"]).complains("newer version");
}
