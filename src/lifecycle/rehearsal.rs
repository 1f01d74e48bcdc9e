//! Which checklist item a rehearsal does, and which tasks can be rehearsed.
//!
//! The item says so itself by its key `rehearsal`. Nothing is inferred from ids or words: a waiver that speaks of a
//! dry run is not done by one.

use crate::model::{CheckItem, Mark, Runbook, Task};

use super::Conditional;

/// The open checklist item that a rehearsal does; none where there is none, or more than one.
pub fn rehearsal_item(runbook: &Runbook) -> Option<&CheckItem> {
    let is_open = |item: &&CheckItem| item.mark != Some(Mark::Done) && item.is_applicable(&runbook.variables);
    let mut asking = runbook.pre_call.iter().chain(&runbook.post_call).filter(|item| item.rehearsal).filter(is_open);
    asking.next().filter(|_| asking.next().is_none())
}

/// The tasks whose rehearsal can be run.
pub fn rehearsable(runbook: &Runbook) -> impl Iterator<Item = &Task> {
    runbook.tasks.iter().filter(|own| own.dry_run_command.is_some() && own.is_applicable(&runbook.variables))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn asked(items: Value) -> Option<String> {
        let record = json!({"customer": "Acme", "task": "x", "state": "draft", "variables": {"paid": false},
            "pre_call": items});
        let runbook: Runbook = serde_json::from_value(record).unwrap();
        rehearsal_item(&runbook).map(|item| item.id.to_string())
    }

    #[test]
    fn only_the_key_makes_an_item_the_rehearsals() {
        let waiver = json!({"id": "dry-run-waiver-signed", "text": "Has legal signed the dry run waiver?"});
        let own = json!({"id": "preview", "text": "Was it previewed?", "rehearsal": true});
        assert_eq!(asked(json!([waiver])), None);
        assert_eq!(asked(json!([{"id": "dry-run", "text": "Has a dry-run been performed before the call?"}])), None);
        assert_eq!(asked(json!([waiver, own])).as_deref(), Some("preview"));
    }

    #[test]
    fn what_is_done_or_does_not_apply_is_not_asked_for_and_of_two_neither_is() {
        let item = |id: &str, more: Value| {
            let mut item = json!({"id": id, "text": "x", "rehearsal": true});
            item.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            item
        };
        assert_eq!(asked(json!([item("a", json!({"mark": "done"}))])), None);
        assert_eq!(asked(json!([item("a", json!({"when": "paid"})), item("b", json!({}))])).as_deref(), Some("b"));
        assert_eq!(asked(json!([item("a", json!({"mark": "prevented"}))])).as_deref(), Some("a"));
        assert_eq!(asked(json!([item("a", json!({})), item("b", json!({}))])), None);
    }
}
