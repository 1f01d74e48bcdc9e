//! How tasks are done, in an export that comes back: what was changed there is kept, and told with the command that
//! records it. Nothing of it is taken: a command that will be run comes out of nobody's text unread.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::draft::HowDone;
use super::inline::{decoded, squeezed};
use super::items::{indented, item};
use super::labels::label_of;
use super::record_items::{id, items, pairs, typed};
use super::returned::Refold;
use super::vocabulary::plain;
use crate::model::Task;

/// What an export says there of a task: the record's key, the option of `task set`, and what stands for its value there.
const FACTS: [(&str, &str, &str); 8] = [
    ("instructions", "--instructions", " TEXT"),
    ("command", "--command", " COMMAND"),
    ("dry_run_command", "--dry-run-command", " COMMAND"),
    ("irreversible", "--irreversible", ""),
    ("required", "--required", ""),
    ("when", "--when", " EXPR"),
    ("wait", "--wait", " DURATION"),
    ("link", "--link", " URL"),
];

/// What was noted of its attempts.
const NOTES: &str = "notes";

/// The words that an export writes for each key.
fn facts(own: &HowDone) -> BTreeMap<&'static str, Vec<String>> {
    let mut found: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    let mut key = "instructions";
    let body = own.lines.iter().skip(1);
    let depth = body.clone().map(|line| indented(line).0).min().unwrap_or_default();
    for line in body {
        let point = item(line).filter(|own| own.tick.is_none() && own.indent <= depth);
        let words = point.as_ref().map_or_else(|| line.trim().to_owned(), |own| own.text.clone());
        let label = label_of(&words);
        let (label, value) =
            label.as_ref().map_or(("", words.as_str()), |(label, value)| (label.as_str(), value.as_str()));
        let (next, value) = match (&point, label) {
            (Some(_), _) if words == Task::TOLD_INTERNAL || label == Task::TOLD_ESTIMATE => continue,
            (Some(_), _) if words == Task::TOLD_IRREVERSIBLE => ("irreversible", "yes"),
            (Some(_), _) if words == Task::TOLD_REQUIRED => ("required", "yes"),
            (Some(_), _) if words.starts_with(Task::TOLD_WHEN) => {
                ("when", words.strip_prefix(Task::TOLD_WHEN).unwrap_or_default().trim_start())
            }
            (Some(_), Task::TOLD_WAIT) => ("wait", value),
            (Some(_), Task::TOLD_LINK) => ("link", value),
            (Some(_), _) if is_note(&words) => (NOTES, words.as_str()),
            (None, Task::TOLD_COMMAND) => ("command", value),
            (None, Task::TOLD_REHEARSAL) => ("dry_run_command", value),
            _ => (key, words.as_str()),
        };
        // what follows goes on with a text or a command, and with nothing else
        key = if matches!(next, "command" | "dry_run_command" | "instructions") { next } else { key };
        found.entry(next).or_default().push(value.to_owned());
    }
    found
}

/// "Success after 10m: it was slow"
fn is_note(words: &str) -> bool {
    let first = words.split([' ', ':']).next().unwrap_or_default();
    first == "Running" || super::attempts::word(first).is_some()
}

/// The words without what an editor may write in another way.
fn said(words: &[String]) -> Value {
    let lines: Vec<String> = words
        .iter()
        .map(|line| squeezed(&decoded(line.trim_end_matches('\\').trim_matches(['>', '`', ' ']), |_| false)))
        .filter(|line| !line.is_empty() && line != "text")
        .collect();
    typed(&Value::from(lines.join("\n")))
}

impl Refold<'_> {
    /// Tells what was changed there, and keeps it; the blocks of the section that are told by that.
    pub(super) fn how_done(&mut self) -> Vec<HowDone> {
        let (shown, text) = (self.ground.shown.how_done.clone(), self.draft.how_done.clone());
        if text.is_empty() && !shown.is_empty() {
            self.leave_out("instructions");
        }
        let as_items =
            |all: &[HowDone]| -> Vec<Value> { all.iter().map(|own| json!({"words": plain(&own.title)})).collect() };
        let shown_of = pairs(&as_items(&text), &as_items(&shown), &["words"]);
        let mut told = Vec::new();
        for (own, place) in text.iter().zip(shown_of) {
            let was = place.and_then(|place| shown.get(place));
            let Some((was, (list, task))) = was.and_then(|was| Some((was, self.of_title(&was.title)?))) else {
                continue;
            };
            self.told_apart(own, was, list, &task);
            told.push(own.clone());
        }
        told
    }

    /// Whether the text says how a task is done: where it does not, it says nothing of who sees it either.
    pub(super) fn tells_how(&self, task: &Value) -> bool {
        let title = plain(task.get("title").and_then(Value::as_str).unwrap_or_default());
        self.draft.how_done.iter().any(|own| plain(&own.title) == title)
    }

    /// The task or the step of this title, with its list; none where several have it, as whose it is nobody knows then.
    fn of_title(&self, title: &str) -> Option<(&'static str, Value)> {
        let is_it =
            |own: &Value| own.get("title").and_then(Value::as_str).is_some_and(|own| plain(own) == plain(title));
        let of = |list: &'static str| items(&self.exported, list).into_iter().filter(is_it).map(move |own| (list, own));
        let mut found = ["tasks", "rollback.steps"].into_iter().flat_map(of);
        let (list, was) = found.next().filter(|_| found.next().is_none())?;
        Some((list, items(&self.record, list).into_iter().find(|own| id(own) == id(&was))?))
    }

    fn told_apart(&mut self, own: &HowDone, was: &HowDone, list: &str, task: &Value) {
        let (text, shown) = (facts(own), facts(was));
        let nothing = Vec::new();
        let (mut changed, mut options) = (Vec::new(), String::new());
        for (key, option, value) in FACTS.into_iter().chain([(NOTES, "", "")]) {
            let new = text.get(key).unwrap_or(&nothing);
            let own_words = match task.get(key) {
                Some(Value::Bool(true)) => "yes".to_owned(),
                Some(own) => own.as_str().unwrap_or_default().to_owned(),
                None => String::new(),
            };
            let recorded: Vec<String> = own_words.lines().map(str::to_owned).collect();
            if said(new) == said(shown.get(key).unwrap_or(&nothing)) || said(new) == said(&recorded) {
                continue;
            }
            changed.push(key.replace('_', " "));
            options.push_str(&match (option, value, new.is_empty()) {
                ("", ..) => String::new(),
                (option, "", true) => format!(" {option}=false"),
                (option, "", false) => format!(" {option}"),
                (option, _, true) => format!(" {option} \"\""),
                (option, value, false) => format!(" {option}{value}"),
            });
            if !value.is_empty() || key == NOTES {
                self.keep(own.line, &format!("{list}.{}.{key}", id(task)), new.join("\n"));
            }
        }
        if changed.is_empty() {
            return;
        }
        let runbook = self.runbook();
        let command = match list {
            "tasks" if !options.is_empty() => format!("runbook task set {runbook} {}{options}", id(task)),
            _ => format!("runbook edit {runbook}"),
        };
        let what = changed.join(", ");
        let message = format!(
            "`{list}.{}` was changed in the text where it says how it is done ({what}): its words are kept, and what is recorded stays; if it is so: {command}",
            id(task)
        );
        self.say(own.line, message);
    }
}
