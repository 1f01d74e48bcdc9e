//! What once gave another meaning in silence, or lost words, each tried by its rule.

use serde_json::json;

use super::tests::{doubts, only, record, words};
use super::{ImportDraft, ImportOptions, read};
use crate::model::Line;

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

#[test]
fn labels_over_several_rows_are_the_values_of_none() {
    let draft =
        only("| Customer | Task | DRI |\n|---|---|---|\n| Acme | Move it | @john |\n| Beta | Copy it | @jane |\n");
    assert!(draft.customer.is_none() && draft.task.is_none() && record(&draft)["dri"].is_null());
    assert!(record(&draft)["kept"].to_string().contains("Beta"));
    // what a column is called is nobody, where the columns are people
    let table = "| Name | Ann Lee | Ben Doe |\n|---|---|---|\n| Role | DBA | Ops |\n";
    let draft = only(&format!("# Acme - X\n\n## GitLab contacts\n\n{table}"));
    assert!(record(&draft)["contacts"].is_null() && record(&draft)["kept"].to_string().contains("DBA"));
}

#[test]
fn a_side_is_said_by_a_line_an_item_or_its_label() {
    let side_of = |text: &str| {
        let own = record(&only(&format!("# Acme - X\n\n## Contacts\n\n{text}")));
        let contacts = own["contacts"].as_array().cloned().unwrap_or_default();
        contacts
            .iter()
            .map(|own| format!("{} {}", own["name"].as_str().unwrap_or_default(), own["side"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    let table = |name: &str| format!("| Name | Role |\n|---|---|\n| {name} | DBA |\n");
    let wanted = ["Ann Lee gitlab", "Tom Blogs customer"];
    for (home, customer) in
        [("GitLab", "Customer"), ("**GitLab**", "**Acme**"), ("Intern", "Kunde"), ("Our side", "Client")]
    {
        assert_eq!(side_of(&format!("{home}:\n\n{}\n{customer}:\n\n{}", table("Ann Lee"), table("Tom Blogs"))), wanted);
        assert_eq!(side_of(&format!("- {home}:\n  - Ann Lee - DBA\n- {customer}:\n  - Tom Blogs - DBA\n")), wanted);
        assert_eq!(side_of(&format!("- {home}: Ann Lee - DBA\n- {customer}: Tom Blogs - DBA\n")), wanted);
    }
    // among the customer's, "Support" is what somebody does
    for text in [
        "- Support: Ann Lee - DBA\n",
        "- Support\n  - Ann Lee - DBA\n",
        "Support:\n\n| Name | Role |\n|---|---|\n| Ann Lee | DBA |\n",
    ] {
        let own = record(&only(&format!("# Acme - X\n\n## Customer contacts\n\n{text}")));
        let sides = words(&own["contacts"], "side");
        assert!(!sides.is_empty() && sides.iter().all(|side| side == "customer"), "{text}\n{own}");
    }
    // whose a third one is, nobody knows
    let draft = only(&format!("# Acme - X\n\n## GitLab contacts\n\n**Vendor**\n\n{}", table("Vic Vend")));
    doubts(&draft, "stands over people");
}

#[test]
fn what_a_line_of_tasks_or_checks_says_beside_its_words_is_told() {
    for title in
        ["Look -> done", "Look → done", "Tell them [done]", "Restart - Failed - because", "Look: Skipped, late"]
    {
        doubts(&only(&format!("# Acme - X\n\n## Tasks\n\n- {title}\n")), "may say how the task ended");
    }
    let draft = only("# Acme - X\n\n## Tasks\n\n* [x] Remove 2FA - Success - 1h15m\n* Stop it -- Success -- 5m\n");
    assert!(draft.doubts.is_empty(), "{:?}", draft.doubts);
    for text in ["Backup: done", "Backup - yes", "Backup (ok)", "Sicherung: erledigt"] {
        doubts(
            &only(&format!("# Acme - X\n\n## Pre-call\n\n- {text}\n- [ ] x\n").replace("- [ ] x\n", "")),
            "it is open, whatever",
        );
    }
    for text in ["- [x] Backup: failed", "- [ ] Backup - done", "- [ ] Copia: sí"] {
        doubts(&only(&format!("# Acme - X\n\n## Pre-call\n\n{text}\n")), "the box counts");
    }
    for text in ["- [x] Backup<br>- [ ] Tell", "☑ Backup ☐ Tell"] {
        let draft = only(&format!("# Acme - X\n\n## Pre-call\n\n{text}\n"));
        doubts(&draft, "more than one item");
        assert!(record(&draft)["pre_call"].is_null());
    }
    let draft = only("# Acme - X\n\n## Tasks\n\n### 1. Stop it\n\nSo.\n\n### 2. Start it\n\n- [ ] press\n");
    doubts(&draft, "it may be a task itself");
    let own =
        record(&only("# Acme - X\n\n## Tasks\n\n- Phase 1\n  - Stop it\n- Day 2:\n  - Start it\n- Step 3\n  - Wait\n"));
    assert_eq!(words(&own["tasks"], "title"), ["Stop it", "Start it", "Step 3"]);
}

#[test]
fn what_is_given_by_hand_is_no_guess() {
    let asked = ImportOptions {
        customer: Some(Line::new("Acme").unwrap()),
        task: Some(Line::new("Move").unwrap()),
        ..super::law_tests::asked()
    };
    for text in ["# Production Change\n\n## Tasks\n- a b\n", "# Copy of Beta - Thing\n\n## Tasks\n- a b\n"] {
        let drafts = read(text.as_bytes(), &asked).unwrap();
        let said = &drafts[0].doubts;
        assert!(said.iter().all(|doubt| !doubt.message.contains("guessed")), "{said:?}");
        assert_eq!(drafts[0].task.as_ref().unwrap().as_str(), "Move");
    }
}

#[test]
fn what_is_kept_of_a_line_stands_as_in_the_line() {
    for value in ["2030\\-12\\-10 14:00 UTC", "2030-12-10  14:00   UTC", "on 2030\\-12\\-10\\, or later"] {
        let own = record(&only(&format!("| Runbook name | Acme - X |\n|---|---|\n| Schedule at | {value} |\n")));
        assert!(own["kept"].as_array().unwrap().iter().any(|kept| kept["text"] == value), "{value}: {}", own["kept"]);
    }
}
