//! What looks like any other history, and is seen only by who knows a commit of the old one. The help says so, too.

use serde_json::json;

use super::forge::{FILE, Forge, ID};

/// One kind of tampering that leaves a trail in order.
struct Kind {
    name: &'static str,
    tamper: fn(&Forge),
}

const KINDS: &[Kind] = &[
    Kind {
        name: "the last commits cut off",
        tamper: |forge| {
            let before = forge.git(&["rev-parse", "HEAD~2"]);
            forge.move_head(&before);
        },
    },
    Kind {
        name: "the last event exchanged for another one",
        tamper: |forge| {
            let before = forge.git(&["rev-parse", "HEAD~1"]);
            forge.move_head(&before);
            forge.says_and_does(json!({"do": "task.start", "task": "tell"}));
        },
    },
    Kind {
        name: "the words of a title changed, every claim mended",
        tamper: |forge| {
            let changed = forge.commit_of("\"do\":\"permission.ask\"");
            forge.rewrite(true, |commit, raw| {
                if commit == changed {
                    raw.message = raw.message.replacen("acme/enforce: ", "acme/enforce: please ", 1);
                }
                true
            });
        },
    },
    Kind {
        name: "a whole runbook left out, every claim mended",
        tamper: |forge| {
            let (forged, path) = (forge.sandbox.top().join("forged"), "runbooks/acme/other.toml");
            let mut trees = std::collections::BTreeMap::new();
            for commit in forge.commits() {
                trees.insert(commit.clone(), forge.tree(&commit, &[(path, None)]));
            }
            forge.rewrite(true, |commit, raw| {
                raw.set("tree", &trees[commit]);
                !raw.message.contains("Runbook: acme/other")
            });
            drop(forged);
        },
    },
];

#[test]
fn only_an_anchor_shows_a_history_that_was_rewritten_with_care() {
    for kind in KINDS {
        let forge = Forge::new();
        let known = forge.head();
        (kind.tamper)(&forge);
        assert_eq!(forge.codes(&[]), Vec::<String>::new(), "{}: seen without an anchor", kind.name);
        assert_eq!(forge.codes(&["--expect", &known]), ["history-rewritten"], "{}: not seen with one", kind.name);
        assert_eq!(
            forge.codes(&["--expect", &known[..10]]),
            ["history-rewritten"],
            "{}: not seen with a short one",
            kind.name
        );
    }
}

#[test]
fn the_head_of_the_last_audit_is_an_anchor() {
    for kind in KINDS {
        let forge = Forge::new();
        assert_eq!(forge.codes(&[]), Vec::<String>::new());
        let known = forge.head();
        (kind.tamper)(&forge);
        let answer = forge.audit(&[]);
        assert_eq!(answer["findings"][0]["code"], "history-rewritten", "{}", kind.name);
        assert!(answer["findings"][0]["message"].as_str().expect("words").contains(&known), "{}", kind.name);
        assert_eq!(forge.codes(&[]), ["history-rewritten"], "{}: it is not forgotten", kind.name);
        assert_eq!(forge.codes(&["--accept"]), Vec::<String>::new(), "{}", kind.name);
        assert_eq!(forge.codes(&[]), Vec::<String>::new(), "{}: it was accepted", kind.name);
    }
}

#[test]
fn an_expected_commit_is_one_by_its_own_name() {
    let forge = Forge::new();
    let answer = forge.audit(&["--expect", &forge.git(&["rev-parse", "HEAD~4"])]);
    assert_eq!(answer["anchors"].as_array().expect("a list").len(), 1, "{answer}");
    // another commit can be made that begins like it
    let answer = forge.audit(&["--expect", &forge.head()[..10]]);
    assert_eq!(answer["ok"], true);
    assert!(answer["notes"][0].as_str().expect("a note").contains("all 40 digits"), "{answer}");
    // a name in the repository can be moved: it is looked up, and proves nothing
    forge.git(&["branch", "known", "HEAD~3"]);
    let answer = forge.audit(&["--expect", "known"]);
    assert_eq!(answer["ok"], true);
    assert!(answer["notes"][0].as_str().expect("a note").contains("can be moved"), "{answer}");
    forge.sandbox.refused(4, &["audit", "--expect", "nowhere"]);
    // nor does a branch that is called like the beginning of a commit's name
    let far = forge.head()[..9].to_owned();
    forge.move_head(&forge.git(&["rev-parse", "HEAD~1"]));
    forge.git(&["branch", &far, "HEAD"]);
    assert_eq!(forge.codes(&["--expect", &far]), ["history-rewritten", "history-rewritten"]);
}

