//! The call as an iCalendar event (RFC 5545): in UTC, under one UID for life, told anew with a higher sequence.
//!
//! It refuses a runbook without a time. What a text may do in a calendar is decided in `text` alone.

#[cfg(test)]
mod tests;
mod text;

use super::exported::{Exported, revisions};
use text::{Lines, Parameter};

use crate::lifecycle::Conditional;
use crate::model::{Fault, Length, Line, Link, Moment, Result, RunResult, Runbook, RunbookId};
use crate::render::clock::length;

/// How long a call is shown where nothing is estimated.
const USUAL_S: u64 = 3_600;

/// The alarm before the call.
const ALARM: &str = "-PT15M";

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
    let mut lines = Lines::default();
    lines.property("BEGIN", "VCALENDAR");
    lines.property("VERSION", "2.0");
    lines.property("PRODID", concat!("-//runbook//runbook ", env!("CARGO_PKG_VERSION"), "//EN"));
    lines.property("CALSCALE", "GREGORIAN");
    event(exported, start, &mut lines);
    lines.property("END", "VCALENDAR");
    Ok(lines.done())
}

fn event(exported: &Exported<'_>, start: Moment, lines: &mut Lines) {
    let runbook = exported.runbook;
    let is_cancelled = runbook.result == Some(RunResult::Cancelled);
    let changed = utc(exported.changed_at());
    lines.property("BEGIN", "VEVENT");
    lines.property("UID", &uid(exported.id));
    lines.property("DTSTAMP", &changed);
    lines.property("LAST-MODIFIED", &changed);
    lines.property("SEQUENCE", &revisions(runbook, exported.trail).to_string());
    lines.property("DTSTART", &utc(start));
    lines.property("DTEND", &utc(start.plus(&Length::from_seconds(planned_s(runbook)))));
    lines.text("SUMMARY", &runbook.name());
    lines.text("DESCRIPTION", &description(exported));
    lines.property("STATUS", status(runbook, is_cancelled));
    if exported.is_internal() && runbook.confidential {
        lines.property("CLASS", "CONFIDENTIAL");
    }
    if let Some(link) = runbook.meeting_url.as_ref().map(Line::as_str) {
        lines.text("LOCATION", link);
        if Link::is_link(link) {
            lines.property("URL", &text::uri(link));
        }
    }
    people(runbook, lines);
    if !is_cancelled {
        lines.property("BEGIN", "VALARM");
        lines.property("ACTION", "DISPLAY");
        lines.property("TRIGGER", ALARM);
        lines.text("DESCRIPTION", &runbook.name());
        lines.property("END", "VALARM");
    }
    lines.property("END", "VEVENT");
}

/// Who is invited: everybody with an address. The DRI, when among them, invites.
fn people(runbook: &Runbook, lines: &mut Lines) {
    let dri = runbook.dri_contact().map(|contact| &contact.id);
    for contact in &runbook.contacts {
        let Some(address) = contact.email.as_ref().and_then(|email| text::mail_address(email.as_str())) else {
            continue;
        };
        let name = Parameter::new("CN", contact.label());
        if dri == Some(&contact.id) {
            lines.with("ORGANIZER", &[name], &address);
        } else {
            lines.with("ATTENDEE", &[name, Parameter::word("ROLE", "REQ-PARTICIPANT")], &address);
        }
    }
}

fn status(runbook: &Runbook, is_cancelled: bool) -> &'static str {
    match (is_cancelled, runbook.state.is_before_call() && runbook.agreed.is_none()) {
        (true, _) => "CANCELLED",
        (false, true) => "TENTATIVE",
        (false, false) => "CONFIRMED",
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
    let mut fact = |label: &str, value: &Option<Line>| {
        facts.extend(value.as_ref().map(|value| format!("{label}: {value}")));
    };
    fact("DRI", &runbook.dri);
    fact("Meeting", &runbook.meeting_url);
    fact("Issue", &runbook.issue_url);
    fact("Ticket", &runbook.ticket_url);
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

fn utc(at: Moment) -> String {
    at.utc().format("%Y%m%dT%H%M%SZ").to_string()
}
