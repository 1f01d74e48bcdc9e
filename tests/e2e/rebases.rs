//! A rebase of recorded changes by plain git: told until its person takes it as it is, and fine from then on.

use serde_json::json;

use super::plan::{self, FILE, ID};
use crate::env::Sandbox;

/// The planned runbook, with `side` on a branch and `ours` on `main`, where the head is.
fn forked(side: &[&str], ours: &[&str]) -> Sandbox {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    sandbox.git(&["switch", "--quiet", "-c", "side"]);
    sandbox.change(side);
    sandbox.git(&["switch", "--quiet", "main"]);
    sandbox.change(ours);
    sandbox
}

fn codes(sandbox: &Sandbox, words: &[&str]) -> Vec<String> {
    let out = sandbox.run(&[&["audit", "--json"][..], words].concat());
    let findings = out.json()["findings"].as_array().expect("findings").clone();
    findings.iter().map(|found| found["code"].as_str().expect("a code").to_owned()).collect()
}

/// Nothing but the rewriting is told, and nothing at all once it was accepted.
#[track_caller]
fn only_rewritten(sandbox: &Sandbox, what: &str) {
    let found = codes(sandbox, &[]);
    assert!(!found.is_empty() && found.iter().all(|code| code == "history-rewritten"), "{what}: {found:?}");
    assert_eq!(codes(sandbox, &["--accept"]), Vec::<String>::new(), "{what}");
    sandbox.change(&["set", ID, "summary=Later"]);
    assert_eq!(codes(sandbox, &[]), Vec::<String>::new(), "{what}: it is remembered");
}

fn by_hand(sandbox: &Sandbox, from: &str, to: &str) {
    sandbox.write(FILE, sandbox.read(FILE).replacen(from, to, 1));
    sandbox.git(&["commit", "--quiet", "-a", "-m", "By hand"]);
}

#[test]
fn an_adoption_that_was_rebased_is_fine_once_it_was_accepted() {
    let sandbox = forked(&["task", "set", ID, "tell", "--estimate", "15m"], &["set", ID, "dri=@x"]);
    by_hand(&sandbox, "title = \"Confirm", "title = \"Do confirm");
    by_hand(&sandbox, "title = \"Update", "title = \"Do update");
    sandbox.change(&["save", ID]);
    assert_eq!(codes(&sandbox, &[]), Vec::<String>::new());
    sandbox.git(&["rebase", "--quiet", "side"]);
    only_rewritten(&sandbox, "an adoption");
}

#[test]
fn what_was_accepted_excuses_nothing_that_comes_after() {
    let sandbox = forked(&["task", "set", ID, "tell", "--estimate", "15m"], &["set", ID, "dri=@x"]);
    sandbox.tamper();
    sandbox.git(&["rebase", "--quiet", "side"]);
    assert_eq!(codes(&sandbox, &["--accept"]), Vec::<String>::new());
    by_hand(&sandbox, "title = \"Confirm", "title = \"Do confirm");
    sandbox.change(&["save", ID]);
    let last = sandbox.git(&["cat-file", "commit", "HEAD"]).stdout.clone();
    let adopted = sandbox.git(&["rev-parse", "HEAD~1"]).line().to_owned();
    let forged = last.replace(&format!("\"adopts\":[\"{adopted}\"]"), &format!("\"adopts\":[\"{}\"]", "ab".repeat(20)));
    assert_ne!(last, forged);
    let words = ["hash-object", "-t", "commit", "-w", "--stdin"];
    let commit = sandbox.call_program("git", &words).input(forged).run().ok().line().to_owned();
    sandbox.git(&["update-ref", "HEAD", &commit]);
    assert_eq!(codes(&sandbox, &[]), ["history-rewritten"]);
}

#[test]
fn items_that_were_added_and_moved_at_once_keep_a_trail_that_holds() {
    let task = |words: &[&'static str]| [&["task", words[0], ID][..], &words[1..]].concat();
    let first = task(&["move", "tell", "--first"]);
    let swap = task(&["move", "confirm-state", "--after", "bulk-change"]);
    let add = task(&["add", "--id", "new", "--title", "New", "--before", "bulk-change"]);
    let remove = task(&["remove", "bulk-change"]);
    for (one, other) in [(&first, &add), (&add, &swap), (&remove, &add), (&swap, &remove)] {
        let sandbox = forked(one, other);
        sandbox.git(&["branch", "kept"]);
        sandbox.git(&["rebase", "--quiet", "side"]);
        only_rewritten(&sandbox, &format!("{other:?} on {one:?}"));
        sandbox.git(&["switch", "--quiet", "kept"]);
        sandbox.git(&["merge", "--quiet", "--no-edit", "side"]);
        sandbox.run(&["save", ID]).ok();
        let audit = sandbox.run(&["audit", "--json"]).json();
        assert_eq!(audit["findings"], json!([]), "{other:?} with {one:?}");
    }
}
