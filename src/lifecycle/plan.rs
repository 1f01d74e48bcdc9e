//! The plan that a reviewer approves, and its digest.
//!
//! Covers the header with the schedule, contacts, variables, checklists, permissions, tasks, rollback and obligations
//! as planned, not what happened to them (`docs/format.md`, “People and approval”).

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::model::keys::{Holds, Shape, Tells};
use crate::model::{Approval, Line, Runbook};

/// The digest of the plan: SHA-256 over its canonical JSON, in hex with the name of the method in front.
pub fn digest(runbook: &Runbook) -> Line {
    let plan = match serde_json::to_value(runbook) {
        Ok(record) => planned(record, Holds::Table(Shape::Record)),
        Err(_) => Value::Null,
    };
    let hex: String = Sha256::digest(plan.to_string()).iter().map(|byte| format!("{byte:02x}")).collect();
    // hexadecimal digits are always a valid line
    Line::new(format!("sha256:{hex}")).unwrap_or_else(|_| runbook.task.clone())
}

/// The keys that tell the plan, and those that this version does not know; every table's in order, so that where a person
/// put a key does not matter.
fn planned(value: Value, holds: Holds) -> Value {
    let shape = holds.inside();
    match value {
        Value::Object(map) => {
            let is_planned = |name: &str| shape.key(name).is_none_or(|key| key.tells == Tells::Plan);
            let kept = map.into_iter().filter(|(name, _)| is_planned(name));
            let mut pairs: Vec<_> = kept.map(|(name, value)| (shape.holds(&name), name, value)).collect();
            pairs.sort_by(|(_, a, _), (_, b, _)| a.cmp(b));
            pairs.into_iter().map(|(holds, name, value)| (name, planned(value, holds))).collect()
        }
        Value::Array(items) => items.into_iter().map(|item| planned(item, holds.item())).collect(),
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
