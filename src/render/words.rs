//! What happened, in one line: for the commit's subject, the trail and the screen.
//!
//! Always one line, never a control character, never longer than a subject should be. It tells; it does not judge.

use serde_json::Value;

use super::clock::{agreed, length};
use super::layout::{cut, plain};
use crate::lifecycle::attempt_s;
use crate::model::{
    Act, ApprovalAct, Change, ChangeKind, CheckAct, Checklist, CommitId, ContactAct, Ending, Event, Fields, Line,
    Moment, ObligationAct, PermissionAct, Place, Prose, Recorded, Runbook, Slug, TargetsAct, Task, TaskOutcome, Totals,
    Track, WorkAct, Zone,
};

/// The longest a line gets, in columns.
const LONGEST: usize = 150;

/// The longest quotation of what somebody wrote.
const QUOTE: usize = 80;

/// One line for one event: `finish task bulk-change: success in 1h12m`.
pub fn describe(event: &Event, before: Option<&Runbook>, after: &Runbook) -> String {
    told(event, before, Some(after))
}

/// One line for an event whose runbook is not at hand, as in the trail: what the event itself says.
pub fn recount(event: &Event) -> String {
    told(event, None, None)
}

/// What a commit of the trail says: its subject where that fits its event, as it may know more (how long an attempt
/// took); otherwise what the events say, because anybody can write a subject.
pub(super) fn entry(recorded: &Recorded) -> String {
    let words = recorded.words();
    match recorded.events.as_slice() {
        [] => plain(words),
        [event] => {
            let own = recount(event);
            let head = own.split([':', '(']).next().unwrap_or_default().trim_end();
            if words.starts_with(head) { plain(words) } else { own }
        }
        events => cut(&events.iter().map(recount).collect::<Vec<_>>().join("; "), LONGEST),
    }
}

/// One line for all events of a commit, as its subject says it behind the id: `override not-agreed: …; start the call`.
pub fn summary(events: &[Event], before: Option<&Runbook>, after: &Runbook) -> String {
    let words: Vec<String> = events.iter().map(|event| describe(event, before, after)).collect();
    cut(&words.join("; "), LONGEST)
}

fn told(event: &Event, before: Option<&Runbook>, after: Option<&Runbook>) -> String {
    let words = match &event.act {
        Act::Create { record, .. } => created(record),
        Act::Import { record, source, .. } => imported(record, source.as_ref().map(AsRef::as_ref)),
        Act::Set { fields } => header_set(fields),
        Act::Schedule { scheduled_at, time_zone, .. } => scheduled(before, *scheduled_at, *time_zone),
        Act::Contact(act) => contact(act),
        Act::Check(act) => check(act),
        Act::Permission(act) => permission(act),
        Act::Work(track, act) => work(*track, act, event.at, after),
        Act::RollbackPlan { fields } => set("rollback: ", fields),
        Act::Rehearse { task, outcome, ending } => rehearsed(task, *outcome, ending, event.at),
        Act::Targets(act) => targets(act),
        Act::Obligation(act) => obligation(act),
        Act::Approval(ApprovalAct::Give { .. }) => "approve the plan".to_owned(),
        Act::Approval(ApprovalAct::Withdraw) => "withdraw the approval".to_owned(),
        Act::Start => "start the call".to_owned(),
        Act::Finish => "finish the work".to_owned(),
        Act::Abort { reason, rolling_back: true } => with("abort, rolling back", reason.as_str()),
        Act::Abort { reason, .. } => with("abort", reason.as_str()),
        Act::Cancel { reason } => with("cancel", reason.as_str()),
        Act::Close { result, reason } => with_note(&format!("close as {result}"), reason),
        Act::Reopen { reason } => with("reopen", reason.as_str()),
        Act::Override { code, reason } => with(&format!("override {code}"), reason.as_str()),
        Act::Edit { changes, why, adopts } => edited(changes, why.as_ref().map(AsRef::as_ref), adopts),
        Act::Undo { undoes, undone, changes } => undo(undoes, undone, changes),
    };
    cut(&plain(words), LONGEST)
}

