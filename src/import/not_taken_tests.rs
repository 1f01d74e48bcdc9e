//! Whole texts with words that look like a value and are none: they are kept, and said.

use serde_json::Value;

use super::tests::{TASKS, doubts, only, record, words};

#[test]
fn a_no_is_no_agreement() {
    for value in [
        "No",
        "n",
        "No - waiting for Maria",
        "no, Maria is on holiday",
        "rejected",
        "Asked on Friday",
        "not by Maria",
        "agreed?",
        "Nein",
        "Noch nicht bestätigt",
        "abgelehnt",
        "non, pas encore",
        "rechazado",
        "não",
        "いいえ",
        "確認中",
    ] {
        let draft = only(&format!("# Acme - x\n\n| DRI | @x |\n|---|---|\n| Agreed | {value} |\n\n{TASKS}"));
        let own = record(&draft);
        assert_eq!(own.get("agreed"), None, "{value}");
        assert!(own["kept"].to_string().contains(value), "{value}: {own:#}");
        doubts(&draft, "is no agreement");
    }
    for value in
        ["Yes", "Maria, 2 December", "No dia 5, por Maria", "No objection, Maria", "Ja, per Mail", "Yes, not by phone"]
    {
        let own = record(&only(&format!("# Acme - x\n\n| DRI | @x |\n|---|---|\n| Agreed | {value} |\n\n{TASKS}")));
        assert_eq!(own["agreed"], value, "{value}");
    }
}

#[test]
fn a_sum_and_a_title_of_rows_are_no_task_and_nobody() {
    for row in [
        "| Total | | 45m |",
        "| In all | | 45m |",
        "| **Summe:** | | 45m |",
        "| Gesamt | | 45m |",
        "| 合計 | | 45m |",
        "| **Phase 1** | | |",
        "| *Preparation* | | |",
    ] {
        let table = "| Task | Outcome | Duration |\n|---|---|---|\n| A | | 10m |";
        let draft = only(&format!("# Acme - x\n\n## Tasks\n\n{table}\n{row}\n| B | | 35m |\n"));
        let own = record(&draft);
        assert_eq!(words(&own["tasks"], "title"), ["A", "B"], "{row}");
        assert!(own["kept"].to_string().contains(row), "{row}: {own:#}");
        doubts(&draft, "it ");
    }
    let people = "| Name | Role | Description |\n|---|---|---|\n| **DBA team** | | |\n| Ann Lee | Engineer | |";
    let draft = only(&format!("# Acme - x\n\n## GitLab Contacts\n\n{people}\n| **Total** | 1 | |\n\n{TASKS}"));
    assert_eq!(words(&record(&draft)["contacts"], "name"), ["Ann Lee"]);
    doubts(&draft, "it adds up the rows above it");
    doubts(&draft, "it is the title of the rows below it");
}

#[test]
fn a_time_beside_an_outcome_that_nobody_understands_is_no_estimate() {
    for row in ["Partial | 10m", "Rolled back | 3m", "abgebrochen | 5 min", "Sin éxito | 5 min"] {
        let table = format!("| Task | Outcome | Duration |\n|---|---|---|\n| A | {row} |\n");
        let draft = only(&format!("# Acme - x\n\n## Tasks\n\n{table}"));
        let own = record(&draft);
        assert_eq!((own["tasks"][0].get("estimate"), own["tasks"][0].get("attempts")), (None, None), "{row}");
        let (_, time) = row.split_once(" | ").unwrap();
        assert!(words(&own["kept"], "text").contains(&time.to_owned()), "{row}: {own:#}");
        doubts(&draft, "it may be planned or actual");
    }
    let table = "| Task | Outcome | Duration |\n|---|---|---|\n| A | TBD | 10m |\n";
    assert_eq!(record(&only(&format!("# Acme - x\n\n## Tasks\n\n{table}")))["tasks"][0]["estimate"], "10m");
}

