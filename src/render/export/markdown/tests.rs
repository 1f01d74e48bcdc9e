//! What a record says comes out as words, whatever it holds.

use super::{markdown, markdown_for_customer};
use crate::model::{Runbook, Settings, Slug};
use crate::render::export::traps::{TRAPS, filled};
use crate::render::export::{Audience, for_customer};
use crate::render::test_fixture;

fn exported(runbook: &Runbook, audience: Audience) -> String {
    // the record in TOML is made by another room, which tries its own traps
    let record = (audience == Audience::Internal).then_some("customer = \"Acme\"\n");
    match audience {
        Audience::Internal => markdown(runbook, &test_fixture::home(), record),
        Audience::Customer => test_fixture::exported(runbook, audience, &[], markdown_for_customer),
    }
}

/// Lines that begin with a slash, or would for a reader who takes blanks and quotations away.
fn quick_actions(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.trim_start().starts_with('/')).collect()
}

#[test]
fn no_text_is_a_quick_action_wherever_it_stands() {
    for trap in TRAPS {
        let runbook = filled(trap);
        for audience in [Audience::Internal, Audience::Customer] {
            let seen = match audience {
                Audience::Internal => runbook.clone(),
                Audience::Customer => for_customer(&runbook, &Settings::default()).unwrap(),
            };
            let text = exported(&seen, audience);
            assert_eq!(quick_actions(&text), ["/confidential"], "{trap}\n{text}");
            assert!(text.ends_with("\n/confidential\n"), "{text}");
            let mut open = filled(trap);
            open.confidential = false;
            assert_eq!(quick_actions(&exported(&open, audience)), [""; 0], "{trap}");
        }
    }
}

#[test]
fn the_sections_are_the_documents_in_their_order() {
    let text = exported(&test_fixture::runbook(), Audience::Internal);
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with('#')).collect();
    let wanted = [
        "### GitLab Contacts",
        "### Customer Contacts",
        "### Pre-call checklist",
        "### Runbook - Tasks",
        "### Rollback plan",
        "### Post-call checklist",
        "### Permissions",
        "### Obligations",
        "### Instructions",
        "### Overridden gates",
        "### Approvals",
        "### Kept from the import",
    ];
    assert_eq!(headings, wanted);
    let labels: Vec<&str> = text.lines().take(10).filter_map(|line| line.split('|').nth(1)).map(str::trim).collect();
    let wanted = ["Runbook name", "---", "Runbook description", "Expected result", "DRI", "Schedule at", "Meeting URL"];
    assert_eq!(labels.get(..7).unwrap(), wanted);
    assert!(text.contains("\n| Gitlab Issue | https://gitlab.example.com/support/requests/-/issues/42 |\n"));
    assert!(text.contains("\n| Schedule at | `2026-12-01 14:00 +01:00 (Europe/Berlin)` |\n"));
}

#[test]
fn a_customer_gets_what_may_go_out_and_nothing_else() {
    let runbook = test_fixture::runbook();
    let seen = for_customer(&runbook, &Settings::default()).unwrap();
    let text = exported(&seen, Audience::Customer);
    for out in ["Acme - Enforce 2FA", "John Doe", "Support Engineer, DRI", "Tom Blogs", "List all groups", "Granted"] {
        assert!(text.contains(out), "{out} is missing\n{text}");
    }
    for inside in [
        "@john_doe",
        "john.doe@",
        "issues/42",
        "tickets.example.com",
        "ruby enforce",
        "Rate limit",
        "backup",
        "refund",
        "Restore",
        "maybe Tuesday",
        "by phone",
        "```",
        "docs.example.com",
        "logs/",
        "watches the dashboards",
        "Refund",
    ] {
        assert!(!text.contains(inside), "{inside} went out\n{text}");
    }
    let bare: Runbook = serde_json::from_value(serde_json::to_value(&seen).unwrap()).unwrap();
    assert_eq!(bare, seen);
    assert!(seen.contacts.iter().all(|own| own.extra.is_empty()) && seen.extra.is_empty());
    let side = |name: &str| seen.contacts.iter().find(|own| own.side == Slug::new(name).unwrap()).unwrap();
    assert_eq!(side("customer").email.as_ref().map(AsRef::as_ref), Some("tom@acme.example.com"));
    assert_eq!((&side("gitlab").email, &side("gitlab").handle), (&None, &None));
}

#[test]
fn the_same_record_is_the_same_text() {
    let runbook = test_fixture::runbook();
    assert_eq!(exported(&runbook, Audience::Internal), exported(&runbook.clone(), Audience::Internal));
}
