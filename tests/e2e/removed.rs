//! A record that was removed by plain git: the trail tells its story all the same.

use super::plan::{self, FILE, ID};
use crate::env::Sandbox;

/// The planned runbook, removed by a person in the last commit.
fn removed() -> Sandbox {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    sandbox.tamper();
    sandbox.git(&["rm", "--quiet", FILE]);
    sandbox.git(&["commit", "--quiet", "-m", "Clean up"]);
    sandbox
}

#[test]
fn its_log_goes_on_to_its_end() {
    let sandbox = removed();
    let last = sandbox.git(&["rev-parse", "--short=10", "HEAD~"]).line().to_owned();
    sandbox
        .run(&["log", ID])
        .ok()
        .says("Clean up")
        .says("create")
        .complains("is gone: John Doe removed its record")
        .complains(&format!("runbook show {ID} --at {last}"));
    let entries = sandbox.json(&["log", ID]);
    let entries = entries["entries"].as_array().expect("a list");
    assert!(entries[0]["event"].is_null() && entries.len() > 5);
    // without the id nothing is different
    assert_eq!(sandbox.json(&["log"])["entries"].as_array().expect("a list").len(), entries.len());
    sandbox.run(&["log", ID, "--patch", "--limit", "1"]).ok().says("summary");
}

#[test]
fn it_is_shown_compared_and_blamed_as_it_last_was() {
    let sandbox = removed();
    let shown = sandbox.run(&["show", ID, "--at", "HEAD~"]).ok().complains("is gone").stdout.clone();
    assert!(shown.contains("Acme"));
    assert_eq!(sandbox.json(&["show", ID, "--at", "@created"])["runbook"]["customer"], "Acme");
    sandbox.refused(4, &["show", ID, "--at", "HEAD"]);
    sandbox.refused(4, &["show", ID]).complains(&format!("runbook log {ID}")).complains("git checkout");
    let diff = sandbox.json(&["diff", ID]);
    let changes = diff["changes"].as_array().expect("changes");
    assert!(changes.len() > 5 && changes.iter().all(|change| change["kind"] == "removed"), "{diff:#}");
    sandbox.run(&["diff", ID, "@created", "HEAD~"]).ok().says("tasks");
    let blame = sandbox.json(&["blame", ID, "customer"]);
    assert_eq!(blame["fields"][0]["event"], "create");
    sandbox.refused(4, &["log", "acme/nothing-like-it"]);
    sandbox.refused(4, &["set", ID, "dri=@x"]);
}

#[test]
fn it_is_brought_back_as_the_hint_says() {
    let sandbox = removed();
    sandbox.git(&["checkout", "--quiet", "HEAD~", "--", FILE]);
    sandbox.change(&["save", ID]);
    sandbox.change(&["set", ID, "dri=@x"]);
    assert!(!sandbox.run(&["log", ID]).ok().stderr.contains("is gone"));
}
