//! Importing what people wrote: the documents' page, several runbooks of one file, refusals, and what is written.

use serde_json::Value;

use crate::stand::Stand;

const PAGE: &str = include_str!("../fixtures/import/page.md");
const ID: &str = "acme/enforce-2fa-on-all-groups";

fn record(stand: &Stand, id: &str) -> Value {
    stand.json(&["show", id])["runbook"].clone()
}

fn lines(remarks: &Value) -> Vec<u64> {
    remarks.as_array().expect("a list").iter().map(|remark| remark["line"].as_u64().expect("a line")).collect()
}

#[test]
fn the_documents_example_becomes_a_draft_by_one_event() {
    let stand = Stand::new();
    stand.write("page.md", PAGE);
    let before = stand.commits();
    let answer = stand.json(&["import", "page.md"]);
    assert_eq!((&answer["id"], &answer["more"]), (&ID.into(), &Value::Array(Vec::new())));
    assert_eq!(stand.commits(), before + 1);
    assert_eq!(answer["commit"].as_str().expect("a commit"), stand.git(&["rev-parse", "HEAD"]).line());
    let schedule = answer["doubts"].as_array().expect("doubts").iter().find(|doubt| doubt["line"] == 88);
    assert!(schedule.expect("the schedule")["message"].as_str().expect("words").contains("PST"));
    assert!(lines(&answer["repairs"]).contains(&87), "the DRI's backticks");
    let record = record(&stand, ID);
    assert_eq!((&record["state"], &record["scheduled_at"]), (&"draft".into(), &Value::Null));
    assert_eq!(record["contacts"][0]["handle"], "@john_doe");
    let entry = stand.json(&["log", ID])["entries"][0].clone();
    assert_eq!(entry["event"]["do"], "import");
    assert_eq!(entry["event"]["source"], "page.md");
    // the trail alone makes the record again
    let event = &entry["event"]["record"];
    assert_eq!(event["tasks"][1]["title"], "Remove 2FA from user list");
    stand.run(&["set", ID, "summary=Said anew"]).ok();
}

#[test]
fn standard_input_is_read_and_a_dry_run_writes_nothing() {
    let stand = Stand::new();
    let before = stand.commits();
    let out = stand.call(&["import", "-", "--dry-run", "--json"]).input(PAGE).run();
    let answer = out.ok().json();
    assert_eq!((&answer["id"], &answer["commit"]), (&ID.into(), &Value::Null));
    assert_eq!(answer["runbook"]["tasks"].as_array().expect("tasks").len(), 4);
    assert_eq!(stand.commits(), before);
    stand.call(&["import", "-"]).input(PAGE).run().ok();
    let second = stand.call(&["import", "-", "--json"]).input(PAGE).run().ok().json();
    assert_eq!(second["id"], format!("{ID}-2"));
}

#[test]
fn strict_refuses_with_one_and_writes_nothing() {
    let stand = Stand::new();
    stand.write("page.md", PAGE);
    stand.git(&["add", "page.md"]);
    stand.git(&["commit", "-qm", "a page"]);
    let out = stand.refused(1, &["import", "page.md", "--strict"]);
    assert!(out.stderr.contains("--strict"), "{out}");
    let clean = "| Runbook name | Acme - Enforce |\n|---|---|\n";
    stand.call(&["import", "-", "--strict"]).input(clean).run().ok();
}

#[test]
fn what_names_no_runbook_or_is_no_text_is_a_usage_error() {
    let stand = Stand::new();
    for (text, said) in [
        (&b""[..], "empty"),
        (b"a\0b", "no text"),
        (b"caf\xe9\n", "UTF-8"),
        (b"## Pre-call checklist\n\n- [ ] a\n", "--customer and --task"),
    ] {
        let before = stand.commits();
        let out = stand.call(&["import", "-"]).input(text).run();
        out.code(2);
        assert!(out.stderr.contains(said), "{out}");
        assert_eq!(stand.commits(), before);
    }
    stand.refused(2, &["import", "nowhere.md"]);
    let out = stand.call(&["import", "-", "--customer", "Acme", "--task", "Do it"]);
    out.input("## Pre-call checklist\n\n- [ ] a\n").run().ok();
    assert_eq!(record(&stand, "acme/do-it")["pre_call"][0]["text"], "a");
}

#[test]
fn a_secret_is_refused_by_its_line_and_never_repeated() {
    let stand = Stand::new();
    let secret = format!("glpat-{}", "abcdefghij0123456789");
    let text = format!("| Runbook name | Acme - x |\n|---|---|\n\n### Rollback plan\n\nUse {secret}\n");
    let out = stand.call(&["import", "-"]).input(text.clone()).run();
    out.code(3);
    assert!(out.stderr.contains("line 6") && !out.stderr.contains(&secret), "{out}");
    let out = stand.call(&["import", "-", "--allow-secret", "an example of the documentation", "--json"]);
    let answer = out.input(text).run().ok().json();
    assert_eq!(answer["id"], "acme/x");
}
