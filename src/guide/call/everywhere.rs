//! What can be done at any stop: go back, jump, add a task, hand over, break off.

use serde_json::json;

use crate::lifecycle::{Command, Stop, Whereto, open_attempt, outcome, owing};
use crate::model::{Fault, Length, Line, Mark, Prose, Result, Runbook, Slug, Task};

use super::desk::{Desk, View};
use super::keys::course;
use super::people;
use super::turn::Turn;

/// What came before this stop, done or not.
///
/// # Errors
/// None of its own.
pub(super) fn back(desk: &Desk<'_>, view: &View) -> Result<Option<Stop>> {
    let all = course(&view.runbook, &view.left, desk.order.present);
    let here = all.iter().position(|stop| stop.is_same(&view.stop));
    Ok(match here {
        Some(0) => None,
        Some(at) => all.get(at - 1).cloned(),
        // waiting comes after a task
        None => match &view.stop {
            Stop::Wait(id) => Some(Stop::Task(id.clone())),
            _ => None,
        },
    })
}

/// Where the person wants to be instead.
///
/// # Errors
/// As [`Desk::press`].
pub(super) fn jump(desk: &mut Desk<'_>, view: &View) -> Result<Option<Stop>> {
    let all = course(&view.runbook, &view.left, desk.order.present);
    let lines: Vec<(String, String)> = all.iter().map(|stop| line(stop, &view.runbook)).collect();
    Ok(desk.choose(view, "Where to?", &lines)?.and_then(|at| all.get(at).cloned()))
}

/// How a stop stands, and what it is about.
fn line(stop: &Stop, runbook: &Runbook) -> (String, String) {
    let work = |tasks: &[Task], id: &Slug| {
        tasks.iter().find(|own| own.id == *id).map_or_else(Default::default, |own| (stage(own), own.title.to_string()))
    };
    let first = |text: &str| text.lines().next().unwrap_or_default().to_owned();
    match stop {
        Stop::Mend(point) => ("open".to_owned(), point.message.clone()),
        Stop::Check(list, id) => match runbook.checklist(*list).iter().find(|own| own.id == *id) {
            Some(own) => (own.mark.map_or("open", Mark::word).to_owned(), first(own.text.as_str())),
            None => Default::default(),
        },
        Stop::Permission(id) => match runbook.permissions.iter().find(|own| own.id == *id) {
            Some(own) => (own.state.to_string(), format!("permission: {}", first(own.action.as_str()))),
            None => Default::default(),
        },
        Stop::Duty(id) => match runbook.obligations.iter().find(|own| own.id == *id) {
            Some(own) => {
                let state = if owing(runbook, own).is_owed() { "owed" } else { "done" };
                (state.to_owned(), first(own.what.as_str()))
            }
            None => Default::default(),
        },
        Stop::Task(id) | Stop::Wait(id) => work(&runbook.tasks, id),
        Stop::Step(id) => work(runbook.steps(), id),
        Stop::Start => (String::new(), "start the call".to_owned()),
        Stop::Finish => (String::new(), "finish the work".to_owned()),
        Stop::Close => (String::new(), "close the runbook".to_owned()),
    }
}

fn stage(task: &Task) -> String {
    match outcome(task) {
        Some(outcome) => outcome.word(),
        None if open_attempt(task).is_some() => "running",
        None if !task.attempts.is_empty() => "paused",
        None => "open",
    }
    .to_owned()
}

/// Adds a task next to where the call is.
///
/// # Errors
/// As [`Desk::send`].
pub(super) fn add_task(desk: &mut Desk<'_>, view: &View) -> Result<Turn> {
    let Some(title) = desk.needed::<Line>(view, "Title of the task", "")? else { return Ok(Turn::Stay) };
    let Some(estimate) = desk.needed::<Length>(view, "Estimate, such as 10m or 1h15m", "")? else {
        return Ok(Turn::Stay);
    };
    let fields = json!({"id": Slug::from_text(title.as_str()), "title": title, "estimate": estimate});
    let task: Task =
        serde_json::from_value(fields).map_err(|error| Fault::bug(format!("a task cannot be made: {error}")))?;
    desk.send(&Command::AddTask { task, fixed_id: false, place: place(view) }, None)?;
    Ok(Turn::Stay)
}

/// After what is being done, before what is not begun.
fn place(view: &View) -> Whereto {
    match &view.stop {
        Stop::Task(id) => match view.runbook.tasks.iter().find(|own| own.id == *id) {
            Some(task) if task.attempts.is_empty() => Whereto::Before(id.to_string()),
            _ => Whereto::After(id.to_string()),
        },
        Stop::Wait(id) => Whereto::After(id.to_string()),
        _ => Whereto::Last,
    }
}

/// Makes somebody else the DRI.
///
/// # Errors
/// As [`Desk::send`].
pub(super) fn hand_over(desk: &mut Desk<'_>, view: &View) -> Result<Turn> {
    if let Some(dri) = people::choose_dri(desk, view)? {
        desk.send(&Command::Set { assignments: vec![("dri".to_owned(), dri.to_string())] }, None)?;
    }
    Ok(Turn::Stay)
}

/// Breaks the work off, or cancels what has not begun.
///
/// # Errors
/// As [`Desk::send`].
pub(super) fn break_off(desk: &mut Desk<'_>, view: &View) -> Result<Turn> {
    let pressed = desk.now();
    let (question, is_before) = match view.runbook.state.is_before_call() {
        true => ("Why is the work cancelled", true),
        false => ("Why is the work broken off", false),
    };
    let Some(reason) = desk.needed::<Prose>(view, question, "")? else { return Ok(Turn::Stay) };
    let reason = Some(reason);
    let recorded = match is_before {
        true => desk.send(&Command::Cancel { reason }, None)?,
        false => desk.send(&Command::Abort { reason }, Some(pressed))?,
    };
    Ok(Turn::after(recorded))
}
