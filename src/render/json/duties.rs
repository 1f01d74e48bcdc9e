//! What is computed of a duty stands beside what the record says of it: where it stands, and by when it is due.

use serde_json::Value;

use crate::lifecycle::duty_standing;
use crate::model::Runbook;

/// Adds `standing` and `due_at` to every obligation of a record.
pub(super) fn with_standing(record: &mut Value, runbook: &Runbook) {
    let items = record.get_mut("obligations").and_then(Value::as_array_mut).into_iter().flatten();
    for (item, duty) in items.zip(&runbook.obligations) {
        let found = duty_standing(runbook, duty);
        if let Value::Object(fields) = item {
            fields.insert("standing".to_owned(), found.standing.word().into());
            fields.insert("due_at".to_owned(), found.due.map(|due| due.to_string()).into());
        }
    }
}
