//! Lists of tasks instead of a table: `Remove users - Success - 10m`, with more about each indented below it.

use std::ops::Range;

use super::attempts::word;
use super::durations::{Duration, duration};
use super::fences;
use super::form_words::is_form;
use super::inline::{bare, is_struck, squeezed};
use super::items::{Tick, indented, item};
use super::labels::label_of;
use super::languages::any_has;
use super::meanings::TaskColumn as Column;
use super::name::is_part_or_date;
use super::no_work::is_no_work;
use super::rows::is_row;
use super::sections::Section;
use super::shown::unmarked;
use super::source_text::SourceLine;
use super::structure::LineKind;
use super::tasks::{Track, WrittenTask, add, column};
use super::under_items::is_over_items;
use super::vocabulary::{folded, is_blank, is_estimate, is_left_open};
use super::writing::{Writing, is_usual_fence, short};

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
        return super::struck::leave(writing, lines.start);
    }
    writing.claim(lines.start);
    // "Phase 1: Prepare" over a list may be the title of tasks
    let has_items = lines.clone().skip(1).filter_map(|at| writing.line(at)).any(|line| item(&line.text).is_some());
    let words = folded(&first.text);
    let is_step = any_has(|language| language.steps, words.split(' ').next().unwrap_or_default());
    if has_items && !is_step {
        let message = format!("“{}” is taken as a task, and the list below it as how it is done", short(&first.text));
        writing.doubt(first.number, message);
    }
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
    let mut apart: Option<usize> = None;
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
        // what is set in below an item that is not the work is none either
        apart = apart.filter(|indent| indented(&own.text).0 > *indent);
        if let Some(found) = &found
            && apart.is_none()
            && writing.page.folded.is_empty()
            && open.as_ref().is_none_or(|(indent, _)| found.indent <= *indent)
            && is_no_work(&found.text, || is_over_items(writing, at, found.indent, lines.end))
        {
            apart = Some(found.indent);
            if let Some((_, written)) = open.take() {
                add(writing, written, Track::Tasks);
            }
        }
        if apart.is_some() {
            continue;
        }
        if is_estimate(&own.text)
            && found.as_ref().is_none_or(|found| open.as_ref().is_none_or(|(indent, _)| found.indent <= *indent))
        {
            // how long a whole phase takes is no task, and belongs to none
            continue;
        }
        if found.as_ref().is_some_and(|found| is_struck(&found.text)) {
            super::struck::leave(writing, at);
            continue;
        }
        match (&mut open, found) {
            (open, Some(found)) if open.as_ref().is_none_or(|(indent, _)| found.indent <= *indent) => {
                if let Some((_, written)) = open.take() {
                    add(writing, written, Track::Tasks);
                }
                if is_left_open(&found.text) {
                    super::check_items::leave_form(writing, at);
                    continue;
                }
                writing.claim(at);
                if is_part_title(&found.text) && is_over_items(writing, at, found.indent, lines.end) {
                    writing.keep_beside(own.number, "headings", &own.kept);
                    let message = format!("“{}” is taken as the title of the tasks below it", short(&found.text));
                    writing.repair(own.number, message);
                    continue;
                }
                let mut written = peeled(&found.text);
                written.number = own.number;
                if let Some(said) = said_within(&written.title).filter(|_| written.outcome.is_empty()) {
                    let what = "may say how the task ended, or be a part of it: it is taken as a part of it";
                    writing.doubt(own.number, format!("“{said}” in “{}” {what}", short(&written.title)));
                }
                let is_said = !written.outcome.is_empty() && found.tick == Some(Tick::Ticked);
                if matches!(found.tick, Some(Tick::Ticked | Tick::Odd | Tick::Inapplicable)) && !is_said {
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

/// "Phase 1": no task, where items are set in below it. "Step 1" is one, and they are how it is done.
fn is_part_title(text: &str) -> bool {
    let words = folded(text.trim_end_matches([':', '：', ' ']));
    let first = words.split(' ').next().unwrap_or_default();
    text.contains(char::is_alphabetic) && is_part_or_date(&words) && !any_has(|language| language.steps, first)
}

/// A word for an outcome that stands behind a mark or in brackets within a title, which may say how the task ended.
fn said_within(title: &str) -> Option<String> {
    let marks = [',', ':', '(', ')', '[', ']', '→', '–', '—', '|'];
    let parts = title
        .split(marks)
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" -- "))
        .flat_map(|part| part.split(" -> "));
    parts.skip(1).map(str::trim).find(|part| word(part).is_some()).map(str::to_owned)
}

/// `Remove users - Success - 10m`, `Remove users (10m)`: outcome and duration come off the end.
pub(super) fn peeled(text: &str) -> WrittenTask {
    let mut ending = Ending::default();
    let mut rest = bare(&squeezed(text));
    while let Some((at, known)) = ending.with_last_part(&rest) {
        ending = known;
        rest.truncate(at);
    }
    let Ending { outcome, duration } = ending;
    WrittenTask { title: rest, outcome, duration, ..WrittenTask::default() }
}

/// What the end of an item says.
#[derive(Default, Clone)]
struct Ending {
    outcome: String,
    duration: String,
}

impl Ending {
    /// With what the last part of an item says, and where that begins; none where it is a part of the task.
    fn with_last_part(&self, item: &str) -> Option<(usize, Self)> {
        let last = |marks: &[&str]| {
            let (at, mark) = marks.iter().filter_map(|mark| Some((item.rfind(mark)?, mark.len()))).max()?;
            Some((at, item.get(at + mark..)?))
        };
        let in_brackets = item.strip_suffix(')').and_then(|inner| {
            let at = inner.rfind(" (")?;
            Some((at, inner.get(at + 2..)?))
        });
        let parts = match in_brackets {
            Some((at, words)) => [Some((at, words, true)), None],
            // what a task waits for, or sets, is said with a colon too: "until the check says: ok"
            None => [
                last(&[" — ", " – ", " - ", " -- ", " | "]).map(|(at, words)| (at, words, true)),
                last(&[", ", ": "]).map(|(at, words)| (at, words, false)),
            ],
        };
        parts.into_iter().flatten().find_map(|(at, words, may_be_outcome)| {
            let has_title = item.get(..at).is_some_and(|title| !title.trim().is_empty());
            let mut known = self.clone();
            let is_known = words.split([',', ';']).all(|part| known.take(part.trim(), may_be_outcome));
            (has_title && is_known).then_some((at, known))
        })
    }

    /// Takes one word; false where it says nothing that is not known yet.
    fn take(&mut self, part: &str, may_be_outcome: bool) -> bool {
        let place = if may_be_outcome && self.outcome.is_empty() && word(part).is_some() {
            &mut self.outcome
        } else if self.duration.is_empty() && matches!(duration(part, None), Duration::Exact(_) | Duration::Mended(_)) {
            &mut self.duration
        } else {
            return false;
        };
        part.clone_into(place);
        true
    }
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
