//! Whole texts in several languages: what is guessed is a doubt, what is not understood is kept, and no meaning is turned
//! round in silence.

use serde_json::{Value, json};

use super::ImportDraft;
use super::tests::{TASKS, doubts, only, record, words};

fn name(draft: &ImportDraft) -> (String, String) {
    let words = |half: &Option<crate::model::Line>| half.as_ref().map(ToString::to_string).unwrap_or_default();
    (words(&draft.customer), words(&draft.task))
}

#[test]
fn a_task_that_is_a_pipeline_stays_whole() {
    for (text, title, estimate) in [
        ("- Run `cat users.txt | sort | uniq -c` - 10m", "Run `cat users.txt | sort | uniq -c`", json!("10m")),
        ("1. Lies `a | b | c` und prüfe", "Lies `a | b | c` und prüfe", Value::Null),
        ("- Ejecuta a | b | c - 10 minutos", "Ejecuta a | b | c", json!("10m")),
    ] {
        let own = record(&only(&format!("# Acme - x\n\n## Tasks\n\n{text}\n")));
        assert_eq!(words(&own["tasks"], "title"), [title], "{text}");
        assert_eq!(own["tasks"][0].get("estimate").cloned().unwrap_or_default(), estimate, "{text}");
        assert_eq!(own["tasks"][0].get("attempts"), None, "{text}");
        let list = record(&only(&format!("# Acme - x\n\n## Pre-call checklist\n\n- [ ] {text}\n")));
        assert_eq!(list["pre_call"].as_array().map(Vec::len), Some(1), "{text}");
    }
    // a sentence with code in it is no row
    let draft = only("# Acme - x\n\n## Tasks\n\nRun `a | b | c` on the host.\n\n- Stop it\n");
    assert_eq!(words(&record(&draft)["tasks"], "title"), ["Stop it"]);
    assert!(record(&draft)["kept"].to_string().contains("Run `a | b | c` on the host."));
    // and a row of a table without its edges still is one
    let own = record(&only("# Acme - x\n\n## Tasks\n\nTask | Outcome | Duration\nRun `a | b` | Success | 10m\n"));
    assert_eq!(own["tasks"][0]["attempts"], json!([{"took": "10m", "outcome": "success"}]));
}

#[test]
fn no_is_no_reason_why_there_is_no_way_back() {
    for line in [
        "Irreversible: no",
        "Irreversible: none",
        "Irreversible: n/a",
        "Unumkehrbar: nein",
        "Nicht umkehrbar: nein.",
        "Irréversible : non",
        "Irreversível: não",
        "Irreversibile: no",
        "不可逆：いいえ",
    ] {
        let draft = only(&format!("# Acme - x\n\n{TASKS}\n## Rollback\n\n{line}\n\nRestart the old host.\n"));
        assert_eq!(record(&draft)["rollback"], json!({"plan": "Restart the old host."}), "{line}");
    }
    for (line, reason) in [
        ("Irreversible: keys are destroyed", "keys are destroyed"),
        ("Unumkehrbar: die Schlüssel sind gelöscht", "die Schlüssel sind gelöscht"),
        ("Irreversible: yes, keys are destroyed", "yes, keys are destroyed"),
    ] {
        let draft = only(&format!("# Acme - x\n\n{TASKS}\n## Rollback\n\n{line}\n"));
        assert_eq!(record(&draft)["rollback"], json!({"irreversible": reason}), "{line}");
    }
    for line in ["Irreversible: yes", "Unumkehrbar: ja"] {
        let draft = only(&format!("# Acme - x\n\n{TASKS}\n## Rollback\n\n{line}\n"));
        assert_eq!(record(&draft).get("rollback"), None, "{line}");
        doubts(&draft, "the reason why there is no way back is wanted");
    }
    // more than a no is a plan
    let draft = only(&format!("# Acme - x\n\n{TASKS}\n## Rollback\n\nIrreversible: no, restart the old host\n"));
    assert_eq!(record(&draft)["rollback"], json!({"plan": "Irreversible: no, restart the old host"}));
}

