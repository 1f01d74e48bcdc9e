//! Exports that people changed and brought back: only what they meant is taken, and nothing that was recorded is lost.

use serde_json::Value;

use super::plan::{self, ID, record};
use crate::env::Sandbox;

/// The runbook's Markdown.
fn exported(sandbox: &Sandbox) -> String {
    sandbox.run(&["export", ID, "--to", "markdown"]).ok().stdout.clone()
}

/// The text with another value in a row of its header.
fn with_row(text: &str, label: &str, value: &str) -> String {
    let is_row = |line: &&str| line.starts_with(&format!("| {label} |"));
    let row = text.lines().find(is_row).unwrap_or_else(|| panic!("no {label} in\n{text}"));
    text.replacen(row, &format!("| {label} | {value} |"), 1)
}

/// What `import --update` answers to a text, and says of it.
fn update(sandbox: &Sandbox, text: &str) -> (Value, String) {
    let answer = sandbox.call(&["import", "-", "--update", "--json"]).input(text.to_owned()).run().ok().json();
    let told = answer["doubts"].as_array().expect("doubts").iter();
    let told: Vec<&str> = told.filter_map(|doubt| doubt["message"].as_str()).collect();
    let told = told.join("\n");
    (answer, told)
}

#[test]
fn a_value_that_cannot_be_read_takes_nothing_out_of_the_record() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    let (text, before) = (exported(&sandbox), record(&sandbox));
    let calendar = sandbox.run(&["export", ID, "--to", "ics"]).ok().stdout.clone();
    for value in [
        "2026-12-08 09:00 CST",
        "2026-12-08 09:00",
        "2027-03-28 02:30 Europe/Berlin",
        "TBD",
        "8/12/2026",
        "~~old~~ new",
        "",
    ] {
        let (answer, told) = update(&sandbox, &with_row(&text, "Schedule at", value));
        let now = record(&sandbox);
        for key in ["scheduled_at", "time_zone", "agreed", "state"] {
            assert_eq!(now[key], before[key], "{value}: {key}: {answer:#}");
        }
        assert!(told.contains("`scheduled_at`") && told.contains(value), "{value}: {told}");
        let kept = now["kept"].as_array().cloned().unwrap_or_default();
        assert!(value.is_empty() || kept.iter().any(|own| own["text"] == value), "{value}: {now:#}");
    }
    let cancelled = sandbox.run(&["export", ID, "--to", "ics"]).ok().stdout.contains("METHOD:CANCEL");
    assert!(!cancelled && !calendar.contains("METHOD:CANCEL"));
    for (label, key, value) in [("DRI", "dri", "@john_doe and @jane_smith"), ("DRI", "dri", "TBD")] {
        let (_, told) = update(&sandbox, &with_row(&text, label, value));
        assert_eq!(record(&sandbox)[key], before[key], "{told}");
        assert!(told.contains(&format!("`{key}`")), "{told}");
    }
    // one that can be read is taken, and the agreement to the other one goes
    let (_, told) = update(&sandbox, &with_row(&text, "Schedule at", "2026-12-09 09:00 Europe/Berlin"));
    assert_eq!(record(&sandbox)["scheduled_at"], "2026-12-09T09:00:00+01:00", "{told}");
    assert_eq!(record(&sandbox).get("agreed"), None);
    assert_eq!(sandbox.json(&["audit"])["ok"], true);
}

#[test]
fn what_was_recorded_since_the_export_stays_and_is_said() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    let text = exported(&sandbox);
    sandbox.run(&["schedule", ID, "2026-12-07 10:00", "--zone", "Europe/Berlin", "--agreed", "the new one"]).ok();
    sandbox.run(&["task", "set", ID, "tell", "--title", "Told in the store"]).ok();
    sandbox.run(&["task", "set", ID, "bulk-change", "--estimate", "2h"]).ok();
    sandbox.run(&["task", "add", ID, "--title", "Added in the store"]).ok();
    let changed = with_row(&text, "Schedule at", "2026-12-09 10:00 Europe/Berlin")
        .replacen("Update issue with outcome", "Told in the text", 1)
        .replacen("Remove 2FA from user list", "Remove 2FA from the list", 1);
    let (_, told) = update(&sandbox, &changed);
    let now = record(&sandbox);
    assert_eq!((&now["scheduled_at"], &now["agreed"]), (&"2026-12-07T10:00:00+01:00".into(), &"the new one".into()));
    let titles: Vec<&Value> = now["tasks"].as_array().expect("tasks").iter().map(|task| &task["title"]).collect();
    let wanted = [
        "Confirm the users provided state",
        "Remove 2FA from the list",
        "Review users with errors",
        "Told in the store",
        "Added in the store",
    ];
    assert_eq!(titles, wanted, "{told}");
    assert_eq!(now["tasks"][1]["estimate"], "2h");
    for words in ["Update issue with outcome", "Told in the text", "Told in the store", "2026-12-09", "2026-12-07"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    // whose words were not taken finds them again
    let kept = now["kept"].as_array().expect("what is kept");
    assert!(kept.iter().any(|own| own["under"] == "tasks.tell.title" && own["text"] == "Told in the text"), "{kept:?}");
    // the same text again says the same, and adds nothing
    let (answer, _) = update(&sandbox, &changed);
    assert_eq!((&answer["commit"], record(&sandbox)), (&Value::Null, now));
}

