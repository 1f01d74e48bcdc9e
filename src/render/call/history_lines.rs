//! The story that stays on the screen: what was answered, what somebody else did meanwhile, and how it stands at the end.

use super::stage::{Stage, clock};
use crate::lifecycle::{NextStep, Progress, worked_s};
use crate::model::{
    Act, CheckAct, Event, Identity, Moment, PermissionAct, Recorded, RunResult, Runbook, RunbookId, Slug, State, Task,
    TaskOutcome, Track, WorkAct,
};
use crate::render::clock::{deviation, length};
use crate::render::layout::{pad, plain, prose, width};
use crate::render::page::Page;
use crate::render::palette::{Ink, ink};
use crate::render::signs;
use crate::render::style::Style;
use crate::render::words::{describe, recount};

/// What an answer recorded.
pub fn done(events: &[Event], before: Option<&Runbook>, after: &Runbook, present: bool, style: &Style) -> String {
    let mut page = Page::new(style);
    for event in events {
        let words = if present { in_company(&event.act, after) } else { describe(event, before, after) };
        let lead = format!("  {}  {} ", clock(after, present, event.at, style), sign(&event.act, style));
        page.hang(&lead, &words);
        if let Some(words) = ended(&event.act, after).and_then(|task| against_plan(task, style.now)) {
            page.hang(&" ".repeat(width(&lead)), &ink(Ink::Muted, &words));
        }
    }
    page.done()
}

/// Whether it is good news.
fn sign(act: &Act, style: &Style) -> String {
    match act {
        Act::Work(_, WorkAct::End { verb: TaskOutcome::Failed, .. })
        | Act::Permission(PermissionAct::Refuse { .. }) => ink(Ink::Bad, style.sign("✗", "!")),
        Act::Override { .. } | Act::Abort { .. } | Act::Cancel { .. } => ink(Ink::Warn, "!"),
        Act::Work(_, WorkAct::End { verb: TaskOutcome::Skipped, .. }) | Act::Check(CheckAct::Prevented { .. }) => {
            ink(Ink::Warn, "-")
        }
        Act::Work(_, WorkAct::Start { .. }) => ink(Ink::Good, style.sign("▸", ">")),
        Act::Work(_, WorkAct::End { verb: TaskOutcome::Paused, .. }) => ink(Ink::Warn, "="),
        _ => ink(Ink::Good, style.sign("✓", "*")),
    }
}

/// What may be told of an act on a screen that a customer sees: of what is not named here, only that it was recorded.
fn in_company(act: &Act, after: &Runbook) -> String {
    let title = |id: &Slug| {
        after.tasks.iter().find(|task| task.id == *id).map_or_else(|| id.to_string(), |task| plain(&task.title))
    };
    match act {
        Act::Start => "the call begins".to_owned(),
        Act::Finish => "the work is over".to_owned(),
        Act::Abort { .. } => "the work is broken off".to_owned(),
        Act::Work(Track::Tasks, WorkAct::Start { item, .. }) => format!("begun: {}", title(item)),
        Act::Work(Track::Tasks, WorkAct::End { item, outcome, .. }) => format!("{outcome}: {}", title(item)),
        Act::Permission(PermissionAct::Ask { .. }) => "permission asked for".to_owned(),
        Act::Permission(PermissionAct::Grant { .. }) => "permission granted".to_owned(),
        Act::Permission(PermissionAct::Refuse { .. }) => "permission refused".to_owned(),
        _ => "recorded".to_owned(),
    }
}

/// What was worked on until now.
fn ended<'a>(act: &Act, after: &'a Runbook) -> Option<&'a Task> {
    match act {
        Act::Work(track, WorkAct::End { verb: TaskOutcome::Success | TaskOutcome::Failed, item, .. }) => {
            track.of(after).iter().find(|own| own.id == *item)
        }
        _ => None,
    }
}

fn against_plan(task: &Task, now: Moment) -> Option<String> {
    let (planned, took) = (task.estimate.as_ref()?.seconds(), worked_s(task, now)?);
    Some(format!("planned {}, took {} ({})", length(planned), length(took), deviation(planned, took)))
}

