//! What once gave another meaning in silence, or lost words, each tried by its rule.

use serde_json::json;

use super::ImportDraft;
use super::tests::{only, record};

fn has_doubt(draft: &ImportDraft, words: &str) {
    assert!(draft.doubts.iter().any(|doubt| doubt.message.contains(words)), "{words}: {:?}", draft.doubts);
}

#[test]
fn a_second_column_of_the_same_meaning_is_kept_and_told() {
    let heads = "| Name | Title | Role during the call | Responsibilities | Notes | E-mail |";
    let row = "| Ann Lee | Engineer | Executor | Runs it | on call | ann@a.example, ann2@a.example (mornings only) |";
    let draft = only(&format!("# Acme - x\n\n## Customer contacts\n\n{heads}\n|-|-|-|-|-|-|\n{row}\n"));
    let own = record(&draft);
    assert_eq!(
        own["contacts"],
        json!([{"id": "ann-lee", "side": "customer", "name": "Ann Lee", "role": "Engineer", "description": "Runs it",
                "email": "ann@a.example"}])
    );
    let kept = own["kept"].to_string();
    for words in ["Role during the call", "Executor", "Notes", "on call", "ann2@a.example", "(mornings only)"] {
        assert!(kept.contains(words), "{words}: {kept}");
    }
    for words in ["“Executor”", "“on call”", "“ann2@a.example”", "“(mornings only)”"] {
        has_doubt(&draft, words);
    }
}

#[test]
fn a_handle_is_one_word_and_a_blank_none() {
    for (cell, handle) in
        [("ann", json!("@ann")), ("`@ann`", json!("@ann")), ("Ann Lee", json!(null)), ("none", json!(null))]
    {
        let draft =
            only(&format!("# Acme - x\n\n## Customer contacts\n\n| Name | Handle |\n|-|-|\n| Bob | {cell} |\n"));
        assert_eq!(record(&draft)["contacts"][0]["handle"], handle, "{cell}");
    }
}

#[test]
fn one_person_with_addresses_or_a_comma_is_one() {
    for (value, dri) in [
        ("Doe, John", json!("Doe, John")),
        ("Jane Doe (@jane, jane@x.example)", json!("@jane")),
        ("Jane Doe <jane@x.example>", json!("Jane Doe")),
        ("jane@x.example", json!("jane@x.example")),
        ("Jane Doe, +49 170 1234567", json!("Jane Doe")),
        ("@jane, @bob", json!(null)),
        ("Ann Lee, Bob Ray", json!(null)),
        ("Ann, Ben, Cid", json!(null)),
        ("ann@x.example, bob@x.example", json!(null)),
    ] {
        let draft = only(&format!("# Acme - x\n\n| Runbook name | Acme - x |\n|-|-|\n| DRI | {value} |\n"));
        assert_eq!(record(&draft).get("dri").cloned().unwrap_or_default(), dri, "{value}");
        for word in value.split(['(', ')', '<', '>', ',']).map(str::trim).filter(|word| !word.is_empty()) {
            assert!(record(&draft).to_string().contains(word), "{value}: {word}");
        }
    }
}

#[test]
fn a_reason_why_there_is_no_way_back_goes_on_over_its_lines() {
    let reason = "the old keys are destroyed\nand cannot be made again.";
    for (below, plan) in [
        ("", json!(null)),
        ("\n\nThen ask.", json!("Then ask.")),
        ("\n- Ask first", json!("- Ask first")),
        ("\nOwner: Ann", json!("Owner: Ann")),
    ] {
        let draft = only(&format!("# Acme - x\n\n## Rollback plan\n\nIrreversible: {reason}{below}\n"));
        let own = &record(&draft)["rollback"];
        assert_eq!(own["irreversible"], reason, "{below}");
        assert_eq!(own.get("plan").cloned().unwrap_or_default(), plan, "{below}");
    }
    let no = only("# Acme - x\n\n## Rollback plan\n\nIrreversible: no\nrestart the old host\n");
    let own = &record(&no)["rollback"];
    assert!(own.get("irreversible").is_none() && own["plan"].as_str().unwrap().contains("restart the old host"));
}

