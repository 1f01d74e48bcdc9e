//! Planned against actual: what closed runbooks say, and estimates that come from them.

use super::plan::{self, ID};
use crate::env::Sandbox;

/// A closed runbook of the template, whose first task took so many minutes.
fn closed(number: usize, minutes: u32) -> String {
    format!(
        r#"format = 1
customer = "Acme"
task = "Run {number}"
state = "closed"
result = "completed"
scheduled_at = 2026-11-0{number}T09:00:00Z
template = "weekly@2"

[[tasks]]
id = "go"
title = "Go"
estimate = "10m"

[[tasks.attempts]]
started_at = 2026-11-0{number}T09:00:00Z
finished_at = 2026-11-0{number}T09:{minutes}:00Z
outcome = "success"

[[tasks]]
id = "tell"
title = "Tell"
estimate = "5m"

[[tasks.attempts]]
outcome = "skipped"
note = "nobody to tell"
"#
    )
}

fn store() -> Sandbox {
    let sandbox = Sandbox::new();
    for (number, minutes) in [(1, 11), (2, 12), (3, 13), (4, 29)] {
        sandbox.write(&format!("runbooks/acme/run-{number}.toml"), closed(number, minutes));
    }
    let other = closed(5, 50).replace("Acme", "Globex").replace("weekly@2", "other@1");
    sandbox.write("runbooks/globex/run-5.toml", other);
    sandbox
}

#[test]
fn a_call_that_was_closed_is_told_in_figures() {
    let sandbox = Sandbox::new();
    plan::closed(&sandbox);
    let found = sandbox.json(&["stats"]);
    let task = &found["tasks"].as_array().expect("tasks").iter().find(|own| own["task"] == "tell").expect("a task");
    assert_eq!(task["template"], "blank");
    assert_eq!((&task["runs"], &task["estimate_s"]), (&1.into(), &600.into()));
    assert_eq!((&task["median_s"], &task["p90_s"]), (&601.into(), &601.into()));
    assert_eq!(found["runbooks"][0]["id"], ID);
    assert_eq!(found["runbooks"][0]["estimate_s"], (10 + 75 + 20 + 10) * 60);
    assert_eq!(found["taken_percent"], 35);
    sandbox.run(&["stats"]).ok().says("35 % of the planned time").says("bulk-change").says("│");
}

#[test]
fn medians_percentiles_and_filters() {
    let sandbox = store();
    let go = |words: &[&str]| -> serde_json::Value {
        let found = sandbox.json(&[&["stats"], words].concat());
        found["tasks"].as_array().expect("tasks").iter().find(|own| own["task"] == "go").cloned().unwrap_or_default()
    };
    let weekly = go(&["--template", "weekly"]);
    assert_eq!((&weekly["runs"], &weekly["median_s"], &weekly["p90_s"]), (&4.into(), &750.into(), &1_740.into()));
    assert_eq!(go(&["--customer", "glob"])["template"], "other");
    assert_eq!(go(&["--from", "2026-11-02", "--to", "2026-11-03"])["runs"], 2);
    assert_eq!(go(&["--template", "none"]), serde_json::Value::Null);
    assert_eq!(go(&["--template", "weekly"])["suggestion"], serde_json::Value::Null);
    let suggested = go(&["--template", "weekly", "--suggest"]);
    assert_eq!((&suggested["suggestion"], &suggested["suggestion_s"]), (&"15m".into(), &900.into()));
    sandbox.run(&["stats", "--template", "none"]).ok().says("No closed runbook fits");
}

#[test]
fn what_cannot_be_read_is_named() {
    let sandbox = store();
    sandbox.write("runbooks/acme/broken.toml", "customer = ");
    let found = sandbox.json(&["stats", "--template", "weekly"]);
    let runbooks = found["runbooks"].as_array().expect("runbooks");
    assert_eq!(runbooks.len(), 5);
    assert!(runbooks.iter().any(|own| own["id"] == "acme/broken" && own["problem"].is_string()), "{found}");
    sandbox.run(&["stats"]).ok().says("Not counted").says("acme/broken");
}

#[test]
fn new_takes_estimates_from_earlier_runs_where_the_store_asks_for_it() {
    let sandbox = store();
    let template = "version = 2\ntitle = \"Weekly\"\n\n[[tasks]]\nid = \"go\"\ntitle = \"Go\"\nestimate = \"10m\"\n";
    sandbox.write("runbook-templates/weekly.toml", template);
    let made = |task: &str| {
        let out = sandbox.run(&["new", "--customer", "Acme", "--task", task, "--template", "weekly"]);
        let id = format!("acme/{}", task.to_lowercase().replace(' ', "-"));
        let estimate = sandbox.json(&["show", &id])["runbook"]["tasks"][0]["estimate"].clone();
        (out, estimate)
    };
    assert_eq!(made("Before").1, "10m");
    let settings = sandbox.read(".runbook.toml");
    sandbox.write(".runbook.toml", format!("{settings}\n[estimates]\nsuggest = \"p90\"\n"));
    let (out, estimate) = made("After");
    out.ok().complains("go is planned for 30m, as 4 earlier runs suggest, the template says 10m");
    assert_eq!(estimate, "30m");
    sandbox.write(".runbook.toml", format!("{settings}\n[estimates]\nsuggest = \"median\"\nruns = 5\n"));
    assert_eq!(made("Too few").1, "10m");
    sandbox.write(".runbook.toml", format!("{settings}\n[estimates]\nsuggest = \"mean\"\n"));
    sandbox.run(&["stats"]).code(5).complains("estimates.suggest");
}
