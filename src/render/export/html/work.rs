//! What is checked and what is done: both checklists, the tasks, how each of them is done, and the rollback.

use std::cmp::Ordering;

use super::instructions::instructions;
use super::parts::{self, aside, badge, cell, figure, row_head, section, tbody, thead};
use super::text::{Markup, element, link, words};
use crate::lifecycle::{Conditional, Progress, TaskStatus, attempt_s, outcome, task_status, worked_s};
use crate::model::{Attempt, CheckItem, Mark, Runbook, State, Task, TaskOutcome, Track};
use crate::render::clock::{deviation, length};
use crate::render::export::exported::Exported;
use crate::render::total_work::{TotalWork, is_over};

/// The checklist before the call.
pub(super) fn before(exported: &Exported<'_>) -> Option<Markup> {
    checklist("before", "Before the call", &exported.runbook.pre_call, exported.runbook)
}

/// The checklist after the call.
pub(super) fn after(exported: &Exported<'_>) -> Option<Markup> {
    checklist("after", "After the call", &exported.runbook.post_call, exported.runbook)
}

fn checklist(id: &str, title: &str, items: &[CheckItem], runbook: &Runbook) -> Option<Markup> {
    let items: Markup = items.iter().map(|item| check(item, runbook)).collect();
    if items.is_empty() {
        return None;
    }
    section(id, title, element("ul", &[("class", "checks")], items))
}

fn check(item: &CheckItem, runbook: &Runbook) -> Markup {
    let applies = item.is_applicable(&runbook.variables);
    let (mark, said) = match item.mark {
        Some(Mark::Done) => (badge("good", "Done"), item.evidence.as_ref()),
        Some(Mark::Prevented) => (badge("warn", "Prevented"), item.reason.as_ref()),
        None if applies && runbook.state == State::Closed => (badge("", "Not done"), None),
        None if applies => (badge("", "Open"), None),
        None => (badge("", "Not needed"), None),
    };
    let said = said.map(|said| aside(Markup::prose(said))).unwrap_or_default();
    let text = [element("span", &[("class", "prose")], Markup::prose(&item.text)), said];
    element("li", &[], [mark, element("div", &[], text.into_iter().collect())].into_iter().collect())
}

/// The tasks as a table, with the sums under it.
pub(super) fn tasks(exported: &Exported<'_>) -> Option<Markup> {
    let runbook = exported.runbook;
    if runbook.tasks.is_empty() {
        return None;
    }
    let progress = Progress::of(runbook, exported.now);
    let sums = progress.estimate_s.is_some() || progress.actual_s.is_some();
    let sums = sums.then(|| {
        let words = format!("{} of {} done", progress.done, progress.total);
        let cells = [
            row_head(Markup::text("In all")),
            cell(Markup::text(words)),
            figure(Markup::text(progress.estimate_s.map(length).unwrap_or_default())),
            figure(in_all(&TotalWork::of(runbook, &progress))),
        ];
        // no foot, which paper would say again on every sheet
        tbody("sums", parts::row("", cells.into_iter().collect()))
    });
    section("work", "The work", table(Track::Tasks, &runbook.tasks, sums, exported))
}

fn table(track: Track, tasks: &[Task], sums: Option<Markup>, exported: &Exported<'_>) -> Markup {
    let (what, is_step) = match track {
        Track::Tasks => ("Task", false),
        Track::Steps => ("Step", true),
    };
    let head = thead(&[(what, false), ("Outcome", false), ("Planned", true), ("Actual", true)]);
    let body = tbody("", tasks.iter().map(|task| row(task, is_step, exported)).collect());
    parts::table("work", [head, body].into_iter().chain(sums))
}

fn row(task: &Task, is_step: bool, exported: &Exported<'_>) -> Markup {
    let applies = task.is_applicable(&exported.runbook.variables);
    let title = match &task.link {
        Some(address) => link(task.title.as_str(), address.as_str()),
        None => Markup::text(&task.title),
    };
    let planned = task.estimate.as_ref().map(|own| own.seconds());
    let worked = worked_s(task, exported.now);
    let mut marks: Vec<String> = Vec::new();
    if task.irreversible {
        marks.push("cannot be taken back".to_owned());
    }
    if task.internal {
        marks.push("internal".to_owned());
    }
    if task.attempts.len() > 1 {
        marks.push(format!("{} attempts", task.attempts.len()));
    }
    marks.extend(task.wait.as_ref().map(|wait| format!("then wait {wait}")));
    let cells = [
        row_head([title, aside(Markup::text(marks.join(" · ")))].into_iter().collect()),
        cell(stage(task, applies, is_over(exported.runbook, is_step))),
        figure(Markup::text(task.estimate.as_ref().map(ToString::to_string).unwrap_or_default())),
        figure(actual(planned, worked, outcome(task).is_some())),
    ];
    parts::row(if applies { "" } else { "off" }, cells.into_iter().collect())
}

