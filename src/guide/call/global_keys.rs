//! What can be done at any stop: go back, jump, add a task, hand over, break off.

use serde_json::json;

use crate::lifecycle::{Command, NextStep, OpenQuestion, TaskStatus, Whereto, WorkCommand, duty_standing, task_status};
use crate::model::{Fault, Length, Line, Mark, Prose, Result, Runbook, Slug, Task, Track};

use super::next::Next;
use super::offered_keys::course;
use super::people;
use super::session::{CallSession, View};

/// What came before this stop, done or not.
///
/// # Errors
/// None of its own.
pub(super) fn back(session: &CallSession<'_>, view: &View) -> Result<Option<NextStep>> {
    let all = course(view, session.order.present);
    let here = all.iter().position(|stop| stop.is_same(&view.stop));
    Ok(match here {
        Some(0) => None,
        Some(at) => all.get(at - 1).cloned(),
        // waiting comes after a task
        None => match &view.stop {
            NextStep::Wait(id) => Some(NextStep::Task(id.clone())),
            _ => None,
        },
    })
}

/// Where the person wants to be instead.
///
/// # Errors
/// As [`CallSession::press`].
pub(super) fn jump(session: &mut CallSession<'_>, view: &View) -> Result<Option<NextStep>> {
    let all = course(view, session.order.present);
    let lines: Vec<(String, String)> = all.iter().map(|stop| line(stop, &view.shown)).collect();
    Ok(session.choose(view, "Where to?", &lines)?.and_then(|at| all.get(at).cloned()))
}

/// How a stop stands, and what it is about.
fn line(stop: &NextStep, runbook: &Runbook) -> (String, String) {
    let work = |tasks: &[Task], id: &Slug| {
        tasks.iter().find(|own| own.id == *id).map_or_else(Default::default, |own| (stage(own), own.title.to_string()))
    };
    let first = |text: &str| text.lines().next().unwrap_or_default().to_owned();
    match stop {
        NextStep::Mend(point) => ("open".to_owned(), point.message.clone()),
        NextStep::Check(list, id) => match runbook.checklist(*list).iter().find(|own| own.id == *id) {
            Some(own) => (own.mark.map_or("open", Mark::word).to_owned(), first(own.text.as_str())),
            None => Default::default(),
        },
        NextStep::Permission(id) => match runbook.permissions.iter().find(|own| own.id == *id) {
            Some(own) => (own.state.to_string(), format!("permission: {}", first(own.action.as_str()))),
            None => Default::default(),
        },
        NextStep::Duty(id) => match runbook.obligations.iter().find(|own| own.id == *id) {
            Some(own) => {
                let state = if duty_standing(runbook, own).is_owed() { "owed" } else { "done" };
                (state.to_owned(), first(own.what.as_str()))
            }
            None => Default::default(),
        },
        NextStep::Task(id) | NextStep::Wait(id) => work(&runbook.tasks, id),
        NextStep::Step(id) => work(runbook.steps(), id),
        NextStep::Start => (String::new(), "start the call".to_owned()),
        NextStep::Finish => (String::new(), "finish the work".to_owned()),
        NextStep::Close => (String::new(), "close the runbook".to_owned()),
    }
}

fn stage(task: &Task) -> String {
    match task_status(task) {
        TaskStatus::Ended(outcome) => outcome.word(),
        TaskStatus::Running => "running",
        TaskStatus::Paused => "paused",
        TaskStatus::Open => "open",
    }
    .to_owned()
}

/// Adds a task next to where the call is.
///
/// # Errors
/// As [`CallSession::send`].
pub(super) fn add_task(session: &mut CallSession<'_>, view: &View) -> Result<Next> {
    let Some(title) = session.needed::<Line>(view, "Title of the task", "")? else { return Ok(Next::Stay) };
    let Some(estimate) = session.needed::<Length>(view, "Estimate, such as 10m or 1h15m", "")? else {
        return Ok(Next::Stay);
    };
    let fields = json!({"id": Slug::from_text(title.as_str()), "title": title, "estimate": estimate});
    let task: Task =
        serde_json::from_value(fields).map_err(|error| Fault::bug(format!("a task cannot be made: {error}")))?;
    session.send(
        &Command::Work(Track::Tasks, WorkCommand::Add { item: task, fixed_id: false, place: place(view) }),
        None,
    )?;
    Ok(Next::Stay)
}

/// After what is being done, before what is not begun.
fn place(view: &View) -> Whereto {
    match &view.stop {
        NextStep::Task(id) => match view.runbook.tasks.iter().find(|own| own.id == *id) {
            Some(task) if task.attempts.is_empty() => Whereto::Before(id.to_string()),
            _ => Whereto::After(id.to_string()),
        },
        NextStep::Wait(id) => Whereto::After(id.to_string()),
        _ => Whereto::Last,
    }
}

/// Makes somebody else the DRI.
///
/// # Errors
/// As [`CallSession::send`].
pub(super) fn hand_over(session: &mut CallSession<'_>, view: &View) -> Result<Next> {
    if let Some(dri) = people::choose_dri(session, view)? {
        let command = Command::Set { assignments: vec![("dri".to_owned(), dri.to_string())] };
        session.answer_about(&OpenQuestion::of_the_dri(), view, &command, None)?;
    }
    Ok(Next::Stay)
}

/// Breaks the work off, or cancels what has not begun.
///
/// # Errors
/// As [`CallSession::send`].
pub(super) fn break_off(session: &mut CallSession<'_>, view: &View) -> Result<Next> {
    let pressed = session.now();
    let (question, is_before) = match view.runbook.state.is_before_call() {
        true => ("Why is the work cancelled", true),
        false => ("Why is the work broken off", false),
    };
    let Some(reason) = session.needed::<Prose>(view, question, "")? else { return Ok(Next::Stay) };
    let reason = Some(reason);
    let recorded = match is_before {
        true => session.send(&Command::Cancel { reason }, None)?,
        false => session.send(&Command::Abort { reason }, Some(pressed))?,
    };
    Ok(Next::after(recorded))
}
