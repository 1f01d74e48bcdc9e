//! Conditions as far as the laws use them: `NAME`, `not NAME`, `NAME == "text"`, joined by `and`.

use serde_json::Value;

/// What a condition says.
#[derive(Debug, PartialEq, Eq)]
pub enum Said {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// It hangs on this variable, which has no value yet.
    Open(String),
    /// It names something that the runbook does not have.
    Unknown,
}

/// Reads a condition from left to right, as far as the answer is open.
pub fn said(when: &str, variables: &Value) -> Said {
    let terms: Vec<(&str, bool, Option<&str>)> = when.split(" and ").map(term).collect();
    if terms.iter().any(|(name, ..)| variables.get(name).is_none()) {
        return Said::Unknown;
    }
    for (name, negated, wanted) in terms {
        let value = &variables[name];
        if value.as_str().is_some_and(|text| text.trim().is_empty()) {
            return Said::Open(name.to_owned());
        }
        let holds = match wanted {
            Some(wanted) => value.as_str() == Some(wanted),
            None => !matches!(value, Value::Bool(false)) && value.as_i64() != Some(0),
        };
        if holds == negated {
            return Said::No;
        }
    }
    Said::Yes
}

fn term(term: &str) -> (&str, bool, Option<&str>) {
    match (term.strip_prefix("not "), term.split_once(" == ")) {
        (Some(name), _) => (name.trim(), true, None),
        (None, Some((name, text))) => (name.trim(), false, Some(text.trim().trim_matches('"'))),
        (None, None) => (term.trim(), false, None),
    }
}

/// Whether an item of the record applies now.
pub fn applies(item: &Value, record: &Value) -> bool {
    match item["when"].as_str() {
        None => true,
        Some(when) => matches!(said(when, &record["variables"]), Said::Yes | Said::Unknown),
    }
}

/// The open variable on which an item hangs.
pub fn open(item: &Value, record: &Value) -> Option<String> {
    match said(item["when"].as_str()?, &record["variables"]) {
        Said::Open(name) => Some(name),
        _ => None,
    }
}
