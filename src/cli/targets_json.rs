//! The targets of a runbook for scripts.

use serde_json::{Value, json};

use crate::workspace::targets::{KeptTargets, TargetResult};

/// One target for scripts.
pub(super) fn row(target: &str, result: TargetResult, said: Option<String>) -> Value {
    let code = match result {
        TargetResult::Failed(code) => Some(code),
        TargetResult::Done => Some(0),
        TargetResult::Left | TargetResult::Unknown | TargetResult::Skipped => None,
    };
    let mut row = json!({"target": target, "result": result.word(), "exit_code": code});
    if let (Some(fields), Some(said)) = (row.as_object_mut(), said) {
        fields.insert("output".to_owned(), json!(said));
    }
    row
}

/// All of them for scripts.
pub(super) fn document(kept: &KeptTargets, rows: Vec<Value>) -> Value {
    let totals = kept.totals();
    let number_of = |wanted: TargetResult| kept.results.iter().filter(|result| **result == wanted).count();
    json!({
        "id": kept.id, "task": kept.task, "count": kept.list.count(), "done": totals.done, "failed": totals.failed,
        "skipped": totals.skipped, "left": number_of(TargetResult::Left), "unknown": number_of(TargetResult::Unknown), "targets": rows,
    })
}
