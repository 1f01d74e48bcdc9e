//! Commits made with plain git after an event has adopted them: who wrote what stays known, and no secret in them is shown.

use super::plan::{self, FILE, ID};
use crate::env::{Output, Sandbox};

fn edit(sandbox: &Sandbox, from: &str, to: &str) {
    let text = sandbox.read(FILE);
    assert!(text.contains(from), "{from} is not in\n{text}");
    sandbox.write(FILE, text.replacen(from, to, 1));
}

#[test]
fn a_field_that_plain_git_gave_is_blamed_on_its_writer_and_on_the_event_that_adopted_it() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    edit(&sandbox, "Acme Inc. requires", "Acme Ltd. requires");
    sandbox.git(&["commit", "--quiet", "--all", "--author=Jane Smith <jane@example.com>", "--message", "by hand"]);
    let hand = sandbox.git(&["rev-parse", "HEAD"]).line().to_owned();
    let blamed = |sandbox: &Sandbox| sandbox.json(&["blame", ID, "summary"])["fields"][0].clone();
    let before = blamed(&sandbox);
    assert!(before["event"].is_null() && before["adopted"].is_null(), "{before:#}");
    sandbox.run(&["blame", ID, "summary"]).ok().says("without an event, by Jane Smith");
    sandbox.change(&["save", ID]);
    let adopting = sandbox.git(&["rev-parse", "HEAD"]).line().to_owned();
    let after = blamed(&sandbox);
    assert_eq!((&after["event"], &after["adopted"]), (&"edit".into(), &adopting.as_str().into()), "{after:#}");
    assert_eq!(
        (&after["commit"], &after["author"]),
        (&hand.into(), &"Jane Smith <jane@example.com>".into()),
        "{after:#}"
    );
    let short = &adopting[..10];
    sandbox.run(&["blame", ID, "summary"]).ok().says(&format!("adopted by edit in {short}, by Jane Smith"));
    // a record that plain git brought is adopted by its creation
    sandbox.write("runbooks/acme/mine.toml", "customer = \"Acme\"\ntask = \"Mine\"\nstate = \"draft\"\n");
    sandbox.git(&["add", "runbooks/acme/mine.toml"]);
    sandbox.git(&["commit", "--quiet", "--message", "mine"]);
    sandbox.change(&["save", "acme/mine"]);
    let mine = sandbox.json(&["blame", "acme/mine", "task"])["fields"][0].clone();
    assert!(mine["event"] == "create" && mine["adopted"].is_string(), "{mine:#}");
}

#[test]
fn a_secret_in_the_words_of_an_adopted_commit_is_told_and_shown_to_nobody() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let secret = |number: usize| format!("glpat-Ab3dEf6hIj9lMn2pQr5{number}");
    edit(&sandbox, "Acme Inc. requires", "Acme Ltd. requires");
    let message = format!("{} here\n\nand {} below", secret(1), secret(2));
    let author = format!("{} Jane <{}@example.com>", secret(3), secret(4));
    sandbox.git(&["commit", "--quiet", "--all", "--author", &author, "--message", &message]);
    let is_clean = |out: &Output| {
        assert!(!out.stdout.contains("glpat-Ab3") && !out.stderr.contains("glpat-Ab3"), "{out}");
    };
    let looked = |sandbox: &Sandbox| {
        for words in [
            &["log"][..],
            &["log", ID, "--json"],
            &["log", ID, "--patch"],
            &["blame", ID],
            &["blame", ID, "--json"],
            &["diff", ID, "HEAD~", "HEAD"],
            &["diff", ID, "--json"],
            &["show", ID, "--at", "HEAD"],
            &["export", ID, "--to", "html"],
            &["export", ID, "--to", "json"],
            &["export", ID, "--to", "markdown"],
            &["export", ID, "--to", "ics"],
            &["audit"],
            &["audit", "--json"],
            &["doctor"],
        ] {
            is_clean(&sandbox.run(words));
        }
    };
    looked(&sandbox);
    let out = sandbox.change(&["save", ID]);
    out.complains("message: ").complains("author: ").complains("stays in the history");
    assert!(!out.stderr.contains("take it out of the file"), "{out}");
    is_clean(&out);
    looked(&sandbox);
    sandbox.tamper();
    sandbox.git(&["rm", "--quiet", FILE]);
    sandbox.git(&["commit", "--quiet", "--author", &author, "--message", &message]);
    for words in
        [&["log", ID][..], &["show", ID], &["blame", ID], &["diff", ID], &["new", "Acme - Enforce 2FA on all groups"]]
    {
        is_clean(&sandbox.run(words));
    }
}

