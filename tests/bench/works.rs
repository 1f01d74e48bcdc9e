//! The works that are compared, and the checks after each timed change.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::goals::{CHANGE, Table};
use super::measure::{Times, in_turns};
use super::store::Ground;

/// Measures everything that this version can do.
pub fn measure_all(ground: &Ground, rounds: usize, table: &mut Table) {
    change(ground, rounds, table);
    let file = ground.file();
    let id = ground.id.as_str();
    read(ground, rounds, table, "list --all", "git status", &["list", "--all"], || ground.git(&["status"]));
    if has("rg") {
        let peer = || {
            let mut command = ground.program("rg", &["-l", "certificate", "runbooks"]);
            command.current_dir(ground.theirs());
            command
        };
        read(ground, rounds, table, "list WORDS", "rg -l", &["list", "--all", "certificate"], peer);
    }
    let peer = || ground.git(&["log", "--", &file]);
    read(ground, rounds, table, "log ID", "git log -- F", &["log", id], peer);
    let peer = || ground.git(&["rev-parse", "HEAD"]);
    read(ground, rounds, table, "ready ID", "git rev-parse HEAD", &["ready", id], peer);
    if knows(ground, "audit") {
        let peer = || ground.git(&["log", "--raw"]);
        read(ground, rounds.min(5), table, "audit", "git log --raw", &["audit"], peer);
    }
}

fn has(tool: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join(tool).is_file());
    if !found {
        eprintln!("  not compared with {tool}: this machine has none");
    }
    found
}

fn knows(ground: &Ground, command: &str) -> bool {
    ground.runbook(&[command, "--help"]).output().is_ok_and(|out| out.status.success())
}

/// A command that only reads, beside its peer.
fn read(
    ground: &Ground,
    rounds: usize,
    table: &mut Table,
    work: &'static str,
    peer: &'static str,
    words: &[&str],
    theirs: impl Fn() -> Command,
) {
    let (mut ours, theirs) =
        in_turns(rounds, |_, times| times.take(vec![ground.runbook(words)]), |_, times| times.take(vec![theirs()]));
    ours.look_at_memory(ground.runbook(words));
    table.add(work, peer, ground.size, (ours, theirs));
}

/// One field of one runbook, durable, beside `git add` and `git commit` of the same file.
fn change(ground: &Ground, rounds: usize, table: &mut Table) {
    let ours = |round: usize, times: &mut Times| {
        let before = commits(ground, &ground.ours());
        times.take(vec![ground.runbook(&["set", &ground.id, &format!("summary=Measured in round {round}")])]);
        check(ground, &ground.ours(), before);
    };
    let theirs = |round: usize, times: &mut Times| {
        let file = ground.file();
        let path = ground.theirs().join(&file);
        let text = fs::read_to_string(&path).expect("a record");
        fs::write(&path, text.replacen("format = 1", &format!("# {round}\nformat = 1"), 1)).expect("written");
        let before = commits(ground, &ground.theirs());
        times.take(vec![ground.git(&["add", &file]), ground.git(&["commit", "-qm", "x"])]);
        check(ground, &ground.theirs(), before);
    };
    let (mut our_times, their_times) = in_turns(rounds, ours, theirs);
    our_times.look_at_memory(ground.runbook(&["set", &ground.id, "summary=Measured for memory"]));
    table.add(CHANGE, "git add F && git commit, fsync=all", ground.size, (our_times, their_times));
}

fn in_store(ground: &Ground, store: &Path, words: &[&str]) -> String {
    let mut command = ground.program("git", words);
    command.current_dir(store);
    ground.must(command)
}

fn commits(ground: &Ground, store: &Path) -> usize {
    in_store(ground, store, &["rev-list", "--count", "HEAD"]).trim().parse().expect("a number")
}

/// Clean, sound, and one commit more.
fn check(ground: &Ground, store: &Path, before: usize) {
    let status = in_store(ground, store, &["status", "--porcelain"]);
    assert!(status.is_empty(), "not clean after a change: {status}");
    let fsck = in_store(ground, store, &["fsck", "--strict", "--no-dangling", "--no-progress"]);
    assert!(fsck.is_empty(), "fsck speaks after a change: {fsck}");
    assert_eq!(commits(ground, store), before + 1, "one commit for one change");
}
