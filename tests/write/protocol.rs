//! One change in an ordinary repository.

use std::os::unix::fs::{PermissionsExt, symlink};

use super::{Act, publish};
use crate::stand::{Snapshot, Stand};

const RECORD: &str = "runbooks/acme/a.toml";

/// A store with a record and another file, both committed by git.
pub fn store() -> Stand {
    let stand = Stand::bare();
    stand.git(&["init", "--quiet"]);
    stand.write(RECORD, "state = \"draft\"\n");
    stand.write("notes.md", "notes\n");
    stand.write("runbooks/zoo/b.toml", "other\n");
    stand.git(&["add", "."]);
    stand.git(&["commit", "--quiet", "-m", "Begin"]);
    stand
}

fn mode(stand: &Stand, path: &str) -> u32 {
    std::fs::metadata(stand.store().join(path)).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_change_is_one_commit_after_which_nothing_is_dirty() {
    let stand = store();
    let out = publish(&stand, &Act::set(RECORD, "state = \"scheduled\"\n"));
    out.ok();
    assert_eq!(stand.commits(), 2);
    assert_eq!(stand.git(&["rev-parse", "HEAD"]).line(), out.stdout.lines().next().unwrap());
    assert_eq!(stand.read(RECORD), "state = \"scheduled\"\n");
    // without the refresh that git status does: every time in the index is the file's
    assert!(stand.git_raw(&["diff-files", "--quiet"]).code == 0, "the index needs a refresh");
    stand.assert_clean();
    assert_eq!(stand.git(&["diff", "--name-status", "HEAD~1", "HEAD"]).line(), format!("M\t{RECORD}"));
    assert_eq!(mode(&stand, RECORD), 0o600);
    assert!(!stand.store().join(".git/index.lock").exists());
    assert!(!stand.store().join(".git/runbook/journal").exists());
    assert_eq!(std::fs::read_dir(stand.store().join(".git/runbook/pending")).unwrap().count(), 0);
}

#[test]
fn the_commit_and_the_reflog_say_who_and_when_as_git_would() {
    let stand = store();
    publish(&stand, &Act::set(RECORD, "x\n")).ok();
    let shown = stand.git(&["log", "-1", "--format=%an <%ae> %ai %cn %ci%n%B"]);
    assert_eq!(
        shown.stdout.trim_end(),
        "John Doe <john.doe@example.com> 2026-12-01 14:22:10 +0100 John Doe 2026-12-01 14:22:10 +0100\n\
         Set runbooks/acme/a.toml\n\nRunbook: acme/a"
    );
    for name in ["HEAD", "main"] {
        let log = stand.git(&["reflog", "show", "--format=%gn %gs", name]);
        assert_eq!(log.stdout.lines().next().unwrap(), "John Doe commit: Set runbooks/acme/a.toml");
        assert_eq!(log.stdout.lines().count(), 2);
    }
}

#[test]
fn new_files_in_new_folders_are_private_whatever_the_umask() {
    let stand = store();
    let act = Act::set("runbooks/fresh/new.toml", "a\n").and("logs/fresh/new/t-1.log", "b\n");
    let call = act.call(&stand).command();
    let mut shell = std::process::Command::new("sh");
    shell.arg("-c").arg("umask 0277; exec \"$@\"").arg("sh").arg(call.get_program()).args(call.get_args()).env_clear();
    shell.envs(call.get_envs().filter_map(|(name, value)| Some((name, value?)))).current_dir(stand.store());
    assert!(shell.output().unwrap().status.success());
    for (path, expected) in [
        ("runbooks/fresh", 0o700),
        ("runbooks/fresh/new.toml", 0o600),
        ("logs/fresh/new", 0o700),
        ("logs/fresh/new/t-1.log", 0o600),
    ] {
        assert_eq!(mode(&stand, path), expected, "{path}");
    }
    assert_eq!(stand.commits(), 2);
    stand.assert_clean();
}

#[test]
fn what_somebody_staged_or_left_dirty_stays_as_it_is() {
    let stand = store();
    stand.write("notes.md", "staged\n");
    stand.git(&["add", "notes.md"]);
    stand.write("notes.md", "staged and dirty\n");
    stand.write("runbooks/zoo/b.toml", "dirty\n");
    stand.write("untracked.txt", "untracked\n");
    stand.git(&["rm", "--cached", "--quiet", "runbooks/zoo/b.toml"]);
    let before = stand.git(&["status", "--porcelain"]).stdout;
    publish(&stand, &Act::set(RECORD, "x\n")).ok();
    assert_eq!(stand.git(&["status", "--porcelain"]).stdout, before);
    assert_eq!(stand.git(&["show", "--name-only", "--format=", "HEAD"]).line(), RECORD);
    assert_eq!(stand.git(&["show", ":notes.md"]).line(), "staged");
    stand.assert_sound();
}

#[test]
fn a_first_commit_is_made_on_an_empty_branch() {
    let stand = Stand::bare();
    stand.git(&["init", "--quiet", "-b", "team/plans"]);
    publish(&stand, &Act::set(RECORD, "x\n")).ok();
    publish(&stand, &Act::set(RECORD, "y\n")).ok();
    assert_eq!(stand.commits(), 2);
    assert_eq!(stand.git(&["symbolic-ref", "--short", "HEAD"]).line(), "team/plans");
    let log = stand.git(&["reflog", "--format=%gs"]);
    assert!(log.stdout.contains("commit (initial): "), "{log}");
    stand.assert_clean();
}

#[test]
fn a_packed_branch_moves_as_well() {
    let stand = store();
    stand.git(&["pack-refs", "--all"]);
    stand.git(&["gc", "--quiet"]);
    publish(&stand, &Act::set(RECORD, "x\n")).ok();
    assert_eq!(stand.commits(), 2);
    stand.assert_clean();
}

#[test]
fn linked_work_trees_and_submodules_are_written_like_any_other() {
    let stand = store();
    stand.git(&["worktree", "add", "--quiet", "-b", "side", "../side"]);
    let side = stand.top().join("side");
    let out = Act::set(RECORD, "side\n").call(&stand).folder(&side).run();
    out.ok();
    assert_eq!(std::fs::read_to_string(side.join(RECORD)).unwrap(), "side\n");
    assert_eq!(stand.git(&["log", "--format=%s", "-1", "side"]).line(), format!("Set {RECORD}"));
    assert_eq!(stand.git(&["-C", "../side", "status", "--porcelain"]).stdout, "");
    assert_eq!(stand.git(&["-C", "../side", "reflog", "--format=%gs", "-1"]).line(), format!("commit: Set {RECORD}"));
    assert_eq!(stand.commits(), 1);
    stand.assert_clean();

    let host = Stand::bare();
    host.git(&["init", "--quiet"]);
    let source = stand.store().to_str().unwrap().to_owned();
    host.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &source, "plans"]);
    host.git(&["commit", "--quiet", "-m", "Begin"]);
    Act::set(RECORD, "sub\n").call(&host).folder(host.store().join("plans")).run().ok();
    assert_eq!(host.git(&["-C", "plans", "rev-list", "--count", "HEAD"]).line(), "2");
    assert_eq!(host.git(&["-C", "plans", "status", "--porcelain"]).stdout, "");
}

