//! What the channels are told after the call, in three parts: what was done, how things stand, what follows (row 28).

use super::channel::Channel;
use super::link::runbook_link;
use crate::lifecycle::{Conditional, Progress, outcome, owed, unfilled};
use crate::model::{Moment, Result, RunResult, Runbook, RunbookId, Slug, Task, TaskOutcome, is_filled};
use crate::render::clock::{in_zone, length};
use crate::render::layout::plain;
use crate::render::total_work::TotalWork;

/// What a person knows beyond the record.
#[derive(Debug, Clone, Copy)]
pub struct After<'a> {
    /// How the work ended.
    pub result: RunResult,
    /// How things stand, in the person's words; without them, as the record says.
    pub state: Option<&'a str>,
    /// What follows, in the person's words.
    pub follow_ups: &'a [String],
    /// The store's name of the home side.
    pub home_side: &'a Slug,
    /// The time now.
    pub now: Moment,
}

/// The message after the call.
///
/// # Errors
/// `Refused` while there is no link to the runbook, or a placeholder is left in what would be said.
pub fn after(id: &RunbookId, runbook: &Runbook, told: &After<'_>) -> Result<String> {
    let channel = Channel::of(runbook, told.home_side);
    let link = runbook_link(id, runbook)?;
    unfilled(id, runbook, &["expected_result"])?;
    let lines = [
        format!("Customer work is over: {}", channel.name(runbook)),
        format!("Completion: {}", completion(runbook, told)),
        format!(
            "Current state: {}",
            told.state.map_or_else(|| state(runbook, told.result, &channel), |own| channel.text(own))
        ),
        follow_ups(runbook, told, &channel),
        format!("Runbook: {}", plain(link)),
    ];
    Ok(lines.join("\n"))
}

fn applicable(runbook: &Runbook) -> impl Iterator<Item = &Task> {
    runbook.tasks.iter().filter(|task| task.is_applicable(&runbook.variables))
}

fn completion(runbook: &Runbook, told: &After<'_>) -> String {
    let tasks: Vec<&Task> = applicable(runbook).collect();
    let done = tasks.iter().filter(|task| outcome(task) == Some(TaskOutcome::Success)).count();
    let mut words = format!("{}, {done} of {} tasks succeeded", told.result, tasks.len());
    let progress = Progress::of(runbook, told.now);
    let sums = TotalWork::of(runbook, &progress);
    if let Some(worked) = sums.actual.filter(|worked| *worked > 0) {
        words.push_str(&format!(" in {}{}", length(worked), sums.reach()));
        if let Some((planned, _)) = sums.compared().filter(|(planned, _)| *planned > 0) {
            words.push_str(&format!(" (planned {})", length(planned)));
        }
    }
    words
}

fn state(runbook: &Runbook, result: RunResult, channel: &Channel) -> String {
    let named = |wanted: TaskOutcome| -> Option<String> {
        let titles: Vec<String> =
            applicable(runbook).filter(|task| outcome(task) == Some(wanted)).map(|task| channel.title(task)).collect();
        (!titles.is_empty()).then(|| titles.join("; "))
    };
    let expected = runbook.expected_result.as_ref().filter(|text| !text.as_str().trim().is_empty());
    let mut parts: Vec<String> = Vec::new();
    match result {
        RunResult::Completed => match expected {
            Some(text) => parts.push(channel.text(text.as_str())),
            None => parts.push("as requested".to_owned()),
        },
        RunResult::Partial => parts.push("the expected result was reached in part".to_owned()),
        RunResult::RolledBack => parts.push("the work was broken off and taken back".to_owned()),
        RunResult::Aborted => parts.push("the work was broken off; what was done until then stands".to_owned()),
        RunResult::Cancelled => parts.push("the work was cancelled; nothing was changed".to_owned()),
    }
    if result != RunResult::Cancelled {
        parts.extend(named(TaskOutcome::Failed).map(|titles| format!("failed: {titles}")));
        parts.extend(named(TaskOutcome::Skipped).map(|titles| format!("left out: {titles}")));
    }
    parts.join("; ")
}

/// The person's own, then what failed with its documentation, then duties that are still owed by a certain time.
fn follow_ups(runbook: &Runbook, told: &After<'_>, channel: &Channel) -> String {
    let mut all: Vec<String> = told.follow_ups.iter().map(|text| channel.text(text)).collect();
    for task in applicable(runbook).filter(|task| outcome(task) == Some(TaskOutcome::Failed)) {
        let link = task
            .link
            .as_ref()
            .filter(|link| !task.internal && is_filled(&Some(*link)))
            .map(|link| format!(", see {}", channel.link(link.as_str())));
        all.push(format!("{} failed{}", channel.title(task), link.unwrap_or_default()));
    }
    let timed = owed(runbook).filter_map(|(duty, duty_standing)| Some((duty, duty_standing.due?)));
    all.extend(
        timed.map(|(duty, due)| {
            format!("{}, due {}", channel.text(duty.what.as_str()), in_zone(due, runbook.time_zone))
        }),
    );
    match all.as_slice() {
        [] => "Follow-ups: none".to_owned(),
        several => format!("Follow-ups:\n- {}", several.join("\n- ")),
    }
}
