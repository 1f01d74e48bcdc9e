//! What a decided or corrected variable switched on and off, by list and id. It judges conditions, it explains none.

use crate::lifecycle::Conditional;
use crate::model::{Runbook, Slug};

/// Items that apply now and did not before, and those that no longer do, as `tasks unlock, sign-in`.
pub(super) fn switched(before: &Runbook, after: &Runbook) -> (Vec<String>, Vec<String>) {
    if before.variables == after.variables {
        return (Vec::new(), Vec::new());
    }
    let lists = [
        ("before the call", of(&before.pre_call, |own| &own.id, before, after)),
        ("permissions", of(&before.permissions, |own| &own.id, before, after)),
        ("tasks", of(&before.tasks, |own| &own.id, before, after)),
        ("steps back", of(before.steps(), |own| &own.id, before, after)),
        ("after the call", of(&before.post_call, |own| &own.id, before, after)),
        ("obligations", of(&before.obligations, |own| &own.id, before, after)),
    ];
    let (mut now, mut no_longer) = (Vec::new(), Vec::new());
    for (name, (on, off)) in lists {
        for (ids, told) in [(on, &mut now), (off, &mut no_longer)] {
            if !ids.is_empty() {
                told.push(format!("{name}: {}", ids.join(", ")));
            }
        }
    }
    (now, no_longer)
}

fn of<T: Conditional>(
    items: &[T],
    id: impl Fn(&T) -> &Slug,
    before: &Runbook,
    after: &Runbook,
) -> (Vec<String>, Vec<String>) {
    let (mut on, mut off) = (Vec::new(), Vec::new());
    for item in items {
        match (item.is_applicable(&before.variables), item.is_applicable(&after.variables)) {
            (false, true) => on.push(id(item).to_string()),
            (true, false) => off.push(id(item).to_string()),
            _ => {}
        }
    }
    (on, off)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_variable_switches_is_told_by_list() {
        let runbook = |paid: serde_json::Value| -> Runbook {
            serde_json::from_value(json!({
                "customer": "Acme", "task": "Work", "state": "running", "variables": {"paid": paid},
                "pre_call": [{"id": "manager", "text": "M", "when": "not paid"}, {"id": "always", "text": "A"}],
                "tasks": [{"id": "go", "title": "G", "when": "paid"}, {"id": "on", "title": "O", "when": "paid"}],
            }))
            .unwrap()
        };
        let told = |before, after| switched(&runbook(before), &runbook(after));
        let lines = |words: &str| vec![words.to_owned()];
        assert_eq!(told(json!(""), json!(true)), (lines("tasks: go, on"), vec![]));
        assert_eq!(told(json!(true), json!(false)), (lines("before the call: manager"), lines("tasks: go, on")));
        assert_eq!(told(json!(true), json!(true)), (vec![], vec![]));
    }
}
