//! Headings that are tasks themselves: "Step 1: Stop it", or "1. Count" below the heading of the tasks. Everything that stands
//! below one is how it is done.
//!
//! A heading over a list with boxes, over a table of tasks, or over tasks with their times is the title of a part.

use super::attempts::word;
use super::form_words::is_form;
use super::inline::is_struck;
use super::items::item;
use super::labels::label_of;
use super::languages::all_of;
use super::meanings::{TaskColumn, Topic};
use super::rows::is_row;
use super::section_names::is_title_of_no_work;
use super::sections::Section;
use super::source_text::{SourceText, number};
use super::structure::LineKind;
use super::task_lists::{more, peeled};
use super::tasks::{Track, WrittenTask, add, column};
use super::vocabulary::{folded, is_placeholder};
use super::writing::{Writing, short};

/// How a heading says that it is a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Count {
    /// By a word for it: "Step 1: Stop it".
    Named,
    /// By a number alone: "1. Stop it".
    Numbered,
    /// Not at all; what stands below it is code.
    None,
}

/// Makes one section of each such heading and of everything below it.
pub(super) fn gather(page: &SourceText, found: &mut Vec<Section>) {
    gather_in(page, found, true);
}

/// Where the tasks are listed, what is not counted says something about them.
fn gather_in(page: &SourceText, found: &mut Vec<Section>, mut is_listed: bool) {
    let mut all: Vec<Section> = std::mem::take(found);
    let mut rest = all.drain(..).peekable();
    while let Some(mut own) = rest.next() {
        let mut below: Vec<Section> = Vec::new();
        if own.topic == Topic::Tasks && !own.is_part {
            is_listed = holds_list(page, &own);
        }
        let is_one = may_be_task(page, &own) && !(is_listed && counted(&own.title).0 == Count::None);
        if is_one {
            while let Some(next) = rest.next_if(|next| next.level > own.level) {
                below.push(next);
            }
        }
        if is_one && is_task(page, &own, &below) {
            own.topic = Topic::Step;
            if let Some(last) = below.last() {
                own.lines.end = last.lines.end;
            }
            found.push(own);
        } else {
            found.push(own);
            // parts of a part may be tasks
            gather_in(page, &mut below, is_listed);
            found.append(&mut below);
        }
    }
}

fn holds_list(page: &SourceText, section: &Section) -> bool {
    let mut lines = section.lines.clone().filter_map(|at| page.line(at));
    lines.any(|line| is_row(line) || line.kind == LineKind::Text && item(&line.text).is_some())
}

fn may_be_task(page: &SourceText, section: &Section) -> bool {
    let is_below_the_tasks = section.topic == Topic::Tasks && section.is_part;
    let is_place = section.heading.is_some() && (section.topic == Topic::Other || is_below_the_tasks);
    let has_code = || {
        let mut lines = section.lines.clone().filter_map(|at| page.line(at));
        lines.any(|line| matches!(line.kind, LineKind::Fence(Some(_))))
    };
    is_place
        && match counted(&section.title).0 {
            Count::Named => true,
            Count::Numbered => is_below_the_tasks,
            Count::None => is_below_the_tasks && has_code(),
        }
}

fn is_task(page: &SourceText, own: &Section, below: &[Section]) -> bool {
    let count = counted(&own.title).0;
    let has_no_place = |topic: &Topic| {
        matches!(topic, Topic::Contacts(_) | Topic::Permissions | Topic::Obligations | Topic::Header | Topic::Step)
    };
    if below.iter().any(|section| has_no_place(&section.topic)) {
        return false;
    }
    let sections = std::iter::once(own).chain(below);
    let lines = sections.flat_map(|section| section.lines.clone()).filter_map(|at| page.line(at));
    let (mut items, mut timed) = (0, 0);
    for line in lines.filter(|line| matches!(line.kind, LineKind::Text | LineKind::Row | LineKind::Fenced)) {
        if is_row(line) {
            if is_row_of_tasks(&line.text) {
                return false;
            }
            continue;
        }
        let Some(own) = item(&line.text).filter(|_| line.kind != LineKind::Fenced && !says_of_task(&line.text)) else {
            continue;
        };
        let is_detail = count == Count::Named || own.indent > 0 || is_form(&own.text);
        if own.tick.is_some() || !is_detail {
            return false;
        }
        let written = peeled(&own.text);
        items += 1;
        timed += usize::from(!written.duration.is_empty() || !written.outcome.is_empty());
    }
    // a list of tasks with their times
    items == 0 || timed < items
}

/// A row whose cells are heads of columns of tasks.
fn is_row_of_tasks(row: &str) -> bool {
    let heads = super::cells::cells_of(row);
    let has = |wanted: TaskColumn| heads.iter().any(|head| column(head).0 == wanted);
    has(TaskColumn::Task) && [TaskColumn::Outcome, TaskColumn::Duration, TaskColumn::Estimate].into_iter().any(has)
}

