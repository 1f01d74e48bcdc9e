//! A section of an export whose heading was changed is known by its items; one that is gone takes nothing with it.

use serde_json::{Value, json};

use super::refold_tests::{FULL, named};
use super::tests::{asked, only, record};
use super::{Ground, ImportDraft, read_knowing};
use crate::model::{Remark, Runbook};

/// The headings of [`FULL`] with the list of the record that stands below each.
const SECTIONS: [(&str, &str); 6] = [
    ("## GitLab Contacts", "contacts"),
    ("## Customer Contacts", "contacts"),
    ("## Pre-call checklist", "pre_call"),
    ("## Runbook - Tasks", "tasks"),
    ("## Rollback plan", "rollback"),
    ("## Post-call checklist", "post_call"),
];

/// The export with a plan to go back by.
fn export() -> String {
    FULL.replace("## Rollback plan\n", "## Rollback plan\n\nRestart the old host.\n\n- then tell them\n")
}

fn of_export() -> (ImportDraft, Runbook) {
    let shown = only(&export());
    let record = named(&shown, serde_json::to_value(&shown.runbook).unwrap());
    (shown, record)
}

fn returned(text: &str) -> ImportDraft {
    let (shown, record) = of_export();
    let mut drafts = read_knowing(text.as_bytes(), &asked(), std::slice::from_ref(&record)).unwrap();
    drafts.iter_mut().for_each(ImportDraft::leave_open);
    let mut draft = drafts.remove(0);
    let stored = "acme/move-it".parse().unwrap();
    draft.refold(Ground { record: &record, exported: &record, shown: &shown, stored: Some(&stored) }).unwrap();
    draft
}

/// The record without what an import kept.
fn facts(draft: &ImportDraft) -> Value {
    let mut own = record(draft);
    own.as_object_mut().unwrap().remove("kept");
    for name in ["customer", "task"] {
        own[name] = json!("-");
    }
    own
}

#[test]
fn items_are_known_under_any_heading() {
    let unchanged = facts(&returned(&export()));
    let headings = ["## Vorher zu erledigen", "## What we looked at", "## 準備すること", "## Miscellaneous"];
    for (heading, list) in SECTIONS {
        for other in headings {
            let text = export().replace(heading, other);
            let draft = returned(&text);
            assert_eq!(facts(&draft), unchanged, "{heading} → {other}: {:#?}", draft.doubts);
            let removed = draft.doubts.iter().find(|own| own.message.contains("→ nothing"));
            assert_eq!(removed, None, "{list}: {heading} → {other}");
        }
    }
    // and what a person did to them counts
    for other in headings {
        let text = export().replace("## Pre-call checklist", other).replace("- [~] Ask", "- [x] Ask");
        assert_eq!(record(&returned(&text))["pre_call"][1]["mark"], "done", "{other}");
    }
}

#[test]
fn a_section_that_is_gone_is_told_and_takes_nothing_with_it() {
    let unchanged = facts(&returned(&export()));
    for (heading, list) in SECTIONS {
        let text = export();
        let (before, rest) = text.split_once(heading).unwrap();
        let behind = rest.find("\n## ").and_then(|at| rest.get(at + 1..)).unwrap_or_default();
        let draft = returned(&format!("{before}{behind}"));
        assert_eq!(facts(&draft)[list], unchanged[list], "{heading}: {:#?}", draft.doubts);
        let words = format!("the section of `{list}");
        assert!(draft.doubts.iter().any(|own| own.message.starts_with(&words)), "{heading}: {:#?}", draft.doubts);
    }
}

#[test]
fn items_that_a_person_took_out_of_their_section_are_gone() {
    // what has happened stays, what has not goes
    let without = |begin: &str| -> String {
        export().lines().filter(|line| !line.starts_with(begin)).fold(String::new(), |text, line| text + line + "\n")
    };
    for (begin, left) in [("| Start it |", 1), ("| [Stop it]", 2)] {
        let draft = returned(&without(begin));
        assert_eq!(record(&draft)["tasks"].as_array().map(Vec::len), Some(left), "{begin}: {:#?}", draft.doubts);
    }
}

#[test]
fn what_stands_below_a_label_in_other_words_was_taken_out_by_nobody() {
    let unchanged = facts(&returned(&export()));
    let swap = |from: &str, to: &str| {
        let text = export();
        assert!(text.contains(from), "{from}: {text}");
        returned(&text.replacen(from, to, 1))
    };
    // a row of the header, a column, a table's whole head
    for (from, to, path) in [
        ("| DRI |", "| Wer dran ist |", "dri"),
        ("| Name | Role | Description |", "| Jeder | Posten | Was |", "contacts."),
        ("| Task | Outcome | Duration |", "| Was ansteht | Wie es lief | Wie lang |", "tasks."),
    ] {
        let draft = swap(from, to);
        let own = facts(&draft);
        assert_eq!(own, unchanged, "{to}: {:#?}", draft.doubts);
        assert!(!draft.doubts.iter().any(|own| own.message.contains("→ nothing")), "{to}: {:#?}", draft.doubts);
        let told = |own: &Remark| own.message.contains(&format!("`{path}")) && own.message.contains("stays");
        assert!(draft.doubts.iter().any(told), "{to}: {:#?}", draft.doubts);
    }
    // and what is gone is gone
    let text: String =
        export().lines().filter(|line| !line.starts_with("| DRI |")).fold(String::new(), |all, line| all + line + "\n");
    assert_eq!(facts(&returned(&text)).get("dri"), None);
}
