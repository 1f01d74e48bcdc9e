//! What a change says after it was made: the words, where things stand now, and the obvious next step.

use super::clock::{deviation, distance, in_zone, length};
use super::layout::{pad, plain, prose};
use super::page::Page;
use super::palette::{Ink, ink};
use super::signs;
use super::style::Style;
use super::switched::switched;
use super::way_back::by_plan;
use super::words::describe;
use crate::lifecycle::{
    NextStep, Progress, Readiness, closing, done_command, is_back_by_plan, next_steps, outcome, permission_command,
    was_attempted, worked_s,
};
use crate::model::{
    Act, CommitId, Event, Moment, Runbook, RunbookId, Slug, State, Task, TaskOutcome, Track, WorkAct, Zone,
};

/// A change that was made.
#[derive(Debug, Clone, Copy)]
pub struct ChangeAnswer<'a> {
    /// The runbook.
    pub id: &'a RunbookId,
    /// What happened, in order; empty where nothing had to change.
    pub events: &'a [Event],
    /// The runbook before; none where it is new.
    pub before: Option<&'a Runbook>,
    /// The runbook now.
    pub after: &'a Runbook,
    /// The commit that records it.
    pub commit: Option<&'a CommitId>,
    /// How ready it is now, where that was judged.
    pub readiness: Option<&'a Readiness>,
}

/// A few lines for the person who made the change.
pub fn changed(done: &ChangeAnswer<'_>, style: &Style) -> String {
    let mut page = Page::new(style);
    let Some(last) = done.events.last() else {
        page.line(format!("{}: nothing to change, it is so already", done.id));
        return page.done();
    };
    for event in done.events {
        let words = describe(event, done.before, done.after);
        let colour = if matches!(event.act, Act::Override { .. }) { Ink::Warn } else { Ink::Good };
        page.hang("", &format!("{}: {}", done.id, ink(colour, &words)));
    }
    if done.before.is_some_and(|before| before.state != done.after.state) {
        let was = done.before.map_or(State::Draft, |before| before.state);
        page.hang("  ", &format!("now {}, was {was}", signs::of(done.after)));
    }
    branches(done, &mut page);
    consequences(done, last, style, &mut page);
    if let Some(next) = next_step(done, last, style.now) {
        page.line(format!("  {} {}", ink(Ink::Muted, "next:"), plain(next.command)));
        if !next.why.is_empty() {
            page.hang("        ", &ink(Ink::Muted, &next.why));
        }
    }
    page.done()
}

/// What a variable switched on and off.
fn branches(done: &ChangeAnswer<'_>, page: &mut Page<'_>) {
    let Some(before) = done.before else { return };
    let (on, off) = switched(before, done.after);
    for (lead, items) in [("now applies", on), ("no longer applies", off)] {
        for line in items {
            page.hang("  ", &format!("{} {line}", ink(Ink::Muted, &format!("{lead},"))));
        }
    }
}

fn consequences(done: &ChangeAnswer<'_>, last: &Event, style: &Style, page: &mut Page<'_>) {
    let runbook = done.after;
    match &last.act {
        Act::Schedule { scheduled_at: Some(at), .. } => clocks(runbook, *at, style, page),
        Act::Start => {
            if let Some(agreed) = runbook.scheduled_at {
                page.hang("  ", &punctuality(last.at.seconds_since(agreed)));
            }
        }
        Act::Work(Track::Tasks, WorkAct::End { verb, item, .. }) if *verb != TaskOutcome::Paused => {
            pace(&runbook.tasks, item, style, page);
        }
        Act::Abort { .. } if is_back_by_plan(runbook) => {
            by_plan(runbook, page, Some(&|plan, page| page.text(4, &prose(plan))));
        }
        Act::Close { .. } => {
            let progress = Progress::of(runbook, style.now);
            let (planned, actual) = (progress.estimate_s.unwrap_or(0), progress.whole_s().unwrap_or(0));
            if planned > 0 && actual > 0 {
                page.hang(
                    "  ",
                    &format!("planned {}, took {} ({})", length(planned), length(actual), deviation(planned, actual)),
                );
            }
        }
        _ => {}
    }
    if let Some(found) = done.readiness.filter(|_| runbook.state.is_before_call()) {
        let verdict = match found.missing.len() {
            0 => ink(Ink::Good, "ready"),
            number => format!("{} still missing", signs::count(number, "point", "points")),
        };
        page.hang("  ", &verdict);
    }
}

/// The agreed time on the clocks of both sides' contacts.
fn clocks(runbook: &Runbook, at: Moment, style: &Style, page: &mut Page<'_>) {
    page.hang("  ", &super::clock::away(at, style.now));
    let mut seen: Vec<(&Slug, Zone)> = Vec::new();
    for contact in &runbook.contacts {
        if let Some(zone) = contact.time_zone
            && !seen.contains(&(&contact.side, zone))
        {
            seen.push((&contact.side, zone));
        }
    }
    let widest = seen.iter().map(|(side, _)| side.as_str().len()).max().unwrap_or(0);
    for (side, zone) in seen {
        page.line(format!("  {}  {}  {zone}", pad(side.as_str(), widest), in_zone(at, Some(zone))));
    }
}

