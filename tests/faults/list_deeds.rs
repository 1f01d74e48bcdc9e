//! Commands that write lists of targets: private ones beside the trail, of which the trail knows the numbers.

use super::beside_deeds::{ANOTHER, LIST, names, with_another};
use super::deed::Deed;
use super::operations::running;
use crate::env::Sandbox;

const ID: &str = "acme/enforce";

pub const LISTS: &[Deed] = &[
    Deed {
        name: "targets load",
        is_mending: false,
        arrange: || loaded("x\n"),
        words: &["targets", "load", ID, LIST],
        next: ANOTHER,
        state: lists,
    },
    Deed {
        name: "targets load --replace",
        is_mending: false,
        arrange: begun,
        words: &["targets", "load", ID, LIST, "--replace"],
        next: ANOTHER,
        state: lists,
    },
    Deed {
        name: "targets mark",
        is_mending: false,
        arrange: begun,
        words: &["targets", "mark", ID, "b", "done"],
        next: ANOTHER,
        state: lists,
    },
    Deed {
        name: "targets retry",
        is_mending: false,
        arrange: begun,
        words: &["targets", "retry", ID],
        next: ANOTHER,
        state: lists,
    },
    Deed {
        name: "targets purge",
        is_mending: false,
        arrange: begun,
        words: &["targets", "purge", ID],
        next: ANOTHER,
        state: lists,
    },
];

/// A running task with these targets.
pub fn loaded(targets: &str) -> Sandbox {
    let sandbox = with_another(running());
    sandbox.run(&["task", "pause", ID, "bulk-change"]).ok();
    sandbox.call(&["targets", "load", ID, "-"]).input(targets).run().ok();
    sandbox
}

/// A list with results.
fn begun() -> Sandbox {
    let sandbox = loaded("a\nb\nc\n");
    let each = ["task", "exec", ID, "bulk-change", "--each-target", "--", "sh", "-c", "test \"$1\" != b", "sh", "{}"];
    sandbox.run(&each).code(1);
    sandbox
}

/// The record's own words, what is said of each target, and what is kept of them.
fn lists(sandbox: &Sandbox) -> Vec<String> {
    let list = sandbox.run(&["targets", "list", ID, "--json"]);
    let record = sandbox.git(&["show", &format!("HEAD:runbooks/{ID}.toml")]).stdout;
    let numbers: Vec<&str> = record.lines().skip_while(|line| !line.starts_with("[targets]")).take(8).collect();
    let kept = names(&sandbox.store().join(".git/runbook/targets"));
    vec![numbers.join("\n"), format!("{} {}", list.code, list.stdout), kept.join(" ")]
}
