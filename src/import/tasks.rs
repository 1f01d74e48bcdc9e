//! The work: a task as it was written, however, becomes one of the record.
//!
//! A row with an outcome becomes an attempt with what it took; the duration of a row without one is its estimate. A tick
//! is no outcome.

use serde_json::json;

use super::attempts::{WrittenOutcome, outcome};
use super::durations::{Duration, duration, unit_in};
use super::inline::{anchors, line, prose, squeezed, unwrapped};
use super::meanings::TaskColumn as Column;
use super::shown::{shown, unmarked, unpictured};
use super::vocabulary::{is_blank, is_placeholder, task_column, task_head};
use super::writing::{Writing, short};
use crate::model::{Attempt, Length, Link, Prose, Task};

/// A column by its head, and the unit that the head names.
pub(super) fn column(head: &str) -> (Column, Option<u64>) {
    let column = task_column(&task_head(head));
    (column, unit_in(head))
}

/// One task as it was written.
#[derive(Debug, Default)]
pub(super) struct WrittenTask {
    pub(super) number: u64,
    pub(super) title: String,
    pub(super) outcome: String,
    pub(super) duration: String,
    pub(super) estimate: String,
    pub(super) actual: String,
    pub(super) units: [Option<u64>; 3],
    pub(super) link: String,
    pub(super) note: String,
    pub(super) instructions: String,
    pub(super) command: String,
    pub(super) others: Vec<(String, String)>,
}

/// Which list a task goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Track {
    Tasks,
    Steps,
}

impl Track {
    /// What its list is called in the record.
    pub(super) fn list(self) -> &'static str {
        match self {
            Self::Tasks => "tasks",
            Self::Steps => "rollback.steps",
        }
    }
}

/// Puts a task into the record.
pub(super) fn add(writing: &mut Writing<'_>, written: WrittenTask, track: Track) {
    let number = written.number;
    let (own, had_pictures) = unpictured(unwrapped(&written.title));
    if had_pictures {
        writing.keep_beside(number, "pictures", &written.title);
        writing.repair(number, format!("of “{}” the words are taken, and the picture is kept", short(&written.title)));
    }
    let (title, mut link) = titled(writing, number, &own);
    let title = unmarked(&title);
    let Some(title) = line(&title) else { return };
    if !is_blank(&written.link) {
        match link {
            None => link = linked(writing, number, title.as_str(), &written.link),
            Some(_) => {
                writing.leave(number, &format!("link of {title}"), &written.link, "the title has a link already")
            }
        }
    }
    let mut has_outcome = outcome(&written.outcome);
    let linked = shown(&written.outcome);
    if has_outcome == WrittenOutcome::Unclear && linked.hides {
        has_outcome = outcome(&linked.words);
        if has_outcome != WrittenOutcome::Unclear {
            writing.keep_beside(number, &format!("outcome of {title}"), &written.outcome);
        }
    }
    let (given, is_actual) = match has_outcome {
        WrittenOutcome::Known { .. } => (&written.actual, true),
        _ => (&written.estimate, false),
    };
    // beside an outcome that nobody understands, a time may be planned or actual
    let is_open = has_outcome != WrittenOutcome::Unclear || is_placeholder(&written.outcome);
    if !is_open && !is_blank(&written.duration) {
        let why = "its outcome is not known, so that it may be planned or actual";
        writing.leave(number, &format!("duration of {title}"), &written.duration, why);
    }
    let whole = is_open.then(|| length(writing, number, title.as_str(), &written.duration, written.units[0])).flatten();
    let named =
        length(writing, number, title.as_str(), given, if is_actual { written.units[2] } else { written.units[1] });
    if named.is_some() && whole.is_some() && named != whole {
        writing.leave(number, &format!("duration of {title}"), &written.duration, "it is said in another column, too");
    }
    let estimate = if is_actual {
        length(writing, number, title.as_str(), &written.estimate, written.units[1])
    } else {
        named.clone().or_else(|| whole.clone())
    };
    if !is_actual && !is_blank(&written.actual) {
        writing.leave(number, &format!("actual duration of {title}"), &written.actual, "the task has no outcome");
    }
    let mut attempts = Vec::new();
    match has_outcome {
        WrittenOutcome::Blank => {}
        WrittenOutcome::Unclear => {
            writing.leave(number, &format!("outcome of {title}"), &written.outcome, "it is no outcome that is known")
        }
        WrittenOutcome::Known { outcome, note, is_mended } => {
            if is_mended {
                writing.repair(number, format!("“{}” is taken as {outcome}", short(&written.outcome)));
            }
            let took = named.or(whole);
            if took.is_none() && is_blank(&written.duration) && is_blank(&written.actual) {
                writing.doubt(number, format!("how long “{title}” took is not said"));
            }
            let said: Vec<&str> =
                note.as_deref().into_iter().chain(Some(written.note.as_str()).filter(|note| !is_blank(note))).collect();
            let note = prose(&said.join("\n"));
            attempts.push(Attempt { took, outcome: Some(outcome), note, ..Attempt::default() });
        }
    }
    if attempts.is_empty() && !is_blank(&written.note) {
        writing.leave(number, &format!("note on {title}"), &written.note, "a note belongs to an outcome");
    }
    for (head, text) in &written.others {
        let head = if head.is_empty() { "a further cell" } else { head };
        writing.leave(number, &format!("{head} of {title}"), text, "a task has no such field");
    }
    let id = writing.id(track.list(), title.as_str(), number);
    // everything else that a task may have stays unset
    let Ok(mut task) = serde_json::from_value::<Task>(json!({"id": id, "title": title})) else { return };
    task.link = link.map(Link::into_line);
    task.instructions = super::writing::words(&written.instructions);
    task.command = command(writing, number, task.title.as_str(), &written.command);
    task.estimate = estimate;
    task.attempts = attempts;
    match track {
        Track::Tasks => writing.runbook.tasks.push(task),
        Track::Steps => writing.runbook.rollback.get_or_insert_default().steps.push(task),
    }
}

