//! Many who write at once: eight processes, and a person with plain git beside them.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::state::left;
use crate::e2e::plan::{ID, ready};
use crate::env::Sandbox;

const WRITERS: usize = 8;
const CHANGES: usize = 25;

/// Every writer's changes; half of them fall on one record that all share, half on the writer's own.
fn changes(sandbox: &Sandbox, writer: usize) -> Vec<Command> {
    let change = |number: usize| {
        let id = if number.is_multiple_of(2) { "zoo/shared".to_owned() } else { format!("zoo/of-{writer}") };
        let title = format!("Writer {writer} change {number}");
        sandbox.call(&["task", "add", &id, "--title", &title, "--estimate", "1m"]).command()
    };
    (0..CHANGES).map(change).collect()
}

/// A person's commits until the writers are done; how many there were.
fn commit_by_hand(store: &Path, vars: &[(String, OsString)], done: &AtomicBool) -> usize {
    let git = |words: &[&str]| {
        let mut command = Command::new("git");
        command.args(words).current_dir(store).env_clear().envs(vars.iter().cloned());
        command.output().unwrap().status.success()
    };
    let mut made = 0;
    for number in 0.. {
        if done.load(Ordering::SeqCst) {
            break;
        }
        std::fs::write(store.join("notes.md"), format!("{number}\n")).unwrap();
        // git does not wait for a lock as we do; a person tries again
        if git(&["add", "notes.md"]) && git(&["commit", "--quiet", "-m", "By hand"]) {
            made += 1;
        }
        thread::sleep(Duration::from_millis(20));
    }
    made
}

#[test]
fn eight_writers_and_a_person_with_git_lose_nothing() {
    let sandbox = Sandbox::new();
    sandbox.tamper();
    sandbox.write(".runbook.toml", "format = 1\n[lock]\nwait = \"5m\"\n");
    sandbox.write("notes.md", "notes\n");
    sandbox.git(&["add", "."]);
    sandbox.git(&["commit", "--quiet", "-m", "Be patient"]);
    sandbox.run(&["new", "Zoo - Shared"]).ok();
    for writer in 0..WRITERS {
        sandbox.run(&["new", &format!("Zoo - Of {writer}")]).ok();
    }
    let begun = sandbox.commits();
    let done = AtomicBool::new(false);
    let vars = sandbox.environment();
    let writers: Vec<_> = (0..WRITERS).map(|writer| changes(&sandbox, writer)).collect();
    let store = sandbox.store();
    let by_hand = thread::scope(|scope| {
        let run = |changes: Vec<Command>| changes.into_iter().map(|mut change| change.output().unwrap()).collect();
        let writers: Vec<_> =
            writers.into_iter().map(|changes| scope.spawn(move || -> Vec<Output> { run(changes) })).collect();
        let person = scope.spawn(|| commit_by_hand(store, &vars, &done));
        let outputs: Vec<Output> = writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
        done.store(true, Ordering::SeqCst);
        for out in outputs {
            assert!(out.status.success(), "{:?} {}", out.status, String::from_utf8_lossy(&out.stderr));
        }
        person.join().unwrap()
    });
    assert!(by_hand > 0, "the person never got a turn");
    assert_eq!(sandbox.commits(), begun + WRITERS * CHANGES + by_hand);
    let audit: serde_json::Value = serde_json::from_str(&sandbox.run(&["audit", "--json"]).stdout).unwrap();
    // the times were dealt out beforehand, and the writers came as they could
    let is_of_time = |finding: &serde_json::Value| finding["code"].as_str().unwrap().starts_with("time-");
    assert!(audit["findings"].as_array().unwrap().iter().all(is_of_time), "{audit:#}");
    let shared = sandbox.read("runbooks/zoo/shared.toml");
    for writer in 0..WRITERS {
        let own = sandbox.read(&format!("runbooks/zoo/of-{writer}.toml"));
        for number in 0..CHANGES {
            let place = if number.is_multiple_of(2) { &shared } else { &own };
            let title = format!("\"Writer {writer} change {number}\"");
            assert!(place.contains(&title), "{title} is missing");
        }
    }
    // what the person's last round left
    sandbox.git_raw(&["reset", "--quiet"]);
    sandbox.git_raw(&["checkout", "--quiet", "--", "notes.md"]);
    sandbox.assert_clean();
    assert_eq!(left(&sandbox), Vec::<String>::new());
}

/// What a reader is told while these changes are made, again and again.
fn told_meanwhile(changes: Vec<Command>, mut ask: Command) -> Vec<String> {
    let done = AtomicBool::new(false);
    let answers = thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut answers = Vec::new();
            while !done.load(Ordering::SeqCst) {
                answers.push(String::from_utf8(ask.output().unwrap().stdout).unwrap());
            }
            answers
        });
        let count = changes.len();
        let made = changes.into_iter().filter_map(|mut change| change.output().ok()).filter(|out| out.status.success());
        assert_eq!(made.count(), count);
        done.store(true, Ordering::SeqCst);
        reader.join().unwrap()
    });
    assert!(answers.len() > CHANGES / 4, "the reader hardly got a turn");
    answers
}

#[test]
fn a_change_that_is_being_made_is_no_hand_edit_to_a_reader() {
    let sandbox = Sandbox::new();
    ready(&sandbox);
    let change = |number| sandbox.call(&["set", ID, &format!("var.number={number}")]).command();
    for words in [&["ready", ID, "--json"][..], &["list", "--ready", "--json"]] {
        let ask = sandbox.call(words).command();
        for answer in told_meanwhile((0..CHANGES).map(change).collect(), ask) {
            assert!(answer.contains("\"ready\": true"), "{answer}");
        }
    }
    let make = |number| sandbox.call(&["new", &format!("Zoo - Number {number}")]).command();
    for answer in told_meanwhile((0..CHANGES).map(make).collect(), sandbox.call(&["list", "--json"]).command()) {
        assert!(answer.contains("\"id\"") && !answer.contains("by hand"), "{answer}");
    }
}
