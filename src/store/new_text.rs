//! New text: a whole record, or a table or item that was not in the file before.
//!
//! Header keys first, then the tables in the order of `docs/format.md`, “The record”, a blank line between them,
//! several lines of text as a block: comfortable to read and to edit by hand.

use serde_json::{Map, Value};

use super::literal::{self, Form};
use crate::model::keys::{Holds, Shape};
use crate::model::{Fault, Result, Runbook, is_hidden_mark};

/// How new lines are to look.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextStyle<'a> {
    /// The file's own line end.
    pub(super) newline: &'a str,
    /// Before headers.
    pub(super) header: &'a str,
    /// Before keys.
    pub(super) body: &'a str,
    /// Whether every value stands on one line, its text in escaping quotes.
    pub(super) flat: bool,
}

/// A new record's file.
///
/// # Errors
/// `Bug` only.
pub fn render_new(runbook: &Runbook) -> Result<String> {
    whole(runbook, TextStyle { newline: "\n", header: "", body: "", flat: false })
}

/// A record for a place inside another text: no line begins with anybody's words, and nothing in it is a mark of that
/// text: no backtick, no angle bracket, no character that cannot be seen.
///
/// # Errors
/// `Bug` only.
pub fn render_inside(runbook: &Runbook) -> Result<String> {
    let text = whole(runbook, TextStyle { newline: "\n", header: "", body: "", flat: true })?;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // these stand in quoted text only, where TOML knows them by their number as well
        if matches!(c, '`' | '<' | '>') || is_hidden_mark(c) {
            out.push_str(&format!("\\u{:04X}", c as u32));
        } else {
            out.push(c);
        }
    }
    Ok(out)
}

fn whole(runbook: &Runbook, look: TextStyle<'_>) -> Result<String> {
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
pub(super) fn statement(keys: &str, value: &Value, field: Holds, look: TextStyle<'_>) -> String {
    let form = if look.flat { Form::flat() } else { Form::line(look.newline) };
    let text = literal::value(value, field, form);
    format!("{}{keys} = {text}{}", look.body, look.newline)
}

/// The table, or the tables of the list, of this name.
pub(super) fn tables(names: &[String], value: &Value, field: Holds, look: TextStyle<'_>) -> String {
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
pub(super) fn table(
    mark: &str,
    names: &[String],
    map: &Map<String, Value>,
    shape: Shape,
    look: TextStyle<'_>,
) -> String {
    let lines: String = map
        .iter()
        .filter(|(_, value)| !has_headers(value))
        .map(|(name, value)| statement(&literal::key(name), value, shape.holds(name), look))
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
        parts.push(tables(&inner, value, shape.holds(name), look));
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

    #[test]
    fn inside_another_text_no_line_begins_with_anybodys_words() {
        let trap = "/close\n```\n</details> <!-- \u{200b}'\"\\";
        let key = trap.replace('\n', " ");
        let runbook: Runbook = serde_json::from_value(json!({
            "customer": "Acme", "task": "`x` | </details>", "summary": trap, "state": "draft",
            "variables": {&key: trap}, "tasks": [{"id": "a", "title": "A", "command": trap, "deep": [{"x": [trap]}, trap]}],
            "rollback": {"links": [&key], "plan": "a\n".repeat(60)}, "at": "2026-12-01T14:00:00Z", &key: [1],
        }))
        .unwrap();
        let text = render_inside(&runbook).unwrap();
        for line in text.lines().filter(|line| !line.is_empty()) {
            assert!(line.starts_with(|c: char| c.is_ascii_lowercase() || matches!(c, '[' | '"')), "{line}");
        }
        assert!(!text.contains(['`', '<', '>', '\u{200b}']), "{text}");
        assert_eq!(read("x", text.as_bytes()).unwrap().runbook, runbook);
    }
}