#[test]
fn how_a_task_is_done_is_told_with_its_command_where_it_was_changed() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    let plan = ["--wait", "5m", "--required", "--irreversible", "--command", "remove --all"];
    sandbox.run(&[&["task", "set", ID, "bulk-change"][..], &plan].concat()).ok();
    let text = exported(&sandbox);
    let before = record(&sandbox);
    for (was, is, option) in [
        ("Wait afterwards: 5m", "Wait afterwards: 9m", "--wait DURATION"),
        ("Cannot be taken back", "It can be taken back", "--irreversible=false"),
        ("remove --all", "remove --some", "--command COMMAND"),
    ] {
        assert!(text.contains(was), "{text}");
        let (_, told) = update(&sandbox, &text.replacen(was, is, 1));
        assert!(told.contains("runbook task set") && told.contains(option), "{was}: {told}");
        assert_eq!(record(&sandbox)["tasks"], before["tasks"], "{told}");
    }
}

#[test]
fn what_a_reader_writes_at_the_margin_is_nobodys_evidence() {
    for remark in
        ["> Rita: I see no proof of this.", "Rita: I see no proof of this.", "**Rita**: I see no proof of this."]
    {
        for begin in ["- [x] ", "- [ ] "] {
            let sandbox = Sandbox::new();
            plan::ready(&sandbox);
            sandbox.run(&["check", "add", ID, "--post", "--text", "Smoke test by the customer", "--required"]).ok();
            let text = exported(&sandbox);
            let before = record(&sandbox);
            let item = text.lines().find(|line| line.starts_with(begin)).expect("an item");
            let (_, told) = update(&sandbox, &text.replacen(item, &format!("{item}\n\n{remark}\n"), 1));
            let now = record(&sandbox);
            assert_eq!((&now["pre_call"], &now["post_call"]), (&before["pre_call"], &before["post_call"]), "{told}");
            assert!(now["kept"].to_string().contains("I see no proof of this"), "{remark}: {told}");
        }
    }
}

#[test]
fn a_planned_time_stays_when_an_outcome_is_typed_beside_it() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    let text = exported(&sandbox);
    let row = text.lines().find(|line| line.contains("Review users with errors")).expect("a row").to_owned();
    let cells: Vec<&str> = row.split('|').collect();
    for (outcome, time) in [("", "unknown"), ("", "60-90 minutes"), ("", ""), ("Success", "7m"), ("Success", "")] {
        let mut typed: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
        (typed[2], typed[3]) = (format!(" {outcome} "), format!(" {time} "));
        let (answer, told) = update(&sandbox, &text.replacen(&row, &typed.join("|"), 1));
        let task = record(&sandbox)["tasks"][2].clone();
        assert_eq!(task["estimate"], "20m", "{outcome} {time}: {answer:#}");
        assert!(!outcome.is_empty() || told.contains("tasks.review-errors.estimate"), "{outcome} {time}: {told}");
    }
    assert_eq!(record(&sandbox)["tasks"][2]["attempts"][0]["took"], "7m");
}