#[test]
fn what_a_task_waits_for_is_not_how_it_ended() {
    for text in [
        "Wait until the health check says: ok",
        "Restart until the pipeline is: passed",
        "Set the flag to: failed",
        "Stop it, wait, done",
    ] {
        let draft = only(&format!("# Acme - x\n\n## Tasks\n\n- {text}\n- Other - 5m\n"));
        assert_eq!(
            record(&draft)["tasks"][0],
            json!({"id": record(&draft)["tasks"][0]["id"], "title": text}),
            "{text}"
        );
        has_doubt(&draft, "may say how the task ended");
    }
    for (text, took) in [
        ("Stop it - Success - 10m", "10m"),
        ("Stop it - success, 10m", "10m"),
        ("Stop it - 10m, success", "10m"),
        ("Stop it: 10m - success", "10m"),
        ("Stop it – success: 10m", "10m"),
        ("Stop it (success, 10m)", "10m"),
        ("Stop it | success | 10m", "10m"),
    ] {
        let draft = only(&format!("# Acme - x\n\n## Tasks\n\n- {text}\n- Other - 5m\n"));
        let own = &record(&draft)["tasks"][0];
        assert_eq!(own["title"], "Stop it", "{text}");
        assert_eq!(own["attempts"], json!([{"took": took, "outcome": "success"}]), "{text}");
    }
    // half of an ending is none
    let draft = only("# Acme - x\n\n## Tasks\n\n- Stop it - gently, success\n- Other - 5m\n");
    assert_eq!(record(&draft)["tasks"][0]["title"], "Stop it - gently, success");
    assert!(record(&draft)["tasks"][0].get("attempts").is_none());
}

#[test]
fn what_stands_below_something_struck_out_goes_with_it() {
    let items = "- [ ] ~~Migrate the database~~\n  - [ ] Stop the app\n\n    wait for it\n- [ ] Tell them\n";
    for (heading, list) in [("Pre-call checklist", "pre_call"), ("Tasks", "tasks")] {
        let draft = only(&format!("# Acme - x\n\n## {heading}\n\n{items}"));
        let own = record(&draft);
        assert_eq!(own[list].as_array().unwrap().len(), 1, "{own:#}");
        let kept = own["kept"].as_array().unwrap();
        assert_eq!(kept.len(), 1, "{kept:?}");
        assert_eq!(kept[0]["text"], "- [ ] ~~Migrate the database~~\n  - [ ] Stop the app\n\n    wait for it");
        let told: Vec<_> = draft.doubts.iter().filter(|doubt| doubt.message.contains("struck out")).collect();
        assert_eq!(told.len(), 1, "{told:?}");
    }
}

#[test]
fn the_subject_of_a_mail_is_its_words() {
    for (subject, task) in [
        ("Acme - Migrate pool #3", "Migrate pool #3"),
        ("Acme - Fix (issue #12)", "Fix (issue #12)"),
        ("Acme - Move \"it\" up", "Move \"it\" up"),
        ("Acme - Move it\n all of it", "Move it all of it"),
    ] {
        let draft = only(&format!(
            "From: Ann <ann@a.example>\nTo: Bob\nSubject: {subject}\nDate: today\n\n## Tasks\n\n- Stop it\n"
        ));
        assert_eq!(draft.task.as_ref().map(ToString::to_string).as_deref(), Some(task), "{subject}");
    }
}

#[test]
fn a_name_in_a_paragraph_is_one_in_every_language() {
    for label in ["Runbook name", "Nom du runbook", "Nombre del runbook", "Titel des Runbooks", "手順書名"] {
        let draft = only(&format!("{label} - Acme - Move it\n\nDRI: @x\n\n## Tasks\n\n- Stop it\n"));
        let task = draft.task.as_ref().map(ToString::to_string);
        assert_eq!(task.as_deref(), Some("Move it"), "{label}");
    }
}

#[test]
fn a_fence_without_an_end_is_kept_as_it_stands() {
    let draft = only("# Acme - x\n\n## Notes\n\n~~~bash and `more`\nrun it\n");
    assert!(record(&draft)["kept"].to_string().contains("~~~bash and `more`"), "{:#}", record(&draft));
}

#[test]
fn only_the_first_line_of_a_folded_record_names_the_runbook() {
    let folded = |toml: &str| super::Folded { line: 1, toml: toml.to_owned() };
    let id = |toml: &str| folded(toml).origin().map(|id| id.to_string());
    assert_eq!(id("# runbook: acme/one\nformat = 1\n").as_deref(), Some("acme/one"));
    assert_eq!(id("format = 1\nnote = \"\"\"\n# runbook: acme/other\n\"\"\"\n"), None);
}
