//! A text that comes back, held against the record that it was made of: what is taken, what stays, and how each is said.

use serde_json::{Map, Value};

use super::draft::ImportDraft;
use super::still_there::NotUnderstood;
use super::writing::short;
use crate::model::{Extra, Kept, Prose, Remark, Runbook, RunbookId};

/// What a text is held against.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The record into which the text's changes go.
    pub record: &'a Runbook,
    /// The record as it stood when the text was made of it.
    pub exported: &'a Runbook,
    /// The visible text of that one, read in the same way.
    pub shown: &'a ImportDraft,
    /// The runbook of a store whose record it is, which knows what has happened since; none where the record that is folded
    /// away in the text is all there is.
    pub stored: Option<&'a RunbookId>,
}

/// What a person did to the text that an export had made.
pub(super) struct Refold<'a> {
    pub(super) base: Map<String, Value>,
    pub(super) theirs: Map<String, Value>,
    pub(super) exported: Map<String, Value>,
    pub(super) record: Map<String, Value>,
    pub(super) draft: &'a ImportDraft,
    pub(super) ground: Ground<'a>,
    pub(super) not_understood: NotUnderstood,
    pub(super) doubts: Vec<Remark>,
    /// The words of a text that came too late to be taken.
    pub(super) left: Vec<Kept>,
}

impl Refold<'_> {
    /// Whether a store holds the record.
    pub(super) fn is_stored(&self) -> bool {
        self.ground.stored.is_some()
    }

    /// A person must look at something.
    pub(super) fn say(&mut self, line: u64, message: String) {
        self.doubts.push(Remark::new(line, message));
    }

    /// What the text says is taken.
    pub(super) fn tell(&mut self, line: u64, path: &str, old: Option<&Value>, new: Option<&Value>) {
        let [old, new] = apart([old, new]);
        self.say(line, format!("`{path}` was changed in the text, which wins: {old} → {new}"));
    }

    /// The runbook, for a command that is typed.
    pub(super) fn runbook(&self) -> String {
        self.ground.stored.map_or_else(|| "ID".to_owned(), ToString::to_string)
    }

    /// Words that are not taken stay beside the record, under what they were said of.
    pub(super) fn keep(&mut self, line: u64, path: &str, text: String) {
        let text = Prose::new(text).ok().filter(|text| !text.as_str().trim().is_empty());
        let under = super::inline::line(path);
        self.left.extend(text.map(|text| Kept { line: Some(line), under, text, extra: Extra::new() }));
    }

    /// Whether a value that the text has no longer in its place stands where it was not understood; then it stays, and that
    /// is said.
    pub(super) fn still_stands(&mut self, line: u64, path: &str, old: Option<&Value>, new: Option<&Value>) -> bool {
        let is_there = new.is_none() && old.and_then(Value::as_str).is_some_and(|old| self.not_understood.holds(old));
        if is_there {
            let what = "stands in the text where it is not understood; what was recorded stays";
            self.say(line, format!("`{path}` {what}: {}", words(old)));
        }
        is_there
    }

    /// Both sides changed it: what is recorded stays, and the text's words are kept beside it.
    pub(super) fn clash(
        &mut self,
        line: u64,
        path: &str,
        old: Option<&Value>,
        new: Option<&Value>,
        own: Option<&Value>,
    ) {
        self.keep(line, path, new.map(plain_words).unwrap_or_default());
        let [old, new, own] = apart([old, new, own]);
        let what = "was changed in the text, and in the record since the export";
        self.say(line, format!("`{path}` {what}: it was {old}, the text says {new}; what is recorded stays: {own}"));
    }

    /// What was recorded stays, although the text leaves it out or says nothing that can be read.
    pub(super) fn stays(&mut self, line: u64, path: &str, recorded: Option<&Value>) {
        if let Some(recorded) = recorded {
            let what = "is blank in the text, or cannot be read there; what was recorded stays";
            self.say(line, format!("`{path}` {what}: {}", words(Some(recorded))));
        }
    }
}

/// A value, for telling it.
pub(super) fn words(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "nothing".to_owned(),
        Some(Value::String(text)) => format!("“{}”", short(text)),
        Some(value) => short(&plain_words(value)),
    }
}

/// A value as people say it: "failed after 1h: it was slow", a list in one line.
fn plain_words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(is_so) => if *is_so { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(plain_words).collect::<Vec<_>>().join(", "),
        Value::Object(own) => of_attempt(own),
    }
}

/// What is said of an attempt, or of anything else with names for its parts.
fn of_attempt(own: &Map<String, Value>) -> String {
    let word = |key: &str| own.get(key).map(plain_words);
    let led = match (word("outcome"), word("took")) {
        (Some(outcome), Some(took)) => format!("{outcome} after {took}"),
        (Some(outcome), None) => outcome,
        (None, Some(took)) => took,
        (None, None) => String::new(),
    };
    let led = match word("note") {
        Some(note) if led.is_empty() => note,
        Some(note) => format!("{led}: {note}"),
        None => led,
    };
    let others = own.iter().filter(|(key, _)| !matches!(key.as_str(), "outcome" | "took" | "note"));
    let others = others.map(|(key, value)| format!("{}: {}", key.replace('_', " "), plain_words(value)));
    Some(led).filter(|led| !led.is_empty()).into_iter().chain(others).collect::<Vec<_>>().join("; ")
}

/// How much of what several texts share stands before the place where they differ, in characters.
const SHARED: usize = 20;

/// Values beside each other, for telling them: long texts from where they begin to differ.
fn apart<const N: usize>(values: [Option<&Value>; N]) -> [String; N] {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(super::inline::squeezed);
    let texts: Vec<String> = values.iter().filter_map(|value| text(*value)).collect();
    let shared = shared(&texts);
    // what is not cut off needs no other beginning
    let skipped = if texts.iter().all(|own| short(own) == *own) { 0 } else { shared.saturating_sub(SHARED) };
    values.map(|value| match text(value).filter(|_| skipped > 0) {
        Some(own) => format!("“…{}”", short(&own.chars().skip(skipped).collect::<String>())),
        None => words(value),
    })
}

/// How many characters all of these begin with; none of a text alone.
fn shared(texts: &[String]) -> usize {
    let Some((first, others)) = texts.split_first().filter(|(_, others)| !others.is_empty()) else { return 0 };
    let with = |other: &String| first.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    others.iter().map(with).min().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_from_where_they_differ() {
        for (at, wanted) in [(0, 0), (30, 0), (70, 50), (400, 380)] {
            let lead = "abcdefghi ".repeat(at / 10);
            let all = [format!("{lead}old words of the plan"), format!("{lead}new words of the plan")].map(Value::from);
            let [old, new] = apart([Some(&all[0]), Some(&all[1])]);
            assert!(old.contains("old words") && new.contains("new words"), "{at}: {old} {new}");
            assert_eq!(old.starts_with("“…"), wanted > 0, "{at}: {old}");
        }
        let long = Value::from("same words ".repeat(20));
        assert_eq!(apart([Some(&long), None]), [words(Some(&long)), "nothing".to_owned()]);
    }
}
