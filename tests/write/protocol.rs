//! One change in an ordinary repository.

use std::os::unix::fs::{PermissionsExt, symlink};

use super::{ChildAct, publish};
use crate::env::{Sandbox, Snapshot};

const RECORD: &str = "runbooks/acme/a.toml";

/// A store with a record and another file, both committed by git.
pub fn store() -> Sandbox {
    let sandbox = Sandbox::bare();
    sandbox.git(&["init", "--quiet"]);
    sandbox.write(RECORD, "state = \"draft\"\n");
    sandbox.write("notes.md", "notes\n");
    sandbox.write("runbooks/zoo/b.toml", "other\n");
    sandbox.git(&["add", "."]);
    sandbox.git(&["commit", "--quiet", "-m", "Begin"]);
    sandbox
}

fn mode(sandbox: &Sandbox, path: &str) -> u32 {
    std::fs::metadata(sandbox.store().join(path)).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_change_is_one_commit_after_which_nothing_is_dirty() {
    let sandbox = store();
    let out = publish(&sandbox, &ChildAct::set(RECORD, "state = \"scheduled\"\n"));
    out.ok();
    assert_eq!(sandbox.commits(), 2);
    assert_eq!(sandbox.git(&["rev-parse", "HEAD"]).line(), out.stdout.lines().next().unwrap());
    assert_eq!(sandbox.read(RECORD), "state = \"scheduled\"\n");
    // without the refresh that git status does: every time in the index is the file's
    assert!(sandbox.git_raw(&["diff-files", "--quiet"]).code == 0, "the index needs a refresh");
    sandbox.assert_clean();
    assert_eq!(sandbox.git(&["diff", "--name-status", "HEAD~1", "HEAD"]).line(), format!("M\t{RECORD}"));
    assert_eq!(mode(&sandbox, RECORD), 0o600);
    assert!(!sandbox.store().join(".git/index.lock").exists());
    assert!(!sandbox.store().join(".git/runbook/journal").exists());
    assert_eq!(std::fs::read_dir(sandbox.store().join(".git/runbook/pending")).unwrap().count(), 0);
}

#[test]
fn the_commit_and_the_reflog_say_who_and_when_as_git_would() {
    let sandbox = store();
    publish(&sandbox, &ChildAct::set(RECORD, "x\n")).ok();
    let shown = sandbox.git(&["log", "-1", "--format=%an <%ae> %ai %cn %ci%n%B"]);
    assert_eq!(
        shown.stdout.trim_end(),
        "John Doe <john.doe@example.com> 2026-12-01 14:22:10 +0100 John Doe 2026-12-01 14:22:10 +0100\n\
         Set runbooks/acme/a.toml\n\nRunbook: acme/a"
    );
    for name in ["HEAD", "main"] {
        let log = sandbox.git(&["reflog", "show", "--format=%gn %gs", name]);
        assert_eq!(log.stdout.lines().next().unwrap(), "John Doe commit: Set runbooks/acme/a.toml");
        assert_eq!(log.stdout.lines().count(), 2);
    }
}

#[test]
fn new_files_in_new_folders_are_private_whatever_the_umask() {
    let sandbox = store();
    let act = ChildAct::set("runbooks/fresh/new.toml", "a\n").and("logs/fresh/new/t-1.log", "b\n");
    let call = act.call(&sandbox).command();
    let mut shell = std::process::Command::new("sh");
    shell.arg("-c").arg("umask 0277; exec \"$@\"").arg("sh").arg(call.get_program()).args(call.get_args()).env_clear();
    shell.envs(call.get_envs().filter_map(|(name, value)| Some((name, value?)))).current_dir(sandbox.store());
    assert!(shell.output().unwrap().status.success());
    for (path, expected) in [
        ("runbooks/fresh", 0o700),
        ("runbooks/fresh/new.toml", 0o600),
        ("logs/fresh/new", 0o700),
        ("logs/fresh/new/t-1.log", 0o600),
    ] {
        assert_eq!(mode(&sandbox, path), expected, "{path}");
    }
    assert_eq!(sandbox.commits(), 2);
    sandbox.assert_clean();
}

#[test]
fn what_somebody_staged_or_left_dirty_stays_as_it_is() {
    let sandbox = store();
    sandbox.write("notes.md", "staged\n");
    sandbox.git(&["add", "notes.md"]);
    sandbox.write("notes.md", "staged and dirty\n");
    sandbox.write("runbooks/zoo/b.toml", "dirty\n");
    sandbox.write("untracked.txt", "untracked\n");
    sandbox.git(&["rm", "--cached", "--quiet", "runbooks/zoo/b.toml"]);
    let before = sandbox.git(&["status", "--porcelain"]).stdout;
    publish(&sandbox, &ChildAct::set(RECORD, "x\n")).ok();
    assert_eq!(sandbox.git(&["status", "--porcelain"]).stdout, before);
    assert_eq!(sandbox.git(&["show", "--name-only", "--format=", "HEAD"]).line(), RECORD);
    assert_eq!(sandbox.git(&["show", ":notes.md"]).line(), "staged");
    sandbox.assert_sound();
}

#[test]
fn a_first_commit_is_made_on_an_empty_branch() {
    let sandbox = Sandbox::bare();
    sandbox.git(&["init", "--quiet", "-b", "team/plans"]);
    publish(&sandbox, &ChildAct::set(RECORD, "x\n")).ok();
    publish(&sandbox, &ChildAct::set(RECORD, "y\n")).ok();
    assert_eq!(sandbox.commits(), 2);
    assert_eq!(sandbox.git(&["symbolic-ref", "--short", "HEAD"]).line(), "team/plans");
    let log = sandbox.git(&["reflog", "--format=%gs"]);
    assert!(log.stdout.contains("commit (initial): "), "{log}");
    sandbox.assert_clean();
}

#[test]
fn a_packed_branch_moves_as_well() {
    let sandbox = store();
    sandbox.git(&["pack-refs", "--all"]);
    sandbox.git(&["gc", "--quiet"]);
    publish(&sandbox, &ChildAct::set(RECORD, "x\n")).ok();
    assert_eq!(sandbox.commits(), 2);
    sandbox.assert_clean();
}

#[test]
fn linked_work_trees_and_submodules_are_written_like_any_other() {
    let sandbox = store();
    sandbox.git(&["worktree", "add", "--quiet", "-b", "side", "../side"]);
    let side = sandbox.top().join("side");
    let out = ChildAct::set(RECORD, "side\n").call(&sandbox).folder(&side).run();
    out.ok();
    assert_eq!(std::fs::read_to_string(side.join(RECORD)).unwrap(), "side\n");
    assert_eq!(sandbox.git(&["log", "--format=%s", "-1", "side"]).line(), format!("Set {RECORD}"));
    assert_eq!(sandbox.git(&["-C", "../side", "status", "--porcelain"]).stdout, "");
    assert_eq!(sandbox.git(&["-C", "../side", "reflog", "--format=%gs", "-1"]).line(), format!("commit: Set {RECORD}"));
    assert_eq!(sandbox.commits(), 1);
    sandbox.assert_clean();

    let host = Sandbox::bare();
    host.git(&["init", "--quiet"]);
    let source = sandbox.store().to_str().unwrap().to_owned();
    host.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &source, "plans"]);
    host.git(&["commit", "--quiet", "-m", "Begin"]);
    ChildAct::set(RECORD, "sub\n").call(&host).folder(host.store().join("plans")).run().ok();
    assert_eq!(host.git(&["-C", "plans", "rev-list", "--count", "HEAD"]).line(), "2");
    assert_eq!(host.git(&["-C", "plans", "status", "--porcelain"]).stdout, "");
}

