//! A record that was removed by plain git: the trail tells its story all the same.

use super::plan::{self, FILE, ID};
use crate::stand::Stand;

/// The planned runbook, removed by a person in the last commit.
fn removed() -> Stand {
    let stand = Stand::new();
    plan::planned(&stand);
    stand.tamper();
    stand.git(&["rm", "--quiet", FILE]);
    stand.git(&["commit", "--quiet", "-m", "Clean up"]);
    stand
}

#[test]
fn its_log_goes_on_to_its_end() {
    let stand = removed();
    let last = stand.git(&["rev-parse", "--short=10", "HEAD~"]).line().to_owned();
    stand
        .run(&["log", ID])
        .ok()
        .says("Clean up")
        .says("create")
        .complains("is gone: John Doe removed its record")
        .complains(&format!("runbook show {ID} --at {last}"));
    let entries = stand.json(&["log", ID]);
    let entries = entries["entries"].as_array().expect("a list");
    assert!(entries[0]["event"].is_null() && entries.len() > 5);
    // without the id nothing is different
    assert_eq!(stand.json(&["log"])["entries"].as_array().expect("a list").len(), entries.len());
    stand.run(&["log", ID, "--patch", "--limit", "1"]).ok().says("summary");
}

#[test]
fn it_is_shown_compared_and_blamed_as_it_last_was() {
    let stand = removed();
    let shown = stand.run(&["show", ID, "--at", "HEAD~"]).ok().complains("is gone").stdout.clone();
    assert!(shown.contains("Acme"));
    assert_eq!(stand.json(&["show", ID, "--at", "@created"])["runbook"]["customer"], "Acme");
    stand.refused(4, &["show", ID, "--at", "HEAD"]);
    stand.refused(4, &["show", ID]).complains(&format!("runbook log {ID}")).complains("git checkout");
    let diff = stand.json(&["diff", ID]);
    let changes = diff["changes"].as_array().expect("changes");
    assert!(changes.len() > 5 && changes.iter().all(|change| change["kind"] == "removed"), "{diff:#}");
    stand.run(&["diff", ID, "@created", "HEAD~"]).ok().says("tasks");
    let blame = stand.json(&["blame", ID, "customer"]);
    assert_eq!(blame["fields"][0]["event"], "create");
    stand.refused(4, &["log", "acme/nothing-like-it"]);
    stand.refused(4, &["set", ID, "dri=@x"]);
}

#[test]
fn it_is_brought_back_as_the_hint_says() {
    let stand = removed();
    stand.git(&["checkout", "--quiet", "HEAD~", "--", FILE]);
    stand.change(&["save", ID]);
    stand.change(&["set", ID, "dri=@x"]);
    assert!(!stand.run(&["log", ID]).ok().stderr.contains("is gone"));
}
