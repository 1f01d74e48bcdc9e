//! Lists of tasks instead of a table: `Remove users - Success - 10m`, with more about each indented below it.

use super::attempts::word;
use super::durations::{Duration, duration};
use super::facts::label_of;
use super::inline::{bare, is_struck, squeezed};
use super::items::{Tick, indented, item};
use super::meanings::TaskColumn as Column;
use super::sections::Section;
use super::structure::LineKind;
use super::tables::is_row;
use super::tasks::{Track, WrittenTask, add, column};
use super::vocabulary::is_estimate;
use super::writing::{Writing, is_usual_fence};

/// Reads the lists of a section of tasks: an item is a task, what stands indented below it says more about it.
pub(super) fn read(writing: &mut Writing<'_>, section: &Section) {
    let mut open: Option<(usize, WrittenTask)> = None;
    for at in section.lines.clone() {
        let Some(own) = writing.line(at).filter(|_| !writing.is_claimed(at)) else { continue };
        if own.is_blank() {
            continue;
        }
        if own.kind == LineKind::Rule || matches!(&own.kind, LineKind::Fence(info) if is_usual_fence(info.as_deref())) {
            writing.claim(at);
            continue;
        }
        if !matches!(own.kind, LineKind::Text | LineKind::Fenced)
            || is_row(own)
            || super::vocabulary::is_guidance(&own.text)
        {
            continue;
        }
        let found = item(&own.text);
        if is_estimate(&own.text)
            && found.as_ref().is_none_or(|found| open.as_ref().is_none_or(|(indent, _)| found.indent <= *indent))
        {
            // how long a whole phase takes is no task, and belongs to none
            continue;
        }
        if found.as_ref().is_some_and(|found| is_struck(&found.text)) {
            super::checklist::leave_struck(writing, at);
            continue;
        }
        match (&mut open, found) {
            (open, Some(found)) if open.as_ref().is_none_or(|(indent, _)| found.indent <= *indent) => {
                if let Some((_, written)) = open.take() {
                    add(writing, written, Track::Tasks);
                }
                writing.claim(at);
                let mut written = peeled(&found.text);
                written.number = own.number;
                if matches!(found.tick, Some(Tick::Ticked | Tick::Odd | Tick::Inapplicable)) {
                    writing.leave(own.number, "tasks", &own.kept, "a tick says nothing about how the task ended");
                }
                *open = Some((found.indent, written));
            }
            (Some((indent, written)), found) if indented(&own.text).0 > *indent => {
                writing.claim(at);
                more(written, &own.text, found.map(|found| found.text));
            }
            _ => {}
        }
    }
    if let Some((_, written)) = open {
        add(writing, written, Track::Tasks);
    }
}

/// `Remove users - Success - 10m`, `Remove users (10m)`: outcome and duration come off the end.
fn peeled(text: &str) -> WrittenTask {
    let mut written = WrittenTask::default();
    let mut rest = bare(&squeezed(text));
    loop {
        let cut = [" — ", " – ", " - ", " | ", ", ", ": "]
            .iter()
            .filter_map(|mark| rest.rfind(mark).map(|at| (at, mark.len())))
            .max();
        let (at, skip, tail) = match rest.strip_suffix(')').and_then(|inner| inner.rfind(" (").map(|at| (at, inner))) {
            Some((at, inner)) => (at, 2, inner.get(at + 2..).unwrap_or_default().to_owned()),
            None => match cut {
                Some((at, skip)) => (at, skip, rest.get(at + skip..).unwrap_or_default().to_owned()),
                None => break,
            },
        };
        let mut parts: Vec<&str> = tail.split([',', ';']).map(str::trim).collect();
        parts.retain(|part| {
            if written.outcome.is_empty() && word(part).is_some() {
                written.outcome = (*part).to_owned();
                return false;
            }
            if written.duration.is_empty() && matches!(duration(part, None), Duration::Exact(_) | Duration::Mended(_)) {
                written.duration = (*part).to_owned();
                return false;
            }
            true
        });
        if !parts.is_empty() || rest.get(..at).is_none_or(|title| title.trim().is_empty()) {
            break;
        }
        let _ = skip;
        rest.truncate(at);
    }
    written.title = rest;
    written
}

/// A line below an item: a field by its label, otherwise how the task is done.
fn more(written: &mut WrittenTask, text: &str, item: Option<String>) {
    let words = item.unwrap_or_else(|| text.trim().to_owned());
    let labelled = label_of(&words).map(|(label, value)| (column(&label).0, value.to_owned()));
    let place = match labelled {
        Some((Column::Outcome, value)) if written.outcome.is_empty() => (&mut written.outcome, value),
        Some((Column::Duration, value)) if written.duration.is_empty() => (&mut written.duration, value),
        Some((Column::Estimate, value)) if written.estimate.is_empty() => (&mut written.estimate, value),
        Some((Column::Actual, value)) if written.actual.is_empty() => (&mut written.actual, value),
        Some((Column::Link, value)) if written.link.is_empty() => (&mut written.link, value),
        Some((Column::Note, value)) if written.note.is_empty() => (&mut written.note, value),
        _ => {
            if !written.instructions.is_empty() {
                written.instructions.push('\n');
            }
            written.instructions.push_str(text.trim());
            return;
        }
    };
    *place.0 = place.1;
}
