//! How tasks are done, in an export that comes back: what was changed there is kept, and told with the command that
//! records it. Nothing of it is taken: a command that will be run comes out of nobody's text unread.

use std::collections::{BTreeMap, VecDeque};

use serde_json::Value;

use super::draft::HowDone;
use super::inline::{decoded, squeezed};
use super::items::{indented, item};
use super::labels::label_of;
use super::record_items::{id, items, typed};
use super::returned::Refold;
use super::vocabulary::plain;
use super::writing::short;
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

/// The lists whose items it is said of.
const LISTS: [&str; 2] = ["tasks", "rollback.steps"];

/// What was noted of its attempts.
const NOTES: &str = "notes";

/// How many tasks and steps a title had when the text was made, and the last of them as it is recorded, with its list.
type Titles = BTreeMap<String, (usize, Option<(&'static str, Value)>)>;

/// The task or the step of this title; none where several have it, as whose it is nobody knows then.
fn of_title(titles: &Titles, title: &str) -> Option<(&'static str, Value)> {
    let (_, task) = titles.get(&plain(title)).filter(|(count, _)| *count == 1)?;
    task.clone()
}

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
        let mut left: BTreeMap<String, VecDeque<&HowDone>> = BTreeMap::new();
        shown.iter().for_each(|was| left.entry(plain(&was.title)).or_default().push_back(was));
        let mut take = |title: &str| left.get_mut(&plain(title))?.pop_front();
        let same: Vec<Option<&HowDone>> = text.iter().map(|own| take(&own.title)).collect();
        let (titles, before) = (self.titles(), self.titles_before());
        let mut told = Vec::new();
        for (own, same) in text.iter().zip(same) {
            // a task that was given another title there has it over its part, too
            let was = same.or_else(|| take(before.get(&plain(&own.title))?));
            match was.map(|was| (of_title(&titles, &was.title), was)) {
                Some((Some((list, task)), was)) => self.told_apart(own, was, list, &task),
                Some((None, _)) => continue,
                None => self.of_nobody(own),
            }
            told.push(own.clone());
        }
        if !text.is_empty() {
            left.values().flatten().for_each(|was| self.part_is_gone(&titles, was));
        }
        told
    }

    /// The titles that tasks and steps had when the text was made, by those that they have now.
    fn titles_before(&self) -> BTreeMap<String, String> {
        let title = |own: &Value| own.get("title").and_then(Value::as_str).map(str::to_owned);
        let mut before = BTreeMap::new();
        for list in LISTS {
            let exported = items(&self.exported, list);
            let was: BTreeMap<&str, String> = exported.iter().filter_map(|was| Some((id(was), title(was)?))).collect();
            for own in items(&self.record, list) {
                if let (Some(now), Some(was)) = (title(&own), was.get(id(&own))) {
                    before.entry(plain(&now)).or_insert_with(|| was.clone());
                }
            }
        }
        before
    }

    /// A part whose heading names no task is kept, and said.
    fn of_nobody(&mut self, own: &HowDone) {
        self.keep(own.line, "instructions", own.lines.join("\n"));
        let title = short(&own.title);
        let message = format!(
            "“{title}” stands where the text says how tasks are done, and no task that it told of is called so, or its part stands there already: its words are kept, and nothing of them is taken"
        );
        self.say(own.line, message);
    }

    /// A part that the text was shown with and has no longer takes nothing out of the record.
    fn part_is_gone(&mut self, titles: &Titles, was: &HowDone) {
        let Some((list, task)) = of_title(titles, &was.title) else {
            if titles.get(&plain(&was.title)).is_some_and(|(count, _)| *count > 1) {
                let title = short(&was.title);
                let message = format!(
                    "how one of those called “{title}” is done is left out of the text: what is recorded stays; if it is so: {}",
                    self.command("", "", "")
                );
                self.say(self.draft.line, message);
            }
            return;
        };
        let options = || {
            // what the text said there, and of that what the record still has
            let shown = facts(was);
            let has =
                |key: &str| shown.contains_key(key) && task.get(key).is_some_and(|own| *own != Value::Bool(false));
            let taken_back = FACTS.iter().filter(|(key, ..)| has(key)).map(|(_, option, value)| match *value {
                "" => format!(" {option}=false"),
                _ => format!(" {option} \"\""),
            });
            taken_back.collect::<String>()
        };
        let (id, title, options) = (id(&task), short(&was.title), options());
        let message = format!(
            "how `{list}.{id}` is done (“{title}”) is left out of the text: what is recorded stays; if it is so: {}",
            self.command(list, id, &options)
        );
        self.say(self.draft.line, message);
    }

    /// The command that records what a text says of how a task is done.
    fn command(&self, list: &str, id: &str, options: &str) -> String {
        match list {
            "tasks" if !options.is_empty() => format!("runbook task set {} {id}{options}", self.runbook()),
            _ => format!("runbook edit {}", self.runbook()),
        }
    }

    /// Whether the text says how a task is done: where it does not, it says nothing of who sees it either.
    pub(super) fn tells_how(&self, task: &Value) -> bool {
        let title = plain(task.get("title").and_then(Value::as_str).unwrap_or_default());
        self.draft.how_done.iter().any(|own| plain(&own.title) == title)
    }

    /// The tasks and steps by their titles.
    fn titles(&self) -> Titles {
        let mut titles = Titles::new();
        for list in LISTS {
            let now: BTreeMap<String, Value> =
                items(&self.record, list).into_iter().map(|own| (id(&own).to_owned(), own)).collect();
            for was in items(&self.exported, list) {
                let Some(title) = was.get("title").and_then(Value::as_str) else { continue };
                let (count, task) = titles.entry(plain(title)).or_default();
                *count += 1;
                *task = now.get(id(&was)).map(|own| (list, own.clone()));
            }
        }
        titles
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
        let command = self.command(list, id(task), &options);
        let what = changed.join(", ");
        let message = format!(
            "`{list}.{}` was changed in the text where it says how it is done ({what}): its words are kept, and what is recorded stays; if it is so: {command}",
            id(task)
        );
        self.say(own.line, message);
    }
}