#[test]
fn a_file_edited_by_hand_is_never_overwritten() {
    let stand = store();
    stand.write(RECORD, "by hand\n");
    let before = Snapshot::of(&stand);
    let out = publish(&stand, &Act::set(RECORD, "x\n"));
    out.code(5).says("hand-edited");
    assert_eq!(before.differences(&Snapshot::of(&stand)), "");
    // recorded as it is, it is not touched either
    let inode =
        |stand: &Stand| std::os::unix::fs::MetadataExt::ino(&std::fs::metadata(stand.store().join(RECORD)).unwrap());
    let file = inode(&stand);
    publish(&stand, &Act::set(RECORD, "by hand\n")).ok();
    assert_eq!(inode(&stand), file);
    stand.assert_clean();
}

#[test]
fn a_file_that_nobody_recorded_is_not_overwritten() {
    let stand = store();
    stand.write("runbooks/acme/new.toml", "somebody's\n");
    publish(&stand, &Act::set("runbooks/acme/new.toml", "x\n")).code(5).says("hand-edited");
    assert_eq!(stand.read("runbooks/acme/new.toml"), "somebody's\n");
}

#[test]
fn a_symbolic_link_in_the_way_is_refused_and_nothing_outside_is_written() {
    let stand = store();
    let outside = stand.top().join("outside");
    std::fs::create_dir(&outside).unwrap();
    symlink(&outside, stand.store().join("runbooks/evil")).unwrap();
    publish(&stand, &Act::set("runbooks/evil/a.toml", "x\n")).code(5).says("symbolic link");
    assert_eq!(std::fs::read_dir(&outside).unwrap().count(), 0);
    std::fs::remove_file(stand.store().join(RECORD)).unwrap();
    std::fs::write(outside.join("a"), "theirs").unwrap();
    symlink(outside.join("a"), stand.store().join(RECORD)).unwrap();
    publish(&stand, &Act::set(RECORD, "x\n")).code(5).says("symbolic link");
    assert_eq!(std::fs::read_to_string(outside.join("a")).unwrap(), "theirs");
    assert_eq!(stand.commits(), 1);
}

