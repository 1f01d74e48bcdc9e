//! The runbook as a JSON document: for those who work from the store what `show --json` says, for a customer less.

use serde_json::{Value, json};

use super::Audience;
use super::exported::Exported;
use crate::render::json;

/// What a customer's record may hold; the rest of its keys say nothing or nothing for them.
const THEIRS: [&str; 11] = [
    "customer",
    "task",
    "summary",
    "expected_result",
    "dri",
    "scheduled_at",
    "time_zone",
    "meeting_url",
    "contacts",
    "permissions",
    "tasks",
];

/// The document.
pub fn document(exported: &Exported<'_>) -> Value {
    let whole = json::show(exported.id, exported.commit, exported.ready, exported.runbook);
    if exported.audience == Audience::Internal {
        return whole;
    }
    let mut record = whole.get("runbook").cloned().unwrap_or_default();
    if let Value::Object(fields) = &mut record {
        fields.retain(|key, _| THEIRS.contains(&key.as_str()));
    }
    json!({"id": exported.id, "name": exported.runbook.name(), "runbook": record})
}
