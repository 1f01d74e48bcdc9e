//! What is found without any anchor, a kind of tampering each.

use serde_json::{Value, json};

use super::forge::{FILE, Forge};
use super::{histories, records};

#[test]
fn the_honest_store_holds() {
    let forge = Forge::new();
    assert_eq!(forge.codes(&[]), Vec::<String>::new());
    forge.with_log("2498 of 2500\n", "2498 of 2500\n");
    let answer = forge.audit(&[]);
    assert_eq!(answer["findings"], json!([]), "forged with care it looks like any other");
    assert_eq!(answer["runbooks"], 2);
    assert_eq!(answer["commits"], forge.commits().len());
    assert_eq!(answer["head"], forge.head());
}

#[test]
fn a_change_without_an_event_is_told_by_its_fields() {
    let forge = Forge::new();
    let text = super::hand_edits::edited(&forge).replace("Remove 2FA", "Keep 2FA");
    forge.by_hand(&[(FILE, Some(("100644", &text)))]);
    let finding = &forge.audit(&[])["findings"][0];
    let fields: Vec<&str> = finding["fields"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert!(
        fields.contains(&"summary") && finding["message"].as_str().expect("words").contains("summary"),
        "{finding}"
    );
}

#[test]
fn an_import_that_says_who_approved_is_listed() {
    let forge = Forge::new();
    let record = json!({"format": 1, "customer": "Acme", "task": "New", "state": "draft", "approvals": [
        {"by": "Jane Smith <jane@example.com>", "at": "2026-11-24T09:00:00+01:00", "plan": "sha256:0"}]});
    let event = forge.event(json!({"do": "import", "runbook": "acme/new", "record": record}));
    let text = "format = 1\ncustomer = \"Acme\"\ntask = \"New\"\nstate = \"draft\"\n\n[[approvals]]\n\
        by = \"Jane Smith <jane@example.com>\"\nat = 2026-11-24T09:00:00+01:00\nplan = \"sha256:0\"\n";
    let tree = forge.tree(&forge.head(), &[("runbooks/acme/new.toml", Some(("100644", text)))]);
    forge.commit(&tree, &format!("acme/new: import\n\nRunbook: acme/new\nRunbook-Event: {event}\n"));
    let answer = forge.audit(&[]);
    assert_eq!(answer["findings"], json!([]), "{answer:#}");
    let listed: Vec<&str> =
        answer["by_hand"].as_array().expect("a list").iter().filter_map(|one| one["path"].as_str()).collect();
    assert!(listed.iter().any(|path| path.starts_with("approvals")), "{listed:?}");
}

#[test]
fn an_edit_behind_another_event_is_listed_all_the_same() {
    let forge = Forge::new();
    let (set, edit) = (json!({"do": "set", "fields": {"summary": "Said"}}), {
        let change = json!({"path": "permissions.may.evidence", "kind": "changed",
            "old": "https://tickets.example.com/1", "new": "a call"});
        json!({"do": "edit", "changes": [change]})
    });
    let events = [forge.event(set), forge.event(edit)];
    let tree = forge.tree(&forge.head(), &[(FILE, Some(("100644", &forge.record(&events))))]);
    forge.commit(&tree, &forge.message(&events));
    let answer = forge.audit(&[]);
    assert_eq!((&answer["edits"], &answer["by_hand"][0]["path"]), (&json!(1), &json!("permissions.may.evidence")));
}

#[test]
fn every_kind_of_tampering_is_found() {
    let mut unseen = Vec::new();
    for kind in records::KINDS.iter().chain(histories::KINDS) {
        let forge = Forge::new();
        (kind.tamper)(&forge);
        let answer = forge.audit(&[]);
        let findings = answer["findings"].as_array().expect("a list");
        if !findings.iter().any(|finding| finding["code"] == kind.code) {
            unseen.push(format!("{}: wanted {}, found {:#}", kind.name, kind.code, answer["findings"]));
        }
        for finding in findings {
            let whole = ["incomplete-history", "history-rewritten", "unreadable"];
            let is_whole = whole.contains(&finding["code"].as_str().expect("a code"));
            let place = finding["commit"].is_string() && finding["id"].is_string();
            assert!(place || is_whole, "{}: no commit and runbook in {finding}", kind.name);
        }
    }
    let count = records::KINDS.len() + histories::KINDS.len();
    assert!(count >= 60, "{count} kinds");
    assert!(unseen.is_empty(), "\n{}", unseen.join("\n\n"));
}
