//! Runbooks in plain words, as teams write them without a form: what is before, during and after, steps as headings, checklists
//! as tables, people as they come.

use serde_json::{Value, json};

use super::tests::{doubts, only, record, words};

#[test]
fn a_folded_block_of_another_time_adds_nothing_to_this_one() {
    for summary in ["Last time (2025)", "Previous run", "Example", "Letztes Mal", "2025-11-02", "Version précédente"]
    {
        let block = format!(
            "<details><summary>{summary}</summary>\n\n### Tasks\n\n- old task - Failed - 10m\n\n### Rollback plan\n\nthe old plan\n\n<!-- note -->\n### GitLab contacts\n\n- Old Person - Execution\n</details>"
        );
        let draft =
            only(&format!("# Acme - x\n\n### Tasks\n\n- new task - 10m\n\n{block}\n\n### Post-call\n\n- [ ] a\n"));
        let own = record(&draft);
        assert_eq!(words(&own["tasks"], "title"), ["new task"], "{summary}");
        assert_eq!((&own["rollback"], &own["contacts"]), (&Value::Null, &Value::Null), "{summary}");
        assert_eq!(words(&own["post_call"], "text"), ["a"], "{summary}");
        assert_eq!(words(&own["kept"], "text"), [block], "{summary}");
        doubts(&draft, "another time");
    }
    // any other fold is read as if it were open
    let own = record(&only(
        "# Acme - x\n\n<details><summary>Rollback to the previous version</summary>\n\nRestore it.\n\n</details>\n",
    ));
    assert_eq!(own["rollback"]["plan"], "Restore it.");
}

#[test]
fn before_during_and_after_are_the_three_lists() {
    let text = "# Acme - x\n\n## Before\n\n- Take a backup\n\n## During\n\n1. Stop it (5m)\n2. Change it (20m)\n\n## After\n\n- Look\n\n## If it goes wrong\n\nRestore the backup.\n";
    let own = record(&only(text));
    assert_eq!(words(&own["pre_call"], "text"), ["Take a backup"]);
    assert_eq!(words(&own["tasks"], "title"), ["Stop it", "Change it"]);
    assert_eq!(words(&own["tasks"], "estimate"), ["5m", "20m"]);
    assert_eq!(words(&own["post_call"], "text"), ["Look"]);
    assert_eq!(own["rollback"]["plan"], "Restore the backup.");
    // what was and what is, with nothing between them
    let draft = only("# Acme - x\n\n## Before\n\n- 3 nodes\n\n## After\n\n- 5 nodes\n\n## Tasks\n\n- Add two\n");
    let own = record(&draft);
    assert_eq!((&own["pre_call"], &own["post_call"]), (&Value::Null, &Value::Null));
    doubts(&draft, "3 nodes");
}

