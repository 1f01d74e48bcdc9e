//! Forms of change and maintenance as public pages have them: what each kind must not be taken for.

use serde_json::json;

use super::tests::{only, record, words};

const LETTERED: &str = include_str!("../../tests/fixtures/import/lettered-form.md");

fn name(text: &str) -> (Option<String>, Option<String>) {
    let draft = only(text);
    (draft.customer.map(|own| own.to_string()), draft.task.map(|own| own.to_string()))
}

#[test]
fn a_form_with_lettered_headings_and_steps_in_paragraphs_is_read_whole() {
    let draft = only(LETTERED);
    let own = record(&draft);
    assert_eq!(name(LETTERED), (Some("Acme".to_owned()), Some("Move the mail gateway".to_owned())));
    assert_eq!(own["summary"], "Mail leaves by the new gateway.");
    assert_eq!(
        (&own["scheduled_at"], &own["time_zone"]),
        (&json!("2030-12-10T22:00:00+01:00"), &json!("Europe/Berlin"))
    );
    assert_eq!(words(&own["pre_call"], "text"), ["The window is agreed"]);
    assert_eq!(words(&own["post_call"], "text"), ["Mail arrives"]);
    assert_eq!(words(&own["tasks"], "title"), ["Stop the queue", "Switch the record"]);
    assert_eq!(words(&own["tasks"], "estimate"), ["5m", "10m"]);
    assert_eq!(
        own["tasks"][0]["instructions"],
        "```bash\nqueue stop\n  --wait\n```\n\n- Expected outcome: no mail waits"
    );
    assert_eq!(own["rollback"]["plan"], "Point the record back.");
    assert_eq!(own.get("contacts"), None);
    let kept = own["kept"].to_string();
    for words in [
        "[Add what else has to be true]",
        "{{operator}}",
        "Ann Lee | All of it",
        "Write it up",
        "End time: 23:30",
        "**Total:**",
    ] {
        assert!(kept.contains(words), "{words}: {kept}");
    }
    let told: Vec<&str> = draft.doubts.iter().map(|doubt| doubt.message.as_str()).collect();
    for words in
        ["the name “Move the mail gateway” is guessed", "the customer Acme is guessed", "on which side Ann Lee is"]
    {
        assert!(told.iter().any(|own| own.contains(words)), "{words}: {told:#?}");
    }
}

#[test]
fn a_number_is_no_task_and_a_person_is_none() {
    let text = "# A - x\n\n## Implementation steps\n\n| Step | Description | Owner | Duration |\n|---|---|---|---|\n| 1 | Stop it | Ann | 5m |\n| 2 | | | |\n\n### Implementation team\n\n- Lead: Ann Lee\n";
    let own = record(&only(text));
    assert_eq!(words(&own["tasks"], "title"), ["Stop it"]);
    assert_eq!(own["tasks"][0]["estimate"], "5m");
    let kept = own["kept"].to_string();
    assert!(kept.contains("| 2 | | | |") && kept.contains("- Lead: Ann Lee") && kept.contains("Ann"), "{kept}");
    // a table of steps with their people is still one of steps
    let text =
        "# A - x\n\n## Steps\n\n| Step | Who | Team | Duration |\n|---|---|---|---|\n| Stop it | Ann | Ops | 5m |\n";
    assert_eq!(words(&record(&only(text))["tasks"], "title"), ["Stop it"]);
}

#[test]
fn actions_beside_the_tasks_are_no_tasks_and_alone_a_doubt() {
    let table = "## Follow-up\n\n| Action | Owner | Status |\n|---|---|---|\n| Write it up | Ann | done |\n";
    let own = record(&only(&format!("# A - x\n\n## Tasks\n\n- Stop it\n\n{table}")));
    assert_eq!(words(&own["tasks"], "title"), ["Stop it"]);
    assert!(own["kept"].to_string().contains("| Write it up | Ann | done |"));
    let draft = only(&format!("# A - x\n\n{table}"));
    assert!(draft.doubts.iter().any(|doubt| doubt.message.contains("“Follow-up” is taken as the tasks")));
}

#[test]
fn what_a_form_has_in_the_place_of_words_is_left_out_and_said() {
    let text = "# A - x\n\n## Summary\n\n[What is changing]\n\n## Tasks\n\n1. [Step by step]\n2. Stop it\n\n| Task | Duration |\n|---|---|\n| <step> | 5m |\n\n## Post-call checklist\n\n- [ ] [Criterion]\n";
    let draft = only(text);
    let own = record(&draft);
    assert_eq!((own.get("summary"), own.get("post_call")), (None, None));
    assert_eq!(words(&own["tasks"], "title"), ["Stop it"]);
    for words in ["[What is changing]", "[Step by step]", "<step>", "[Criterion]"] {
        assert!(own["kept"].to_string().contains(words), "{words}");
        assert!(draft.doubts.iter().any(|doubt| doubt.message.contains(words)), "{words}: {:?}", draft.doubts);
    }
}

