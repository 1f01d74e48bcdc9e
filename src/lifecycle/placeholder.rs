//! Placeholders: `{{ … }}` left in any text of a record (`docs/format.md`, “Conditions and placeholders”).
//!
//! A plan with a hole in it is not ready. When the variable of that name is set later, its holes are filled.

use serde_json::Value;

use super::condition::holds;
use crate::model::{Fault, Result, Runbook, RunbookId, State, Variables};

/// Keys whose text is not part of the plan: what an import kept word for word.
const LEFT_ALONE: [&str; 2] = ["kept", "variables"];

/// True when the text has a placeholder.
pub fn has_placeholder(text: &str) -> bool {
    first_hole(text).is_some()
}

/// The names of the variables that a text waits for, each once.
pub fn names_in(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some((inside, after)) = rest.split_once("{{").and_then(|(_, tail)| tail.split_once("}}")) {
        let name = inside.trim();
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if is_name && !names.iter().any(|own| own == name) {
            names.push(name.to_owned());
        }
        rest = after;
    }
    names
}

/// Refuses to say what these header fields say while one of them holds a placeholder.
///
/// # Errors
/// `Refused`, naming the field and the command that fills it.
pub fn unfilled(runbook_id: &RunbookId, runbook: &Runbook, fields: &[&str]) -> Result<()> {
    let open = find(runbook).into_iter().find(|(path, _)| fields.contains(&path.as_str()));
    open.map_or(Ok(()), |(path, hole)| Err(not_sent(runbook_id, runbook, Some(&path), &hole)))
}

/// Refuses to send a text that holds a placeholder.
///
/// # Errors
/// As [`unfilled`].
pub fn unfilled_text(runbook_id: &RunbookId, runbook: &Runbook, text: &str) -> Result<()> {
    let Some(hole) = first_hole(text) else { return Ok(()) };
    let path = find(runbook).into_iter().find(|(_, own)| *own == hole).map(|(path, _)| path);
    Err(not_sent(runbook_id, runbook, path.as_deref(), &hole))
}

/// Refuses to send a record of this runbook, as its reader would see it, while that holds a placeholder.
///
/// # Errors
/// As [`unfilled`].
pub fn unfilled_record(runbook_id: &RunbookId, runbook: &Runbook, seen: &Runbook) -> Result<()> {
    find(seen).first().map_or(Ok(()), |(_, hole)| unfilled_text(runbook_id, runbook, hole))
}

/// The record without its placeholders, for what is over and can be filled no more.
///
/// # Errors
/// `Bug` only.
pub fn without_placeholders(runbook: &Runbook) -> Result<Runbook> {
    fn blank(value: &mut Value) {
        match value {
            Value::String(text) => {
                while let Some(hole) = first_hole(text) {
                    *text = text.replace(&hole, "…");
                }
            }
            Value::Array(items) => items.iter_mut().for_each(blank),
            Value::Object(fields) => fields.values_mut().for_each(blank),
            _ => {}
        }
    }
    let bug = |error: serde_json::Error| Fault::bug(format!("a record cannot be told without placeholders: {error}"));
    let mut value = serde_json::to_value(runbook).map_err(bug)?;
    blank(&mut value);
    serde_json::from_value(value).map_err(bug)
}

fn not_sent(runbook_id: &RunbookId, runbook: &Runbook, path: Option<&str>, hole: &str) -> Fault {
    let what = path.unwrap_or("the text");
    let fault = Fault::refused(format!("{what} still holds the placeholder {hole}"));
    let fault = if runbook.state == State::Closed {
        fault.hint(format!("runbook reopen {runbook_id} --reason WHY"))
    } else {
        fault
    };
    match names_in(hole).as_slice() {
        [] => fault.hint(format!("runbook edit {runbook_id}")),
        names => {
            names.iter().fold(fault, |fault, name| fault.hint(format!("runbook set {runbook_id} var.{name}=VALUE")))
        }
    }
}

/// The first placeholder of a text.
fn first_hole(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("{{")?;
    let (inside, _) = rest.split_once("}}")?;
    Some(format!("{{{{{inside}}}}}"))
}

/// Every field that holds a placeholder: its path by item id, and the placeholder itself.
///
/// What a condition switches off, or is not decided yet, is not looked at: nobody reads it now.
pub fn find(runbook: &Runbook) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if let Ok(Value::Object(record)) = serde_json::to_value(runbook) {
        for (key, value) in &record {
            if key != "kept" {
                walk(key, value, &runbook.variables, &mut found);
            }
        }
    }
    found
}

fn is_switched_off(item: &Value, variables: &Variables) -> bool {
    let when = item.get("when").and_then(Value::as_str);
    when.is_some_and(|when| holds(when, variables).is_ok_and(|holds| !holds))
}

fn walk(path: &str, value: &Value, variables: &Variables, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => {
            found.extend(first_hole(text).map(|hole| (path.to_owned(), hole)));
        }
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                let name =
                    item.get("id").and_then(Value::as_str).map_or_else(|| (number + 1).to_string(), str::to_owned);
                walk(&format!("{path}.{name}"), item, variables, found);
            }
        }
        Value::Object(map) if !is_switched_off(value, variables) => {
            for (key, item) in map {
                walk(&format!("{path}.{key}"), item, variables, found);
            }
        }
        _ => {}
    }
}

/// Puts a variable's value wherever `{{ name }}` stands in a record.
pub(super) fn fill(record: &mut Value, name: &str, words: &str) {
    match record {
        Value::String(text) if text.contains("{{") => *text = filled(text, name, words),
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, name, words)),
        Value::Object(map) => {
            for (key, item) in map.iter_mut() {
                if !LEFT_ALONE.contains(&key.as_str()) {
                    fill(item, name, words);
                }
            }
        }
        _ => {}
    }
}

fn filled(text: &str, name: &str, words: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once("{{") {
        out.push_str(before);
        match tail.split_once("}}") {
            Some((inside, after)) if inside.trim() == name => {
                out.push_str(words);
                rest = after;
            }
            _ => {
                out.push_str("{{");
                rest = tail;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_named_hole_is_filled() {
        assert_eq!(filled("a {{ user }} {{user}} {{ group }} {{", "user", "@joe"), "a @joe @joe {{ group }} {{");
    }

    #[test]
    fn braces_without_an_end_are_no_placeholder() {
        assert!(!has_placeholder("a {{ b"));
        assert!(has_placeholder("a {{ b }}"));
    }
}
