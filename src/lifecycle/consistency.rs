//! What must hold inside one record whatever its state: references lead somewhere, conditions can be judged.
//!
//! Checked on every new record and after every command, so that no accepted command leaves a record that contradicts
//! itself. Ids that stand twice are found when the file is read.

use crate::model::{Contact, Fault, Result, Runbook, Slug, State, Task, TaskOutcome};

use super::{condition, obligations};

/// Everything in the record that contradicts itself, each as one sentence with its path.
pub fn problems(runbook: &Runbook) -> Vec<String> {
    let mut found = Vec::new();
    // the rest is not judged then: it would take the time that is not there
    if let Some((path, _, what)) = condition::excess(runbook) {
        return vec![format!("{path}.when: {what}")];
    }
    found.extend(condition::unfit(runbook).into_iter().map(|(path, wrong)| format!("{path}.when: {wrong}")));
    found.extend(empty_texts(runbook));
    for permission in &runbook.permissions {
        for task in permission.covers.iter().filter(|task| !has(&runbook.tasks, |own: &Task| &own.id, task)) {
            found.push(format!("permissions.{}.covers: there is no task `{task}`", permission.id));
        }
        if let Some(from) = &permission.from
            && !has(&runbook.contacts, |contact: &Contact| &contact.id, from)
        {
            found.push(format!("permissions.{}.from: there is no contact `{from}`", permission.id));
        }
    }
    for duty in &runbook.obligations {
        if let Some(cause) = duty.arises.as_ref().filter(|cause| !obligations::exists(runbook, cause)) {
            found.push(format!("obligations.{}.arises: there is no `{cause}`", duty.id));
        }
    }
    for task in runbook.tasks.iter().chain(runbook.steps()) {
        let open = task.attempts.iter().rev().skip(1).any(|attempt| attempt.outcome.is_none());
        if open {
            found.push(format!("tasks.{}.attempts: only the last attempt may be without an outcome", task.id));
        }
        for attempt in &task.attempts {
            if let (Some(started), Some(finished)) = (attempt.started_at, attempt.finished_at)
                && finished < started
            {
                found.push(format!("tasks.{}.attempts: an attempt ends before it begins", task.id));
            }
            if attempt.outcome.is_none() && attempt.started_at.is_none() {
                found.push(format!("tasks.{}.attempts: a running attempt needs `started_at`", task.id));
            }
            // an import may know that something was done and not how long it took
            let is_timed = attempt.started_at.is_none() || attempt.took.is_some() || attempt.finished_at.is_some();
            if attempt.outcome == Some(TaskOutcome::Success) && !is_timed {
                found.push(format!("tasks.{}.attempts: a success that began needs `finished_at` or `took`", task.id));
            }
        }
    }
    if runbook.result.is_some() != (runbook.state == State::Closed) {
        found.push("result: a closed runbook has a result, any other has none".to_owned());
    }
    found
}

/// What an item cannot do without says something.
fn empty_texts(runbook: &Runbook) -> Vec<String> {
    let is_empty = |text: &str| text.trim().is_empty();
    let mut all: Vec<(String, bool)> = Vec::new();
    let mut note =
        |list: &str, id: &Slug, key: &str, text: &str| all.push((format!("{list}.{id}.{key}"), is_empty(text)));
    runbook.pre_call.iter().for_each(|own| note("pre_call", &own.id, "text", own.text.as_str()));
    runbook.post_call.iter().for_each(|own| note("post_call", &own.id, "text", own.text.as_str()));
    runbook.permissions.iter().for_each(|own| note("permissions", &own.id, "action", own.action.as_str()));
    runbook.tasks.iter().for_each(|own| note("tasks", &own.id, "title", own.title.as_str()));
    runbook.steps().iter().for_each(|own| note("rollback.steps", &own.id, "title", own.title.as_str()));
    runbook.obligations.iter().for_each(|own| note("obligations", &own.id, "what", own.what.as_str()));
    all.into_iter().filter(|(_, is_empty)| *is_empty).map(|(path, _)| format!("{path}: it is empty")).collect()
}

fn has<T>(items: &[T], id: impl Fn(&T) -> &Slug, wanted: &Slug) -> bool {
    items.iter().any(|item| id(item) == wanted)
}

/// Refuses a record that contradicts itself.
///
/// # Errors
/// `Usage` with every contradiction, a line each.
pub fn check(runbook: &Runbook) -> Result<()> {
    match problems(runbook).as_slice() {
        [] => Ok(()),
        found => Err(Fault::usage(found.join("\n"))),
    }
}
