//! Whole texts, as people write them.

use serde_json::{Value, json};

use super::{ImportDraft, ImportOptions, read};
use crate::model::Slug;

const PAGE: &str = include_str!("../../tests/fixtures/import/page.md");

pub(super) fn asked() -> ImportOptions {
    ImportOptions { customer: None, task: None, zone: None, default_zone: None, home_side: Slug::from_text("gitlab") }
}

pub(super) fn drafts(text: &str) -> Vec<ImportDraft> {
    let mut drafts = read(text.as_bytes(), &asked()).unwrap();
    drafts.iter_mut().for_each(ImportDraft::leave_open);
    drafts
}

pub(super) fn only(text: &str) -> ImportDraft {
    let mut drafts = drafts(text);
    assert_eq!(drafts.len(), 1);
    drafts.remove(0)
}

pub(super) fn record(draft: &ImportDraft) -> Value {
    serde_json::to_value(&draft.runbook).unwrap()
}

fn lines(remarks: &[crate::model::Remark]) -> Vec<u64> {
    remarks.iter().map(|remark| remark.line).collect()
}

/// A section of tasks, for texts that are about something else.
pub(super) const TASKS: &str = "## Tasks\n\n- Stop it\n";

/// What the items of a list say at this key.
pub(super) fn words(list: &Value, key: &str) -> Vec<String> {
    let items = list.as_array().cloned().unwrap_or_default();
    items.iter().map(|item| item[key].as_str().unwrap_or_default().to_owned()).collect()
}

/// Wants a doubt with these words.
#[track_caller]
pub(super) fn doubts(draft: &ImportDraft, words: &str) {
    assert!(draft.doubts.iter().any(|own| own.message.contains(words)), "{words}: {:#?}", draft.doubts);
}

#[test]
fn the_documents_page_becomes_its_one_example_with_every_fact_in_place() {
    let draft = only(PAGE);
    let name = |half: &Option<crate::model::Line>| half.as_ref().map(ToString::to_string).unwrap_or_default();
    assert_eq!((name(&draft.customer).as_str(), name(&draft.task).as_str()), ("Acme", "Enforce 2FA on all groups"));
    let mut own = record(&draft);
    let kept = own.as_object_mut().unwrap().remove("kept").unwrap();
    assert_eq!(
        own,
        json!({
            "format": 1, "customer": "-", "task": "-", "confidential": true, "state": "draft",
            "summary": "Acme Inc. requires us to enforce 2FA on all of their 2500 groups",
            "dri": "@john_doe",
            "meeting_url": "https://example.zoom.com/my/example.meeting",
            "issue_url": "https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/1",
            "contacts": [
                {"id": "john-doe", "side": "gitlab", "name": "John Doe", "handle": "@john_doe",
                 "role": "Technical Execution", "duties": ["execute"],
                 "description": "Technical execution during the change"},
                {"id": "jane-smith", "side": "gitlab", "name": "Jane Smith",
                 "role": "Communication & Technical assistance", "duties": ["communicate"],
                 "description": "In charge of updates and to support the `technical execution` role"},
                {"id": "tom-blogs", "side": "customer", "name": "Tom Blogs", "role": "Systems Engineer",
                 "duties": ["verify"], "description": "Work verification and support"},
                {"id": "harry-page", "side": "customer", "name": "harry Page", "role": "IT Manager",
                 "duties": ["coordinate"], "description": "Coordination from customer side"},
            ],
            "pre_call": [
                {"id": "inform-on-support-gitlab-com-or-support-self-managed-and-support-manager-slack-c",
                 "text": "Inform on `#support_gitlab-com` or `#support_self-managed` and `#support_manager` slack channel with a link",
                 "mark": "done"},
                {"id": "verify-that-any-rollback-plan-can-be-execute-by-an-engineer-from-every-region",
                 "text": "Verify that any rollback plan can be execute by an engineer from every region", "mark": "done"},
                {"id": "has-a-dry-run-been-performed-before-the-call",
                 "text": "Has a dry-run been performed before the call?", "rehearsal": true, "mark": "prevented",
                 "reason": "Dry-run cannot be completed due to change requirements"},
                {"id": "do-we-have-a-way-to-create-logs-from-the-actions-performed",
                 "text": "Do we have a way to create logs from the actions performed.", "mark": "done"},
            ],
            "tasks": [
                {"id": "confirm-the-users-provided-state", "title": "Confirm the users provided state"},
                {"id": "remove-2fa-from-user-list", "title": "Remove 2FA from user list"},
                {"id": "review-users-with-errors", "title": "Review users with errors"},
                {"id": "update-issue-with-outcome", "title": "Update issue with outcome"},
            ],
            "rollback": {"plan": "The method used for this change takes an optional parameter `status` which is `disable` by default, to go back we run it again with `status: 'enable'."},
            "post_call": [
                {"id": "inform-on-support-gitlab-com-slack-channel-the-about-the-work-completion",
                 "text": "Inform on `#support_gitlab-com` slack channel the about the work completion.", "mark": "done"},
            ],
        })
    );
    let under: Vec<&str> = kept.as_array().unwrap().iter().map(|kept| kept["under"].as_str().unwrap()).collect();
    assert_eq!(
        under,
        [
            "front matter",
            "a mark for the page's layout",
            "a mark for the page's layout",
            "outside the runbook",
            "scheduled_at"
        ]
    );
    assert_eq!(kept[4]["text"], "2020-10-10 - 23:30 PST");
    assert!(kept[3]["text"].as_str().unwrap().contains("Modify user with MUser console method"));
    // the page around it; the schedule; removing is not enforcing; a list ticked after work that nobody did
    assert_eq!(lines(&draft.doubts), [10, 88, 123, 133]);
    assert!(draft.doubts[1].message.contains("America/Los_Angeles") && draft.doubts[1].message.contains("Asia/Manila"));
}

#[test]
fn a_half_of_the_name_that_a_field_of_its_own_says_otherwise_is_kept_and_told() {
    for text in [
        "| Runbook name | Acme - Rotate keys |\n|-|-|\n| Task | Move |\n| DRI | @jane |\n",
        "| Task | Move |\n|-|-|\n| Runbook name | Acme - Rotate keys |\n| DRI | @jane |\n",
    ] {
        let draft = only(text);
        assert_eq!(draft.task.as_ref().map(crate::model::Line::as_str), Some("Move"), "{text}");
        assert_eq!(record(&draft)["kept"][0]["text"], "Rotate keys", "{text}");
        assert!(draft.doubts.iter().any(|doubt| doubt.message.contains("“Move” is taken in its place")), "{text}");
    }
    let same = only("| Task | rotate keys |\n|-|-|\n| Runbook name | Acme - Rotate keys |\n| DRI | @jane |\n");
    assert!(record(&same).get("kept").is_none(), "the same name again is no news");
}