fn contact(act: &ContactAct) -> String {
    match act {
        ContactAct::Add { contact } => {
            with(&format!("add contact {}", contact.id), &format!("{}, {}", contact.label(), contact.side))
        }
        ContactAct::Set { contact, fields } => set(&format!("contact {contact}: "), fields),
        ContactAct::Remove { contact } => format!("remove contact {contact}"),
    }
}

fn check(act: &CheckAct) -> String {
    match act {
        CheckAct::Add { list, item } => {
            let list = if *list == Checklist::Pre { "pre-call" } else { "post-call" };
            with(&format!("add {list} check {}", item.id), item.text.as_str())
        }
        CheckAct::Set { item, fields } => set(&format!("check {item}: "), fields),
        CheckAct::Remove { item } => format!("remove check {item}"),
        CheckAct::Done { item, evidence } => with_note(&format!("check {item} done"), evidence),
        CheckAct::Prevented { item, reason } => with(&format!("check {item} prevented"), reason.as_str()),
        CheckAct::Clear { item } => format!("check {item} open again"),
    }
}

fn permission(act: &PermissionAct) -> String {
    match act {
        PermissionAct::Add { permission } => {
            with(&format!("add permission {}", permission.id), permission.action.as_str())
        }
        PermissionAct::Set { permission, fields } => set(&format!("permission {permission}: "), fields),
        PermissionAct::Remove { permission } => format!("remove permission {permission}"),
        PermissionAct::Ask { permission } => format!("ask for permission {permission}"),
        PermissionAct::Grant { permission, answered_by, .. } => {
            format!("grant permission {permission}: by {answered_by}")
        }
        PermissionAct::Refuse { permission, answered_by, .. } => {
            format!("refuse permission {permission}: by {answered_by}")
        }
    }
}

fn obligation(act: &ObligationAct) -> String {
    match act {
        ObligationAct::Add { obligation } => {
            with(&format!("add obligation {}", obligation.id), obligation.what.as_str())
        }
        ObligationAct::Discharge { obligation, evidence } => {
            with(&format!("discharge obligation {obligation}"), evidence.as_str())
        }
    }
}

fn targets(act: &TargetsAct) -> String {
    match act {
        TargetsAct::Load { count, .. } => {
            format!("load a list of {count} target{}", if *count == 1 { "" } else { "s" })
        }
        TargetsAct::Begin { task, totals } => match totals.all() {
            0 => format!("begin task {task} over the targets"),
            _ => format!("go on with task {task} over the targets: {}", results(*totals)),
        },
        TargetsAct::Run { task, totals } => format!("task {task} over the targets: {}", results(*totals)),
        TargetsAct::Mark { task, totals } => format!("mark targets of task {task}: {}", results(*totals)),
        TargetsAct::Retry { task, totals } => format!("targets of task {task} to be done again: {}", results(*totals)),
        TargetsAct::Purge => "delete the list of targets".to_owned(),
    }
}

fn work(track: Track, act: &WorkAct, at: Moment, after: Option<&Runbook>) -> String {
    let what = match track {
        Track::Tasks => "task",
        Track::Steps => "rollback step",
    };
    match act {
        WorkAct::Add { item, place } => planned(what, item, place),
        WorkAct::Set { item, fields } => set(&format!("{what} {item}: "), fields),
        WorkAct::Remove { item } => format!("remove {what} {item}"),
        WorkAct::Move { item, place } => moved(what, item, place),
        WorkAct::Start { item, note } => with_note(&format!("start {what} {item}"), note),
        WorkAct::End { item, outcome, ending, .. } => {
            let items = after.map_or(&[][..], |runbook| track.of(runbook));
            ended(what, item, *outcome, ending, at, items)
        }
    }
}

fn rehearsed(task: &Slug, outcome: TaskOutcome, ending: &Ending, at: Moment) -> String {
    let words = match ending.started_at.and_then(|started| u64::try_from(at.seconds_since(started)).ok()) {
        Some(seconds) => format!("rehearse task {task}: {outcome} in {}", length(seconds)),
        None => format!("rehearse task {task}: {outcome}"),
    };
    match &ending.note {
        Some(note) => format!("{words} ({})", quoted(note.as_str())),
        None => words,
    }
}

