//! A command that is run for each target of a list, killed and refused in its midst: no target is lost, none is run twice in
//! silence, and none is called failed whose command did not fail.

use std::collections::BTreeMap;

use super::chosen;
use super::list_deeds::loaded;
use super::state::left;
use super::strace::{Fault, Request, last_requests, main_requests, turns, with_fault};
use super::sweep::FaultSweep;
use super::verdicts::Verdicts;
use super::{is_wanted, stand};
use crate::env::{Call, Output, Sandbox};

pub const NAME: &str = "task exec --each-target";
const ID: &str = "acme/enforce";
const EACH: [&str; 5] = ["task", "exec", ID, "bulk-change", "--each-target"];
const RUN: [&str; 6] = ["--", "sh", "-c", "echo \"$1\" >>../seen", "sh", "{}"];

fn call(sandbox: &Sandbox) -> Call<'_> {
    sandbox.at("2026-12-02T09:00:00+01:00");
    sandbox.call(&[&EACH[..], &RUN].concat())
}

/// What became of each target.
fn results(sandbox: &Sandbox) -> BTreeMap<String, String> {
    let word = |value: &serde_json::Value| value.as_str().expect("a word").to_owned();
    let answer = sandbox.json(&["targets", "list", ID]);
    answer["targets"].as_array().expect("rows").iter().map(|row| (word(&row["target"]), word(&row["result"]))).collect()
}

/// How often each target's command was run.
fn runs(sandbox: &Sandbox) -> BTreeMap<String, usize> {
    let mut runs = BTreeMap::new();
    for line in std::fs::read_to_string(sandbox.top().join("seen")).unwrap_or_default().lines() {
        *runs.entry(line.to_owned()).or_default() += 1;
    }
    runs
}

/// What it came to so far, and what it comes to when it is run again.
fn judge(sandbox: &Sandbox, told: &dyn Fn() -> String) -> &'static str {
    let (results, before) = (results(sandbox), runs(sandbox));
    assert_eq!(results.len(), 3, "{}\n{results:?}", told());
    for (target, result) in &results {
        let of_target = (result.as_str(), before.get(target));
        let is_true = matches!(of_target, ("done", Some(1)) | ("left", None) | ("unknown", None | Some(1)));
        assert!(is_true, "{target} is {result}\n{}\n{before:?}", told());
    }
    let out = sandbox.run(&[&EACH[..], &["--redo-unknown"], &RUN].concat());
    // where nothing is left to be run it says so
    assert!(out.code == 0 || (out.code == 3 && out.stderr.contains("nothing is left")), "{}\n{out}", told());
    for (target, times) in runs(sandbox) {
        let again = usize::from(before.contains_key(&target) && results[&target] == "unknown");
        assert_eq!(times, 1 + again, "{target}\n{}\n{out}", told());
    }
    let after = self::results(sandbox);
    assert!(after.len() == 3 && after.values().all(|result| result == "done"), "{}\n{after:?}\n{out}", told());
    assert_eq!(left(sandbox), Vec::<String>::new(), "{}", told());
    let doctor = sandbox.run(&["doctor"]);
    assert_eq!(doctor.code, 0, "{}\n{doctor}", told());
    sandbox.assert_clean();
    sandbox.run(&["audit"]).ok();
    let count = |word: &str| results.values().filter(|result| *result == word).count();
    match (count("left"), count("unknown")) {
        (3, _) => "nothing was run",
        (0, 0) => "all were run",
        _ => "some were run",
    }
}

fn sweep(name: &'static str, few: usize, faults: impl for<'r> Fn(&'r Request) -> Vec<Fault<'r>>, codes: &[i32]) {
    if !is_wanted(NAME) {
        return;
    }
    let template = loaded("a\nb\nc\n");
    let sandbox = stand::copy(&template);
    let all = main_requests(&sandbox, &call(&sandbox));
    // what comes before is the system's, which starts the program
    let begun = all.iter().position(|request| request.line.contains("/.git")).expect("it looks for the store");
    let requests = turns(&all[begun..]);
    let all: Vec<(&Request, Fault<'_>)> =
        requests.iter().flat_map(|request| faults(request).into_iter().map(move |fault| (request, fault))).collect();
    let tries: Vec<&(&Request, Fault<'_>)> = chosen(all.len(), few, 3).map(|number| &all[number]).collect();
    let verdicts = Verdicts::new();
    let mut sweep = FaultSweep::new(name);
    let tally = sweep.deed(NAME, &tries, |(request, fault)| {
        let sandbox = stand::copy(&template);
        let out: Output = with_fault(&sandbox, &call(&sandbox), fault);
        let told = || format!("{fault:?} at\n  {}\n{out}\n{}", request.line, last_requests(&sandbox));
        assert!(codes.contains(&out.code), "{}", told());
        let word = verdicts.of(&sandbox, "", || judge(&sandbox, &told));
        assert!(out.code != 0 || word == "all were run", "success without the deed\n{}", told());
        word
    });
    sweep.must(tally.len() > 1, || format!("it was always the same: {tally:?}"));
    sweep.end();
}

#[test]
fn killed_in_its_midst_it_goes_on_with_what_is_left() {
    sweep("kills of a bulk command", 12, |request| vec![request.kill()], &[137, 0]);
}

#[test]
fn refused_something_in_its_midst_it_goes_on_with_what_is_left() {
    sweep(
        "errors in a bulk command",
        12,
        |request| request.refusals().iter().map(|errno| request.error(errno, false)).collect(),
        &[0, 1, 3, 5],
    );
}
