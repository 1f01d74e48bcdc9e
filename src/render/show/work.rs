//! The work: tasks, or rollback steps, as a table, then what each of them needs said in full.

use super::lists;
use super::phrases::{unknown, who_and_when};
use crate::lifecycle::{Conditional, Planned, TaskStatus, attempt_s, outcome, task_status, worked_s};
use crate::model::{Attempt, Runbook, Task, TaskOutcome, Variables};
use crate::render::clock::{date_and_time, deviation, length, planned, time};
use crate::render::columns::Column;
use crate::render::layout::{plain, prose};
use crate::render::page::Page;
use crate::render::palette::{Ink, ink};
use crate::render::signs;
use crate::render::style::Style;
use crate::render::table::Grid;

/// Where the details of a task begin.
const INDENT: usize = 6;

pub(super) fn tasks(title: &str, tasks: &[Task], runbook: &Runbook, style: &Style, page: &mut Page<'_>) {
    let applicable: Vec<&Task> = tasks.iter().filter(|task| task.is_applicable(&runbook.variables)).collect();
    let done = applicable
        .iter()
        .filter(|task| matches!(outcome(task), Some(TaskOutcome::Success | TaskOutcome::Skipped)))
        .count();
    let planned = planned(Planned::of(applicable.iter().copied()));
    let planned = planned.map(|words| format!(", {words}")).unwrap_or_default();
    page.heading(title, &ink(Ink::Muted, &format!("{done} of {} done{planned}", applicable.len())));
    if tasks.is_empty() {
        page.line(format!("  {}", ink(Ink::Warn, "none yet")));
        return;
    }
    page.lines(2, table(tasks, runbook, style));
    for (number, task) in tasks.iter().enumerate() {
        details(number + 1, task, &runbook.variables, style, page);
    }
}

fn table(tasks: &[Task], runbook: &Runbook, style: &Style) -> Vec<String> {
    let mut grid = Grid::new(vec![
        Column::figures("#"),
        Column::wrapping("Task"),
        Column::fixed("Outcome"),
        Column::figures("Planned"),
        // both are told again beside the bars, so that they may go on a narrow screen
        Column::figures("Actual").if_used().rank(1),
        Column::figures("Off by").if_used().rank(2),
        Column::wrapping("Id"),
    ]);
    for (number, task) in tasks.iter().enumerate() {
        let actual = worked_s(task, style.now);
        let planned = task.estimate.as_ref().map(|estimate| estimate.seconds());
        let off = planned.zip(actual).filter(|_| outcome(task).is_some()).map(|(planned, actual)| {
            let words = deviation(planned, actual);
            if actual > planned { ink(Ink::Warn, &words) } else { words }
        });
        grid.row(vec![
            (number + 1).to_string(),
            plain(&task.title),
            stage(task, &runbook.variables),
            task.estimate.as_ref().map(ToString::to_string).unwrap_or_default(),
            actual.map(length).unwrap_or_default(),
            off.unwrap_or_default(),
            ink(Ink::Muted, task.id.as_str()),
        ]);
    }
    grid.lay(style.columns() - 2, style)
}

/// Where a task stands, in one word.
pub(super) fn stage(task: &Task, variables: &Variables) -> String {
    match task_status(task) {
        _ if !task.is_applicable(variables) => lists::absent(task.when.as_ref(), variables),
        TaskStatus::Ended(outcome) => signs::outcome(outcome),
        TaskStatus::Paused => signs::outcome(TaskOutcome::Paused),
        TaskStatus::Running => ink(Ink::Good, "running"),
        TaskStatus::Open => "open".to_owned(),
    }
}

fn details(number: usize, task: &Task, variables: &Variables, style: &Style, page: &mut Page<'_>) {
    let mut marks = Vec::new();
    if task.required {
        marks.push("required".to_owned());
    }
    if task.irreversible {
        marks.push(ink(Ink::Bad, "irreversible"));
    }
    if task.internal {
        marks.push("internal".to_owned());
    }
    if let Some(wait) = &task.wait {
        marks.push(format!("wait {wait} afterwards"));
    }
    marks.extend(lists::condition(task.when.as_ref(), variables));
    let is_told =
        task.attempts.len() > 1 || task.attempts.iter().any(|attempt| attempt.note.is_some() || attempt.log.is_some());
    let texts = [&task.instructions, &task.command, &task.dry_run_command];
    let has_texts = texts.iter().any(|text| text.is_some());
    if marks.is_empty()
        && task.link.is_none()
        && !has_texts
        && !is_told
        && task.rehearsals.is_empty()
        && task.extra.is_empty()
    {
        return;
    }
    page.blank();
    page.hang(&format!("  {number:>2}. "), &format!("{}{}", plain(&task.title), mark_words(&marks)));
    if let Some(link) = &task.link {
        detail("link", &plain(link), page);
    }
    for (label, text) in ["instructions", "command", "rehearsal"].into_iter().zip(texts) {
        if let Some(text) = text {
            block(label, &prose(text), page);
        }
    }
    if is_told {
        for (number, own) in task.attempts.iter().enumerate() {
            attempt(&format!("attempt {}", number + 1), own, style, page);
        }
    }
    for (number, rehearsal) in task.rehearsals.iter().enumerate() {
        attempt(&format!("rehearsal {}", number + 1), rehearsal, style, page);
    }
    unknown(task.id.as_str(), &task.extra, INDENT, page);
}

fn mark_words(marks: &[String]) -> String {
    if marks.is_empty() { String::new() } else { format!(" ({})", marks.join(", ")) }
}

fn attempt(label: &str, attempt: &Attempt, style: &Style, page: &mut Page<'_>) {
    let state = attempt.outcome.map_or_else(|| ink(Ink::Good, "running"), signs::outcome);
    let took = attempt_s(attempt, style.now).map(|seconds| format!(" {}", length(seconds))).unwrap_or_default();
    let times = match (attempt.started_at, attempt.finished_at) {
        (Some(started), Some(finished)) => {
            format!(", {} to {}", date_and_time(style.local(started)), time(style.local(finished)))
        }
        (Some(started), None) => format!(", from {}", date_and_time(style.local(started))),
        (None, Some(finished)) => format!(", until {}", date_and_time(style.local(finished))),
        (None, None) => String::new(),
    };
    let who = who_and_when(attempt.by.as_ref(), None, style);
    let who = if who.is_empty() { who } else { format!(", {who}") };
    detail(label, &format!("{state}{took}{times}{who}"), page);
    let inner = " ".repeat(INDENT + 2);
    if let Some(note) = &attempt.note {
        page.hang(&inner, &prose(note));
    }
    if let Some(log) = &attempt.log {
        page.hang(&inner, &format!("{} {}", ink(Ink::Muted, "log:"), plain(log)));
    }
    unknown("attempt", &attempt.extra, INDENT + 2, page);
}

fn detail(label: &str, words: &str, page: &mut Page<'_>) {
    page.hang(&format!("{}{} ", " ".repeat(INDENT), ink(Ink::Muted, &format!("{label}:"))), words);
}

/// A text of its own lines, under its label.
fn block(label: &str, text: &str, page: &mut Page<'_>) {
    if text.contains('\n') {
        page.line(format!("{}{}", " ".repeat(INDENT), ink(Ink::Muted, &format!("{label}:"))));
        page.text(INDENT + 2, text);
    } else {
        detail(label, text, page);
    }
}