#[test]
fn an_expected_result_is_a_label_and_never_the_middle_of_a_sentence() {
    let own = |text: &str| {
        let own = record(&only(&format!("# Acme - x\n\nDescription: {text}\n\n{TASKS}")));
        (
            own["summary"].as_str().unwrap_or_default().to_owned(),
            own.get("expected_result").cloned().unwrap_or_default(),
        )
    };
    for text in [
        "Move it. Nobody knows the expected result: it depends on Ann.",
        "Move it, e.g. expected result: none.",
        "Niemand kennt das erwartete Ergebnis: es hängt an Ann.",
    ] {
        assert_eq!(own(text), (text.to_owned(), Value::Null), "{text}");
    }
    for text in [
        "Move it. Expected result: all moved",
        "Move it. **Expected result:** all moved",
        "Move it. Erwartetes Ergebnis: all moved",
        "Move it. Resultado esperado: all moved",
    ] {
        assert_eq!(own(text), ("Move it.".to_owned(), json!("all moved")), "{text}");
        let draft = only(&format!("# Acme - x\n\nDescription: {text}\n\n{TASKS}"));
        assert!(draft.repairs.iter().any(|own| own.message.contains("taken as the expected result")), "{text}");
    }
    // said in a field of its own, the field counts, and nothing of the other is lost
    let both = "# Acme - x\n\n| Description | Move it. Expected result: all moved |\n|---|---|\n| Expected result | half moved |\n";
    let draft = only(&format!("{both}\n{TASKS}"));
    let own = record(&draft);
    assert!(own.to_string().contains("all moved") && own.to_string().contains("half moved"), "{own:#}");
}

#[test]
fn a_success_that_is_taken_back_is_none() {
    for outcome in [
        "Done, but not all",
        "Erledigt, aber nicht alle",
        "Hecho, excepto 3",
        "Fait, sauf trois",
        "Feito, exceto três",
        "Fatto, tranne tre",
        "完了、ただし一部",
    ] {
        let text = format!(
            "# Acme - x\n\n## Tasks\n\n| Task | Outcome | Duration |\n|---|---|---|\n| A | {outcome} | 10m |\n"
        );
        let draft = only(&text);
        assert_eq!(record(&draft)["tasks"][0].get("attempts"), None, "{outcome}");
        doubts(&draft, "it is no outcome that is known");
    }
}

#[test]
fn two_people_are_nobody_in_charge() {
    for value in
        ["Anna und Ben", "Ana y Luis", "Anne et Paul", "Ana e Rui", "Ann/Ben", "Ann + Ben", "Ann or Ben", "田中と鈴木"]
    {
        let draft = only(&format!("# Acme - x\n\nDRI: {value}\n\n{TASKS}"));
        assert_eq!(record(&draft).get("dri"), None, "{value}");
        doubts(&draft, "a runbook has one DRI");
        assert!(record(&draft)["kept"].to_string().contains(value), "{value}");
    }
    for value in ["Andrea Undheim", "José Yáñez", "さとう はなこ"] {
        assert_eq!(record(&only(&format!("# Acme - x\n\nDRI: {value}\n\n{TASKS}")))["dri"], value);
    }
}

#[test]
fn an_item_with_a_box_is_one_whatever_it_begins_with() {
    for text in [
        "Downtime: announce on the status page",
        "Estimated time confirmed with customer: 2h",
        "Dauer: mit dem Kunden klären",
    ] {
        for mark in ["[ ]", "[x]"] {
            let own = record(&only(&format!("# Acme - x\n\n## Pre-call checklist\n\n- {mark} {text}\n- [ ] tell\n")));
            assert_eq!(words(&own["pre_call"], "text"), [text, "tell"], "{mark} {text}");
            let own = record(&only(&format!("# Acme - x\n\n## Tasks\n\n- {mark} {text}\n- [ ] tell\n")));
            assert_eq!(own["tasks"].as_array().map(Vec::len), Some(2), "{mark} {text}");
        }
    }
    let own = record(&only("# Acme - x\n\n## Tasks\n\n- Estimated time: 2h\n- tell\n"));
    assert_eq!(words(&own["tasks"], "title"), ["tell"]);
}