#[test]
fn headings_that_count_steps_are_tasks_with_all_that_stands_below() {
    let steps = "### Step 1: Stop it\n\nDuration: 10m\n\nDo so on each node:\n\n- first\n- second\n\n```sh\nstop --all\n```\n\n#### Verification\n\nLook at it.\n\n### Step 2: Start it\n\nCommand: `start --all`\n";
    for text in
        [format!("# Acme - x\n\n## Steps\n\n{steps}"), format!("# Acme - x\n\n{}", steps.replace("### ", "## "))]
    {
        let own = record(&only(&text));
        assert_eq!(words(&own["tasks"], "title"), ["Stop it", "Start it"], "{text}");
        assert_eq!(own["tasks"][0]["estimate"], "10m", "{text}");
        let how = own["tasks"][0]["instructions"].as_str().unwrap();
        for words in
            ["Do so on each node:\n\n- first\n- second", "```sh\nstop --all\n```", "Verification\n\nLook at it."]
        {
            assert!(how.contains(words), "{how}");
        }
        assert_eq!((&own["tasks"][1]["command"], &own["post_call"]), (&json!("start --all"), &Value::Null), "{text}");
    }
    for (heading, title) in
        [("### 1. Count", "Count"), ("### Schritt 2 – Zählen", "Zählen"), ("### 手順3：数える", "数える")]
    {
        let own = record(&only(&format!("# Acme - x\n\n## Tasks\n\n{heading}\n\nIn words.\n")));
        assert_eq!(words(&own["tasks"], "title"), [title]);
        assert_eq!(own["tasks"][0]["instructions"], "In words.");
    }
    let own = record(&only("# Acme - x\n\n## Step 1: Stop it\n\n- Duration: 10m\n- Owner: Ann\n- Timeout: 30s\n"));
    assert_eq!(
        (words(&own["tasks"], "title"), &own["tasks"][0]["estimate"]),
        (vec!["Stop it".to_owned()], &json!("10m"))
    );
    // over lists of tasks, a heading is the title of a part
    for below in [
        "- [ ] one\n- [ ] two\n",
        "- one - 5m\n- two - 10m\n",
        "| Task | Duration |\n|-|-|\n| one | 5m |\n| two | 5m |\n",
    ] {
        let own = record(&only(&format!("# Acme - x\n\n## Tasks\n\n### Step 1: Nodes\n\n{below}")));
        assert_eq!(words(&own["tasks"], "title"), ["one", "two"], "{below}");
    }
    // what is not counted is a guess, and so is what is counted as a chapter
    let draft = only("# Acme - x\n\n## 4. Procedure\n\n### 4.1 Overview\n\nIn words.\n");
    doubts(&draft, "“4.1 Overview” is taken as a task");
    let draft =
        only("# Acme - x\n\n## Tasks\n\n### Stop it\n\n```sh\nstop\n```\n\n### Remarks\n\nNone yet, but soon.\n");
    assert_eq!(words(&record(&draft)["tasks"], "title"), ["Stop it"]);
    doubts(&draft, "“Stop it” is taken as a task");
    doubts(&draft, "None yet, but soon.");
}

#[test]
fn what_a_form_leaves_to_be_filled_in_is_no_plan_and_no_item() {
    for plan in ["### Criteria\n- [Criterion 1]\n\n### Steps\n1. [Step 1]\n2.", "- Trigger: <when>\n- Owner: <who>"] {
        let draft = only(&format!("# Acme - x\n\n## Tasks\n\n- a\n\n## Rollback plan\n\n{plan}\n"));
        assert_eq!(record(&draft).get("rollback"), None, "{plan}");
        doubts(&draft, "neither a plan");
    }
    // some of it filled in is a plan or a summary, of which that is said
    let draft = only("# Acme - x\n\n## Tasks\n\n- a\n\n## Rollback plan\n\n[When to go back]\n\nRestore it.\n");
    assert!(record(&draft)["rollback"]["plan"].as_str().is_some_and(|plan| plan.contains("Restore it.")));
    doubts(&draft, "the plan still holds what a form asks for");
    let draft = only("# Acme - x\n\n## Summary\n\n[One paragraph]\n\nWe move it.\n");
    assert!(record(&draft)["summary"].as_str().is_some_and(|own| own.contains("We move it.")));
    doubts(&draft, "Summary still holds what a form asks for");
    let text = "# Acme - x\n\n**DRI:** @username\n\n## Summary\n\n[One paragraph]\n\n**Now:**\n[what is]\n";
    let own = record(&only(text));
    assert_eq!((own.get("summary"), own.get("dri")), (None, None));
    let draft =
        only("# Acme - x\n\n## Prerequisites\n\n- Access: <what>\n- VPN\n\n## Steps\n\n### 1) Look\n- <step>\n");
    let own = record(&draft);
    assert_eq!(
        (words(&own["pre_call"], "text"), words(&own["tasks"], "title")),
        (vec!["VPN".to_owned()], vec!["Look".to_owned()])
    );
    assert_eq!(own["tasks"][0].get("instructions"), None);
    doubts(&draft, "<step>");
}