#[test]
fn a_file_edited_by_hand_is_never_overwritten() {
    let sandbox = store();
    sandbox.write(RECORD, "by hand\n");
    let before = Snapshot::of(&sandbox);
    let out = publish(&sandbox, &ChildAct::set(RECORD, "x\n"));
    out.code(5).says("hand-edited");
    assert_eq!(before.differences(&Snapshot::of(&sandbox)), "");
    // recorded as it is, it is not touched either
    let inode = |sandbox: &Sandbox| {
        std::os::unix::fs::MetadataExt::ino(&std::fs::metadata(sandbox.store().join(RECORD)).unwrap())
    };
    let file = inode(&sandbox);
    publish(&sandbox, &ChildAct::set(RECORD, "by hand\n")).ok();
    assert_eq!(inode(&sandbox), file);
    sandbox.assert_clean();
}

#[test]
fn a_file_that_nobody_recorded_is_not_overwritten() {
    let sandbox = store();
    sandbox.write("runbooks/acme/new.toml", "somebody's\n");
    publish(&sandbox, &ChildAct::set("runbooks/acme/new.toml", "x\n")).code(5).says("hand-edited");
    assert_eq!(sandbox.read("runbooks/acme/new.toml"), "somebody's\n");
}

#[test]
fn a_symbolic_link_in_the_way_is_refused_and_nothing_outside_is_written() {
    let sandbox = store();
    let outside = sandbox.top().join("outside");
    std::fs::create_dir(&outside).unwrap();
    symlink(&outside, sandbox.store().join("runbooks/evil")).unwrap();
    publish(&sandbox, &ChildAct::set("runbooks/evil/a.toml", "x\n")).code(5).says("symbolic link");
    assert_eq!(std::fs::read_dir(&outside).unwrap().count(), 0);
    std::fs::remove_file(sandbox.store().join(RECORD)).unwrap();
    std::fs::write(outside.join("a"), "theirs").unwrap();
    symlink(outside.join("a"), sandbox.store().join(RECORD)).unwrap();
    publish(&sandbox, &ChildAct::set(RECORD, "x\n")).code(5).says("symbolic link");
    assert_eq!(std::fs::read_to_string(outside.join("a")).unwrap(), "theirs");
    assert_eq!(sandbox.commits(), 1);
}

