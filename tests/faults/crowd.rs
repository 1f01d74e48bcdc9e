//! Many who write at once: eight processes, and a person with plain git beside them.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::state::leftovers;
use crate::stand::Stand;
use crate::write::Act;

const WRITERS: usize = 8;
const CHANGES: usize = 25;

/// Every writer's changes; half of them fall on one record that all share.
fn changes(stand: &Stand, writer: usize) -> Vec<Command> {
    let change = |number: usize| {
        let path = match number % 2 {
            0 => "runbooks/acme/shared.toml".to_owned(),
            _ => format!("runbooks/acme/of-{writer}.toml"),
        };
        let act = Act::append(&path, &format!("{writer}.{number}\n")).wait(120_000);
        let answer = stand.top().join(format!("answer-{writer}-{number}"));
        act.call(stand).var("WRITE_ANSWER", answer).command()
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
    let stand = crate::write::store();
    let begun = stand.commits();
    let done = AtomicBool::new(false);
    let vars = stand.environment();
    let writers: Vec<_> = (0..WRITERS).map(|writer| changes(&stand, writer)).collect();
    let (store, stand_top) = (stand.store(), stand.top());
    let by_hand = thread::scope(|scope| {
        let run = |changes: Vec<Command>| changes.into_iter().map(|mut change| change.output().unwrap()).collect();
        let writers: Vec<_> =
            writers.into_iter().map(|changes| scope.spawn(move || -> Vec<Output> { run(changes) })).collect();
        let person = scope.spawn(|| commit_by_hand(store, &vars, &done));
        let outputs: Vec<Output> = writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
        done.store(true, Ordering::SeqCst);
        for (number, out) in outputs.iter().enumerate() {
            let answer = stand_top.join(format!("answer-{}-{}", number / CHANGES, number % CHANGES));
            println!("{}", std::fs::read_to_string(answer).unwrap_or_default());
            assert!(
                out.status.success(),
                "{}{}",
                String::from_utf8_lossy(&out.stdout),
                String::from_utf8_lossy(&out.stderr)
            );
        }
        person.join().unwrap()
    });
    assert!(by_hand > 0, "the person never got a turn");
    assert_eq!(stand.commits(), begun + WRITERS * CHANGES + by_hand);
    let shared = stand.read("runbooks/acme/shared.toml");
    for writer in 0..WRITERS {
        let own = stand.read(&format!("runbooks/acme/of-{writer}.toml"));
        for number in 0..CHANGES {
            let place = if number % 2 == 0 { &shared } else { &own };
            assert!(place.lines().any(|line| line == format!("{writer}.{number}")), "{writer}.{number} is missing");
        }
    }
    stand.git_raw(&["checkout", "--quiet", "HEAD", "--", "notes.md"]);
    stand.assert_clean();
    assert_eq!(leftovers(&stand), Vec::<String>::new());
}
