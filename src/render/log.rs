//! The trail in words, newest first, a heading for each day. Commits without an event are marked.

use super::clock::{date, date_and_time, day, distance, time};
use super::layout::plain;
use super::look::Look;
use super::page::Page;
use super::palette::{Ink, ink};
use super::words;
use crate::model::{Event, Recorded};

/// From this many seconds on, recording late is worth a word.
const LATE: i64 = 60;

/// `log`: entries come newest first. With `with_ids` each line says which runbook it is about.
pub fn log(entries: &[Recorded], with_ids: bool, look: &Look) -> String {
    let mut page = Page::new(look);
    if entries.is_empty() {
        page.line("The trail is empty: nothing was recorded yet.");
    }
    let mut current = String::new();
    for entry in entries {
        let here = look.local(entry.recorded_at);
        if date(here) != current {
            current = date(here);
            page.heading(&day(here), "");
        }
        commit(entry, with_ids, look, &mut page);
    }
    page.done()
}

fn commit(entry: &Recorded, with_ids: bool, look: &Look, page: &mut Page<'_>) {
    let lead = format!("  {}  {}  ", time(look.local(entry.recorded_at)), ink(Ink::Muted, entry.commit.short()));
    let about = match &entry.runbook {
        Some(id) if with_ids => format!("{id}: "),
        _ => String::new(),
    };
    let words = words::entry(entry);
    let words = match entry.events.is_empty() {
        true => format!("{} {about}{words}", ink(Ink::Warn, "without an event:")),
        false => format!("{about}{words}"),
    };
    page.hang(&lead, &words);
    let mut notes = vec![format!("by {}", plain(&entry.author.name))];
    if let Some(late) = entry.events.last().and_then(|event| lateness(event, entry, look)) {
        notes.push(late);
    }
    page.hang(&" ".repeat(21), &ink(Ink::Muted, &notes.join(", ")));
    if let Some(problem) = &entry.problem {
        page.hang(&" ".repeat(21), &ink(Ink::Bad, &plain(problem)));
    }
}

/// When it happened, where that is not when it was recorded.
fn lateness(event: &Event, entry: &Recorded, look: &Look) -> Option<String> {
    let late = entry.recorded_at.seconds_since(event.at);
    (late >= LATE).then(|| {
        let at = date_and_time(look.local(event.at));
        format!("happened {at}, recorded {} later", distance(late.unsigned_abs()))
    })
}
