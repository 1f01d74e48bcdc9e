//! Placeholders: `{{ … }}` left in any text of a record (`docs/format.md`, “Conditions and placeholders”).
//!
//! A plan with a hole in it is not ready. When the variable of that name is set later, its holes are filled.

use std::collections::HashSet;
use std::ops::Range;

use serde_json::Value;

use super::condition::holds;
use crate::model::{Fault, Result, Runbook, RunbookId, State, Variables, spliced};

const OPEN: &str = "{{";
const CLOSE: &str = "}}";

/// False for the key whose text is no part of the plan: what an import kept word for word. A hole in it holds nothing up.
fn is_of_the_plan(key: &str) -> bool {
    key != "kept"
}

/// False also for the answers of which the texts are made: a hole in one is filled by no other.
fn is_filled(key: &str) -> bool {
    is_of_the_plan(key) && key != "variables"
}

/// True when the text has a placeholder.
pub fn has_placeholder(text: &str) -> bool {
    first_hole(text).is_some()
}

/// The names of the variables that a text waits for, each once.
pub fn names_in(text: &str) -> Vec<String> {
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let mut seen = HashSet::new();
    let names = holes(text).filter_map(|hole| text.get(hole.start + OPEN.len()..hole.end - CLOSE.len())).map(str::trim);
    names.filter(|name| is_name(name) && seen.insert(*name)).map(str::to_owned).collect()
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
            Value::String(text) => *text = text_without(text),
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
    ways_to_fill(runbook_id, path, hole).into_iter().fold(fault, Fault::hint)
}

/// The commands of which each fills a placeholder that stands at a path of the record.
pub(super) fn ways_to_fill(runbook_id: &RunbookId, path: Option<&str>, hole: &str) -> Vec<String> {
    match fillers(path, hole).as_slice() {
        [] => vec![format!("runbook edit {runbook_id}")],
        names => names.iter().map(|name| format!("runbook set {runbook_id} var.{name}=VALUE")).collect(),
    }
}

/// The variables whose values take a placeholder away that stands at a path of the record. One in an answer, which no other
/// answer fills, goes with that answer.
pub fn fillers(path: Option<&str>, hole: &str) -> Vec<String> {
    let answer = path.and_then(|path| path.strip_prefix("variables.")?.split('.').next());
    answer.map_or_else(|| names_in(hole), |name| vec![name.to_owned()])
}

/// Where the placeholders of a text stand, in their order: each from where one begins to where the next one ends.
fn holes(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text.get(from..)?.find(OPEN)?;
        let inside = start + OPEN.len();
        from = inside + text.get(inside..)?.find(CLOSE)? + CLOSE.len();
        Some(start..from)
    })
}

/// The first placeholder of a text.
fn first_hole(text: &str) -> Option<String> {
    text.get(holes(text).next()?).map(str::to_owned)
}

fn text_without(text: &str) -> String {
    spliced(text, holes(text).map(|hole| (hole, "…")))
}

/// Every field that holds a placeholder: its path by item id, and the placeholder itself.
///
/// What a condition switches off, or is not decided yet, is not looked at: nobody reads it now.
pub fn find(runbook: &Runbook) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if let Ok(Value::Object(record)) = serde_json::to_value(runbook) {
        for (key, value) in &record {
            if is_of_the_plan(key) {
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
        Value::String(text) if text.contains("{{") => {
            *text = with_holes_filled(text, |inside| (inside == name).then_some(words));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, name, words)),
        Value::Object(map) => {
            for (key, item) in map.iter_mut() {
                if is_filled(key) {
                    fill(item, name, words);
                }
            }
        }
        _ => {}
    }
}