#[test]
fn a_cell_over_two_rows_invents_no_task() {
    let rows = "<TR><TH>Task</TH><TH>Outcome</TH><TH>Duration</TH></TR>\n<TR><TD ROWSPAN=2>A</TD><TD>Success</TD><TD>5m</TD></TR>\n<TR><TD>Failed</TD><TD>6m</TD></TR>";
    let draft = only(&format!("# Acme - x\n\n## Tasks\n\n<TABLE>\n{rows}\n</TABLE>\n"));
    assert_eq!(record(&draft).get("tasks"), None);
    assert!(record(&draft)["kept"].to_string().contains("ROWSPAN"));
}

#[test]
fn how_somebody_is_reached_is_neither_a_name_nor_a_role() {
    let own = |line: &str| {
        let draft = only(&format!("# Acme - x\n\n## GitLab Contacts\n\n{line}\n\n{TASKS}"));
        (record(&draft)["contacts"][0].clone(), draft)
    };
    for (line, wanted) in [
        (
            "* Dana Dri - Support Engineer, @dana_x",
            json!({"name": "Dana Dri", "role": "Support Engineer", "handle": "@dana_x"}),
        ),
        (
            "* Dana Dri: Support Engineer (dana@ours.example)",
            json!({"name": "Dana Dri", "role": "Support Engineer", "email": "dana@ours.example"}),
        ),
        ("* Dana Dri - dana@ours.example", json!({"name": "Dana Dri", "email": "dana@ours.example"})),
        ("* Dana Dri (+49 170 1234567)", json!({"name": "Dana Dri"})),
        (
            "| Name | Role |\n|---|---|\n| Dana Dri | DRI dana@ours.example |",
            json!({"name": "Dana Dri", "role": "DRI", "email": "dana@ours.example"}),
        ),
        (
            "- Dana Dri (@dana), DRI, communicates",
            json!({"name": "Dana Dri", "role": "DRI, communicates", "handle": "@dana", "duties": ["communicate"]}),
        ),
        (
            "- Tom Tail, tom@x.example, verifies",
            json!({"name": "Tom Tail", "role": "verifies", "email": "tom@x.example", "duties": ["verify"]}),
        ),
        ("- DRI: Dana Dri", json!({"name": "Dana Dri", "role": "DRI"})),
        (
            "- Executor: Eve Exec (@eve)",
            json!({"name": "Eve Exec", "role": "Executor", "handle": "@eve", "duties": ["execute"]}),
        ),
        ("- Jörg Groß - Techniker, Tel. +49 170 1234567", json!({"name": "Jörg Groß", "role": "Techniker"})),
        ("- Responsable: Ana Gil (@ana)", json!({"name": "Ana Gil", "role": "Responsable", "handle": "@ana"})),
    ] {
        let (mut found, draft) = own(line);
        let keys = found.as_object_mut().unwrap();
        keys.remove("id");
        keys.remove("side");
        assert_eq!(found, wanted, "{line}");
        if line.contains('+') {
            assert!(record(&draft)["kept"].to_string().contains("+49 170 1234567"), "{line}");
            doubts(&draft, "telephone of");
        }
    }
    // which of two names is the person is nothing that can be known
    let (found, draft) = own("- Support: Ann Lee");
    assert_eq!((&found["name"], &found["role"]), (&json!("Support"), &json!("Ann Lee")));
    doubts(&draft, "nothing says which words are the name");
}

