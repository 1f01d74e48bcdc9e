//! One screen for each kind of stop: what is to be done there, and what is needed for it.

use super::head::head;
use super::stage::Stage;
use crate::lifecycle::{Conditional, NextStep, closing, duty_standing, is_back_by_plan, open_attempt, outcome};
use crate::model::{
    CheckItem, Checklist, Mark, Obligation, Permission, PermissionState, Slug, State, Task, TaskOutcome,
};
use crate::render::clock::{away, distance, in_zone, length};
use crate::render::layout::{fold, plain, prose};
use crate::render::message::request;
use crate::render::page::Page;
use crate::render::palette::{Ink, ink};
use crate::render::signs;
use crate::render::style::Style;
use crate::render::way_back::by_plan;

/// Rows that head, keys and answers need beside a long text.
const BESIDE: usize = 17;

/// The fewest rows that a long text gets.
const FEWEST: usize = 6;

/// No rows: the same texts stand whole a little above, so that their beginning is enough to know them by.
pub const ALREADY_READ: usize = 0;

/// A whole screen, as it is printed when the call comes to this stop.
pub fn screen(stage: &Stage<'_>, style: &Style) -> String {
    let mut page = Page::new(style);
    // a screen begins apart from what was said before
    page.line("");
    head(stage, style, &mut page);
    match stage.stop {
        NextStep::Mend(point) => {
            page.hang(&format!("  {} ", ink(Ink::Bad, style.sign("✗", "!"))), &prose(&point.message));
            for way in point.ways() {
                // never wrapped, so that it can be copied
                page.line(format!("    {}", ink(Ink::Muted, &plain(way))));
            }
        }
        NextStep::Check(list, id) => {
            if let Some(item) = find(stage.runbook.checklist(*list), id, |own| &own.id) {
                check(item, *list, &mut page);
            }
        }
        NextStep::Permission(id) => {
            if let Some(own) = find(&stage.runbook.permissions, id, |own| &own.id) {
                permission(own, stage, style, &mut page);
            }
        }
        NextStep::Start => start(stage, style, &mut page),
        NextStep::Task(_) | NextStep::Step(_) => {
            if let Some(task) = stage.work() {
                work(task, stage, style, &mut page);
            }
        }
        NextStep::Wait(_) => wait(stage, &mut page),
        NextStep::Finish => finish(stage, style, &mut page),
        NextStep::Duty(id) => {
            if let Some(own) = find(&stage.runbook.obligations, id, |own| &own.id) {
                duty(own, stage, style, &mut page);
            }
        }
        NextStep::Close => close(stage, style, &mut page),
    }
    page.blank();
    page.done()
}

fn find<'a, T>(items: &'a [T], id: &Slug, of: impl Fn(&T) -> &Slug) -> Option<&'a T> {
    items.iter().find(|own| of(own) == id)
}

fn check(item: &CheckItem, list: Checklist, page: &mut Page<'_>) {
    page.text(2, &ink(Ink::Heading, &prose(&item.text)));
    let mut notes = Vec::new();
    if item.required {
        notes.push("required: it can only be done, not waived");
    }
    if item.wants_evidence {
        notes.push("wants evidence: a link or text that shows it");
    }
    if !notes.is_empty() {
        page.text(2, &ink(Ink::Muted, &notes.join("; ")));
    }
    match item.mark {
        Some(Mark::Done) => {
            let evidence = item.evidence.as_ref().map_or("without evidence".to_owned(), prose);
            page.hang(&format!("  {} ", ink(Ink::Good, "[x]")), &format!("done: {evidence}"));
        }
        Some(Mark::Prevented) => {
            let reason = item.reason.as_ref().map_or_else(String::new, prose);
            page.hang(&format!("  {} ", ink(Ink::Warn, "[-]")), &format!("prevented: {reason}"));
        }
        None if list == Checklist::Pre => page.line(ink(Ink::Muted, "  Is it done? What prevents it?")),
        None => page.line(ink(Ink::Muted, "  Is it done?")),
    }
}

