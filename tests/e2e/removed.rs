//! A record that was removed by plain git: the trail tells its story all the same.

use std::fs;

use serde_json::Value;

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

#[test]
fn with_a_leave_for_a_secret_it_is_brought_back_as_the_hint_says_and_nothing_more_with_it() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    let secret = format!("password={}", "hunter22x");
    sandbox.change(&["set", ID, &format!("summary=try {secret}"), "--allow-secret", "a sample"]);
    let typed = sandbox.read(FILE);
    sandbox.write(FILE, format!("# {secret}\n{typed}"));
    sandbox.change(&["save", ID]);
    sandbox.tamper();
    sandbox.git(&["rm", "--quiet", FILE]);
    sandbox.git(&["commit", "--quiet", "-m", "Clean up"]);
    sandbox.git(&["checkout", "--quiet", "HEAD~", "--", FILE]);
    let back = sandbox.read(FILE);
    for more in ["# password=another23x\n", "# token=glpat-Ab3dEf6hIj9lMn2pQr5t\n"] {
        sandbox.write(FILE, format!("{more}{back}"));
        sandbox.git(&["add", FILE]);
        sandbox.refused(3, &["save", ID]).complains("looks like a secret");
    }
    sandbox.write(FILE, back);
    sandbox.git(&["add", FILE]);
    sandbox.change(&["save", ID]);
    sandbox.change(&["set", ID, "dri=@x"]);
}

#[test]
fn another_one_of_its_name_is_made_and_told_where_its_history_cannot_be_read() {
    let sandbox = removed();
    let first = sandbox.git(&["rev-list", "HEAD", "--", FILE]).stdout.lines().last().expect("a commit").to_owned();
    fs::remove_file(sandbox.store().join(".git/objects").join(&first[..2]).join(&first[2..])).expect("a loose object");
    let before = sandbox.git(&["rev-parse", "HEAD"]).line().to_owned();
    let out = sandbox.run(&["new", "Acme - Enforce 2FA on all groups"]);
    out.ok().says(&format!("{ID}-2")).complains("cannot be read");
    assert_eq!(sandbox.git(&["rev-parse", "HEAD~"]).line(), before);
}

#[test]
fn every_command_that_names_it_says_what_became_of_it() {
    let sandbox = removed();
    for name in [ID, "Acme/Enforce-2FA-on-all-groups", "enforce-2fa", "2FA"] {
        for words in [
            &["set", name, "dri=@x"][..],
            &["save", name],
            &["ready", name],
            &["show", name],
            &["edit", name],
            &["export", name, "--to", "markdown"],
            &["undo", name],
            &["start", name],
            &["targets", "list", name, "bulk-change"],
            &["task", "start", name, "bulk-change"],
            &["message", name, "pre"],
        ] {
            let out = sandbox.refused(4, words);
            out.complains("is gone: John Doe removed its record").complains("git checkout");
            assert!(!out.stderr.contains("runbook new"), "{out}");
        }
        for words in [&["log", name][..], &["diff", name], &["blame", name]] {
            sandbox.run(words).ok().complains("is gone: John Doe removed its record");
        }
    }
    let out = sandbox.refused(4, &["show", "nothing-like-it"]);
    assert!(!out.stderr.contains("runbook new"), "{out}");
}

/// The store with more runbooks, each of whose ids holds the planned one's.
fn with_longer_ids(sandbox: &Sandbox, endings: &[&str]) {
    for ending in endings {
        sandbox.change(&["new", &format!("Acme - Enforce 2FA on all groups {ending}")]);
    }
}

#[test]
fn a_whole_id_means_its_own_runbook_whatever_became_of_its_file() {
    for is_committed in [false, true] {
        for others in [&["sso"][..], &["sso", "vpn"]] {
            let sandbox = Sandbox::new();
            plan::planned(&sandbox);
            with_longer_ids(&sandbox, others);
            sandbox.tamper();
            sandbox.git(&["rm", "--quiet", FILE]);
            let (code, words) = if is_committed { (4, "is gone: John Doe") } else { (5, "was deleted by hand") };
            if is_committed {
                sandbox.git(&["commit", "--quiet", "-m", "Clean up"]);
            }
            let head = sandbox.git(&["rev-parse", "HEAD"]).line().to_owned();
            for name in [ID, "Acme/Enforce-2FA-on-all-groups"] {
                for words_of in [
                    &["set", name, "summary=X"][..],
                    &["task", "finish", name, "bulk-change"],
                    &["cancel", name, "--reason", "x"],
                    &["close", name],
                    &["approve", name],
                    &["undo", name],
                ] {
                    sandbox.refused(code, words_of).complains(words);
                }
                let log = sandbox.json(&["log", name]);
                let entries = log["entries"].as_array().expect("a list");
                assert!(entries.len() > 5 && entries.iter().all(|entry| entry["id"] == ID), "{log:#}");
                let audited = sandbox.run(&["audit", name, "--json"]).json();
                let found = audited["findings"].as_array().expect("a list");
                assert!(found.iter().all(|own| own["id"] == ID), "{audited:#}");
                assert_eq!(audited["runbooks"], 1, "{audited:#}");
            }
            assert_eq!(sandbox.git(&["rev-parse", "HEAD"]).line(), head);
        }
    }
}