/// How a heading counts what it is about, and its words without that.
fn counted(title: &str) -> (Count, &str) {
    // a picture before it says nothing
    let title = title.trim().trim_start_matches(|c: char| !c.is_alphanumeric());
    let behind_word = |word: &str| {
        let rest = match title.strip_prefix(word) {
            Some(rest) if !word.is_ascii() => rest,
            _ => title.split_once(' ').filter(|(first, _)| folded(first) == word)?.1,
        };
        rest.trim_start().starts_with(|c: char| c.is_ascii_digit()).then(|| rest.trim_start())
    };
    let named = all_of(|language| language.steps).find_map(behind_word);
    let rest = named.unwrap_or(title);
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let is_counted = digits.len() < rest.len() && rest.len() - digits.len() < 8;
    let ends = |mark: char| matches!(mark, ':' | '：' | ')' | ' ' | '-' | '–' | '—' | '、');
    if !is_counted
        || !(digits.is_empty()
            || digits.starts_with(ends)
            || rest.get(..rest.len() - digits.len()).is_some_and(|own| own.ends_with('.')))
    {
        return (Count::None, title);
    }
    let words = digits.trim_start_matches(ends);
    // a number alone needs a mark behind it: "2 servers" counts something else
    let is_marked = digits.starts_with(')')
        || rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.get(..rest.len() - digits.len()).is_some_and(|own| own.contains('.'));
    match named {
        Some(_) => (Count::Named, if words.is_empty() { title } else { words }),
        None if is_marked && !words.is_empty() => (Count::Numbered, words),
        None => (Count::None, title),
    }
}

/// True for a heading that counts what it is about, as a task does and as a part does: "2. Start the job", "Step 1: Stop it".
pub(super) fn is_counted(title: &str) -> bool {
    counted(title).0 != Count::None
}

/// Reads one: its words are the title, what is labelled below them as a time or a command is that, and the rest is how it is done.
pub(super) fn read(writing: &mut Writing<'_>, section: &Section) {
    let Some(head) = section.heading else { return };
    let (count, title) = counted(&section.title);
    if is_struck(&section.title) {
        return super::struck::leave(writing, head);
    }
    if is_placeholder(title) {
        return super::check_items::leave_form(writing, head);
    }
    let mut written = WrittenTask { number: number(head), ..peeled(title) };
    let mut body: Vec<&str> = Vec::new();
    for at in section.lines.clone() {
        let Some(own) = writing.line(at).filter(|_| !writing.is_claimed(at)) else { continue };
        let is_title = matches!(own.kind, LineKind::Text | LineKind::Heading(..)) && is_title_of_no_work(&own.text);
        if is_title && writing.page.folded.is_empty() {
            let message = format!("“{}” stands below a task: it is taken as how that is done", short(&own.text));
            writing.doubt(own.number, message);
        }
        if own.kind == LineKind::Text && says_of_task(&own.text) && !own.text.starts_with([' ', '\t']) {
            let found = item(&own.text).map(|found| found.text);
            more(&mut written, &own.text, found);
        } else if own.kind == LineKind::Text
            && item(&own.text).map_or_else(|| is_form(&own.text), |found| is_form(&found.text))
        {
            super::check_items::leave_form(writing, at);
        } else if own.kind != LineKind::Aside && !(own.kind == LineKind::Rule && body.is_empty()) {
            body.push(&own.kept);
        }
        writing.claim(at);
    }
    while body
        .last()
        .is_some_and(|last| last.trim().is_empty() || last.trim().chars().all(|c| matches!(c, '-' | '*' | '_' | ' ')))
    {
        body.pop();
    }
    let own = std::mem::take(&mut written.instructions);
    let body = body.join("\n");
    let parts: Vec<&str> = [own.as_str(), body.trim_matches('\n')].into_iter().filter(|own| !own.is_empty()).collect();
    written.instructions = parts.join("\n");
    writing.claim(head);
    writing.keep_beside(number(head), "headings", &section.title);
    let message = format!("“{}” is taken as a task, and what stands below it as how it is done", short(&section.title));
    // "4.1 Overview" counts the chapters of a document, which may be steps
    let of_a_chapter = || {
        let first = section.title.split(' ').next().unwrap_or_default();
        first.trim_end_matches(['.', ')']).contains('.')
    };
    match count {
        Count::Numbered if of_a_chapter() => writing.doubt(number(head), message),
        Count::None => writing.doubt(number(head), message),
        Count::Named | Count::Numbered => writing.repair(number(head), message),
    }
    add(writing, written, Track::Tasks);
}

/// A line that says by its label how long the task takes, by which command it is done, or how it ended.
fn says_of_task(text: &str) -> bool {
    label_of(text).is_some_and(|(label, value)| match column(&label).0 {
        TaskColumn::Estimate | TaskColumn::Duration | TaskColumn::Actual => true,
        TaskColumn::Command => value.contains(char::is_alphanumeric),
        TaskColumn::Outcome => word(&value).is_some(),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_count_what_is_to_be_done() {
        for (title, count, words) in [
            ("Step 1: Stop it", Count::Named, "Stop it"),
            ("Task 12 - Stop it", Count::Named, "Stop it"),
            ("STEP 2.1 Stop it", Count::Named, "Stop it"),
            ("Step 3", Count::Named, "Step 3"),
            ("Schritt 2 – Anhalten", Count::Named, "Anhalten"),
            ("Étape 1 : Arrêter", Count::Named, "Arrêter"),
            ("手順1：停止", Count::Named, "停止"),
            ("🔧 ÉTAPE 1 : Arrêter", Count::Named, "Arrêter"),
            ("1. Count", Count::Numbered, "Count"),
            ("2) Count", Count::Numbered, "Count"),
            ("1.2 Count", Count::Numbered, "Count"),
            ("2 servers", Count::None, "2 servers"),
            ("2026-12-01", Count::None, "2026-12-01"),
            ("Steps", Count::None, "Steps"),
            ("Step by step", Count::None, "Step by step"),
            ("Task force", Count::None, "Task force"),
        ] {
            assert_eq!(counted(title), (count, words), "{title}");
        }
    }
}