/// `2498 done, 2 failed`.
fn results(totals: Totals) -> String {
    let skipped = if totals.skipped > 0 { format!(", {} skipped", totals.skipped) } else { String::new() };
    format!("{} done, {} failed{skipped}", totals.done, totals.failed)
}

fn ended(what: &str, id: &Slug, outcome: TaskOutcome, ending: &Ending, at: Moment, tasks: &[Task]) -> String {
    let verb = match outcome {
        TaskOutcome::Success => "finish",
        TaskOutcome::Failed => "fail",
        TaskOutcome::Skipped => "skip",
        TaskOutcome::Paused => "pause",
    };
    let took = took(id, ending, at, tasks).map(length);
    let words = match (outcome, took) {
        (TaskOutcome::Skipped, _) => format!("{verb} {what} {id}"),
        (TaskOutcome::Success, None) => format!("{verb} {what} {id}: {outcome}"),
        (TaskOutcome::Success, Some(took)) => format!("{verb} {what} {id}: {outcome} in {took}"),
        (_, None) => format!("{verb} {what} {id}"),
        (_, Some(took)) => format!("{verb} {what} {id} after {took}"),
    };
    let note = ending.note.as_ref().map_or("", |note| note.as_str());
    match note.trim() {
        "" => words,
        note if words.contains(':') => format!("{words} ({})", quoted(note)),
        note => with(&words, note),
    }
}

/// The seconds of the attempt that this event ends: as it says itself, otherwise as the runbook tells.
fn took(id: &Slug, ending: &Ending, at: Moment, tasks: &[Task]) -> Option<u64> {
    if let Some(took) = &ending.took {
        return Some(took.seconds());
    }
    if let Some(started) = ending.started_at {
        return u64::try_from(at.seconds_since(started)).ok();
    }
    let task = tasks.iter().find(|task| task.id == *id)?;
    let attempt = task.attempts.iter().rfind(|attempt| attempt.finished_at == Some(at)).or(task.attempts.last())?;
    attempt_s(attempt, at)
}

fn created(record: &Fields) -> String {
    match record.get("template").and_then(Value::as_str) {
        Some(template) => format!("create from template {}", quoted(template)),
        None => "create".to_owned(),
    }
}

fn imported(record: &Fields, source: Option<&str>) -> String {
    let from = source.map(|source| format!(" from {}", quoted(source))).unwrap_or_default();
    let number = |key: &str| record.get(key).and_then(Value::as_array).map_or(0, Vec::len);
    let tasks = super::signs::count(number("tasks"), "task", "tasks");
    let kept = match number("kept") {
        0 => String::new(),
        kept => format!(", {} kept as written", super::signs::count(kept, "passage", "passages")),
    };
    format!("import{from}: {tasks}{kept}")
}

fn scheduled(before: Option<&Runbook>, at: Option<Moment>, zone: Option<Zone>) -> String {
    let Some(at) = at else { return "take the schedule back".to_owned() };
    let verb = match before.and_then(|before| before.scheduled_at) {
        Some(_) => "reschedule to",
        None => "schedule for",
    };
    format!("{verb} {}", agreed(at, zone))
}

fn planned(what: &str, task: &Task, place: &Place) -> String {
    let estimate = task.estimate.as_ref().map(|estimate| format!(" ({estimate})")).unwrap_or_default();
    format!("add {what} {}: {}{estimate}{}", task.id, quoted(task.title.as_str()), whereto(place))
}

fn moved(what: &str, id: &Slug, place: &Place) -> String {
    let end = if *place == Place::Last { " to the end" } else { "" };
    format!("move {what} {id}{}{end}", whereto(place))
}

fn whereto(place: &Place) -> String {
    match place {
        Place::First => " to the beginning".to_owned(),
        Place::Last => String::new(),
        Place::Before(other) => format!(" before {other}"),
        Place::After(other) => format!(" after {other}"),
    }
}

