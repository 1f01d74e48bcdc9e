//! Whatever is changed in an export where it says how a task is done is told with its command, and kept.

use serde_json::json;

use super::refold_tests::named;
use super::tests::{only, record};
use super::{Ground, ImportDraft};

/// An export's tasks, with one of them and all that is said of how it is done.
fn text(details: &str) -> String {
    format!(
        "# Acme - Move it\n\n## Runbook - Tasks\n\n| Task | Outcome | Duration |\n|---|---|---|\n| Stop it | | 10m |\n| Start it | | 5m |\n\n## Instructions\n\n{details}\n"
    )
}

const DETAILS: &str = "- **Stop it**\n\n  Stop the old host\\\n  and wait.\n\n  - Wait afterwards: 5m\n  - Cannot be taken back\n  - Required\n  - Internal: the customer does not see it\n  - Only if size > 5\n\n  Command: `systemctl stop old`\n\n  Rehearsal: `systemctl status old`\n\n- **Start it**\n\n  By hand.";

fn returned(details: &str) -> ImportDraft {
    let shown = only(&text(DETAILS));
    let mut own = record(&shown);
    own.as_object_mut().unwrap().remove("kept");
    own["tasks"] = json!([
        {"id": "stop-it", "title": "Stop it", "estimate": "10m", "instructions": "Stop the old host\nand wait.",
         "wait": "5m", "irreversible": true, "required": true, "internal": true, "when": "size > 5",
         "command": "systemctl stop old", "dry_run_command": "systemctl status old"},
        {"id": "start-it", "title": "Start it", "estimate": "5m", "instructions": "By hand."},
    ]);
    let record = named(&shown, own);
    let mut draft = only(&text(details));
    let stored = "acme/move-it".parse().unwrap();
    draft.refold(Ground { record: &record, exported: &record, shown: &shown, stored: Some(&stored) }).unwrap();
    assert_eq!(draft.runbook.tasks, record.tasks, "{details}");
    draft
}

#[test]
fn what_nobody_changed_is_neither_told_nor_kept() {
    for details in [
        DETAILS.to_owned(),
        DETAILS.replace("- ", "* "),
        DETAILS.replace("\n\n", "\n\n\n"),
        DETAILS.replace("host\\\n", "host  \n"),
    ] {
        let draft = returned(&details);
        assert_eq!((draft.doubts.as_slice(), draft.runbook.kept.as_slice()), (&[][..], &[][..]), "{details}");
    }
}

#[test]
fn each_change_is_told_with_the_command_that_records_it() {
    for (old, new, option) in [
        ("the old host", "BOTH hosts", "--instructions TEXT"),
        ("stop old`", "stop ./old`", "--command COMMAND"),
        ("status old", "status old new", "--dry-run-command COMMAND"),
        ("size > 5", "size > 50", "--when EXPR"),
        ("afterwards: 5m", "afterwards: 50m", "--wait DURATION"),
        ("  - Cannot be taken back\n", "", "--irreversible=false"),
        ("  - Required\n", "", "--required=false"),
        ("  - Only if size > 5\n", "", "--when \"\""),
        ("\n  Command: `systemctl stop old`\n", "", "--command \"\""),
    ] {
        assert!(DETAILS.contains(old), "{old}");
        let draft = returned(&DETAILS.replace(old, new));
        let words = format!("runbook task set acme/move-it stop-it {option}");
        let told: Vec<&str> = draft.doubts.iter().map(|own| own.message.as_str()).collect();
        assert!(told.len() == 1 && told[0].ends_with(&words), "{old} → {new}: {told:#?}");
        let kept: Vec<&str> = draft.runbook.kept.iter().map(|own| own.text.as_str()).collect();
        let wanted = new.trim_start_matches("afterwards: ").trim_end_matches('`');
        assert!(kept.iter().any(|own| own.contains(wanted)) || new.is_empty() && kept.is_empty(), "{new}: {kept:?}");
    }
    for (new, option) in [("\n  - Required\n", "--required"), ("\n  - Cannot be taken back\n", "--irreversible")] {
        let draft = returned(&format!("{DETAILS}\n{new}"));
        let words = format!("runbook task set acme/move-it start-it {option}");
        assert!(draft.doubts.iter().any(|own| own.message.ends_with(&words)), "{:#?}", draft.doubts);
    }
}

#[test]
fn a_task_whose_part_is_gone_stays_what_it_is_and_what_a_reader_says_there_is_kept() {
    let (first, second) = DETAILS.split_at(DETAILS.find("- **Start").unwrap());
    // the tasks are compared where the text comes back
    returned(second);
    returned("");
    let draft = returned(&format!("{first}> Rita: is that all?\n\n{second}"));
    let kept: Vec<&str> = draft.runbook.kept.iter().map(|own| own.text.as_str()).collect();
    assert!(kept.iter().any(|own| own.contains("Rita: is that all?")), "{kept:?}");
}

#[test]
fn a_part_of_another_heading_is_kept_and_one_that_is_gone_is_told() {
    let gone = "how `tasks.start-it` is done (“Start it”) is left out of the text: what is recorded stays; if it is so: runbook task set acme/move-it start-it --instructions \"\"";
    let told = |draft: &ImportDraft| draft.doubts.iter().map(|own| own.message.clone()).collect::<Vec<_>>();
    let at = DETAILS.find("- **Start").unwrap();
    assert_eq!(told(&returned(DETAILS.split_at(at).0)), [gone]);
    for (heading, words) in [("- **Third**", "- **Third**\n  By hand."), ("- **Stop it**", "- **Stop it**\n  By hand.")]
    {
        let draft = returned(&DETAILS.replace("- **Start it**", heading));
        let (told, kept) = (told(&draft), &draft.runbook.kept);
        assert!(told.len() == 2 && told.iter().any(|own| own == gone), "{told:#?}");
        assert!(told.iter().any(|own| own.contains("no task that it told of is called so, or")), "{told:#?}");
        assert!(kept.len() == 1 && kept[0].text.as_str() == words, "{kept:#?}");
    }
    // a point that a reader writes there is no part of the one above it
    let draft = returned(&format!("{DETAILS}\n\n- Rita: is that all?"));
    assert_eq!(told(&draft).len(), 1, "{:#?}", draft.doubts);
    assert_eq!(draft.runbook.kept.len(), 1, "{:#?}", draft.runbook.kept);
}

#[test]
fn a_task_of_another_title_keeps_its_part() {
    let shown = only(&text(DETAILS));
    let mut own = record(&shown);
    own.as_object_mut().unwrap().remove("kept");
    own["tasks"][1]["instructions"] = json!("By hand.");
    let record = named(&shown, own);
    let mut draft = only(&text(DETAILS).replace("Start it", "Start the new host"));
    let stored = "acme/move-it".parse().unwrap();
    draft.refold(Ground { record: &record, exported: &record, shown: &shown, stored: Some(&stored) }).unwrap();
    let told: Vec<&str> = draft.doubts.iter().map(|own| own.message.as_str()).collect();
    assert!(told.len() == 1 && told[0].contains("`tasks.start-it.title` was changed in the text"), "{told:#?}");
    assert!(draft.runbook.kept.is_empty(), "{:#?}", draft.runbook.kept);
}
