//! New text: a whole record, or a table or item that was not in the file before.
//!
//! Header keys first, then the tables in the order of `format.md`, a blank line between them, several lines of text as a
//! block: comfortable to read and to edit by hand.

use serde_json::{Map, Value};

use super::literal::{self, Form};
use super::schema::{Field, Shape};
use crate::model::{Fault, Result, Runbook};

/// How new lines are to look.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look<'a> {
    /// The file's own line end.
    pub(super) newline: &'a str,
    /// Before headers.
    pub(super) header: &'a str,
    /// Before keys.
    pub(super) body: &'a str,
}

/// A new record's file.
///
/// # Errors
/// `Bug` only.
pub fn render_new(runbook: &Runbook) -> Result<String> {
    let look = Look { newline: "\n", header: "", body: "" };
    match serde_json::to_value(runbook) {
        Ok(Value::Object(record)) => Ok(table("", &[], &record, Shape::Record, look)),
        other => Err(Fault::bug(format!("a record is not a table: {other:?}"))),
    }
}

/// True for what stands under headers of its own: a table, or a list of tables.
pub(super) fn has_headers(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => !items.is_empty() && items.iter().all(Value::is_object),
        _ => false,
    }
}

/// `key = value` as a line.
pub(super) fn statement(keys: &str, value: &Value, field: Field, look: Look<'_>) -> String {
    let text = literal::value(value, field, Form::line(look.newline));
    format!("{}{keys} = {text}{}", look.body, look.newline)
}

/// The table, or the tables of the list, of this name.
pub(super) fn tables(names: &[String], value: &Value, field: Field, look: Look<'_>) -> String {
    let name = joined(names);
    match value {
        Value::Object(map) => table(&format!("[{name}]"), names, map, field.inside(), look),
        Value::Array(items) => {
            let mark = format!("[[{name}]]");
            let items: Vec<_> = items
                .iter()
                .filter_map(Value::as_object)
                .map(|map| table(&mark, names, map, field.inside(), look))
                .collect();
            items.join(look.newline)
        }
        _ => String::new(),
    }
}

/// One table under this header; without one, the head of a record. A table that holds nothing but tables needs no header.
pub(super) fn table(mark: &str, names: &[String], map: &Map<String, Value>, shape: Shape, look: Look<'_>) -> String {
    let lines: String = map
        .iter()
        .filter(|(_, value)| !has_headers(value))
        .map(|(name, value)| statement(&literal::key(name), value, shape.field(name), look))
        .collect();
    let mut parts = Vec::new();
    let needs_header = map.is_empty() || !lines.is_empty() || mark.starts_with("[[");
    match (mark, needs_header) {
        ("", _) => parts.push(lines),
        (_, true) => parts.push(format!("{}{mark}{}{lines}", look.header, look.newline)),
        (_, false) => {}
    }
    for (name, value) in map.iter().filter(|(_, value)| has_headers(value)) {
        let inner: Vec<String> = names.iter().cloned().chain([name.clone()]).collect();
        parts.push(tables(&inner, value, shape.field(name), look));
    }
    parts.join(look.newline)
}

fn joined(names: &[String]) -> String {
    names.iter().map(|name| literal::key(name)).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::read;
    use serde_json::json;

    #[test]
    fn a_new_record_is_comfortable_to_read() {
        let runbook: Runbook = serde_json::from_value(json!({
            "customer": "Acme", "task": "Enforce 2FA", "summary": "One\nTwo\n", "state": "scheduled",
            "scheduled_at": "2026-12-01T14:00:00+01:00", "variables": {"cause": "x"},
            "tasks": [{"id": "a", "title": "A", "command": "grep \"x\"", "attempts": [{"took": "1m"}]}, {"id": "b", "title": "B"}],
            "rollback": {"steps": [{"id": "s", "title": "S", "colour": {"deep": [1]}}]},
            "unknown": 1,
        }))
        .unwrap();
        let text = render_new(&runbook).unwrap();
        assert_eq!(
            text,
            r#"format = 1
customer = "Acme"
task = "Enforce 2FA"
summary = """
One
Two
"""
confidential = true
state = "scheduled"
scheduled_at = 2026-12-01T14:00:00+01:00
unknown = 1

[variables]
cause = "x"

[[tasks]]
id = "a"
title = "A"
command = 'grep "x"'

[[tasks.attempts]]
took = "1m"

[[tasks]]
id = "b"
title = "B"

[[rollback.steps]]
id = "s"
title = "S"

[rollback.steps.colour]
deep = [1]
"#
        );
        assert_eq!(read("x", text.as_bytes()).unwrap().runbook, runbook);
    }
}