/// The one command of a cell. Words that are not marked as code may be about one, which somebody has to see before it runs.
fn command(writing: &mut Writing<'_>, number: u64, title: &str, cell: &str) -> Option<Prose> {
    if is_blank(cell) || is_placeholder(cell) {
        return None;
    }
    let words = unwrapped(cell);
    if words.contains(['\n', '`']) {
        writing.leave(number, &format!("command of {title}"), cell, "it is no single command");
        return None;
    }
    if !cell.trim().starts_with('`') {
        writing.doubt(number, format!("“{}” is taken as the command of “{title}”", short(words)));
    }
    prose(words)
}

/// A title without its link, and the link.
fn titled(writing: &mut Writing<'_>, number: u64, cell: &str) -> (String, Option<Link>) {
    let found = anchors(cell);
    let Some(first) = found.first() else { return (cell.to_owned(), None) };
    if found.len() > 1 {
        writing.doubt(number, format!("“{}” holds more than one link: none is taken", short(cell)));
        return (cell.to_owned(), None);
    }
    let Ok(link) = first.target.parse::<Link>() else { return (cell.to_owned(), None) };
    let mut title = cell.to_owned();
    let words = if first.words.is_empty() && title.len() == first.end - first.start {
        first.target.clone()
    } else {
        first.words.clone()
    };
    title.replace_range(first.start..first.end, &words);
    let title = squeezed(&title.replace("()", "").replace("<>", ""));
    let title = title.trim_end_matches([' ', '-', '–', ':']);
    // signs alone name nothing: then the address does
    let is_name = title.chars().any(|c| c.is_alphanumeric() || !c.is_ascii());
    (if is_name { title.to_owned() } else { first.target.clone() }, Some(link))
}

fn linked(writing: &mut Writing<'_>, number: u64, title: &str, cell: &str) -> Option<Link> {
    let found = anchors(cell);
    let target = match found.as_slice() {
        [only] => only.target.clone(),
        _ => cell.trim().to_owned(),
    };
    match target.parse::<Link>() {
        Ok(link) => {
            if link.as_str() != target {
                writing.repair(number, format!("“{target}” is taken as {link}"));
            }
            // what a link is called has no field, and what stands beside it neither
            if cell.replace(&target, "").contains(char::is_alphanumeric) {
                writing.keep(number, &format!("link of {title}"), cell);
                writing.repair(number, format!("of “{}” the link is taken", short(cell)));
            }
            Some(link)
        }
        Err(fault) => {
            writing.leave(number, &format!("link of {title}"), cell, &fault.message);
            None
        }
    }
}

/// A duration; what is none, or several, is kept.
fn length(writing: &mut Writing<'_>, number: u64, title: &str, text: &str, unit: Option<u64>) -> Option<Length> {
    match duration(text, unit) {
        Duration::Blank => None,
        Duration::Exact(length) => Some(length),
        Duration::Mended(length) => {
            writing.repair(number, format!("“{}” is taken as {length}", short(text)));
            writing.keep_beside(number, &format!("duration of {title}"), text);
            Some(length)
        }
        Duration::Unclear(why) => {
            writing.leave(number, &format!("duration of {title}"), text, why);
            None
        }
    }
}
