//! A run over the targets that is killed at any moment: none is lost, and none is run twice in silence.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::Duration;

use super::plan::{ID, record};
use super::targets::{each, loaded, results};
use crate::env::Sandbox;

/// How often each target's command was started.
fn started(sandbox: &Sandbox) -> BTreeMap<String, usize> {
    let mut seen = BTreeMap::new();
    for line in std::fs::read_to_string(sandbox.top().join("seen")).unwrap_or_default().lines() {
        *seen.entry(line.to_owned()).or_insert(0) += 1;
    }
    seen
}

#[test]
fn killed_at_random_and_taken_up_again_every_target_is_run_once() {
    let names: Vec<String> = (0..60).map(|number| format!("user{number}")).collect();
    let sandbox = loaded(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let script = format!("printf '%s\\n' \"$1\" >>{}; sleep 0.02", sandbox.top().join("seen").display());
    let command = ["sh", "-c", &script, "sh", "{}"];
    let words = [&["task", "exec", ID, "bulk-change", "--each-target", "-j", "4", "--"][..], &command].concat();
    let mut unknown = Vec::new();
    for after in [15, 60, 90, 140, 35, 180] {
        let mut child = sandbox
            .call(&words)
            .command()
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("runs");
        std::thread::sleep(Duration::from_millis(after));
        child.kill().expect("killed");
        child.wait().expect("ended");
        // the commands that ran are not ours to kill; they end by themselves
        std::thread::sleep(Duration::from_millis(60));
        unknown =
            results(&sandbox).into_iter().filter(|(_, result)| result == "unknown").map(|(name, _)| name).collect();
    }
    let out = each(&sandbox, &["-j", "4"], &command);
    let answer = sandbox.json(&["targets", "list", ID]);
    assert_eq!(answer["unknown"], unknown.len(), "{out}");
    assert_eq!(answer["done"].as_u64().expect("a number") + answer["unknown"].as_u64().expect("a number"), 60, "{out}");
    out.code(if unknown.is_empty() { 0 } else { 1 });
    for (name, times) in started(&sandbox) {
        assert_eq!(times, 1, "{name} was run twice\n{out}");
    }
    if !unknown.is_empty() {
        // those that were running are told, and are run again only when somebody says so
        out.complains("nobody knows");
        each(&sandbox, &["-j", "4", "--redo-unknown"], &command).ok();
    }
    assert_eq!(started(&sandbox).len(), 60);
    assert!(results(&sandbox).iter().all(|(_, result)| result == "done"));
    sandbox.assert_clean();
}

#[test]
fn what_nobody_knows_can_be_said_by_hand() {
    let sandbox = loaded(&["a", "b", "c"]);
    let script = "echo x; sleep 5";
    let words = ["task", "exec", ID, "bulk-change", "--each-target", "--", "sh", "-c", script, "sh", "{}"];
    let mut child = sandbox
        .call(&words)
        .command()
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("runs");
    let begun = std::time::Instant::now();
    while results(&sandbox)[0].1 != "unknown" {
        assert!(begun.elapsed().as_secs() < 20, "it never began");
    }
    // another process cannot take the list meanwhile
    each(&sandbox, &[], &["true", "{}"]).code(5).complains("another process");
    child.kill().expect("killed");
    child.wait().expect("ended");
    sandbox.run(&["targets", "list", ID, "--unknown"]).ok().says("a\n").says_no("b\n");
    let kept = sandbox.json(&["targets", "list", ID]);
    assert_eq!((&kept["left"], &kept["unknown"]), (&2.into(), &1.into()));
    let out = each(&sandbox, &["--stop-after", "1"], &["false", "{}"]);
    out.code(1).says("0 done, 1 failed, 0 skipped, 1 unknown, 1 left of 3").complains("nobody knows of 1");
    sandbox.run(&["targets", "retry", ID]).ok();
    sandbox.run(&["targets", "mark", ID, "--unknown", "done"]).ok();
    each(&sandbox, &[], &["true", "{}"]).ok();
    assert!(results(&sandbox).iter().all(|(_, result)| result == "done"));
}

#[test]
fn a_call_that_is_broken_off_elsewhere_ends_the_run_over_the_targets() {
    let names: Vec<String> = (0..60).map(|number| format!("user{number}")).collect();
    let sandbox = loaded(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let command = ["sh", "-c", "sleep 0.3", "sh", "{}"];
    let words = [&["task", "exec", ID, "bulk-change", "--each-target", "--"][..], &command].concat();
    let mut terminal = sandbox.terminal(&words);
    terminal.wait_for("1 done");
    sandbox.change(&["abort", ID, "--reason", "the customer says stop"]);
    terminal.wait_for("nothing more is begun").wait_for("numbers are recorded");
    assert_eq!(terminal.end(), 3, "{}", terminal.screen());
    let of = |result: &str| results(&sandbox).iter().filter(|(_, own)| own == result).count();
    assert!(of("left") > 30 && of("done") + of("left") == names.len());
    assert_eq!(record(&sandbox)["targets"]["done"], of("done"));
    assert_eq!(sandbox.json(&["audit"])["ok"], true);
}