#[test]
fn details_below_an_open_item_do_not_prevent_it() {
    for (under, kept) in [
        ("  - console\n  - VPN", "  - console\n  - VPN"),
        ("  * console\n  * VPN", "  * console\n  * VPN"),
        ("  1. console\n  2. VPN", "  1. console"),
        ("\n  > He said:\n  > it is fine.", "  > it is fine."),
        ("\n  | Host | Port |\n  |---|---|\n  | a | 22 |", "| a | 22 |"),
        (
            "  ```\n  kubectl get pods\n  kubectl get jobs\n  ```",
            "  ```\n  kubectl get pods\n  kubectl get jobs\n  ```",
        ),
        ("\n  ```sh\n  kubectl get pods\n  ```", "  ```sh\n  kubectl get pods\n  ```"),
    ] {
        let draft = only(&format!("# Acme - x\n\n## Pre-call checklist\n\n- [ ] Access\n{under}\n- [ ] tell\n"));
        let own = record(&draft);
        assert_eq!(words(&own["pre_call"], "text"), ["Access", "tell"], "{under}");
        assert_eq!((own["pre_call"][0].get("mark"), own["pre_call"][0].get("reason")), (None, None), "{under}");
        let found = words(&own["kept"], "text");
        assert!(found.iter().any(|text| text.contains(kept)), "{under}: {found:#?}");
        doubts(&draft, "they are details of “Access”");
        // what stands under one that is done shows it
        let done = only(&format!("# Acme - x\n\n## Pre-call checklist\n\n- [x] Access\n{under}\n- [ ] tell\n"));
        assert!(record(&done)["pre_call"][0]["evidence"].is_string(), "{under}");
    }
    for under in ["  - Maria is on holiday.", "\n  > Maria is on holiday.", "  ```\n  Maria is on holiday.\n  ```"] {
        let draft = only(&format!("# Acme - x\n\n## Pre-call checklist\n\n- [ ] Access\n{under}\n- [ ] tell\n"));
        assert_eq!(words(&record(&draft)["pre_call"], "text"), ["Access", "tell"], "{under}");
        assert_eq!(record(&draft)["pre_call"][0]["reason"], "Maria is on holiday.", "{under}");
        doubts(&draft, "is taken as what prevents “Access”");
    }
    for under in ["  Maria is on holiday.", "  - Reason: Maria is on holiday.", "\n  Maria is on holiday."] {
        let own = record(&only(&format!("# Acme - x\n\n## Pre-call checklist\n\n- [ ] Access\n{under}\n- [ ] tell\n")));
        assert_eq!(own["pre_call"][0]["reason"], "Maria is on holiday.", "{under}");
    }
}

#[test]
fn what_is_quoted_or_an_example_is_somebody_elses() {
    let table = "| Runbook name | Old - Runbook |\n|---|---|\n| DRI | @old |\n| Schedule at | 2026-12-01 14:00 UTC |";
    let quoted: Vec<String> = table.lines().map(|line| format!("> {line}")).collect();
    let quoted = quoted.join("\n");
    for others in [
        quoted.clone(),
        format!("An example:\n\n```\n{table}\n```"),
        "Maria wrote:\n> **Schedule at:** 2026-12-09 10:00 UTC\n> **DRI:** @maria".to_owned(),
        "> # Old - Runbook\n>\n> ### Runbook - Tasks\n> - [ ] old task".to_owned(),
    ] {
        for text in [format!("# Acme - Mine\n\n{others}\n\n{TASKS}"), format!("{others}\n\n# Acme - Mine\n\n{TASKS}")] {
            let draft = only(&text);
            let own = record(&draft);
            assert_eq!(draft.customer.as_ref().map(ToString::to_string).as_deref(), Some("Acme"), "{text}");
            assert_eq!((own.get("dri"), own.get("scheduled_at")), (None, None), "{text}");
            assert_eq!(words(&own["tasks"], "title"), ["Stop it"], "{text}");
            let kept = own["kept"].to_string();
            for line in others.lines().filter(|line| line.contains(char::is_alphanumeric)) {
                assert!(kept.contains(line), "{text}: {own:#}");
            }
            assert!(!draft.doubts.is_empty(), "{text}");
        }
    }
    // what was forwarded whole is read
    let all = format!(
        "{quoted}\n>\n> ### Runbook - Tasks\n>\n> | Task | Outcome | Duration |\n> |---|---|---|\n> | A | | 5m |\n"
    );
    let draft = only(&all);
    assert_eq!(draft.customer.as_ref().map(ToString::to_string).as_deref(), Some("Old"));
    assert_eq!(record(&draft)["dri"], "@old");
    // a header in code, in a section of its own, is the header
    let own = record(&only(&format!("# Acme - Mine\n\n## Header\n\n```\n{table}\n```\n\n{TASKS}")));
    assert_eq!(own["dri"], "@old");
}

#[test]
fn the_head_of_a_mail_is_not_the_calls() {
    let head = "From: ann@acme.example\nTo: ben@ours.example\nSubject: Re: Acme - Swap primary email\nDate: Fri, 04 Dec 2026 10:02:11 +0100";
    let draft = only(&format!("{head}\n\nPlease go ahead on Saturday 14:00.\n\n{TASKS}"));
    let own = record(&draft);
    assert_eq!(own.get("scheduled_at"), None);
    assert_eq!(draft.customer.as_ref().map(ToString::to_string).as_deref(), Some("Acme"));
    assert_eq!(draft.task.as_ref().map(ToString::to_string).as_deref(), Some("Swap primary email"));
    doubts(&draft, "is guessed from the subject of the mail");
    assert!(words(&own["kept"], "text").contains(&head.to_owned()), "{own:#}");
}