/// What somebody else recorded since the screen was drawn, of the runbook as it may be shown; entries come newest first.
pub fn meanwhile(entries: &[Recorded], me: Option<&Identity>, shown: &Runbook, present: bool, style: &Style) -> String {
    let mut page = Page::new(style);
    page.blank();
    for entry in entries.iter().rev() {
        let who = match me {
            // whoever looks on is somebody else
            Some(me) if !present && me.is_same_person(&entry.author) => "you, elsewhere".to_owned(),
            _ => plain(&entry.author.name),
        };
        let words: Vec<String> = entry.events.iter().map(recount).collect();
        let words = if words.is_empty() { "a commit without an event".to_owned() } else { words.join("; ") };
        let at = clock(shown, present, entry.recorded_at, style);
        let lead = format!("  {at}  {} ", ink(Ink::Warn, style.sign("↻", "~")));
        let words = if present { "something was recorded".to_owned() } else { words };
        page.hang(&lead, &format!("meanwhile, {who}: {words}"));
    }
    page.done()
}

/// A sentence of our own in the story.
pub fn said(text: &str, style: &Style) -> String {
    let mut page = Page::new(style);
    page.text(2, &prose(text));
    page.done()
}

/// Lines to choose from, numbered from one; the second part of each is what it is about.
pub fn list(title: &str, lines: &[(String, String)], style: &Style) -> String {
    let mut page = Page::new(style);
    page.line(format!("  {}", plain(title)));
    let number = lines.len().to_string().len();
    for (at, (sign, words)) in lines.iter().enumerate() {
        let sign = if sign.is_empty() { String::new() } else { format!("{}  ", pad(sign, 7)) };
        page.hang(&format!("  {:>number$}  {}", at + 1, ink(Ink::Muted, &sign)), &plain(words));
    }
    page.done()
}

/// The last words: where the runbook stands, and how it goes on; `is_over` where nothing is left that could be asked on
/// this screen.
pub fn farewell(stage: &Stage<'_>, is_over: bool, style: &Style) -> String {
    let (id, runbook) = (stage.id, stage.runbook);
    let mut page = Page::new(style);
    page.blank();
    page.hang("", &format!("{} is {}.", ink(Ink::Heading, &plain(runbook.name())), signs::of(runbook)));
    if runbook.state == State::Closed {
        let progress = Progress::of(runbook, style.now);
        let (planned, took) = (progress.estimate_s.unwrap_or(0), progress.whole_s().unwrap_or(0));
        let is_whole = matches!(runbook.result, Some(RunResult::Completed | RunResult::Partial));
        if is_whole && planned > 0 && took > 0 {
            page.hang(
                "",
                &format!("planned {}, took {} ({})", length(planned), length(took), deviation(planned, took)),
            );
        }
        page.line(format!("  {} {}", ink(Ink::Muted, "the story:"), command("log", id)));
        return page.done();
    }
    for task in running(runbook) {
        page.hang("", &ink(Ink::Warn, &format!("“{}” is still running; its clock goes on.", plain(&task.title))));
    }
    let way = format!("  {} {}", ink(Ink::Muted, "goes on here:"), command("run", id));
    if stage.present {
        // who pastes it goes on in company, as long as there is something to do there; how much is left inside is nobody's
        page.line(if is_over { way } else { format!("{way} --present") });
        return page.done();
    }
    let open = stage.left.iter().filter(|stop| !matches!(stop, NextStep::Wait(_))).count();
    page.line(format!("{way}   {}", ink(Ink::Muted, &format!("({} left)", signs::count(open, "point", "points")))));
    page.done()
}

fn running(runbook: &Runbook) -> impl Iterator<Item = &Task> {
    runbook.tasks.iter().chain(runbook.steps()).filter(|task| crate::lifecycle::open_attempt(task).is_some())
}

fn command(verb: &str, id: &RunbookId) -> String {
    format!("runbook {verb} {id}")
}