/// The text with words in the place of each placeholder, without another one in it, for which there are some: what stands
/// between its braces says which.
pub fn with_holes_filled<'w>(text: &str, words: impl Fn(&str) -> Option<&'w str>) -> String {
    let (mut places, mut end) = (Vec::new(), 0);
    let mut opens = text.match_indices(OPEN).map(|(at, _)| at).peekable();
    while let Some(open) = opens.next() {
        let inside = open + OPEN.len();
        let Some(tail) = text.get(inside..) else { continue };
        // the end stays the same for all that begin before it
        if end < inside {
            let Some(length) = tail.find(CLOSE) else { break };
            end = inside + length;
        }
        if opens.peek().is_some_and(|next| *next < end) {
            continue;
        }
        if let Some(words) = text.get(inside..end).and_then(|inside| words(inside.trim())) {
            places.push((open..end + CLOSE.len(), words));
        }
    }
    spliced(text, places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::linear::{Shape, assert_linear};

    #[test]
    fn only_the_named_hole_is_filled() {
        let filled = |text| with_holes_filled(text, |inside| (inside == "user").then_some("@joe"));
        for (text, wanted) in [
            ("a {{ user }} {{user}} {{ group }} {{", "a @joe @joe {{ group }} {{"),
            ("{{ {{user}} }} }}{{ user }}", "{{ @joe }} }}@joe"),
            ("{{{{user}}}}", "{{@joe}}"),
            ("{{user}}{{user}}", "@joe@joe"),
            ("{{ user }", "{{ user }"),
            ("}} {{ }}", "}} {{ }}"),
        ] {
            assert_eq!(filled(text), wanted);
        }
    }

    #[test]
    fn every_hole_is_named_and_taken_out() {
        let text = "{{ a }} and {{b}}, {{ a }}{{ not one }} {{ {{ c }} {{ d";
        assert_eq!(names_in(text), ["a", "b"]);
        assert_eq!(text_without(text), "… and …, …… … {{ d");
    }

    #[test]
    fn a_hole_in_an_answer_holds_up_and_is_filled_by_no_other() {
        let record = serde_json::json!({
            "customer": "Acme", "task": "{{ user }}", "state": "draft",
            "variables": {"greeting": "Dear {{ user }}"}, "kept": [{"text": "{{ user }}"}],
        });
        let runbook: Runbook = serde_json::from_value(record.clone()).unwrap();
        let hole = |path: &str| (path.to_owned(), "{{ user }}".to_owned());
        let mut found = find(&runbook);
        found.sort();
        assert_eq!(found, [hole("task"), hole("variables.greeting")]);
        let mut filled = record.clone();
        fill(&mut filled, "user", "Joe");
        assert_eq!(filled["task"], "Joe");
        assert_eq!((&filled["variables"], &filled["kept"]), (&record["variables"], &record["kept"]));
        assert_eq!(find(&serde_json::from_value(filled).unwrap()), [hole("variables.greeting")]);
    }

    #[test]
    fn the_way_to_fill_a_hole_fills_it() {
        let id: RunbookId = "acme/move".parse().unwrap();
        for (path, hole, wanted) in [
            ("task", "{{ user }}", "runbook set acme/move var.user=VALUE"),
            ("variables.greeting", "{{ user }}", "runbook set acme/move var.greeting=VALUE"),
            ("task", "{{ not one }}", "runbook edit acme/move"),
        ] {
            assert_eq!(ways_to_fill(&id, Some(path), hole), [wanted], "{path}");
        }
    }

    #[test]
    fn many_braces_take_a_time_that_grows_as_their_number_does() {
        let shapes: [Shape; 6] = [
            ("holes of many names", |count| (0..count).map(|number| format!("{{{{{number}}}}}")).collect()),
            ("beginnings", |count| OPEN.repeat(count)),
            ("beginnings with an end", |count| OPEN.repeat(count) + CLOSE),
            ("beginnings, blanks and an end", |count| OPEN.repeat(count) + &" ".repeat(count) + CLOSE),
            ("ends", |count| CLOSE.repeat(count)),
            ("the same hole", |count| "{{ user }}".repeat(count)),
        ];
        assert_linear(&shapes, 5_000, |text| {
            names_in(text);
            text_without(text);
            with_holes_filled(text, |inside| (inside == "user").then_some("@joe"));
        });
    }

    #[test]
    fn braces_without_an_end_are_no_placeholder() {
        assert!(!has_placeholder("a {{ b"));
        assert!(has_placeholder("a {{ b }}"));
    }
}