/// `set dri, summary`; one short value is told: `set dri to @john_doe`.
/// Header fields and variables by name, and how many texts follow them.
fn header_set(fields: &Fields) -> String {
    let is_text = |key: &String| key.contains('.') && !key.starts_with("variables.");
    let (texts, named): (Vec<_>, Vec<_>) = fields.iter().partition(|(key, _)| is_text(key));
    let named: Fields = named.into_iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    match (texts.as_slice(), named.is_empty()) {
        ([], _) => set("", &named),
        (_, true) => set("", fields),
        ([_], _) => format!("{}; 1 text follows", set("", &named)),
        (several, _) => format!("{}; {} texts follow", set("", &named), several.len()),
    }
}

fn set(of: &str, fields: &Fields) -> String {
    if let (1, Some((key, value))) = (fields.len(), fields.iter().next()) {
        return match short(value) {
            _ if value.is_null() => format!("{of}clear {key}"),
            Some(value) => format!("{of}set {key} to {value}"),
            None => format!("{of}set {key}"),
        };
    }
    let keys = |cleared: bool| -> Vec<&str> {
        fields.iter().filter(|(_, value)| value.is_null() == cleared).map(|(key, _)| key.as_str()).collect()
    };
    let parts = [("set", keys(false)), ("clear", keys(true))];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(_, keys)| !keys.is_empty())
        .map(|(verb, keys)| format!("{verb} {}", keys.join(", ")))
        .collect();
    format!("{of}{}", parts.join("; "))
}

/// A value that fits into a sentence.
fn short(value: &Value) -> Option<String> {
    let words = match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        Value::Array(items) => items.iter().map(short).collect::<Option<Vec<_>>>()?.join(", "),
        _ => return None,
    };
    (!words.is_empty() && !words.contains('\n') && words.chars().count() <= 60).then_some(words)
}

/// What a person changed in the file: the first few places, and how many more.
fn edited(changes: &[Change], why: Option<&str>, adopts: &[CommitId]) -> String {
    let is_new = changes.iter().any(|change| change.path == "customer" && change.kind == ChangeKind::Added);
    let commits: Vec<&str> = adopts.iter().map(CommitId::short).collect();
    let lead = match (commits.as_slice(), is_new) {
        ([_, ..], _) => format!("adopt {}", commits.join(" and ")),
        ([], true) => "create by hand".to_owned(),
        ([], false) => "edit by hand".to_owned(),
    };
    let places = match changes.is_empty() && !adopts.is_empty() {
        true => "no field changed".to_owned(),
        false => places(changes),
    };
    match (why, is_new) {
        (Some(why), _) => format!("{lead}: {} ({places})", quoted(why)),
        (None, true) => lead,
        (None, false) => format!("{lead}: {places}"),
    }
}

/// `undo check.done (0123456789): pre_call.dry-run.mark`. Whether taking an undo back does something again or takes it away
/// depends on what that undid, which its event does not say.
fn undo(undoes: &CommitId, undone: &[Line], changes: &[Change]) -> String {
    let names: Vec<&str> = undone.iter().map(Line::as_str).collect();
    let what = if names == ["undo"] { "undo the undo".to_owned() } else { format!("undo {}", names.join(" and ")) };
    format!("{what} ({}): {}", undoes.short(), places(changes))
}

/// The first few places that changed, and how many more.
fn places(changes: &[Change]) -> String {
    const NAMED: usize = 3;
    let mut places: Vec<String> = changes.iter().take(NAMED).map(|change| change.path.clone()).collect();
    if changes.len() > NAMED {
        places.push(format!("{} more", changes.len() - NAMED));
    }
    if places.is_empty() { "layout only".to_owned() } else { places.join(", ") }
}

fn with(words: &str, said: &str) -> String {
    match said.trim() {
        "" => words.to_owned(),
        said => format!("{words}: {}", quoted(said)),
    }
}

fn with_note(words: &str, note: &Option<Prose>) -> String {
    with(words, note.as_ref().map_or("", |note| note.as_str()))
}

/// What somebody wrote, on one line and short.
fn quoted(text: &str) -> String {
    let mut lines = text.trim().lines();
    let first = lines.next().unwrap_or_default().trim_end();
    let more = if lines.next().is_some() { " …" } else { "" };
    cut(&format!("{}{more}", plain(first)), QUOTE)
}