#[test]
fn a_refused_change_leaves_no_empty_folders() {
    let stand = store();
    stand.write(RECORD, "by hand\n");
    publish(&stand, &Act::set("runbooks/fresh/new.toml", "a\n").and(RECORD, "x\n")).code(5);
    assert!(!stand.store().join("runbooks/fresh").exists());
}

#[test]
fn locks_of_others_are_waited_for_and_named() {
    let stand = store();
    let lock = stand.store().join(".git/index.lock");
    std::fs::write(&lock, "").unwrap();
    publish(&stand, &Act::set(RECORD, "x\n").wait(50)).code(5).says("locked: ").says("index.lock");
    assert!(lock.exists());
    std::fs::remove_file(&lock).unwrap();
    std::fs::write(stand.store().join(".git/refs/heads/main.lock"), "").unwrap();
    publish(&stand, &Act::set(RECORD, "x\n")).code(5).says("locked: ").says("main.lock");
    assert_eq!(stand.commits(), 1);
    assert_eq!(stand.read(RECORD), "state = \"draft\"\n");
    std::fs::remove_file(stand.store().join(".git/refs/heads/main.lock")).unwrap();
    stand.assert_clean();
    publish(&stand, &Act::set(RECORD, "x\n")).ok();
}

#[test]
fn a_merge_under_way_is_refused() {
    let stand = store();
    stand.git(&["checkout", "--quiet", "-b", "side"]);
    stand.write("notes.md", "side\n");
    stand.git(&["commit", "--quiet", "-am", "Side"]);
    stand.git(&["checkout", "--quiet", "main"]);
    stand.write("notes.md", "main\n");
    stand.git(&["commit", "--quiet", "-am", "Main"]);
    stand.git_raw(&["merge", "side"]);
    publish(&stand, &Act::set(RECORD, "x\n")).code(5).says("merge");
    stand.git(&["merge", "--abort"]);
    stand.git(&["checkout", "--quiet", "--detach"]);
    publish(&stand, &Act::set(RECORD, "x\n")).code(5).says("detached");
}

#[test]
fn a_file_changed_in_the_second_of_the_index_is_still_seen_as_changed() {
    let stand = store();
    for round in 0..5 {
        stand.write("notes.md", format!("a{round}\n"));
        stand.git(&["add", "notes.md"]);
        // the same size in the same instant: only the content tells
        stand.write("notes.md", format!("b{round}\n"));
        publish(&stand, &Act::set(RECORD, &format!("{round}\n"))).ok();
        let status = stand.git(&["status", "--porcelain", "notes.md"]);
        assert_eq!(status.stdout, "MM notes.md\n", "round {round}");
        stand.git(&["commit", "--quiet", "-am", "Notes"]);
    }
}
