//! Readiness of the header: name, description, DRI, schedule, links (rows 6–12).

use crate::lifecycle::{Circumstances, is_handle, may_be_handle_of};
use crate::model::{Contact, Link, Runbook, is_filled};

use super::codes::ReadinessCode;
use super::gate::Gate;

pub(super) fn judge(runbook: &Runbook, context: &Circumstances<'_>, gate: &mut Gate) {
    let runbook_id = context.id;
    if runbook.customer.as_str().trim().is_empty() {
        gate.miss(
            ReadinessCode::NoCustomer,
            "customer",
            "the customer is not named",
            format!("runbook set {runbook_id} customer=NAME"),
        );
    }
    if runbook.task.as_str().trim().is_empty() {
        gate.miss(
            ReadinessCode::NoTask,
            "task",
            "the requested task is not named",
            format!("runbook set {runbook_id} task=WHAT"),
        );
    }
    if !is_filled(&runbook.summary) {
        gate.miss(
            ReadinessCode::NoSummary,
            "summary",
            "there is no summary of the work",
            format!("runbook set {runbook_id} summary=\"What is done\""),
        );
    }
    if !is_filled(&runbook.expected_result) {
        gate.miss(
            ReadinessCode::NoExpectedResult,
            "expected_result",
            "it does not say what is true afterwards",
            format!("runbook set {runbook_id} expected_result=\"What is true afterwards\""),
        );
    }
    dri(runbook, context, gate);
    schedule(runbook, context, gate);
    links(runbook, context, gate);
}

fn dri(runbook: &Runbook, context: &Circumstances<'_>, gate: &mut Gate) {
    let runbook_id = context.id;
    match &runbook.dri {
        Some(dri) if is_filled(&runbook.dri) => {
            if runbook.dri_contact().is_none() {
                gate.miss(
                    ReadinessCode::DriNotContact,
                    "dri",
                    format!("the DRI, {dri}, is not among the contacts"),
                    as_contact(runbook, context, dri.as_str()),
                );
            }
        }
        _ => gate.miss(
            ReadinessCode::NoDri,
            "dri",
            "nobody is responsible: there is no DRI",
            format!("runbook set {runbook_id} dri=@handle"),
        ),
    }
}

/// The command that puts the DRI among the contacts: a handle for somebody of ours who is there by name already, and whose
/// name it comes from; otherwise one more.
fn as_contact(runbook: &Runbook, context: &Circumstances<'_>, dri: &str) -> String {
    let (id, side) = (context.id, &context.settings.home_side);
    if !is_handle(dri) {
        return format!("runbook contact add {id} --side {side} --name {}", quoted(dri));
    }
    let without_handle = |own: &&Contact| own.side == *side && own.handle.is_none();
    let fits = |own: &&Contact| own.name.as_ref().is_some_and(|name| may_be_handle_of(dri, name.as_str()));
    let mut fitting = runbook.contacts.iter().filter(without_handle).filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(own), None) => format!("runbook contact set {id} {} --handle {}", own.id, quoted(dri)),
        _ => format!("runbook contact add {id} --side {side} --handle {}", quoted(dri)),
    }
}

fn schedule(runbook: &Runbook, context: &Circumstances<'_>, gate: &mut Gate) {
    let runbook_id = context.id;
    let Some(at) = runbook.scheduled_at else {
        gate.miss(
            ReadinessCode::NoSchedule,
            "scheduled_at",
            "no time is agreed",
            format!(
                "runbook schedule {runbook_id} \"{}\" --zone Europe/Berlin --agreed LINK",
                context.stamp.now.a_week_on()
            ),
        );
        return;
    };
    if runbook.time_zone.is_none() {
        gate.miss(
            ReadinessCode::NoTimeZone,
            "time_zone",
            "the schedule has no time zone",
            format!("runbook set {runbook_id} time_zone=Europe/Berlin"),
        );
    }
    if !is_filled(&runbook.agreed) {
        gate.miss(
            ReadinessCode::NotAgreed,
            "agreed",
            "nothing shows that the customer agreed to the time",
            format!("runbook set {runbook_id} agreed=LINK"),
        );
    }
    if context.is_past(at) {
        gate.miss(
            ReadinessCode::SchedulePast,
            "scheduled_at",
            format!("the schedule, {at}, is past"),
            format!("runbook schedule {runbook_id} WHEN"),
        );
    }
}

fn links(runbook: &Runbook, context: &Circumstances<'_>, gate: &mut Gate) {
    let runbook_id = context.id;
    for (code, key, value, what) in [
        (ReadinessCode::NoMeetingUrl, "meeting_url", &runbook.meeting_url, "the meeting"),
        (ReadinessCode::NoIssueUrl, "issue_url", &runbook.issue_url, "the issue"),
    ] {
        let fix = format!("runbook set {runbook_id} {key}=https://…");
        match value {
            Some(link) if is_filled(value) => {
                if !Link::is_link(link.as_str()) {
                    gate.miss(code, key, format!("the link to {what}, “{link}”, cannot be followed"), fix);
                }
            }
            _ => gate.miss(code, key, format!("there is no link to {what}"), fix),
        }
    }
    if !is_filled(&runbook.ticket_url) {
        gate.warn(
            ReadinessCode::NoTicketUrl,
            "ticket_url",
            "there is no link to the customer's ticket",
            format!("runbook set {runbook_id} ticket_url=https://…"),
        );
    }
}

/// A word as it is typed in a shell.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@=+,%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