#[test]
fn a_title_that_holds_more_than_a_name_is_a_guess() {
    for title in [
        "[SEV-planned] Database failover drill — Initech",
        "Copy of Acme - Upgrade",
        "Draft: Acme - Upgrade",
        "~~Acme - Old~~ Acme - New",
        "Postmortem - restart of the database",
        "Protokoll - Umzug der Datenbank",
        "🚀 GUIDE DE DÉPLOIEMENT EN PRODUCTION - Acme",
        "Migration checklist - Acme",
        "移行手順書 - 本番",
    ] {
        let draft = only(&format!("# {title}\n\n{TASKS}"));
        doubts(&draft, "is guessed from the");
    }
    for title in ["Acme - Upgrade", "Runbook: Acme - Upgrade", "Coca-Cola - Move it: part [2]"] {
        assert!(only(&format!("# {title}\n\n{TASKS}")).doubts.is_empty(), "{title}");
    }
}

#[test]
fn a_sign_that_says_otherwise_and_a_success_with_errors_are_doubts() {
    for (item, mark) in [("- [x] ❌ Approval", Some("done")), ("- [ ] ✅ Announced", None)] {
        let draft = only(&format!("# Acme - x\n\n## Pre-call checklist\n\n{item}\n- [ ] tell\n"));
        assert_eq!(record(&draft)["pre_call"][0].get("mark").and_then(Value::as_str), mark, "{item}");
        doubts(&draft, "say different things");
    }
    for outcome in ["OK, with errors", "Erledigt, mit Fehlern", "Hecho, con errores"] {
        let table = format!("| Task | Outcome | Duration |\n|---|---|---|\n| A | {outcome} | 10m |\n");
        let draft = only(&format!("# Acme - x\n\n## Tasks\n\n{table}"));
        assert_eq!(record(&draft)["tasks"][0].get("attempts"), None, "{outcome}");
        doubts(&draft, "it is no outcome that is known");
    }
}

#[test]
fn a_handle_and_an_address_leave_no_empty_brackets_and_two_people_are_a_doubt() {
    let people = "| Name | Role |\n|---|---|\n| John Doe (@john_doe, john@ours.example) | Engineer |\n| Ann Lee & Ben Roe | Engineer |";
    let draft = only(&format!("# Acme - x\n\n## GitLab Contacts\n\n{people}\n\n{TASKS}"));
    let own = record(&draft);
    assert_eq!(own["contacts"][0]["name"], "John Doe");
    assert_eq!(own["contacts"][0]["handle"], "@john_doe");
    assert_eq!(own["contacts"][0]["email"], "john@ours.example");
    doubts(&draft, "Ann Lee & Ben Roe may be more than one person");
}

#[test]
fn heads_of_a_checklist_that_no_column_understands_are_kept() {
    let only = |heads: &str, cell: &str| {
        only(&format!(
            "# Acme - x\n\n## Pre-call checklist\n\n| {heads} |\n|---|---|---|\n| Look | yes | {cell} |\n\n{TASKS}"
        ))
    };
    let draft = only("Check | Done | Weather", "");
    assert_eq!(words(&record(&draft)["pre_call"], "text"), ["Look"]);
    assert!(record(&draft)["kept"].to_string().contains("Weather"), "{:#}", record(&draft));
    doubts(&draft, "no such column");
    // where an entry's value was kept, its column was said with it; and a column that tasks have is understood
    for (heads, cell) in
        [("Check | Done | Weather", "sunny"), ("Check | Done | Duration", ""), ("Check | Done | #", "1")]
    {
        let draft = only(heads, cell);
        let told = draft.doubts.iter().find(|own| own.message.contains("no such column"));
        assert_eq!(told, None, "{heads}");
    }
}

#[test]
fn a_row_whose_task_is_but_an_address_or_a_box_is_not_lost() {
    let address = "https://x.example/a_b?d=*e*";
    for cell in [
        format!("({address})"),
        format!("- {address}"),
        format!("{address} -"),
        format!("\"{address}\""),
        format!("[ ]({address})"),
    ] {
        let draft = only(&format!(
            "# Acme - x\n\n## Tasks\n\n| Task | Outcome | Duration |\n|-|-|-|\n| {cell} | Success | 10m |\n"
        ));
        let own = record(&draft);
        let title = own["tasks"][0]["title"].as_str().unwrap_or_default();
        assert!(title.starts_with("https://x.example/a_b"), "{cell}: {own:#}");
        assert_eq!(own["tasks"][0]["attempts"][0]["outcome"], "success", "{cell}: {own:#}");
    }
    let draft = only(&format!("# Acme - x\n\n{TASKS}\n| [x] | Success | 1m |\n"));
    assert!(record(&draft)["kept"].to_string().contains("[x]"), "{:#}", record(&draft));
}