fn punctuality(late: i64) -> String {
    let words = distance(late.unsigned_abs());
    match late {
        -59..60 => "on time".to_owned(),
        60.. => format!("{words} after the agreed time"),
        _ => format!("{words} before the agreed time"),
    }
}

/// How long the task took against its plan, and where that leaves the call.
fn pace(tasks: &[Task], id: &Slug, style: &Style, page: &mut Page<'_>) {
    let mut parts = Vec::new();
    if let Some(task) = tasks.iter().find(|task| task.id == *id)
        && let (Some(planned), Some(actual)) = (&task.estimate, worked_s(task, style.now))
    {
        parts.push(format!("planned {planned}, took {} ({})", length(actual), deviation(planned.seconds(), actual)));
    }
    // what was skipped took nothing; of what took nobody knows how long, the plan is left out as well
    let is_counted =
        |task: &&Task| outcome(task).is_some() && (worked_s(task, style.now).is_some() || !was_attempted(task));
    let (planned, actual) = tasks.iter().filter(is_counted).fold((0_u64, 0_u64), |(planned, actual), task| {
        let estimate = task.estimate.as_ref().map_or(0, |estimate| estimate.seconds());
        (planned.saturating_add(estimate), actual.saturating_add(worked_s(task, style.now).unwrap_or(0)))
    });
    match actual.cmp(&planned) {
        std::cmp::Ordering::Less => parts.push(format!("{} ahead of the plan", length(planned - actual))),
        std::cmp::Ordering::Greater => parts.push(format!("{} behind the plan", length(actual - planned))),
        std::cmp::Ordering::Equal => parts.push("on plan".to_owned()),
    }
    page.hang("  ", &parts.join("; "));
}

/// The command that most people want next, and a word about it.
struct Next {
    command: String,
    why: String,
}

impl Next {
    fn of(command: String) -> Self {
        Self { command, why: String::new() }
    }
}

fn next_step(done: &ChangeAnswer<'_>, last: &Event, now: Moment) -> Option<Next> {
    let (id, runbook) = (done.id, done.after);
    let missing = done.readiness.map_or(0, |found| found.missing.len());
    match (runbook.state, &last.act) {
        (state, _) if state.is_before_call() && missing > 0 => Some(Next::of(format!("runbook ready {id}"))),
        (State::Draft, Act::Create { .. } | Act::Import { .. }) => Some(Next::of(format!("runbook ready {id}"))),
        (State::Scheduled, _) if done.readiness.is_some() => Some(Next::of(format!("runbook start {id}"))),
        (state, _) if state.is_in_call() => next_in_call(id, runbook, now),
        (State::WrapUp, _) => {
            let open = closing(id, runbook).missing;
            Some(match open.first() {
                Some(point) => {
                    let points = signs::count(open.len(), "point", "points");
                    Next {
                        command: point.fix.clone(),
                        why: format!("{}; {points} open before closing", prose(&point.message)),
                    }
                }
                None => Next::of(format!("runbook close {id}")),
            })
        }
        _ => None,
    }
}

/// What the guided call would come to next: a task or step, what it cannot begin without, or the end of the work.
fn next_in_call(id: &RunbookId, runbook: &Runbook, now: Moment) -> Option<Next> {
    let left = next_steps(id, runbook, &[], now);
    Some(match left.iter().find(|stop| !matches!(stop, NextStep::Wait(_)))? {
        NextStep::Task(task) => next_act("task", id, runbook.tasks.iter().find(|own| own.id == *task)?),
        NextStep::Step(step) => next_act("rollback", id, runbook.steps().iter().find(|own| own.id == *step)?),
        NextStep::Permission(permission) => {
            let own = runbook.permissions.iter().find(|own| own.id == *permission)?;
            let why = format!("{}: {}", own.state, prose(own.action.as_str()));
            Next { command: permission_command(id, own), why }
        }
        NextStep::Check(list, item) => {
            let own = runbook.checklist(*list).iter().find(|own| own.id == *item)?;
            Next { command: done_command(id, own), why: prose(own.text.as_str()) }
        }
        NextStep::Mend(point) => Next { command: point.fix.clone(), why: prose(&point.message) },
        _ if is_back_by_plan(runbook) => {
            Next { command: format!("runbook finish {id}"), why: "once all of it is taken back".to_owned() }
        }
        _ => Next::of(format!("runbook finish {id}")),
    })
}

fn next_act(what: &str, id: &RunbookId, task: &Task) -> Next {
    let verb = if crate::lifecycle::open_attempt(task).is_some() { "finish" } else { "start" };
    let estimate = task.estimate.as_ref().map(|estimate| format!(", planned {estimate}")).unwrap_or_default();
    Next {
        command: format!("runbook {what} {verb} {id} {}", task.id),
        why: format!("{}{estimate}", plain(&task.title)),
    }
}