#[test]
fn what_is_set_in_below_a_box_is_about_that_item() {
    let text = "# Acme - x\n\n## Two weeks before\n\n- [ ] Environment ready\n  - Owner: Olaf\n  - Status: done\n  - Date: 2026-11-01 10:00 UTC\n\n## Tasks\n\n- a\n";
    let draft = only(text);
    let own = record(&draft);
    assert_eq!((own.get("dri"), own.get("scheduled_at")), (None, None));
    assert!(own["kept"].to_string().contains("  - Owner: Olaf\\n  - Status: done"), "{}", own["kept"]);
}

#[test]
fn a_table_with_a_column_of_boxes_is_a_checklist() {
    let text = "# Acme - x\n\n## Go / No-go\n\n| # | Check | Done | Notes | Owner |\n|---|---|---|---|---|\n| 1 | Backup taken | x | see #12 | Ann |\n| 2 | Users told | ✅ | | |\n| 3 | CAB approved | | waits | |\n| 4 | Spare ready | n/a | | |\n| 5 | Disk | maybe | | |\n| 6 | Mail | no | | |\n";
    let draft = only(text);
    let own = record(&draft);
    assert_eq!(
        words(&own["pre_call"], "text"),
        ["Backup taken", "Users told", "CAB approved", "Spare ready", "Disk", "Mail"]
    );
    assert_eq!(words(&own["pre_call"], "mark"), ["done", "done", "", "prevented", "", ""]);
    assert_eq!(own["pre_call"][0]["evidence"], "see #12");
    doubts(&draft, "waits");
    doubts(&draft, "“Disk” stays open");
    doubts(&draft, "Ann");
    // such a head may stand over anything
    let own = record(&only("# Acme - x\n\n## Preparation\n\n| Item | Value |\n|-|-|\n| Window | 2h |\n"));
    assert_eq!(own.get("pre_call"), None);
    // numbers count what the next column says, and a form that nobody filled in holds nothing
    let own = record(&only(
        "# Acme - x\n\n## Pre-implementation steps\n\n| Step | Description | Status |\n|-|-|-|\n| 1 | Copy it | Done |\n| 2 | | |\n",
    ));
    assert_eq!(
        (words(&own["pre_call"], "text"), &own["pre_call"][0]["mark"]),
        (vec!["Copy it".to_owned()], &json!("done"))
    );
    for (head, cell) in [("| | Prüfpunkt |", "| [x] | Sicherung |"), ("| ✓ | Verificación |", "| ✓ | Sicherung |")]
    {
        let own = record(&only(&format!("# Acme - x\n\n## Pre-call checklist\n\n{head}\n|-|-|\n{cell}\n")));
        assert_eq!((&own["pre_call"][0]["text"], &own["pre_call"][0]["mark"]), (&json!("Sicherung"), &json!("done")));
    }
}

#[test]
fn a_column_of_commands_is_that_and_words_in_it_are_looked_at() {
    let table = |cell: &str| {
        only(&format!("# Acme - x\n\n## Tasks\n\n| Task | Command | Duration |\n|-|-|-|\n| a | {cell} | 1m |\n"))
    };
    let draft = table("`ping -c1 host`");
    assert_eq!((&record(&draft)["tasks"][0]["command"], draft.doubts.len()), (&json!("ping -c1 host"), 0));
    let draft = table("see the wiki");
    assert_eq!(record(&draft)["tasks"][0]["command"], "see the wiki");
    doubts(&draft, "“see the wiki” is taken as the command");
    let draft = table("`a`, then `b`");
    assert_eq!(record(&draft)["tasks"][0].get("command"), None);
    doubts(&draft, "no single command");
}

#[test]
fn front_matter_says_who_and_its_dates_are_the_pages() {
    let draft = only(
        "---\ntitle: \"Acme - x\"\nowner: \"@jane\"\ndate: 2026-12-05 14:00 UTC\nstatus: draft\n---\n## Tasks\n\n- a\n",
    );
    let own = record(&draft);
    assert_eq!((&own["dri"], own.get("scheduled_at")), (&json!("@jane"), None));
    doubts(&draft, "“owner: @jane” is taken from the front matter");
    doubts(&draft, "“date: 2026-12-05 14:00 UTC” in the front matter is not taken");
    let draft =
        only("---\nscheduled_at: 2026-12-05 14:00 UTC\ndri: @jane\n---\n# Acme - x\n\nDRI: @john\n\n## Tasks\n\n- a\n");
    let own = record(&draft);
    assert_eq!((&own["dri"], &own["scheduled_at"]), (&json!("@john"), &json!("2026-12-05T14:00:00Z")));
}

