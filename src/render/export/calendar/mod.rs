//! The call as an iCalendar event (RFC 5545): in UTC, under one UID for life, told anew with a higher sequence.
//!
//! It refuses a runbook without a time. The library writes, escapes and folds; what it would fill in by itself, the
//! clock's time and a random UID, is always given to it. What a text may hold is decided in `text` alone.

#[cfg(test)]
mod tests;
mod text;

use chrono::TimeDelta;
use icalendar::{Alarm, Calendar, Class, Component, Event, EventLike, EventStatus, Property};

use super::exported::{Exported, revisions};
use crate::lifecycle::Conditional;
use crate::model::{Fault, Length, Line, Link, Moment, Result, RunResult, Runbook, RunbookId};
use crate::render::clock::length;

/// How long a call is shown where nothing is estimated.
const USUAL_S: u64 = 3_600;

/// So many minutes before the call an alarm tells of it.
const ALARM_MIN: i64 = 15;

/// The event's identity, the same for ever: a calendar that has it once knows it again.
fn uid(id: &RunbookId) -> String {
    format!("{}.{}@runbook", id.task, id.customer)
}

/// The runbook's call as a calendar file.
///
/// # Errors
/// `Refused` when it has no time.
pub fn calendar(exported: &Exported<'_>) -> Result<String> {
    let runbook = exported.runbook;
    let Some(start) = runbook.scheduled_at else {
        return Err(Fault::refused(format!("{} has no time yet: there is nothing for a calendar", exported.id))
            .hint(format!("runbook schedule {} \"2026-12-01 14:00\" --zone Europe/Berlin", exported.id)));
    };
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", concat!("-//runbook//runbook ", env!("CARGO_PKG_VERSION"), "//EN")))
        .append_property(("CALSCALE", "GREGORIAN"))
        .push(event(exported, start));
    Ok(calendar.to_string())
}

fn event(exported: &Exported<'_>, start: Moment) -> Event {
    let runbook = exported.runbook;
    let (uid, changed, name) = (uid(exported.id), exported.changed_at().utc(), text::words(&runbook.name()));
    let status = status(runbook);
    let mut event = Event::with_uid(&uid);
    event
        .timestamp(changed)
        .last_modified(changed)
        .add_property("SEQUENCE", revisions(runbook, exported.trail).to_string())
        .starts(start.utc())
        .ends(start.plus(&Length::from_seconds(planned_s(runbook))).utc())
        .summary(&name)
        .description(&text::words(&description(exported)))
        .status(status);
    if exported.is_internal() && runbook.confidential {
        event.class(Class::Confidential);
    }
    if let Some(link) = runbook.meeting_url.as_ref().map(Line::as_str) {
        event.location(&text::words(link));
        if Link::is_link(link) {
            event.url(&text::uri(link));
        }
    }
    people(runbook, &mut event);
    if status != EventStatus::Cancelled {
        let mut alarm = Alarm::display(&name, -TimeDelta::minutes(ALARM_MIN));
        event.alarm(alarm.timestamp(changed).add_property("UID", format!("alarm.{uid}")).done());
    }
    event
}

/// Who is invited: everybody with an address. The DRI, when among them, invites.
fn people(runbook: &Runbook, event: &mut Event) {
    let dri = runbook.dri_contact().map(|contact| &contact.id);
    for contact in &runbook.contacts {
        let Some(address) = contact.email.as_ref().and_then(|email| text::mail_address(email.as_str())) else {
            continue;
        };
        let named = |property| {
            let mut named = Property::new(property, &address);
            named.add_parameter("CN", &text::quoted(contact.label()));
            named
        };
        if dri == Some(&contact.id) {
            event.append_property(named("ORGANIZER"));
        } else {
            event.append_multi_property(named("ATTENDEE").add_parameter("ROLE", "REQ-PARTICIPANT"));
        }
    }
}

fn status(runbook: &Runbook) -> EventStatus {
    if runbook.result == Some(RunResult::Cancelled) {
        EventStatus::Cancelled
    } else if runbook.state.is_before_call() && runbook.agreed.is_none() {
        EventStatus::Tentative
    } else {
        EventStatus::Confirmed
    }
}

/// The planned work with its waiting.
fn planned_s(runbook: &Runbook) -> u64 {
    let tasks = runbook.tasks.iter().filter(|task| task.is_applicable(&runbook.variables));
    let lengths = tasks.flat_map(|task| [&task.estimate, &task.wait]).flatten();
    match lengths.map(Length::seconds).fold(0, u64::saturating_add) {
        0 => USUAL_S,
        seconds => seconds,
    }
}

/// What the invited should know, one thing a line.
fn description(exported: &Exported<'_>) -> String {
    let runbook = exported.runbook;
    let mut parts: Vec<String> = Vec::new();
    parts.extend([&runbook.summary, &runbook.expected_result].into_iter().flatten().map(ToString::to_string));
    let mut facts: Vec<String> = Vec::new();
    facts.extend(runbook.dri.as_ref().map(|dri| format!("DRI: {dri}")));
    let labelled = runbook.labelled().into_iter();
    facts.extend(labelled.filter_map(|field| Some(format!("{}: {}", field.label.short, field.words?))));
    for contact in &runbook.contacts {
        let role = contact.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
        facts.push(format!("{}: {}{role}", contact.side, contact.label()));
    }
    for (number, task) in runbook.tasks.iter().filter(|task| task.is_applicable(&runbook.variables)).enumerate() {
        let planned = task.estimate.as_ref().map(|own| format!(" ({})", length(own.seconds()))).unwrap_or_default();
        facts.push(format!("{}. {}{planned}", number + 1, task.title));
    }
    for own in &runbook.overrides {
        facts.push(format!("Overridden: {}: {} ({})", own.code, own.reason, own.by.name));
    }
    parts.push(facts.join("\n"));
    parts.retain(|part| !part.trim().is_empty());
    parts.join("\n\n")
}