#[test]
fn a_title_says_the_half_of_the_name_that_no_field_says() {
    let named = |text: &str| name(&only(text));
    let both = |customer: &str, task: &str| (customer.to_owned(), task.to_owned());
    for text in [
        "# Contoso - Decommission\n\nCustomer: Contoso\n\n## Tasks\n\n- Stop it\n",
        "# Contoso - Decommission\n\n| Customer | Contoso |\n|---|---|\n| DRI | @x |\n\n## Tasks\n\n- Stop it\n",
        "# Contoso - Decommission\n\nKunde: Contoso\n\n## Aufgaben\n\n- Stop it\n",
    ] {
        assert_eq!(named(text), both("Contoso", "Decommission"), "{text}");
    }
    let text = "# Change Request CHG1 – Postgres minor upgrade\n\nCustomer: Beta\n\n## Tasks\n\n- Stop it\n";
    let draft = only(text);
    assert_eq!(name(&draft), both("Beta", "Postgres minor upgrade"));
    doubts(&draft, "the name Beta - Postgres minor upgrade is guessed");
    assert!(record(&draft)["kept"].to_string().contains("Change Request CHG1"));
    for text in [
        "## Runbook name: Fabrikam - Move\n\nWe move it.\n\n## Tasks\n\n- Stop it\n",
        "# Runbook name: Fabrikam - Move\n\n## Tasks\n\n- Stop it\n",
        "## Name des Runbooks: Fabrikam - Move\n\n## Aufgaben\n\n- Stop it\n",
    ] {
        assert_eq!(named(text), both("Fabrikam", "Move"), "{text}");
    }
    let draft = only("# Acme - Move (2026-12-10 07:00 UTC)\n\n## Tasks\n\n- Stop it\n");
    doubts(&draft, "“2026-12-10 07:00 UTC” is a part of the name");
}

#[test]
fn lists_round_the_work_are_known_in_every_language() {
    for (heading, list) in [
        ("Before the migration", "pre_call"),
        ("Vor der Migration", "pre_call"),
        ("Antes de la migración", "pre_call"),
        ("Avant la mise à jour", "pre_call"),
        ("Antes da migração", "pre_call"),
        ("Prima della migrazione", "pre_call"),
        ("Nach der Umstellung", "post_call"),
        ("Después de la actualización", "post_call"),
        ("Post-flight checks", "post_call"),
        ("Before", "pre_call"),
        ("After", "post_call"),
    ] {
        let own = record(&only(&format!("# Acme - x\n\n## {heading}\n\n- [ ] a\n")));
        assert_eq!(words(&own[list], "text"), ["a"], "{heading}");
    }
}

#[test]
fn a_form_left_empty_and_a_signature_are_nobodys_reason() {
    let draft = only("# Acme - x\n\n## Pre-call checklist\n\n- [ ] tell\n\n  _No response_\n- [ ] ask\n  TBD\n");
    let own = record(&draft);
    for item in own["pre_call"].as_array().unwrap() {
        assert_eq!((item.get("mark"), item.get("reason")), (None, None), "{item}");
    }
    doubts(&draft, "it stands for words that are missing");
    for farewell in [
        "Mit freundlichen Grüßen\nJörg",
        "Mit freundlichen Grüßen / Jörg",
        "Best regards,\nAnn",
        "Saludos cordiales\nAna",
        "Cordialement,\nPaul",
        "よろしくお願いします",
    ] {
        let draft = only(&format!("# Acme - x\n\n## Post-call checklist\n\n- [ ] tell\n\n{farewell}\n"));
        let own = record(&draft);
        assert_eq!(own["post_call"][0].get("mark"), None, "{farewell}");
        let first = farewell.lines().next().unwrap();
        assert!(own["kept"].to_string().contains(first), "{farewell}: {own:#}");
    }
    // "n/a" is a reason
    let own = record(&only("# Acme - x\n\n## Pre-call checklist\n\n- [ ] tell\n\n  n/a\n"));
    assert_eq!(own["pre_call"][0]["mark"], "prevented");
}
