//! Lengths stand twice in JSON: as the record writes them (`estimate`) and in whole seconds (`estimate_s`).

use serde_json::{Map, Value};

use crate::model::Length;

/// Adds the seconds beside every length of a record: of tasks, of their attempts, of the rollback steps,
/// of duties.
pub(super) fn in_seconds(record: &mut Value) {
    if let Some(tasks) = record.get_mut("tasks") {
        of_tasks(tasks);
    }
    if let Some(steps) = record.get_mut("rollback").and_then(|rollback| rollback.get_mut("steps")) {
        of_tasks(steps);
    }
    for duty in record.get_mut("obligations").and_then(Value::as_array_mut).into_iter().flatten() {
        twice(duty, &["due_in"]);
    }
}

fn of_tasks(tasks: &mut Value) {
    for task in tasks.as_array_mut().into_iter().flatten() {
        twice(task, &["estimate", "wait"]);
        for list in ["attempts", "rehearsals"] {
            for attempt in task.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
                twice(attempt, &["took"]);
            }
        }
    }
}

/// The same table with `KEY_s` behind each of these keys that it has.
fn twice(table: &mut Value, keys: &[&str]) {
    let Value::Object(fields) = table else { return };
    let mut both = Map::new();
    for (key, value) in std::mem::take(fields) {
        let length =
            value.as_str().filter(|_| keys.contains(&key.as_str())).and_then(|text| text.parse::<Length>().ok());
        let name = format!("{key}_s");
        both.insert(key, value);
        if let Some(length) = length {
            both.insert(name, length.seconds().into());
        }
    }
    *fields = both;
}