#[test]
fn an_answer_in_a_text_is_said_with_its_command_and_an_order_or_a_row_is_told() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    let action = "remove 2FA from the users of list L";
    sandbox.run(&["permission", "add", ID, "--id", "remove", "--action", action, "--covers", "bulk-change"]).ok();
    let (text, before) = (exported(&sandbox), record(&sandbox));
    let granted = text.replacen("| Not asked yet |  |", "| Granted | Maria |", 1);
    assert_ne!(granted, text);
    let (_, told) = update(&sandbox, &granted);
    assert_eq!(record(&sandbox)["permissions"], before["permissions"]);
    for words in ["Not asked yet", "Granted", "Maria", &format!("runbook permission grant {ID} remove --by")] {
        assert!(told.contains(words), "{words}: {told}");
    }
    // a row that has to stay, and rows that change places
    let row = |words: &str| text.lines().find(|line| line.starts_with('|') && line.contains(words)).expect("a row");
    let (bulk, review) = (row("Remove 2FA from user list"), row("Review users with errors"));
    let (answer, told) = update(&sandbox, &text.replacen(&format!("{bulk}\n"), "", 1));
    assert!(told.contains("a permission names it") && answer["commit"].is_null(), "{told}");
    let swapped = text.replacen(&format!("{bulk}\n{review}"), &format!("{review}\n{bulk}"), 1);
    assert_ne!(swapped, text);
    let (_, told) = update(&sandbox, &swapped);
    assert!(told.contains("another order"), "{told}");
    assert_eq!(plan::ids(&record(&sandbox), "tasks")[1], "review-errors");
    let (_, told) = update(&sandbox, &with_row(&text, "Runbook name", "Acme - Renamed"));
    assert!(told.contains("`task`") && record(&sandbox)["task"] == "Renamed", "{told}");
}

#[test]
fn what_is_changed_in_the_folded_record_alone_is_kept() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    let (text, before) = (exported(&sandbox), record(&sandbox));
    let line = text.lines().find(|line| line.starts_with("expected_result = ")).expect("a line of the record");
    let changed = text.replacen(line, "expected_result = \"Typed where nobody looks\"", 1);
    let (_, told) = update(&sandbox, &changed);
    let now = record(&sandbox);
    assert_eq!((&now["expected_result"], &now["tasks"]), (&before["expected_result"], &before["tasks"]), "{told}");
    assert!(now["kept"].to_string().contains("Typed where nobody looks"), "{told}: {now:#}");
    assert!(told.contains("the folded record was changed as well") && told.contains("runbook edit"), "{told}");
    // once is enough
    let (answer, _) = update(&sandbox, &changed);
    assert_eq!((&answer["commit"], record(&sandbox)), (&Value::Null, now));
    // the trail says where the words came from
    let log = sandbox.run(&["log", ID]).ok().stdout.clone();
    assert!(log.contains("import of"), "{log}");
}

#[test]
fn an_outcome_that_was_taken_from_a_text_is_unchanged_when_the_text_comes_again() {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    let first = record(&sandbox)["tasks"][0]["id"].as_str().expect("a task").to_owned();
    sandbox.run(&["task", "start", ID, &first]).ok();
    sandbox.clock.pass(600);
    sandbox.run(&["task", "finish", ID, &first, "--note", "it was slow"]).ok();
    let text = exported(&sandbox);
    let row = text.lines().find(|line| line.starts_with('|') && line.contains("| Success |")).expect("a row");
    let cells: Vec<&str> = row.split('|').collect();
    let changed = text.replacen(row, &row.replacen("Success", "Failed", 1).replacen(cells[3], " 3h ", 1), 1);
    let (answer, _) = update(&sandbox, &changed);
    assert!(answer["commit"].is_string(), "{answer:#}");
    let now = record(&sandbox);
    let (answer, told) = update(&sandbox, &changed);
    assert_eq!((&answer["commit"], record(&sandbox)), (&Value::Null, now), "{told}");
    assert!(!told.contains("since the export"), "{told}");
    // where the record says another thing since, the text's words are kept as words
    let row = changed.lines().find(|line| line.starts_with('|') && line.contains("| Failed |")).expect("a row");
    let (_, told) = update(&sandbox, &changed.replacen(row, &row.replacen("Failed", "Skipped", 1), 1));
    assert!(told.contains("since the export") && !told.contains("{\""), "{told}");
    let kept = record(&sandbox)["kept"].to_string();
    assert!(kept.contains("skipped after 3h") && !kept.contains("outcome"), "{kept}");
}

#[test]
fn a_part_of_the_instructions_that_is_gone_or_of_nobody_is_told() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.run(&["task", "set", ID, "bulk-change", "--instructions", "Press the button."]).ok();
    let text = exported(&sandbox);
    let before = record(&sandbox);
    let part = text.find("- **").expect("a part");
    let title = text[part..].lines().next().expect("its heading");
    let (_, told) = update(&sandbox, &text.replacen(title, "- **Third**", 1));
    assert!(told.contains("“Third” stands where the text says how tasks are done"), "{told}");
    assert!(told.contains("is left out of the text: what is recorded stays"), "{told}");
    let now = record(&sandbox);
    assert_eq!(now["tasks"], before["tasks"]);
    assert!(now["kept"].to_string().contains("Third"), "{now:#}");
}
