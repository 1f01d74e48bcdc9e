//! A rebase of recorded changes by plain git: told until its person takes it as it is, and fine from then on.

use serde_json::json;

use super::plan::{self, FILE, ID};
use crate::stand::Stand;

/// The planned runbook, with `side` on a branch and `ours` on `main`, where the head is.
fn forked(side: &[&str], ours: &[&str]) -> Stand {
    let stand = Stand::new();
    plan::planned(&stand);
    stand.git(&["switch", "--quiet", "-c", "side"]);
    stand.change(side);
    stand.git(&["switch", "--quiet", "main"]);
    stand.change(ours);
    stand
}

fn codes(stand: &Stand, words: &[&str]) -> Vec<String> {
    let out = stand.run(&[&["audit", "--json"][..], words].concat());
    let findings = out.json()["findings"].as_array().expect("findings").clone();
    findings.iter().map(|found| found["code"].as_str().expect("a code").to_owned()).collect()
}

/// Nothing but the rewriting is told, and nothing at all once it was accepted.
#[track_caller]
fn only_rewritten(stand: &Stand, what: &str) {
    let found = codes(stand, &[]);
    assert!(!found.is_empty() && found.iter().all(|code| code == "history-rewritten"), "{what}: {found:?}");
    assert_eq!(codes(stand, &["--accept"]), Vec::<String>::new(), "{what}");
    stand.change(&["set", ID, "summary=Later"]);
    assert_eq!(codes(stand, &[]), Vec::<String>::new(), "{what}: it is remembered");
}

fn by_hand(stand: &Stand, from: &str, to: &str) {
    stand.write(FILE, stand.read(FILE).replacen(from, to, 1));
    stand.git(&["commit", "--quiet", "-a", "-m", "By hand"]);
}

#[test]
fn an_adoption_that_was_rebased_is_fine_once_it_was_accepted() {
    let stand = forked(&["task", "set", ID, "tell", "--estimate", "15m"], &["set", ID, "dri=@x"]);
    by_hand(&stand, "title = \"Confirm", "title = \"Do confirm");
    by_hand(&stand, "title = \"Update", "title = \"Do update");
    stand.change(&["save", ID]);
    assert_eq!(codes(&stand, &[]), Vec::<String>::new());
    stand.git(&["rebase", "--quiet", "side"]);
    only_rewritten(&stand, "an adoption");
}

#[test]
fn what_was_accepted_excuses_nothing_that_comes_after() {
    let stand = forked(&["task", "set", ID, "tell", "--estimate", "15m"], &["set", ID, "dri=@x"]);
    stand.tamper();
    stand.git(&["rebase", "--quiet", "side"]);
    assert_eq!(codes(&stand, &["--accept"]), Vec::<String>::new());
    by_hand(&stand, "title = \"Confirm", "title = \"Do confirm");
    stand.change(&["save", ID]);
    let last = stand.git(&["cat-file", "commit", "HEAD"]).stdout.clone();
    let adopted = stand.git(&["rev-parse", "HEAD~1"]).line().to_owned();
    let forged = last.replace(&format!("\"adopts\":[\"{adopted}\"]"), &format!("\"adopts\":[\"{}\"]", "ab".repeat(20)));
    assert_ne!(last, forged);
    let words = ["hash-object", "-t", "commit", "-w", "--stdin"];
    let commit = stand.call_program("git", &words).input(forged).run().ok().line().to_owned();
    stand.git(&["update-ref", "HEAD", &commit]);
    assert_eq!(codes(&stand, &[]), ["history-rewritten"]);
}

#[test]
fn items_that_were_added_and_moved_at_once_keep_a_trail_that_holds() {
    let task = |words: &[&'static str]| [&["task", words[0], ID][..], &words[1..]].concat();
    let first = task(&["move", "tell", "--first"]);
    let swap = task(&["move", "confirm-state", "--after", "bulk-change"]);
    let add = task(&["add", "--id", "new", "--title", "New", "--before", "bulk-change"]);
    let remove = task(&["remove", "bulk-change"]);
    for (one, other) in [(&first, &add), (&add, &swap), (&remove, &add), (&swap, &remove)] {
        let stand = forked(one, other);
        stand.git(&["branch", "kept"]);
        stand.git(&["rebase", "--quiet", "side"]);
        only_rewritten(&stand, &format!("{other:?} on {one:?}"));
        stand.git(&["switch", "--quiet", "kept"]);
        stand.git(&["merge", "--quiet", "--no-edit", "side"]);
        stand.run(&["save", ID]).ok();
        let audit = stand.run(&["audit", "--json"]).json();
        assert_eq!(audit["findings"], json!([]), "{other:?} with {one:?}");
    }
}
