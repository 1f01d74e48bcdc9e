//! Readiness of the header: name, description, DRI, schedule, links (rows 6–12).

use crate::lifecycle::Circumstances;
use crate::model::{Link, Runbook, is_filled};

use super::gate::Gate;

pub(super) fn judge(runbook: &Runbook, context: &Circumstances<'_>, gate: &mut Gate) {
    if runbook.customer.as_str().trim().is_empty() {
        gate.miss("no-customer", "customer", "the customer is not named", "runbook set ID customer=NAME");
    }
    if runbook.task.as_str().trim().is_empty() {
        gate.miss("no-task", "task", "the requested task is not named", "runbook set ID task=WHAT");
    }
    if !is_filled(&runbook.summary) {
        gate.miss(
            "no-summary",
            "summary",
            "there is no summary of the work",
            "runbook set ID summary=\"What is done\"",
        );
    }
    if !is_filled(&runbook.expected_result) {
        gate.miss(
            "no-expected-result",
            "expected_result",
            "it does not say what is true afterwards",
            "runbook set ID expected_result=\"What is true afterwards\"",
        );
    }
    dri(runbook, gate);
    schedule(runbook, context, gate);
    links(runbook, gate);
}

fn dri(runbook: &Runbook, gate: &mut Gate) {
    match &runbook.dri {
        Some(dri) if is_filled(&runbook.dri) => {
            if runbook.dri_contact().is_none() {
                gate.miss(
                    "dri-not-contact",
                    "dri",
                    format!("the DRI, {dri}, is not among the contacts"),
                    format!("runbook contact add ID --side gitlab --handle {}", quoted(dri.as_str())),
                );
            }
        }
        _ => gate.miss("no-dri", "dri", "nobody is responsible: there is no DRI", "runbook set ID dri=@handle"),
    }
}

fn schedule(runbook: &Runbook, context: &Circumstances<'_>, gate: &mut Gate) {
    let Some(at) = runbook.scheduled_at else {
        gate.miss(
            "no-schedule",
            "scheduled_at",
            "no time is agreed",
            "runbook schedule ID \"2026-12-01 14:00\" --zone Europe/Berlin --agreed LINK",
        );
        return;
    };
    if runbook.time_zone.is_none() {
        gate.miss(
            "no-time-zone",
            "time_zone",
            "the schedule has no time zone",
            "runbook set ID time_zone=Europe/Berlin",
        );
    }
    if !is_filled(&runbook.agreed) {
        gate.miss(
            "not-agreed",
            "agreed",
            "nothing shows that the customer agreed to the time",
            "runbook set ID agreed=LINK",
        );
    }
    if context.is_past(at) {
        gate.miss("schedule-past", "scheduled_at", format!("the schedule, {at}, is past"), "runbook schedule ID WHEN");
    }
}

fn links(runbook: &Runbook, gate: &mut Gate) {
    for (code, key, value, what) in [
        ("no-meeting-url", "meeting_url", &runbook.meeting_url, "the meeting"),
        ("no-issue-url", "issue_url", &runbook.issue_url, "the issue"),
    ] {
        let fix = format!("runbook set ID {key}=https://…");
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
            "no-ticket-url",
            "ticket_url",
            "there is no link to the customer's ticket",
            "runbook set ID ticket_url=https://…",
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