#[test]
fn the_title_over_a_text_is_no_section_of_it() {
    let text =
        "# One-way cutover and rollback\n\nStatus of it.\n\n## Steps\n\n1. Stop it\n\n## Rollback\n\nStart it.\n";
    let draft = only(text);
    let own = record(&draft);
    assert_eq!(words(&own["tasks"], "title"), ["Stop it"]);
    assert_eq!(own["rollback"]["plan"], "Start it.");
    assert_eq!(name(text), (None, Some("One-way cutover and rollback".to_owned())));
    assert!(draft.doubts.iter().any(|doubt| doubt.message.contains("guessed from the title")));
}

#[test]
fn a_section_or_a_form_names_nobody() {
    for text in
        ["Title: Checklist — Mail (Ops)\n\n## Tasks\n\n- Stop it\n", "# Step 2 - Stop it\n\n## Tasks\n\n- Stop it\n"]
    {
        assert_eq!(name(text).0, None, "{text}");
    }
    for text in [
        "# Runbook: <system>\n\n## Tasks\n\n- Stop it\n",
        "# Runbook\n\n## Tasks\n\n- Stop it\n",
        "---\ntitle: '[CHANGE] '\nname: Change\n---\n\n## Tasks\n\n- Stop it\n",
    ] {
        assert_eq!(name(text).0, None, "{text}");
    }
    let text = "---\ntitle: 'Acme - Rotate keys' # of 2030\n---\n\n## Tasks\n\n- Stop it\n";
    assert_eq!(name(text), (Some("Acme".to_owned()), Some("Rotate keys".to_owned())));
}

#[test]
fn a_day_and_a_time_of_day_are_one_schedule_and_two_schedules_are_not() {
    let at = |lines: &str| record(&only(&format!("# A - x\n\n## Schedule\n\n{lines}\n")))["scheduled_at"].clone();
    assert_eq!(at("- Date: 2030-12-10\n- Time: 14:00 UTC"), "2030-12-10T14:00:00Z");
    assert_eq!(at("- Start time: 14:00 UTC\n- Date: 2030-12-10"), "2030-12-10T14:00:00Z");
    assert_eq!(at("- Date: 2030-12-10\n- Time: 14:00–15:00 UTC"), "2030-12-10T14:00:00Z");
    assert_eq!(at("- Date: 2030-12-10\n- Time: 2 pm to 3 pm UTC"), "2030-12-10T14:00:00Z");
    assert_eq!(at("- Date: 2030-12-10 14:00-05:00"), "2030-12-10T14:00:00-05:00");
    for words in ["2030-12-10 14:00–15:00 UTC", "2030-12-10, 14:00 - 15:00 (UTC)", "10 Dec 2030 2–3 pm UTC"] {
        let draft = only(&format!("# A - x\n\n- Schedule at: {words}\n"));
        let own = record(&draft);
        assert_eq!(own["scheduled_at"], "2030-12-10T14:00:00Z", "{words}");
        assert!(own["kept"].to_string().contains(words), "{words}: {own:#}");
        assert!(draft.doubts.iter().any(|doubt| doubt.message.contains("(1h later)")), "{words}: {:?}", draft.doubts);
    }
    let draft = only("# A - x\n\n- Schedule at: 2030-12-10 09:00-10:00\n");
    let own = record(&draft);
    assert!(own.get("scheduled_at").is_none() && own["kept"].to_string().contains("09:00-10:00"), "{own:#}");
    assert!(draft.doubts.iter().any(|doubt| doubt.message.contains("in which time zone")), "{:?}", draft.doubts);
    let draft = only("# A - x\n\n- Date: 2030-12-10 14:00 UTC\n- Start: 2030-12-11 14:00 UTC\n");
    assert_eq!(record(&draft)["scheduled_at"], "2030-12-10T14:00:00Z");
    assert!(draft.doubts.iter().any(|doubt| doubt.message.contains("it was said before")), "{:?}", draft.doubts);
}

#[test]
fn a_list_of_servers_or_phones_is_no_header_of_another_runbook() {
    for head in ["Name | Host - port", "Name | IP", "Title | Link", "Subject | Where", "Runbook | Where", "Nombre | IP"]
    {
        let table = format!("## Servers\n\n| {head} |\n|---|---|\n| web-1 | 10.0.0.1 - 80 |\n\n");
        let tasks = "## Tasks\n\n- Stop it\n\n";
        for text in [
            format!("# Acme - A\n\n{tasks}{table}## Post-call checklist\n\n- [ ] tell\n"),
            format!("# Acme - A\n\n{table}{tasks}## Post-call checklist\n\n- [ ] tell\n"),
        ] {
            let draft = only(&text);
            assert_eq!(name(&text), (Some("Acme".to_owned()), Some("A".to_owned())), "{text}");
            let own = record(&draft);
            assert_eq!(words(&own["post_call"], "text"), ["tell"], "{text}");
            assert!(own["kept"].to_string().contains(&format!("| {head} |")), "{text}: {}", own["kept"]);
            assert!(draft.doubts.iter().any(|doubt| doubt.message.contains("under Servers is kept")), "{text}");
        }
    }
}

