//! The call as an iCalendar event (RFC 5545) in a message that a calendar takes (RFC 5546): in UTC, under one UID for
//! life, told anew with a higher sequence, and withdrawn when it does not take place.
//!
//! It refuses a runbook that never had a time. The library writes, escapes and folds; what it would fill in by itself,
//! the clock's time and a random UID, is always given to it. What a text may hold is decided in `text` alone; when the
//! call is and whether it stands, by the rules. The time stays the planned one: what was done when is the record's to
//! tell; once the work was over before it, the event is withdrawn.

mod people;
#[cfg(test)]
mod tests;
mod text;

use chrono::TimeDelta;
use icalendar::{Alarm, Calendar, Class, Component, Event, EventLike, EventStatus};

use super::exported::Exported;
use super::role::role;
use crate::lifecycle::{Call, CallStatus, Conditional};
use crate::model::{Fault, Line, Link, Result, RunbookId};
use crate::render::clock::length;

pub use people::can_be_invited;

/// So many minutes before the call an alarm tells of it.
const ALARM_MIN: i64 = 15;

/// The event's identity, the same for ever: a calendar that has it once knows it again.
fn uid(id: &RunbookId) -> String {
    format!("{}.{}@runbook", id.task, id.customer)
}

/// The runbook's call as a calendar file.
///
/// # Errors
/// `Refused` when it never had a time.
pub fn calendar(exported: &Exported<'_>) -> Result<String> {
    let Some(call) = exported.call else {
        let id = exported.id;
        if !exported.runbook.state.is_before_call() {
            return Err(Fault::refused(format!("{id} never had a time: there is nothing for a calendar"))
                .hint(format!("runbook export {id} --to html")));
        }
        return Err(Fault::refused(format!("{id} has no time yet: there is nothing for a calendar"))
            .hint(format!("runbook schedule {id} \"{}\" --zone Europe/Berlin", exported.now.a_week_on())));
    };
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", concat!("-//runbook//runbook ", env!("CARGO_PKG_VERSION"), "//EN")))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", if call.is_withdrawn() { "CANCEL" } else { "REQUEST" }))
        .push(event(exported, call));
    Ok(calendar.to_string())
}

fn event(exported: &Exported<'_>, call: &Call) -> Event {
    let runbook = exported.runbook;
    let (uid, name) = (uid(exported.id), text::words(&runbook.name()));
    let mut event = Event::with_uid(&uid);
    event
        .timestamp(exported.now.utc())
        .last_modified(exported.changed_at().utc())
        .add_property("SEQUENCE", call.sequence.to_string())
        .starts(call.start)
        .ends(call.end())
        .summary(&name)
        .description(&text::words(&description(exported)))
        .status(match call.status {
            CallStatus::Proposed => EventStatus::Tentative,
            CallStatus::Agreed => EventStatus::Confirmed,
            CallStatus::Withdrawn => EventStatus::Cancelled,
        });
    if exported.is_internal() && runbook.confidential {
        event.class(Class::Confidential);
    }
    if let Some(link) = runbook.meeting_url.as_ref().map(Line::as_str) {
        event.location(&text::words(link));
        if let Some(uri) = Some(link).filter(|link| Link::is_link(link)).and_then(text::uri) {
            event.url(&uri);
        }
    }
    people::invite(exported, &mut event);
    let alarm = TimeDelta::minutes(ALARM_MIN);
    if call.is_to_come(runbook, exported.now, alarm) {
        let mut alarm = Alarm::display(&name, -alarm);
        event.alarm(alarm.timestamp(exported.now.utc()).add_property("UID", format!("alarm.{uid}")).done());
    }
    event
}

/// What the invited should know, one thing a line.
fn description(exported: &Exported<'_>) -> String {
    let runbook = exported.runbook;
    let mut parts: Vec<String> = vec![format!("{}.", exported.standing())];
    parts.extend(runbook.summary.as_ref().map(ToString::to_string));
    // what is expected may not have come about
    parts.extend(runbook.expected_result.as_ref().map(|result| format!("Expected result: {result}")));
    let mut facts: Vec<String> = Vec::new();
    facts.extend(runbook.dri.as_ref().map(|dri| format!("DRI: {dri}")));
    let labelled = runbook.labelled().into_iter();
    facts.extend(labelled.filter_map(|field| Some(format!("{}: {}", field.label.short, field.words?))));
    for contact in &runbook.contacts {
        let role = role(contact).map(|role| format!(", {role}")).unwrap_or_default();
        facts.push(format!("{}: {}{role}", contact.side, contact.label()));
    }
    for (number, task) in runbook.tasks.iter().filter(|task| task.is_applicable(&runbook.variables)).enumerate() {
        let planned = task.estimate.as_ref().map(|own| format!(" ({})", length(own.seconds()))).unwrap_or_default();
        facts.push(format!("{}. {}{planned}", number + 1, task.title));
    }
    for permission in runbook.permissions.iter().filter(|own| own.is_applicable(&runbook.variables)) {
        facts.push(format!("Permission, {}: {}", permission.state, permission.action));
    }
    for own in &runbook.overrides {
        facts.push(format!("Overridden: {}: {} ({})", own.code, own.reason, own.by.name));
    }
    parts.push(facts.join("\n"));
    parts.retain(|part| !part.trim().is_empty());
    parts.join("\n\n")
}