#[test]
fn a_memory_that_was_spoiled_is_told_and_neither_believed_nor_written_over() {
    let forge = Forge::new();
    forge.audit(&[]);
    let heads = forge.sandbox.home().join(".local/state/runbook/heads");
    let file = std::fs::read_dir(&heads).expect("remembered").next().expect("a file").expect("a file").path();
    assert!(!file.starts_with(forge.sandbox.store()));
    // a power cut leaves the name with nothing, or zeros, behind it
    for spoiled in ["", "{", "\0\0\0\0", "[]", "{\"heads\":7}"] {
        std::fs::write(&file, spoiled).expect("written");
        for words in [&[][..], &["--accept"]] {
            let answer = forge.audit(words);
            assert_eq!(
                (&answer["ok"], &answer["remembered"]),
                (&json!(true), &json!(false)),
                "{spoiled:?}: {answer:#}"
            );
            let notes = answer["notes"].to_string();
            assert!(notes.contains("does not parse") && notes.contains("to begin anew: rm "), "{spoiled:?}: {notes}");
            assert_eq!(std::fs::read_to_string(&file).expect("there"), spoiled);
        }
    }
    std::fs::remove_file(&file).expect("removed");
    assert_eq!(forge.audit(&[])["remembered"], true);
}

#[test]
fn settings_that_were_once_broken_blind_nobody() {
    let found = |is_broken: bool| {
        let forge = Forge::new();
        if is_broken {
            let settings = forge.file(&forge.head(), ".runbook.toml");
            for text in ["format = (", &settings] {
                forge.by_hand(&[(".runbook.toml", Some(("100644", text)))]);
            }
        }
        // this head is remembered, whatever the settings once were
        let before = forge.codes(&[]);
        assert_eq!(before, if is_broken { vec!["unreadable"] } else { Vec::new() });
        let asked = forge.commit_of("\"do\":\"permission.ask\"");
        forge.rewrite(false, |commit, raw| {
            if commit == asked {
                raw.message = raw.message.replacen("acme/enforce: ", "acme/enforce: please ", 1);
            }
            true
        });
        let mut found = forge.codes(&[]);
        found.retain(|code| code != "unreadable");
        found
    };
    let seen = found(false);
    assert!(seen.contains(&"history-rewritten".to_owned()), "{seen:?}");
    assert_eq!(found(true), seen);
}

#[test]
fn the_help_says_what_only_an_anchor_shows() {
    let forge = Forge::new();
    let help = forge.sandbox.run(&["audit", "--help"]).stdout.replace('\n', " ");
    for words in
        ["NOT PROVED", "rewrote as a whole", "cut off at its end", "only an anchor", "the words of a commit message"]
    {
        let told = help.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(words), "the help does not say “{words}”\n{told}");
    }
}

#[test]
fn a_part_of_the_trail_can_be_audited_alone() {
    let forge = Forge::new();
    let text = forge.file(&forge.head(), FILE).replace("Enforce it", "Enforce something else");
    forge.by_hand(&[(FILE, Some(("100644", &text)))]);
    assert_eq!(forge.codes(&["acme/other"]), Vec::<String>::new());
    assert_eq!(forge.codes(&[ID]), ["no-event"]);
    assert_eq!(forge.audit(&["other"])["runbooks"], 1);
    forge.sandbox.refused(4, &["audit", "nothing-like-it"]);
}

#[test]
fn a_branch_that_holds_nothing_of_what_was_audited_says_so() {
    let forge = Forge::new();
    let known = forge.head();
    forge.audit(&[]);
    forge.git(&["checkout", "-q", "-b", "other", "HEAD~2"]);
    let notes = forge.audit(&[])["notes"].to_string();
    assert!(notes.contains("never audited") && notes.contains(&known[..10]), "{notes}");
    forge.git(&["checkout", "-q", "-b", "third", "main"]);
    let notes = forge.audit(&[])["notes"].to_string();
    assert!(!notes.contains("never audited"), "{notes}");
}

#[test]
fn a_clone_without_the_beginning_is_incomplete_and_accuses_nobody() {
    let forge = Forge::new();
    forge.sandbox.run(&["set", ID, "summary=Said too early"]).ok();
    forge.sandbox.run(&["undo", ID]).ok();
    let from = format!("file://{}", forge.sandbox.store().display());
    for depth in 1..forge.commits().len() {
        let to = forge.sandbox.top().join(format!("shallow-{depth}"));
        forge.git(&["clone", "-q", "--depth", &depth.to_string(), &from, to.to_str().expect("UTF-8")]);
        let answer = forge.sandbox.call(&["audit", "--json"]).folder(&to).run().json();
        let findings = answer["findings"].as_array().expect("a list");
        assert!(!findings.is_empty(), "{depth}: never called fine");
        assert!(findings.iter().all(|own| own["code"] == "incomplete-history"), "{depth}: {answer:#}");
    }
}
