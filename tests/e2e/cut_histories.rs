//! A clone that git cut off anywhere: its audit says that it is incomplete, and accuses of nothing that the whole one does
//! not.

use std::path::{Path, PathBuf};

use crate::env::Sandbox;

const ID: &str = "acme/one";
const FILE: &str = "runbooks/acme/one.toml";
const OTHER: &str = "beta/two";

fn by_hand(sandbox: &Sandbox, file: &str, from: &str, to: &str) {
    let text = sandbox.read(file);
    assert!(text.contains(from), "{text}");
    sandbox.write(file, text.replacen(from, to, 1));
    sandbox.git(&["commit", "--quiet", "--all", "-m", "By hand"]);
}

fn begun() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.change(&["new", "Acme - One", "--summary", "zero"]);
    sandbox.change(&["new", "Beta - Two", "--summary", "zero"]);
    sandbox.change(&["task", "add", ID, "--id", "a", "--title", "First", "--estimate", "10m"]);
    sandbox
}

/// Adopted by one edit each: one change by hand, two of them, and one with another change of the edit's own.
fn adopted() -> Sandbox {
    let sandbox = begun();
    by_hand(&sandbox, FILE, "zero", "one");
    sandbox.change(&["save", ID]);
    by_hand(&sandbox, FILE, "\"one\"", "\"two\"");
    by_hand(&sandbox, FILE, "First", "The first");
    sandbox.change(&["save", ID]);
    by_hand(&sandbox, FILE, "\"two\"", "\"three\"");
    sandbox.write(FILE, sandbox.read(FILE).replacen("The first", "Once more", 1));
    sandbox.run(&["save", ID]).ok();
    sandbox.change(&["set", ID, "summary=four"]);
    sandbox
}

/// Removed by hand and brought back: as it was, and otherwise.
fn removed_and_restored() -> Sandbox {
    let sandbox = begun();
    by_hand(&sandbox, FILE, "zero", "one");
    sandbox.change(&["save", ID]);
    for change in [None, Some("after")] {
        sandbox.git(&["rm", "--quiet", FILE]);
        sandbox.git(&["commit", "--quiet", "-m", "Gone"]);
        sandbox.change(&["set", OTHER, "summary=meanwhile"]);
        sandbox.git(&["revert", "--no-edit", "HEAD~"]);
        if let Some(text) = change {
            by_hand(&sandbox, FILE, "\"one\"", &format!("\"{text}\""));
        }
        sandbox.change(&["save", ID]);
        sandbox.change(&["set", OTHER, "summary=later"]);
    }
    sandbox
}

/// Created by hand, changed, and taken back.
fn made_and_undone() -> Sandbox {
    let sandbox = begun();
    sandbox.write("runbooks/acme/three.toml", sandbox.read(FILE).replacen("\"One\"", "\"Three\"", 1));
    sandbox.git(&["add", "."]);
    sandbox.git(&["commit", "--quiet", "-m", "A copy"]);
    sandbox.run(&["save", "acme/three"]).ok();
    sandbox.change(&["set", ID, "summary=one"]);
    sandbox.change(&["undo", ID]);
    by_hand(&sandbox, FILE, "zero", "two");
    sandbox.change(&["save", ID]);
    sandbox.change(&["set", ID, "dri=@x"]);
    sandbox.change(&["undo", ID]);
    sandbox.change(&["set", "acme/three", "summary=one"]);
    sandbox.change(&["undo", "acme/three"]);
    sandbox
}

/// Two branches that change one runbook, joined and adopted; then a branch with changes by hand.
fn joined() -> Sandbox {
    let sandbox = begun();
    for (side, ours) in [("one", "@x"), ("two", "@y")] {
        sandbox.git(&["switch", "--quiet", "-c", side]);
        sandbox.change(&["set", ID, &format!("summary={side}")]);
        if side == "two" {
            by_hand(&sandbox, FILE, "First", "The first");
            sandbox.change(&["save", ID]);
        }
        sandbox.git(&["switch", "--quiet", "main"]);
        sandbox.change(&["set", ID, &format!("dri={ours}")]);
        sandbox.change(&["set", OTHER, &format!("dri={ours}")]);
        sandbox.git(&["merge", "--quiet", "--no-edit", side]);
        sandbox.run(&["save", ID]).ok();
        sandbox.change(&["set", ID, &format!("expected_result={side}")]);
    }
    sandbox
}

/// The findings of an audit, without the one that the clone is incomplete.
fn accused(sandbox: &Sandbox, folder: &Path) -> Vec<String> {
    let found = sandbox.call(&["audit", "--json"]).folder(folder).run().json();
    let findings = found["findings"].as_array().expect("findings").iter();
    let others = findings.filter(|finding| finding["code"] != "incomplete-history");
    others.map(|finding| format!("{} {}: {}", finding["code"], finding["commit"], finding["message"])).collect()
}

#[test]
fn an_audit_of_a_part_accuses_of_nothing_that_the_whole_one_does_not() {
    for (name, arrange) in [
        ("adopted", adopted as fn() -> Sandbox),
        ("removed and restored", removed_and_restored),
        ("made and undone", made_and_undone),
        ("joined", joined),
    ] {
        let sandbox = arrange();
        assert_eq!(accused(&sandbox, sandbox.store()), Vec::<String>::new(), "{name}: the whole");
        let mut wrong = Vec::new();
        for depth in 1..=sandbox.commits() {
            let place: PathBuf = sandbox.top().join(format!("depth-{depth}"));
            let from = format!("file://{}", sandbox.store().display());
            let words = ["clone", "--quiet", &format!("--depth={depth}"), &from, &place.display().to_string()];
            sandbox.git(&words);
            wrong.extend(accused(&sandbox, &place).into_iter().map(|told| format!("{name}, depth {depth}: {told}")));
        }
        assert_eq!(wrong, Vec::<String>::new(), "{}", sandbox.git(&["log", "--oneline", "--graph"]).stdout);
    }
}
