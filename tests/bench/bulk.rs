//! A trivial command for each of many targets, beside `xargs`, which captures nothing and keeps no journal.

use std::fs;
use std::process::Command;

use super::goals::{BULK, Table};
use super::measure::{Times, in_turns};
use super::store::BenchStore;

/// The runbook that the targets belong to.
const ID: &str = "bench/bulk";

/// Measures a run over so many targets, two at a time.
pub fn measure(bench: &BenchStore, targets: usize, rounds: usize, table: &mut Table) {
    let list = bench.ours().join(".git/bench-targets");
    let text: String = (0..targets).map(|number| format!("user{number}@example.com\n")).collect();
    fs::write(&list, text).expect("written");
    let list = list.to_string_lossy().into_owned();
    begin(bench);
    let load = || bench.must(bench.runbook(&["targets", "load", ID, &list, "--replace"]));
    let exec = || bench.runbook(&["task", "exec", ID, "bulk", "--each-target", "-j", "2", "--", "true", "{}"]);
    let ours = |_: usize, times: &mut Times| {
        load();
        times.take(vec![exec()]);
    };
    let theirs = |_: usize, times: &mut Times| {
        let mut command = Command::new("xargs");
        command.args(["-a", &list, "-P", "2", "-n", "1", "true"]);
        times.take(vec![command]);
    };
    let (mut our_times, their_times) = in_turns(rounds, ours, theirs);
    load();
    our_times.look_at_memory(exec());
    table.add(BULK, "xargs -P 2 -n 1 true", targets, (our_times, their_times));
}

/// A runbook that is running, whatever it lacks.
fn begin(bench: &BenchStore) {
    bench.must(bench.runbook(&["new", "Bench - Bulk"]));
    bench.must(bench.runbook(&["task", "add", ID, "--id", "bulk", "--title", "Bulk", "--estimate", "10m"]));
    let out = bench.runbook(&["ready", ID, "--json"]).output().expect("a child");
    let report: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
    let missing = report["runbooks"][0]["missing"].as_array().cloned().unwrap_or_default();
    let mut words: Vec<&str> = vec!["start", ID, "--reason", "to be measured"];
    for point in &missing {
        let code = point["code"].as_str().expect("a code");
        if !words.contains(&code) {
            words.extend(["--override", code]);
        }
    }
    bench.must(bench.runbook(&words));
}
