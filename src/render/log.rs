//! The trail in words, newest first, a heading for each day. Commits without an event are marked.

use super::clock::{date, date_and_time, day, distance, time};
use super::diff::differences;
use super::layout::plain;
use super::page::Page;
use super::palette::{Ink, ink};
use super::style::Style;
use super::words;
use crate::model::{Act, Event, Logged, PermissionAct, Recorded, TaskOutcome, WorkAct};

/// From this many seconds on, recording late is worth a word.
const LATE: i64 = 60;

/// `log`: entries come in the order in which they are shown. With `with_ids` each line says which runbook it is about.
pub fn log(entries: &[Logged], with_ids: bool, style: &Style) -> String {
    let mut page = Page::new(style);
    if entries.is_empty() {
        page.line("The trail has no such entry.");
    }
    let mut current = String::new();
    for entry in entries {
        let here = style.local(entry.recorded.recorded_at);
        if date(here) != current {
            current = date(here);
            page.heading(&day(here), "");
        }
        commit(entry, with_ids, style, &mut page);
    }
    page.done()
}

fn commit(logged: &Logged, with_ids: bool, style: &Style, page: &mut Page<'_>) {
    let entry = &logged.recorded;
    let lead = format!("  {}  {}  ", time(style.local(entry.recorded_at)), ink(Ink::Muted, entry.commit.short()));
    let about = if with_ids { format!("{}: ", logged.id) } else { String::new() };
    let words = words::entry(entry);
    let words = match entry.events.last() {
        None => format!("{} {about}{words}", ink(Ink::Warn, "without an event:")),
        Some(_) if logged.taken_back => ink(Ink::Muted, &format!("{about}{words}")),
        Some(event) => format!("{about}{}", emphasis(event, words)),
    };
    page.hang(&lead, &words);
    let mut notes = vec![format!("by {}", plain(&entry.author.name))];
    if let Some(late) = entry.events.last().and_then(|event| lateness(event, entry, style)) {
        notes.push(late);
    }
    if logged.taken_back {
        notes.push("taken back later".to_owned());
    }
    page.hang(&" ".repeat(21), &ink(Ink::Muted, &notes.join(", ")));
    if let Some(problem) = &entry.problem {
        page.hang(&" ".repeat(21), &ink(Ink::Bad, &plain(problem)));
    }
    for changes in logged.changes.iter().flatten() {
        differences(changes, 6, style, page);
    }
}

/// The turns of the story stand out: where its state changes, and where something went wrong.
fn emphasis(event: &Event, words: String) -> String {
    let colour = match &event.act {
        Act::Create { .. } | Act::Import { .. } | Act::Start | Act::Finish | Act::Close { .. } | Act::Reopen { .. } => {
            Ink::Heading
        }
        Act::Abort { .. }
        | Act::Work(_, WorkAct::End { verb: TaskOutcome::Failed, .. })
        | Act::Permission(PermissionAct::Refuse { .. }) => Ink::Bad,
        Act::Override { .. } | Act::Cancel { .. } | Act::Undo { .. } => Ink::Warn,
        _ => return words,
    };
    ink(colour, &words)
}

/// When it happened, where that is not when it was recorded.
fn lateness(event: &Event, entry: &Recorded, style: &Style) -> Option<String> {
    let late = entry.recorded_at.seconds_since(event.at);
    (late >= LATE).then(|| {
        let at = date_and_time(style.local(event.at));
        format!("happened {at}, recorded {} later", distance(late.unsigned_abs()))
    })
}
