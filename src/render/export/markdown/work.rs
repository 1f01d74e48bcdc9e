//! The work: the tasks' table, the rollback, and how each task is done.

use super::parts::{condition, heading, table, under};
use super::text;
use crate::lifecycle::{Conditional, attempt_s, outcome, worked_s};
use crate::model::{Attempt, Length, Link, Moment, Runbook, Task, TaskOutcome};
use crate::render::clock::length;

const TITLES: [&str; 3] = ["Task", "Outcome", "Duration"];

/// The documents' table of tasks.
pub(super) fn section(runbook: &Runbook) -> String {
    format!("{}\n\n{}", heading("Runbook - Tasks"), table(&TITLES, runbook.tasks.iter().map(|task| row(task, runbook))))
}

/// Title, outcome, and how long it took; before it has an outcome, how long it is planned to take. Once the work is over a
/// plan beside what others took would be read as time that was spent.
fn row(task: &Task, runbook: &Runbook) -> Vec<String> {
    let title = text::link(task.title.as_str(), task.link.as_ref().map(AsRef::as_ref));
    let applies = task.is_applicable(&runbook.variables);
    let ended = outcome(task);
    let duration = match ended {
        Some(_) => worked_s(task, no_time()).map(|seconds| Length::from_seconds(seconds).to_string()),
        None if runbook.state.is_after_call() => None,
        None => task.estimate.as_ref().map(ToString::to_string),
    };
    vec![title, ended.map_or(if applies { "" } else { "N/A" }, outcome_words).to_owned(), duration.unwrap_or_default()]
}

/// Nothing runs in a task that has ended, so that the time does not matter.
fn no_time() -> Moment {
    Moment::from_git(0, 0)
}

pub(super) fn outcome_words(outcome: TaskOutcome) -> &'static str {
    match outcome {
        TaskOutcome::Success => "Success",
        TaskOutcome::Failed => "Failed",
        TaskOutcome::Skipped => "Skipped",
        TaskOutcome::Paused => "Paused",
    }
}

/// The rollback: the plan, or why there is none, where it is documented, its steps.
pub(super) fn rollback(runbook: &Runbook) -> String {
    let mut parts = vec![heading("Rollback plan")];
    if let Some(rollback) = &runbook.rollback {
        parts.extend(rollback.plan.as_ref().map(|plan| text::block(plan.as_str())));
        if let Some(reason) = &rollback.irreversible {
            parts.push(format!("There is no way back: {}", text::line(reason.as_str())));
        }
        let links: Vec<String> =
            rollback.links.iter().map(|link| format!("- {}", guarded_address(link.as_str()))).collect();
        if !links.is_empty() {
            parts.push(links.join("\n"));
        }
        if !rollback.steps.is_empty() {
            let [_, outcome, duration] = TITLES;
            parts.push(table(&["Step", outcome, duration], rollback.steps.iter().map(|step| row(step, runbook))));
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

fn guarded_address(text: &str) -> String {
    if Link::is_link(text) { text::address(text) } else { text::opening(text) }
}

/// How each task and each step is done, and what was noted about it; none where nothing is said.
pub(super) fn instructions(runbook: &Runbook) -> Option<String> {
    let items: Vec<String> = runbook
        .tasks
        .iter()
        .chain(runbook.steps())
        .filter_map(|task| details(task, runbook.state.is_after_call()))
        .collect();
    (!items.is_empty()).then(|| format!("{}\n\n{}", heading("Instructions"), items.join("\n\n")))
}

fn details(task: &Task, is_over: bool) -> Option<String> {
    let mut parts: Vec<String> = task.instructions.iter().map(|text| text::block(text.as_str())).collect();
    let facts = facts(task, is_over);
    if !facts.is_empty() {
        parts.push(facts.join("\n"));
    }
    for (label, command) in [(Task::TOLD_COMMAND, &task.command), (Task::TOLD_REHEARSAL, &task.dry_run_command)] {
        if let Some(command) = command.as_ref().map(AsRef::<str>::as_ref) {
            parts.push(match command.trim_end().contains('\n') {
                true => format!("{label}:\n\n{}", text::listing(command)),
                false => format!("{label}: {}", text::code(command)),
            });
        }
    }
    let notes: Vec<String> = task.attempts.iter().filter_map(note).collect();
    if !notes.is_empty() {
        parts.push(notes.join("\n"));
    }
    parts.retain(|part| !part.is_empty());
    let title = format!("- **{}**", text::line(task.title.as_str()));
    (!parts.is_empty()).then(|| format!("{title}\n\n{}", under(&parts.join("\n\n"))))
}

fn facts(task: &Task, is_over: bool) -> Vec<String> {
    let mut facts = Vec::new();
    // the table has it as long as it is the plan
    if let Some(estimate) = task.estimate.as_ref().filter(|_| is_over || outcome(task).is_some()) {
        facts.push(format!("- {}: {estimate}", Task::TOLD_ESTIMATE));
    }
    if let Some(wait) = &task.wait {
        facts.push(format!("- {}: {wait}", Task::TOLD_WAIT));
    }
    if task.irreversible {
        facts.push(format!("- {}", Task::TOLD_IRREVERSIBLE));
    }
    if task.required {
        facts.push(format!("- {}", Task::TOLD_REQUIRED));
    }
    if task.internal {
        facts.push(format!("- {}", Task::TOLD_INTERNAL));
    }
    facts.extend(condition(task).map(|when| format!("- {} {when}", Task::TOLD_WHEN)));
    if let Some(link) = task.link.as_ref().map(AsRef::<str>::as_ref).filter(|link| !Link::is_link(link)) {
        facts.push(format!("- {}: {}", Task::TOLD_LINK, text::line(link)));
    }
    facts
}

/// What was said about an attempt, and where its output is.
fn note(attempt: &Attempt) -> Option<String> {
    if attempt.note.is_none() && attempt.log.is_none() {
        return None;
    }
    let ended = attempt.outcome.map_or("Running", outcome_words);
    let took = match attempt.outcome {
        Some(_) => attempt_s(attempt, no_time()).map(|seconds| format!(" after {}", length(seconds))),
        None => None,
    };
    let note = attempt.note.as_ref().map(|note| format!(": {}", text::line(note.as_str())));
    let log = attempt.log.as_ref().map(|log| format!(" (log {})", text::code(log.as_str())));
    Some(format!("- {ended}{}{}{}", took.unwrap_or_default(), note.unwrap_or_default(), log.unwrap_or_default()))
}