/// What it took, and how far that is off the plan once it is over.
fn actual(planned: Option<u64>, worked: Option<u64>, is_over: bool) -> Markup {
    let Some(worked) = worked else { return Markup::none() };
    let mut out = Markup::text(length(worked));
    out.push(planned.filter(|_| is_over).map(|planned| off(planned, worked)).unwrap_or_default());
    out
}

/// What all of it took, how far that is off the plan, and how far it reaches.
fn in_all(sums: &TotalWork) -> Markup {
    let Some(worked) = sums.actual else { return Markup::none() };
    let mut out = Markup::text(length(worked));
    out.push(sums.compared().map(|(planned, worked)| off(planned, worked)).unwrap_or_default());
    out.push(Markup::text(sums.reach()));
    out
}

fn off(planned: u64, worked: u64) -> Markup {
    let tone = match worked.cmp(&planned) {
        Ordering::Equal => return Markup::none(),
        Ordering::Greater => "over",
        Ordering::Less => "under",
    };
    [Markup::text(" "), words("span", tone, deviation(planned, worked))].into_iter().collect()
}

fn stage(task: &Task, applies: bool, is_over: bool) -> Markup {
    match task_status(task) {
        _ if !applies => badge("", "Not needed"),
        TaskStatus::Ended(TaskOutcome::Success) => badge("good", "Success"),
        TaskStatus::Ended(TaskOutcome::Failed) => badge("bad", "Failed"),
        TaskStatus::Ended(TaskOutcome::Skipped) => badge("", "Skipped"),
        TaskStatus::Ended(TaskOutcome::Paused) | TaskStatus::Paused => badge("note", "Paused"),
        TaskStatus::Running => badge("note", "Running"),
        TaskStatus::Open if is_over => badge("", "Not done"),
        TaskStatus::Open => badge("", "Open"),
    }
}

/// How each task and step is done, and what was noted about it.
pub(super) fn howto(exported: &Exported<'_>) -> Option<Markup> {
    if !exported.is_internal() {
        return None;
    }
    let parts: Markup = exported
        .runbook
        .tasks
        .iter()
        .chain(exported.runbook.steps())
        .filter_map(|task| details(task, exported))
        .collect();
    let parts = if parts.is_empty() { parts } else { element("div", &[("class", "howto")], parts) };
    section("howto", "How it is done", parts)
}

fn details(task: &Task, exported: &Exported<'_>) -> Option<Markup> {
    let mut parts: Vec<Markup> = Vec::new();
    parts.extend(task.when.as_ref().map(|when| {
        let when = element("code", &[], Markup::text(when));
        element("p", &[("class", "soft")], [Markup::text("Only if "), when].into_iter().collect())
    }));
    parts.extend(task.instructions.as_ref().map(|own| instructions(own.as_str())));
    for (label, command) in [("Command", &task.command), ("Rehearsal", &task.dry_run_command)] {
        if let Some(command) = command {
            parts.push(words("span", "label", label));
            parts.push(element("pre", &[], element("code", &[], Markup::bare(command))));
        }
    }
    let told = task.attempts.len() > 1 || task.attempts.iter().any(|own| own.note.is_some() || own.log.is_some());
    if told {
        let attempts = task.attempts.iter().map(|own| element("li", &[], attempt(own, exported))).collect();
        parts.push(element("ol", &[], attempts));
    }
    (!parts.is_empty()).then(|| [words("h3", "", &task.title)].into_iter().chain(parts).collect())
}

fn attempt(own: &Attempt, exported: &Exported<'_>) -> Markup {
    let ended = own.outcome.map_or("running", |outcome| outcome.word());
    let took = attempt_s(own, exported.now).map(|seconds| format!(", {}", length(seconds))).unwrap_or_default();
    let mut out = Markup::text(format!("{ended}{took}"));
    out.push(own.note.as_ref().map(|note| aside(Markup::prose(note))).unwrap_or_default());
    out.push(own.log.as_ref().map(|log| aside(Markup::text(format!("log: {log}")))).unwrap_or_default());
    out
}

/// The plan for going back, or why there is none, and its steps.
pub(super) fn rollback(exported: &Exported<'_>) -> Option<Markup> {
    let rollback = exported.runbook.rollback.as_ref()?;
    let mut parts: Vec<Markup> = Vec::new();
    parts.extend(rollback.plan.as_ref().map(|plan| instructions(plan.as_str())));
    if let Some(reason) = &rollback.irreversible {
        let words = [badge("bad", "No way back"), Markup::text(" "), Markup::prose(reason)];
        parts.push(element("p", &[("class", "prose")], words.into_iter().collect()));
    }
    let links: Markup = rollback.links.iter().map(|own| element("li", &[], link(own.as_str(), own.as_str()))).collect();
    if !links.is_empty() {
        parts.push(element("ul", &[], links));
    }
    if !rollback.steps.is_empty() {
        parts.push(table(Track::Steps, &rollback.steps, None, exported));
    }
    section("rollback", "Rollback", parts.into_iter().collect())
}
