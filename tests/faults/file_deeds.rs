//! Commands that write files for a person: exports, drafts, and what git merges.

use std::path::Path;

use super::beside_deeds::{ANOTHER, OUT, names, three, with_another};
use super::deed::Deed;
use super::state::walk;
use crate::env::Sandbox;

const FILE: &str = "../out/other.md";
/// A change of a record that is not edited.
const BETA: &[&str] = &["set", "beta/move", "summary=next"];
const MERGE: &[&str] = &["driver", "merge", "base.toml", "ours.toml", "theirs.toml", "runbooks/zoo/other.toml"];

pub const FILES: &[Deed] = &[
    Deed {
        name: "export -o",
        is_mending: false,
        arrange: || with_another(Sandbox::new()),
        words: &["export", "zoo/other", "--to", "markdown", "-o", FILE],
        next: ANOTHER,
        state: files,
    },
    Deed {
        name: "export --all",
        is_mending: false,
        arrange: three,
        words: &["export", "--all", "--to", "markdown", "-o", OUT],
        next: ANOTHER,
        state: files,
    },
    Deed {
        name: "export --all --force",
        is_mending: false,
        arrange: || {
            let sandbox = three();
            sandbox.run(&["export", "--all", "--to", "html", "-o", OUT]).ok();
            sandbox.run(&["set", "zoo/other", "summary=Another"]).ok();
            sandbox.run(&["set", "beta/move", "summary=Another"]).ok();
            sandbox
        },
        words: &["export", "--all", "--to", "html", "--force", "-o", OUT],
        next: &["set", "zoo/third", "summary=next"],
        state: files,
    },
    Deed {
        name: "edit",
        is_mending: false,
        arrange: || {
            let sandbox = three();
            sandbox.write("../editor", "printf '\\n[variables]\\nnumber = \"1\"\\n' >>\"$1\"\n");
            sandbox
        },
        words: &["edit", "zoo/other"],
        next: BETA,
        state: edited,
    },
    Deed {
        name: "edit --resume",
        is_mending: false,
        arrange: || {
            let sandbox = three();
            let editor = format!("sh {}", sandbox.top().join("editor").display());
            let broken = "grep -q '^number' \"$1\" || printf '\\nnumber = [\\n' >>\"$1\"\n";
            sandbox.write("../editor", broken);
            sandbox.call(&["edit", "zoo/other"]).var("GIT_EDITOR", editor).run().code(2).complains("--resume");
            sandbox.write("../editor", "sed -i 's/^number = \\[$/[variables]\\nnumber = \"1\"/' \"$1\"\n");
            sandbox
        },
        words: &["edit", "zoo/other", "--resume"],
        next: BETA,
        state: edited,
    },
    Deed {
        name: "driver merge",
        is_mending: false,
        arrange: || {
            let sandbox = three();
            let base = sandbox.read("runbooks/zoo/other.toml");
            sandbox.write("theirs.toml", base.replace("Before", "Theirs"));
            sandbox.write("ours.toml", format!("{base}\n[variables]\nnumber = \"1\"\n"));
            sandbox.write("base.toml", base);
            sandbox
        },
        words: MERGE,
        next: MERGE,
        state: |sandbox| vec![sandbox.read("ours.toml")],
    },
];

/// The record, and how many drafts are kept of it once it is recorded.
fn edited(sandbox: &Sandbox) -> Vec<String> {
    let names = names(&sandbox.store().join(".git/runbook/drafts"));
    let drafts = names.into_iter().filter(|name| name.ends_with(".toml")).count();
    let text = sandbox.read("runbooks/zoo/other.toml");
    // a draft of what is not recorded may stay: somebody typed in it
    let is_recorded = text.contains("number");
    vec![text, if is_recorded { drafts.to_string() } else { "-".to_owned() }]
}

/// Every file for a person, with its text.
fn files(sandbox: &Sandbox) -> Vec<String> {
    let mut found = Vec::new();
    walk(&sandbox.top().join("out"), &mut found);
    found.retain(|path| Path::new(path).is_file());
    found.sort();
    let text = |path: &String| std::fs::read_to_string(path).unwrap_or_default();
    let top = sandbox.top().display().to_string();
    // each export says when it was made
    let same = |text: String| text.lines().filter(|line| !line.contains("2026-12-02T")).collect::<Vec<_>>().join("\n");
    found.iter().map(|path| format!("{}\n{}", path.replace(&top, ""), same(text(path)))).collect()
}