/// Code, commit and way out of everything that the audit finds.
fn found(sandbox: &Sandbox) -> Vec<[String; 3]> {
    let found = sandbox.run(&["audit", "--json"]).json();
    let word = |own: &serde_json::Value, key: &str| own[key].as_str().unwrap_or_default().to_owned();
    let findings = found["findings"].as_array().expect("findings").iter();
    findings.map(|own| ["code", "commit", "fix"].map(|key| word(own, key))).collect()
}

fn edits(sandbox: &Sandbox) -> u64 {
    let audit = sandbox.json(&["audit"]);
    assert_eq!(audit["ok"], true, "{audit:#}");
    audit["edits"].as_u64().expect("a number")
}

#[test]
fn a_record_that_could_not_be_read_between_two_commits_is_adopted_with_them() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let text = sandbox.read(FILE);
    sandbox.write(FILE, "format = (");
    sandbox.git(&["commit", "--quiet", "--all", "--message", "broken"]);
    let codes: Vec<String> = found(&sandbox).into_iter().map(|[code, _, fix]| format!("{code}: {fix}")).collect();
    assert!(codes.iter().all(|own| own.contains(&format!("runbook save {ID}"))), "{codes:#?}");
    assert!(codes.iter().any(|own| own.starts_with("unreadable")), "{codes:#?}");
    sandbox.write(FILE, text.replacen("Acme Inc. requires", "Acme Ltd. requires", 1));
    sandbox.git(&["commit", "--quiet", "--all", "--message", "mended"]);
    assert_eq!(found(&sandbox).len(), 3, "both wait, and one cannot be read");
    sandbox.change(&["save", ID]);
    assert_eq!(edits(&sandbox), 1);
}

#[test]
fn a_commit_of_ours_that_somebody_amended_is_adopted() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let amend = |from: &str, to: &str| {
        edit(&sandbox, from, to);
        sandbox.git(&["commit", "--quiet", "--all", "--amend", "--no-edit"]);
        sandbox.git(&["rev-parse", "HEAD"]).line().to_owned()
    };
    let only = |commit: &str, way: &str| {
        let found = found(&sandbox);
        let [[code, at, fix]] = found.as_slice() else { panic!("not one finding: {found:#?}") };
        assert!(code == "unexplained-change" && at == commit && fix.contains(way), "{found:#?}");
    };
    let way = format!("runbook save {ID}");
    // the last commit: the edit says what was changed there
    let last = amend("is required in every group", "is required in each group");
    only(&last, &way);
    let saved = sandbox.change(&["save", ID, "--json"]).json();
    let event = saved["events"][0].to_string();
    assert!(event.contains(&last) && event.contains("each group"), "{saved:#}");
    assert_eq!(edits(&sandbox), 1);
    // one that others have followed
    sandbox.run(&["set", ID, "summary=Ours"]).ok();
    let earlier = amend("is required in each group", "is required everywhere");
    sandbox.run(&["set", ID, "summary=Later"]).ok();
    only(&earlier, &way);
    assert!(sandbox.change(&["save", ID, "--json"]).json()["events"][0].to_string().contains(&earlier));
    assert_eq!(edits(&sandbox), 2);
    // words beside the fields
    sandbox.run(&["set", ID, "summary=Last"]).ok();
    let words = amend("customer = ", "# by hand\ncustomer = ");
    only(&words, &way);
    sandbox.change(&["save", ID]);
    assert_eq!(edits(&sandbox), 3);
    // what only commands may change is adopted by nobody
    sandbox.tamper();
    sandbox.run(&["set", ID, "summary=Again"]).ok();
    let forged = amend("state = \"draft\"", "state = \"closed\"\nresult = \"completed\"");
    only(&forged, "adopted by nobody");
    sandbox.run(&["save", ID]).ok();
    only(&forged, "adopted by nobody");
}
