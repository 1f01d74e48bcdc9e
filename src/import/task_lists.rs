//! Lists of tasks instead of a table: `Remove users - Success - 10m`, with more about each indented below it.

use std::ops::Range;

use super::attempts::word;
use super::durations::{Duration, duration};
use super::fences;
use super::form_words::is_form;
use super::inline::{bare, is_struck, squeezed, unmarked};
use super::items::{Tick, indented, item};
use super::labels::label_of;
use super::meanings::TaskColumn as Column;
use super::name::is_part_or_date;
use super::rows::is_row;
use super::sections::Section;
use super::source_text::SourceLine;
use super::structure::LineKind;
use super::tasks::{Track, WrittenTask, add, column};
use super::vocabulary::{is_blank, is_estimate};
use super::writing::{Writing, is_usual_fence};

/// Reads the lists of a section of tasks: an item is a task, what stands indented below it says more about it. Where steps
/// are counted in paragraphs, everything below one is how it is done.
pub(super) fn read(writing: &mut Writing<'_>, section: &Section) {
    let lines = section.lines.clone();
    let steps: Vec<usize> = lines.filter(|at| writing.line(*at).and_then(step).is_some()).collect();
    let ends = steps.iter().copied().skip(1).chain([section.lines.end]);
    for (from, end) in steps.iter().copied().zip(ends) {
        read_step(writing, from..end);
    }
    read_items(writing, section.lines.start..steps.first().copied().unwrap_or(section.lines.end));
}

/// The words of a paragraph that counts a step: `**Step 1:** Stop the service`, `Step 2 - Start it`.
fn step(line: &SourceLine) -> Option<String> {
    if line.kind != LineKind::Text || line.text.starts_with([' ', '\t']) || item(&line.text).is_some() {
        return None;
    }
    let text = unmarked(line.text.trim());
    let (count, title) =
        [":", " - ", " – ", " — "].iter().filter_map(|mark| text.split_once(mark)).min_by_key(|own| own.0.len())?;
    let is_counted = count.chars().any(char::is_alphabetic) && count.chars().any(char::is_numeric);
    (is_counted && is_part_or_date(count) && !title.trim().is_empty()).then(|| title.trim().to_owned())
}

/// A step with everything below it.
fn read_step(writing: &mut Writing<'_>, lines: Range<usize>) {
    let Some(first) = writing.line(lines.start).filter(|_| !writing.is_claimed(lines.start)) else { return };
    let Some(title) = step(first).filter(|title| !is_form(title)) else { return };
    if is_struck(&first.text) {
        return super::check_items::leave_struck(writing, lines.start);
    }
    writing.claim(lines.start);
    let mut written = WrittenTask { number: first.number, ..peeled(&title) };
    let mut body: Vec<&str> = Vec::new();
    for at in lines.start + 1..lines.end {
        let Some(own) = writing.line(at).filter(|_| !writing.is_claimed(at)) else { continue };
        let is_length = |text: &str| {
            label_of(text).is_some_and(|(label, _)| matches!(column(&label).0, Column::Estimate | Column::Duration))
        };
        match &own.kind {
            LineKind::Rule => writing.claim(at),
            LineKind::Text if is_length(&own.text) && written.estimate.is_empty() && written.duration.is_empty() => {
                writing.claim(at);
                let found = item(&own.text).map(|found| found.text);
                more(&mut written, &own.text, found);
            }
            // how long all of them take is none of this one
            LineKind::Text if is_estimate(&own.text) || super::vocabulary::is_guidance(&own.text) => {}
            LineKind::Text | LineKind::Quoted | LineKind::Fenced | LineKind::Fence(_)
                if !is_row(own) || own.kind != LineKind::Text =>
            {
                if !own.is_blank() || !body.is_empty() {
                    body.push(&own.kept);
                }
                if !own.is_blank() {
                    writing.claim(at);
                }
            }
            _ => {}
        }
    }
    let body = body.join("\n");
    let body = body.trim_matches('\n');
    written.instructions = [written.instructions.as_str(), body]
        .iter()
        .filter(|own| !own.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join("\n");
    add(writing, written, Track::Tasks);
}

fn read_items(writing: &mut Writing<'_>, lines: Range<usize>) {
    let mut open: Option<(usize, WrittenTask)> = None;
    let mut code = 0..0;
    for at in lines.clone() {
        let Some(own) = writing.line(at).filter(|_| !writing.is_claimed(at) && !code.contains(&at)) else { continue };
        if own.is_blank() {
            continue;
        }
        if own.kind == LineKind::Rule {
            writing.claim(at);
            continue;
        }
        // a block of code that stands within an item is how it is done, word for word
        if let (Some((indent, written)), Some(block)) = (&mut open, fences::block_at(writing.page, at))
            && fences::indent(own) > *indent
        {
            if !written.instructions.is_empty() {
                written.instructions.push('\n');
            }
            written.instructions.push_str(&fences::words(writing.page, block.clone()));
            block.for_each(|at| writing.claim(at));
            continue;
        }
        // one of a language of its own holds no tasks
        if matches!(&own.kind, LineKind::Fence(info) if !is_usual_fence(info.as_deref())) {
            code = fences::block_at(writing.page, at).unwrap_or_default();
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
            super::check_items::leave_struck(writing, at);
            continue;
        }
        match (&mut open, found) {
            (open, Some(found)) if open.as_ref().is_none_or(|(indent, _)| found.indent <= *indent) => {
                if let Some((_, written)) = open.take() {
                    add(writing, written, Track::Tasks);
                }
                if is_form(&found.text) {
                    super::check_items::leave_form(writing, at);
                    continue;
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
    fences::claim_emptied(writing, lines);
}

/// `Remove users - Success - 10m`, `Remove users (10m)`: outcome and duration come off the end.
pub(super) fn peeled(text: &str) -> WrittenTask {
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
pub(super) fn more(written: &mut WrittenTask, text: &str, item: Option<String>) {
    let words = item.unwrap_or_else(|| text.trim().to_owned());
    let labelled = label_of(&words).map(|(label, value)| (column(&label).0, value.to_owned()));
    let place = match labelled {
        Some((Column::Outcome, value)) if written.outcome.is_empty() => (&mut written.outcome, value),
        Some((Column::Duration, value)) if written.duration.is_empty() => (&mut written.duration, value),
        Some((Column::Estimate, value)) if written.estimate.is_empty() => (&mut written.estimate, value),
        Some((Column::Actual, value)) if written.actual.is_empty() => (&mut written.actual, value),
        Some((Column::Link, value)) if written.link.is_empty() => (&mut written.link, value),
        Some((Column::Note, value)) if written.note.is_empty() => (&mut written.note, value),
        Some((Column::Command, value)) if written.command.is_empty() && !is_blank(&value) => {
            (&mut written.command, value)
        }
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