#[test]
fn its_id_is_given_to_nobody_else() {
    let sandbox = removed();
    let wanted = format!("{ID}-2");
    let out = sandbox.change(&["new", "Acme - Enforce 2FA on all groups"]);
    out.complains("is gone").complains(&format!("this is another one: {wanted}"));
    assert_eq!(sandbox.json(&["show", &wanted])["id"], wanted.as_str());
    // the whole id still means the one that is gone, and its way back is still offered
    sandbox.refused(4, &["set", ID, "dri=@x"]).complains("git checkout");
    sandbox.change(&["set", &wanted, "dri=@x"]);
    let text = "# Acme - Enforce 2FA on all groups\n\n## Tasks\n\n- [ ] One (10m)\n";
    sandbox.write("../in.md", text);
    let out = sandbox.run(&["import", "../in.md", "--json"]);
    out.ok();
    let imported = out.json();
    assert_eq!(imported["id"], format!("{ID}-3"), "{imported:#}");
    assert!(imported["doubts"].to_string().contains("is gone"), "{imported:#}");
}

#[test]
fn who_wrote_a_field_is_known_after_it_came_back() {
    let sandbox = removed();
    let before = {
        sandbox.git(&["checkout", "--quiet", "HEAD~"]);
        let before = sandbox.json(&["blame", ID]);
        sandbox.git(&["checkout", "--quiet", "-"]);
        before
    };
    sandbox.git(&["revert", "--no-edit", "HEAD"]);
    assert_eq!(sandbox.json(&["blame", ID]), before);
    sandbox.change(&["save", ID]);
    assert_eq!(sandbox.json(&["blame", ID]), before);
}

/// What the audit finds.
fn findings(sandbox: &Sandbox) -> Vec<Value> {
    let audit = sandbox.run(&["audit", "--json"]).json();
    audit["findings"].as_array().expect("findings").clone()
}

#[test]
fn a_removal_that_was_taken_back_is_settled_by_save() {
    let sandbox = removed();
    sandbox.git(&["revert", "--no-edit", "HEAD"]);
    let found = findings(&sandbox);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found.iter().all(|own| own["fix"].as_str().expect("a fix").contains(&format!("runbook save {ID}"))));
    sandbox.refused(5, &["set", ID, "dri=@x"]).complains(&format!("runbook save {ID}"));
    sandbox.change(&["save", ID]);
    sandbox.run(&["audit"]).ok();
    sandbox.change(&["set", ID, "dri=@x"]);
    sandbox.change(&["undo", ID]);
    sandbox.run(&["audit"]).ok();
}

#[test]
fn a_renaming_that_was_taken_back_leaves_nothing_behind() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    sandbox.tamper();
    sandbox.git(&["mv", FILE, "runbooks/acme/renamed.toml"]);
    sandbox.git(&["commit", "--quiet", "-m", "Rename"]);
    sandbox.git(&["revert", "--no-edit", "HEAD"]);
    let found = findings(&sandbox);
    assert!(!found.is_empty() && found.iter().all(|own| own["id"] == ID), "{found:#?}");
    sandbox.change(&["save", ID]);
    sandbox.run(&["audit"]).ok();
}

#[test]
fn a_removal_that_stays_is_told_with_the_way_back() {
    let sandbox = Sandbox::new();
    plan::closed(&sandbox);
    sandbox.tamper();
    sandbox.write(FILE, format!("# by hand\n{}", sandbox.read(FILE)));
    sandbox.git(&["commit", "--quiet", "--all", "-m", "A comment"]);
    sandbox.git(&["rm", "--quiet", FILE]);
    sandbox.git(&["commit", "--quiet", "-m", "Clean up"]);
    let found = findings(&sandbox);
    let codes: Vec<_> = found.iter().map(|own| &own["code"]).collect();
    assert_eq!(codes, ["no-event", "no-event"], "{found:#?}");
    for own in &found {
        let fix = own["fix"].as_str().expect("a fix");
        assert!(fix.contains("git checkout") && fix.contains("runbook save"), "{fix}");
    }
    sandbox.git(&["checkout", "--quiet", "HEAD~", "--", FILE]);
    sandbox.change(&["save", ID]);
    sandbox.run(&["audit"]).ok();
    assert_eq!(sandbox.json(&["show", ID])["runbook"]["state"], "closed");
}

#[test]
fn another_runbook_in_the_place_of_a_removed_one_begins_anew() {
    let sandbox = Sandbox::new();
    plan::closed(&sandbox);
    sandbox.tamper();
    sandbox.git(&["rm", "--quiet", FILE]);
    sandbox.git(&["commit", "--quiet", "-m", "Clean up"]);
    sandbox.run(&["audit"]).code(1);
    sandbox.write(FILE, "format = 1\ncustomer = \"Acme\"\ntask = \"Another\"\nstate = \"draft\"\n");
    sandbox.change(&["save", ID]);
    let found = findings(&sandbox);
    let codes: Vec<_> = found.iter().map(|own| &own["code"]).collect();
    assert_eq!(codes, ["no-event"], "{found:#?}");
    assert!(found[0]["fix"].as_str().expect("a fix").contains(&format!("runbook show {ID} --at ")), "{found:#?}");
}
