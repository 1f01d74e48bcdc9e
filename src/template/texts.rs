//! Every text of a record's plan, with its place and what it is: words to render, a command, or a condition.
//!
//! It renders nothing; ids, durations and keys that the record does not know are not shown to anybody.

use serde_json::{Map, Value};

use crate::model::{Path, Result};

/// What a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Words that people read.
    Words,
    /// A command: values stand in it as single words.
    Command,
    /// A condition: kept as it is.
    Condition,
}

/// What sees each text, and may change it.
pub(super) type Visit<'v> = dyn FnMut(&Path, Use, &mut String) -> Result<()> + 'v;

fn use_of(key: &str) -> Option<Use> {
    match key {
        "command" | "dry_run_command" => Some(Use::Command),
        "when" => Some(Use::Condition),
        "summary" | "expected_result" | "meeting_url" | "text" | "action" | "standing" | "title" | "link"
        | "instructions" | "plan" | "links" | "irreversible" | "what" | "note" | "name" | "handle" | "email"
        | "role" | "description" | "region" => Some(Use::Words),
        _ => None,
    }
}

/// Shows every text of the record to `visit`, in order.
///
/// # Errors
/// The first that `visit` makes.
pub(super) fn each(record: &mut Map<String, Value>, visit: &mut Visit<'_>) -> Result<()> {
    in_table(record, &Path::root(), visit)
}

fn in_table(table: &mut Map<String, Value>, path: &Path, visit: &mut Visit<'_>) -> Result<()> {
    for (key, value) in table {
        in_value(value, key, &path.join(key.as_str()), visit)?;
    }
    Ok(())
}

fn in_value(value: &mut Value, key: &str, path: &Path, visit: &mut Visit<'_>) -> Result<()> {
    match value {
        Value::String(text) => use_of(key).map_or(Ok(()), |what| visit(path, what, text)),
        Value::Object(table) => in_table(table, path, visit),
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                let name =
                    item.get("id").and_then(Value::as_str).map_or_else(|| (index + 1).to_string(), str::to_owned);
                in_value(item, key, &path.join(name), visit)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}
