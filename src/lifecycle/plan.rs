//! The plan that a reviewer approves, and its digest.
//!
//! Covers the header with the schedule, contacts, variables, checklists, permissions, tasks, rollback and obligations
//! as planned, not what happened to them (`settled.md`, people and approval).

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::model::{Approval, Line, Runbook};

/// What happens to a runbook, as opposed to what is planned.
const NOT_PLANNED: [&str; 8] = ["format", "state", "result", "approvals", "overrides", "targets", "kept", "template"];

/// What happens to an item, by the list that holds it.
const HAPPENINGS: [(&str, &[&str]); 6] = [
    ("pre_call", &["mark", "reason", "evidence", "by", "at"]),
    ("post_call", &["mark", "reason", "evidence", "by", "at"]),
    ("permissions", &["state", "asked_at", "answered_at", "answered_by", "evidence"]),
    ("tasks", &["attempts", "rehearsals"]),
    ("steps", &["attempts", "rehearsals"]),
    ("obligations", &["discharged_at", "by", "evidence"]),
];

/// The keys of an item that say what happened to it, by the list that holds it; none for a list without any.
pub(super) fn happenings(list: &str) -> Option<&'static [&'static str]> {
    HAPPENINGS.iter().find(|(name, _)| *name == list).map(|(_, keys)| *keys)
}

/// The digest of the plan: SHA-256 over its canonical JSON, in hex with the name of the method in front.
pub fn digest(runbook: &Runbook) -> Line {
    let plan = match serde_json::to_value(runbook) {
        Ok(Value::Object(record)) => planned(record),
        _ => Value::Null,
    };
    let hex: String = Sha256::digest(plan.to_string()).iter().map(|byte| format!("{byte:02x}")).collect();
    // hexadecimal digits are always a valid line
    Line::new(format!("sha256:{hex}")).unwrap_or_else(|_| runbook.task.clone())
}

fn planned(record: Map<String, Value>) -> Value {
    let kept = record.into_iter().filter(|(key, _)| !NOT_PLANNED.contains(&key.as_str()));
    let lists = kept.map(|(key, value)| match value {
        Value::Object(mut rollback) if key == "rollback" => {
            if let Some(steps) = rollback.remove("steps") {
                rollback.insert("steps".to_owned(), without_happenings("steps", steps));
            }
            (key, sorted(Value::Object(rollback)))
        }
        value => {
            let value = without_happenings(&key, value);
            (key, sorted(value))
        }
    });
    sorted(Value::Object(lists.collect()))
}

fn without_happenings(list: &str, value: Value) -> Value {
    let Some(keys) = happenings(list) else { return value };
    match value {
        Value::Array(items) => items
            .into_iter()
            .map(|item| match item {
                Value::Object(fields) => {
                    Value::Object(fields.into_iter().filter(|(key, _)| !keys.contains(&key.as_str())).collect())
                }
                other => other,
            })
            .collect(),
        other => other,
    }
}

/// The same with every table's keys in order, so that where a person put a key does not matter.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut pairs: Vec<_> = map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
            Value::Object(pairs.into_iter().collect())
        }
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        other => other,
    }
}

/// The approvals of exactly this plan, and those of an earlier one.
pub fn sort_approvals(runbook: &Runbook) -> (Vec<&Approval>, Vec<&Approval>) {
    if runbook.approvals.is_empty() {
        // most runbooks have none, and the digest reads all of the plan
        return (Vec::new(), Vec::new());
    }
    let now = digest(runbook);
    runbook.approvals.iter().partition(|approval| approval.plan == now)
}
