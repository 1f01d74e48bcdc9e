//! The works that are compared, and the checks after each timed change.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::goals::{CHANGE, Table};
use super::measure::{Times, in_turns};
use super::store::BenchStore;

/// Measures everything that this version can do.
pub fn measure_all(bench: &BenchStore, rounds: usize, table: &mut Table) {
    change(bench, rounds, table);
    let file = bench.file();
    let id = bench.id.as_str();
    read(bench, rounds, table, "list --all", "git status", &["list", "--all"], || bench.git(&["status"]));
    if has("rg") {
        let peer = || {
            let mut command = bench.program("rg", &["-l", "certificate", "runbooks"]);
            command.current_dir(bench.theirs());
            command
        };
        read(bench, rounds, table, "list WORDS", "rg -l", &["list", "--all", "certificate"], peer);
    }
    let peer = || bench.git(&["log", "--", &file]);
    read(bench, rounds, table, "log ID", "git log -- F", &["log", id], peer);
    let peer = || bench.git(&["rev-parse", "HEAD"]);
    read(bench, rounds, table, "ready ID", "git rev-parse HEAD", &["ready", id], peer);
    if knows(bench, "audit") {
        let peer = || bench.git(&["log", "--raw"]);
        read(bench, rounds.min(5), table, "audit", "git log --raw", &["audit"], peer);
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

fn knows(bench: &BenchStore, command: &str) -> bool {
    bench.runbook(&[command, "--help"]).output().is_ok_and(|out| out.status.success())
}

/// A command that only reads, beside its peer.
fn read(
    bench: &BenchStore,
    rounds: usize,
    table: &mut Table,
    work: &'static str,
    peer: &'static str,
    words: &[&str],
    theirs: impl Fn() -> Command,
) {
    let (mut ours, theirs) =
        in_turns(rounds, |_, times| times.take(vec![bench.runbook(words)]), |_, times| times.take(vec![theirs()]));
    ours.look_at_memory(bench.runbook(words));
    table.add(work, peer, bench.size, (ours, theirs));
}

/// One field of one runbook, durable, beside `git add` and `git commit` of the same file.
fn change(bench: &BenchStore, rounds: usize, table: &mut Table) {
    let ours = |round: usize, times: &mut Times| {
        let before = commits(bench, &bench.ours());
        times.take(vec![bench.runbook(&["set", &bench.id, &format!("summary=Measured in round {round}")])]);
        check(bench, &bench.ours(), before);
    };
    let theirs = |round: usize, times: &mut Times| {
        let file = bench.file();
        let path = bench.theirs().join(&file);
        let text = fs::read_to_string(&path).expect("a record");
        fs::write(&path, text.replacen("format = 1", &format!("# {round}\nformat = 1"), 1)).expect("written");
        let before = commits(bench, &bench.theirs());
        times.take(vec![bench.git(&["add", &file]), bench.git(&["commit", "-qm", "x"])]);
        check(bench, &bench.theirs(), before);
    };
    let (mut our_times, their_times) = in_turns(rounds, ours, theirs);
    our_times.look_at_memory(bench.runbook(&["set", &bench.id, "summary=Measured for memory"]));
    table.add(CHANGE, "git add F && git commit, fsync=all", bench.size, (our_times, their_times));
}

fn in_store(bench: &BenchStore, store: &Path, words: &[&str]) -> String {
    let mut command = bench.program("git", words);
    command.current_dir(store);
    bench.must(command)
}

fn commits(bench: &BenchStore, store: &Path) -> usize {
    in_store(bench, store, &["rev-list", "--count", "HEAD"]).trim().parse().expect("a number")
}

/// Clean, sound, and one commit more.
fn check(bench: &BenchStore, store: &Path, before: usize) {
    let status = in_store(bench, store, &["status", "--porcelain"]);
    assert!(status.is_empty(), "not clean after a change: {status}");
    let fsck = in_store(bench, store, &["fsck", "--strict", "--no-dangling", "--no-progress"]);
    assert!(fsck.is_empty(), "fsck speaks after a change: {fsck}");
    assert_eq!(commits(bench, store), before + 1, "one commit for one change");
}