#[test]
fn a_second_header_begins_a_second_runbook() {
    for second in [
        "| Name | Beta - B |\n|---|---|\n| DRI | @x |\n",
        "| Runbook name | Beta - B |\n|---|---|\n",
        "| Runbook name | DRI |\n|---|---|\n| Beta - B | @x |\n",
    ] {
        let text = format!("# Acme - A\n\n## Tasks\n\n- Stop it\n\n{second}\n## Tasks\n\n- Start it\n");
        let all = super::tests::drafts(&text);
        let customers: Vec<_> =
            all.iter().filter_map(|draft| draft.customer.as_ref()).map(|own| own.as_str()).collect();
        assert_eq!(customers, ["Acme", "Beta"], "{text}");
    }
}

#[test]
fn tasks_come_in_the_order_of_the_text() {
    let text = "# Acme - A\n\n## Tasks\n\n1. Stop it\n2. Start it\n\n| Task | Duration |\n|---|---|\n| Check it | 5m |\n\n- later item\n\n| Task | Duration |\n|---|---|\n| Last | 5m |\n";
    let own = record(&only(text));
    assert_eq!(words(&own["tasks"], "title"), ["Stop it", "Start it", "Check it", "later item", "Last"]);
}

#[test]
fn a_block_of_code_is_taken_or_kept_with_both_of_its_fences() {
    for block in ["```sh\nls -l\n\n  rm x\n```", "```\nls -l\n```", "~~~\n# no heading\n~~~"] {
        let text = format!(
            "# Acme - A\n\n## Tasks\n\n| Task | Duration |\n|---|---|\n| Stop it | 5m |\n\n### If it breaks\n\nRestore:\n\n{block}\n"
        );
        let draft = only(&text);
        let own = record(&draft);
        assert_eq!(words(&own["tasks"], "title"), ["Stop it"], "{text}");
        let kept = own["kept"][0]["text"].as_str().unwrap_or_default().to_owned();
        assert!(kept.ends_with(&format!("Restore:\n\n{block}")), "{kept}");
        assert!(!draft.repairs.iter().any(|own| own.message.contains("is taken as a part")), "{:?}", draft.repairs);
        let text = format!("# Acme - A\n\n## Post-call checklist\n\n- [ ] tell\n\nSome text:\n{block}\n");
        let own = record(&only(&text));
        assert_eq!(own["post_call"][0]["reason"], format!("Some text:\n{block}"), "{own:#}");
        assert_eq!(own.get("kept"), None, "{own:#}");
        let text = format!("# Acme - A\n\n## Tasks\n\n- Stop it\n\n  {}\n", block.replace('\n', "\n  "));
        let own = record(&only(&text));
        assert_eq!(own["tasks"][0]["instructions"], block, "{own:#}");
    }
    // round the items themselves, fences say nothing
    let own = record(&only(
        "# Acme - A\n\n## Pre-call checklist\n\n```\n- [ ] tell\n```\n\n## Tasks\n\n```\n- Stop it\n```\n",
    ));
    assert_eq!(
        (words(&own["pre_call"], "text"), words(&own["tasks"], "title")),
        (vec!["tell".to_owned()], vec!["Stop it".to_owned()])
    );
    assert_eq!(own.get("kept"), None);
}

#[test]
fn rows_of_html_on_one_line_are_read_and_lines_keep_their_numbers() {
    let rows = "<tr><th>Customer</th><td>Acme</td></tr><tr><th>DRI</th><td>@john_doe</td></tr>";
    let draft = only(&format!(
        "# Move\n\n<table><tbody>{rows}<tr><th>Schedule at</th><td>some day</td></tr></tbody></table>\n\n## Tasks\n\n- Stop it (soon)\n"
    ));
    let own = record(&draft);
    assert_eq!(
        (draft.customer.as_ref().map(|own| own.as_str()), &own["dri"]),
        (Some("Acme"), &"@john_doe".into()),
        "{own:#}"
    );
    assert!(
        draft.doubts.iter().any(|doubt| doubt.line == 3 && doubt.message.contains("some day")),
        "{:?}",
        draft.doubts
    );
    assert!(draft.doubts.iter().all(|doubt| doubt.line <= 7), "{:?}", draft.doubts);
    let spread = "<table><tr><td colspan=\"2\">Acme</td></tr><tr><td>DRI</td><td>@x</td></tr></table>";
    let draft = only(&format!("# Acme - A\n\n{spread}\n\n## Tasks\n\n- Stop it\n"));
    assert!(record(&draft)["kept"].to_string().contains(&spread.replace('"', "\\\"")), "{:#}", record(&draft));
}