#[test]
fn people_as_they_come_have_their_fields_or_a_doubt() {
    let text = "# Acme - x\n\nDRI: @dana\n\n## Attendees\n\n1. Maria Gomez, CTO, maria@acme.example\n2. Dana Dri (@dana), executes\n3. **Bob Lee** (verification)\n\n## Customer contacts\n\n- **Name:** Zoe Zed, **Role:** DBA\n- Kim Ko\n  - Role: Administrator\n  - E-Mail: kim@acme.example\n\n| Name | Role |\n|---|---|\n| Max Muster<br>Erika Muster | Admins |\n";
    let draft = only(text);
    let own = record(&draft);
    let found = |name: &str| {
        let all = own["contacts"].as_array().unwrap();
        all.iter().find(|own| own["name"] == name).cloned().unwrap_or_else(|| panic!("{name}: {all:#?}"))
    };
    assert_eq!((&found("Maria Gomez")["side"], &found("Maria Gomez")["role"]), (&json!("customer"), &json!("CTO")));
    assert_eq!(found("Dana Dri")["side"], "gitlab");
    doubts(&draft, "Maria Gomez is: it is guessed from the address");
    doubts(&draft, "Dana Dri is: it is guessed from the DRI");
    doubts(&draft, "nothing says on which side Bob Lee is");
    assert_eq!(found("Zoe Zed")["role"], "DBA");
    assert_eq!(
        (&found("Kim Ko")["role"], &found("Kim Ko")["email"]),
        (&json!("Administrator"), &json!("kim@acme.example"))
    );
    assert_eq!(own["contacts"].as_array().unwrap().len(), 5);
    doubts(&draft, "may be more than one person");
}

#[test]
fn a_sentence_below_an_open_item_is_a_reason_that_says_so_or_a_doubt() {
    let own = |below: &str| only(&format!("# Acme - x\n\n## Pre-call checklist\n\n- [ ] Access\n{below}\n"));
    for below in ["  Reason: nobody is there", "\n    `nobody is there`"] {
        let draft = own(below);
        assert_eq!(record(&draft)["pre_call"][0]["reason"], "nobody is there", "{below}");
        assert_eq!(draft.doubts, [], "{below}");
    }
    // what would show that it was done prevents nothing
    let draft = own("  - Owner: Ann\n  - Evidence: the report of May");
    assert_eq!(record(&draft)["pre_call"][0].get("mark"), None);
    doubts(&draft, "the report of May");
    for below in ["  Evidence: none", "  https://wiki.example/access"] {
        assert_eq!(record(&own(below))["pre_call"][0].get("mark"), None, "{below}");
    }
    let draft = own("\n  Use the template in the wiki.");
    assert_eq!(record(&draft)["pre_call"][0]["mark"], "prevented");
    doubts(&draft, "is taken as what prevents “Access”");
}

#[test]
fn dates_in_the_words_of_other_languages_are_times() {
    for text in [
        "Termin: 05.12.2026 15:00 Uhr Europe/Berlin",
        "Date : samedi 5 décembre 2026 à 15h00 Europe/Paris",
        "Fecha: 5 de diciembre de 2026 a las 15:00 Europe/Madrid",
        "日時：2026年12月5日 23時00分 Asia/Tokyo",
    ] {
        let draft = only(&format!("# Acme - x\n\n- {text}\n"));
        assert!(draft.runbook.scheduled_at.is_some_and(|at| at.to_string().contains("2026-12-05")), "{text}");
        assert_eq!(draft.doubts, [], "{text}");
        assert!(record(&draft)["kept"][0]["under"].as_str().is_some_and(|own| own.ends_with("as written")), "{text}");
    }
}