#[test]
fn a_refused_change_leaves_no_empty_folders() {
    let sandbox = store();
    sandbox.write(RECORD, "by hand\n");
    publish(&sandbox, &ChildAct::set("runbooks/fresh/new.toml", "a\n").and(RECORD, "x\n")).code(5);
    assert!(!sandbox.store().join("runbooks/fresh").exists());
}

#[test]
fn locks_of_others_are_waited_for_and_named() {
    let sandbox = store();
    let lock = sandbox.store().join(".git/index.lock");
    std::fs::write(&lock, "").unwrap();
    publish(&sandbox, &ChildAct::set(RECORD, "x\n").wait(50)).code(5).says("locked: ").says("index.lock");
    assert!(lock.exists());
    std::fs::remove_file(&lock).unwrap();
    std::fs::write(sandbox.store().join(".git/refs/heads/main.lock"), "").unwrap();
    publish(&sandbox, &ChildAct::set(RECORD, "x\n")).code(5).says("locked: ").says("main.lock");
    assert_eq!(sandbox.commits(), 1);
    assert_eq!(sandbox.read(RECORD), "state = \"draft\"\n");
    std::fs::remove_file(sandbox.store().join(".git/refs/heads/main.lock")).unwrap();
    sandbox.assert_clean();
    publish(&sandbox, &ChildAct::set(RECORD, "x\n")).ok();
}

#[test]
fn a_merge_under_way_is_refused() {
    let sandbox = store();
    sandbox.git(&["checkout", "--quiet", "-b", "side"]);
    sandbox.write("notes.md", "side\n");
    sandbox.git(&["commit", "--quiet", "-am", "Side"]);
    sandbox.git(&["checkout", "--quiet", "main"]);
    sandbox.write("notes.md", "main\n");
    sandbox.git(&["commit", "--quiet", "-am", "Main"]);
    sandbox.git_raw(&["merge", "side"]);
    publish(&sandbox, &ChildAct::set(RECORD, "x\n")).code(5).says("merge");
    sandbox.git(&["merge", "--abort"]);
    sandbox.git(&["checkout", "--quiet", "--detach"]);
    publish(&sandbox, &ChildAct::set(RECORD, "x\n")).code(5).says("detached");
}

#[test]
fn a_file_changed_in_the_second_of_the_index_is_still_seen_as_changed() {
    let sandbox = store();
    for round in 0..5 {
        sandbox.write("notes.md", format!("a{round}\n"));
        sandbox.git(&["add", "notes.md"]);
        // the same size in the same instant: only the content tells
        sandbox.write("notes.md", format!("b{round}\n"));
        publish(&sandbox, &ChildAct::set(RECORD, &format!("{round}\n"))).ok();
        let status = sandbox.git(&["status", "--porcelain", "notes.md"]);
        assert_eq!(status.stdout, "MM notes.md\n", "round {round}");
        sandbox.git(&["commit", "--quiet", "-am", "Notes"]);
    }
}
