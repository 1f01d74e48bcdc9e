//! Placeholders: `{{ … }}` left in any text of a record (`docs/format.md`, “Conditions and placeholders”).
//!
//! A plan with a hole in it is not ready. When the variable of that name is set later, its holes are filled.

use serde_json::Value;

use super::condition::holds;
use crate::model::{Fault, Result, Runbook, RunbookId, Variables};

/// Keys whose text is not part of the plan: what an import kept word for word.
const LEFT_ALONE: [&str; 2] = ["kept", "variables"];

/// True when the text has a placeholder.
pub fn has_placeholder(text: &str) -> bool {
    text.split_once("{{").is_some_and(|(_, rest)| rest.contains("}}"))
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
    let Some((path, hole)) = open else { return Ok(()) };
    let fault = Fault::refused(format!("{path} still holds the placeholder {hole}"));
    Err(match names_in(&hole).as_slice() {
        [] => fault.hint(format!("runbook edit {runbook_id}")),
        names => {
            names.iter().fold(fault, |fault, name| fault.hint(format!("runbook set {runbook_id} var.{name}=VALUE")))
        }
    })
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
            if let Some((_, rest)) = text.split_once("{{")
                && let Some((inside, _)) = rest.split_once("}}")
            {
                found.push((path.to_owned(), format!("{{{{{inside}}}}}")));
            }
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