fn permission(own: &Permission, stage: &Stage<'_>, style: &Style, page: &mut Page<'_>) {
    page.text(2, &format!("{}: {}", ink(Ink::Heading, &prose(&own.action)), signs::permission(own.state)));
    let contact = own.from.as_ref().and_then(|id| find(&stage.runbook.contacts, id, |contact| &contact.id));
    let from: Vec<String> = [
        contact.map(|contact| plain(contact.label())),
        own.standing.as_ref().map(plain),
        own.asked_at.map(|at| format!("asked {}", away(at, style.now))),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !from.is_empty() {
        page.text(2, &ink(Ink::Muted, &format!("from {}", from.join(", "))));
    }
    let titles: Vec<String> = own
        .covers
        .iter()
        .map(|id| {
            find(&stage.runbook.tasks, id, |task| &task.id).map_or_else(|| id.to_string(), |task| plain(&task.title))
        })
        .collect();
    if !titles.is_empty() {
        page.text(2, &ink(Ink::Muted, &format!("needed before: {}", titles.join(", "))));
    }
    if let Some(by) = own.answered_by.as_ref().filter(|_| !stage.present) {
        let why = own.evidence.as_ref().map(|evidence| format!(": {}", prose(evidence))).unwrap_or_default();
        page.hang(&format!("  {}: ", own.state), &format!("by {}{why}", plain(by)));
    }
    if matches!(own.state, PermissionState::Wanted | PermissionState::Refused) {
        page.blank();
        page.text(2, &ink(Ink::Muted, "The message to send:"));
        page.line(prose(request(&[own], stage.runbook, stage.settings)));
    }
}

fn start(stage: &Stage<'_>, style: &Style, page: &mut Page<'_>) {
    let open: Vec<&NextStep> = stage.left.iter().filter(|stop| !matches!(stop, NextStep::Start)).collect();
    if open.is_empty() {
        page.text(2, &format!("{}: nothing is missing.", ink(Ink::Good, "READY")));
    } else {
        let number = signs::count(open.len(), "point is", "points are");
        page.text(2, &format!("{}: {number} still open.", ink(Ink::Warn, "NOT READY")));
        if stage.present {
            page.text(2, "Without --present they come one by one.");
        } else {
            for stop in open {
                page.hang(&format!("    {} ", ink(Ink::Bad, style.sign("✗", "!"))), &open_words(stop, stage));
            }
        }
    }
    if let Some(agreed) = stage.runbook.scheduled_at {
        let late = style.now.seconds_since(agreed);
        let words = match late {
            -59..60 => "It is the agreed time.".to_owned(),
            60.. => format!("The agreed time was {} ago.", distance(late.unsigned_abs())),
            _ => format!("The agreed time is in {}.", distance(late.unsigned_abs())),
        };
        page.text(2, &words);
    }
    if let Some(url) = &stage.runbook.meeting_url {
        page.text(2, &plain(url));
    }
    for contact in stage.runbook.contacts.iter() {
        let role = contact.role.as_ref().map(plain).unwrap_or_default();
        page.hang("    ", &format!("{} {}", plain(contact.label()), ink(Ink::Muted, &role)));
    }
}

/// One open point in a few words.
fn open_words(stop: &NextStep, stage: &Stage<'_>) -> String {
    let runbook = stage.runbook;
    match stop {
        NextStep::Mend(point) => prose(&point.message),
        NextStep::Check(list, id) => find(runbook.checklist(*list), id, |own| &own.id)
            .map_or_else(String::new, |own| first_line(own.text.as_str())),
        NextStep::Permission(id) => find(&runbook.permissions, id, |own| &own.id)
            .map_or_else(String::new, |own| format!("permission {}: {}", own.state, first_line(own.action.as_str()))),
        NextStep::Duty(id) => {
            find(&runbook.obligations, id, |own| &own.id).map_or_else(String::new, |own| first_line(own.what.as_str()))
        }
        _ => String::new(),
    }
}

fn first_line(text: &str) -> String {
    plain(text.lines().next().unwrap_or_default())
}

fn work(task: &Task, stage: &Stage<'_>, style: &Style, page: &mut Page<'_>) {
    page.text(2, &ink(Ink::Heading, &plain(&task.title)));
    let mut notes = Vec::new();
    notes.extend(task.estimate.as_ref().map(|estimate| format!("planned {estimate}")));
    if !stage.present {
        notes.extend(task.wait.as_ref().map(|wait| format!("then wait {wait}")));
        notes.extend(task.required.then(|| "required".to_owned()));
        notes.extend(task.irreversible.then(|| ink(Ink::Bad, "cannot be taken back")));
    }
    if !notes.is_empty() {
        page.text(2, &ink(Ink::Muted, &notes.join(", ")));
    }
    attempts(task, stage, style, page);
    if stage.present {
        return;
    }
    if let Some(link) = &task.link {
        page.text(2, &plain(link));
    }
    let texts = [("", &task.instructions), ("its command:", &task.command), ("its rehearsal:", &task.dry_run_command)];
    for (label, text) in texts {
        let Some(text) = text else { continue };
        page.blank();
        if !label.is_empty() {
            page.text(2, &ink(Ink::Muted, label));
        }
        long(&prose(text), if label.is_empty() { 2 } else { 4 }, stage.rows, style, page);
    }
}

/// What became of it so far.
fn attempts(task: &Task, stage: &Stage<'_>, style: &Style, page: &mut Page<'_>) {
    for attempt in &task.attempts {
        let state = attempt.outcome.map_or_else(|| ink(Ink::Good, "running"), signs::outcome);
        let took = crate::lifecycle::attempt_s(attempt, style.now).filter(|_| attempt.outcome.is_some());
        let took = took.map(|seconds| format!(" after {}", length(seconds))).unwrap_or_default();
        let who = attempt.by.as_ref().filter(|_| !stage.present);
        let who = who.map(|by| format!(", by {}", plain(&by.name))).unwrap_or_default();
        let note = attempt.note.as_ref().filter(|_| !stage.present);
        let note = note.map(|note| format!(": {}", prose(note))).unwrap_or_default();
        page.hang("  ", &format!("{state}{took}{who}{note}"));
    }
}

/// A text that may be longer than the screen: its beginning, and how much more there is.
fn long(text: &str, indent: usize, rows: usize, style: &Style, page: &mut Page<'_>) {
    let lines = fold(text, style.measure().saturating_sub(indent));
    let room = if rows == ALREADY_READ { 1 } else { rows.saturating_sub(BESIDE).max(FEWEST) };
    let shown = if lines.len() > room + 1 { room } else { lines.len() };
    page.lines(indent, lines.iter().take(shown).cloned());
    if shown < lines.len() {
        let more = signs::count(lines.len() - shown, "more line", "more lines");
        page.text(indent, &ink(Ink::Muted, &format!("… {more}: i shows them")));
    }
}

fn wait(stage: &Stage<'_>, page: &mut Page<'_>) {
    let Some(task) = stage.work() else { return };
    let wait = task.wait.as_ref().map(ToString::to_string).unwrap_or_default();
    page.text(
        2,
        &format!("{wait} of waiting after “{}”. This is no work, and no clock of a task runs.", plain(&task.title)),
    );
    let next = stage.left.iter().find_map(|stop| match stop {
        NextStep::Task(id) => find(&stage.runbook.tasks, id, |own| &own.id),
        _ => None,
    });
    if let Some(next) = next {
        page.hang("  then: ", &plain(&next.title));
    }
}

fn finish(stage: &Stage<'_>, style: &Style, page: &mut Page<'_>) {
    let runbook = stage.runbook;
    if is_back_by_plan(runbook) {
        let plan = |plan: &str, page: &mut Page<'_>| long(&prose(plan), 4, stage.rows, style, page);
        return by_plan(runbook, page, if stage.present { None } else { Some(&plan) });
    }
    if runbook.state == State::RollingBack {
        return page.text(2, "Every rollback step has an outcome.");
    }
    page.text(2, "Every task has an outcome:");
    for task in runbook.tasks.iter().filter(|task| task.is_applicable(&runbook.variables)) {
        let state = outcome(task).map_or_else(|| ink(Ink::Warn, "open"), signs::outcome);
        page.hang("    ", &format!("{} {state}", plain(&task.title)));
    }
}

fn duty(own: &Obligation, stage: &Stage<'_>, style: &Style, page: &mut Page<'_>) {
    page.text(2, &ink(Ink::Heading, &prose(&own.what)));
    page.text(2, &ink(Ink::Muted, own.kind.word()));
    let duty_standing = duty_standing(stage.runbook, own);
    if let Some(due) = duty_standing.due {
        let words = format!("due {}, {}", in_zone(due, stage.runbook.time_zone), away(due, style.now));
        page.text(2, &if duty_standing.is_overdue(style.now) { ink(Ink::Bad, &words) } else { words });
    }
    match own.evidence.as_ref().filter(|_| !duty_standing.is_owed()) {
        Some(evidence) => {
            page.hang(&format!("  {} ", ink(Ink::Good, "[x]")), &format!("discharged: {}", prose(evidence)))
        }
        None => page.line(ink(Ink::Muted, "  It is discharged with evidence: a link or text that shows it.")),
    }
}

fn close(stage: &Stage<'_>, style: &Style, page: &mut Page<'_>) {
    let runbook = stage.runbook;
    let open = closing(stage.id, runbook).missing;
    if open.is_empty() {
        page.text(2, "Everything is done and every duty is discharged.");
    } else {
        page.text(2, &ink(Ink::Warn, &format!("{} still open:", signs::count(open.len(), "point is", "points are"))));
        for point in open.iter().filter(|_| !stage.present) {
            page.hang(&format!("    {} ", ink(Ink::Bad, style.sign("✗", "!"))), &prose(&point.message));
        }
    }
    let failed = runbook.tasks.iter().filter(|task| outcome(task) == Some(TaskOutcome::Failed)).count();
    if failed > 0 {
        page.text(2, &ink(Ink::Warn, &format!("{} failed.", signs::count(failed, "task", "tasks"))));
    }
    if runbook.tasks.iter().any(|task| open_attempt(task).is_some()) {
        page.text(2, &ink(Ink::Warn, "A task is still running."));
    }
}
