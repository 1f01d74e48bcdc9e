//! Lists in JSON are `[]` when empty, never absent (`docs/reference.md`, “JSON”), though the file leaves them out.

use serde_json::{Map, Value};

/// Puts in every list that the record could have.
pub(super) fn never_absent(record: &mut Value) {
    let Value::Object(fields) = record else { return };
    fields.entry("variables").or_insert_with(|| Value::Object(Map::new()));
    fields.entry("rollback").or_insert_with(|| Value::Object(Map::new()));
    let lists =
        ["contacts", "pre_call", "permissions", "tasks", "post_call", "obligations", "kept", "approvals", "overrides"];
    fill(record, &lists);
    let below: [(&str, &[&str]); 3] =
        [("contacts", &["duties"]), ("permissions", &["covers"]), ("tasks", &["attempts", "rehearsals"])];
    for (list, keys) in below {
        fill_each(record.get_mut(list), keys);
    }
    if let Some(rollback) = record.get_mut("rollback") {
        fill(rollback, &["links", "steps"]);
        fill_each(rollback.get_mut("steps"), &["attempts", "rehearsals"]);
    }
}

fn fill(table: &mut Value, keys: &[&str]) {
    if let Value::Object(fields) = table {
        for key in keys {
            fields.entry(*key).or_insert_with(|| Value::Array(Vec::new()));
        }
    }
}

fn fill_each(list: Option<&mut Value>, keys: &[&str]) {
    for item in list.and_then(Value::as_array_mut).into_iter().flatten() {
        fill(item, keys);
    }
}
