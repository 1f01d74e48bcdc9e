//! What the documents' structure has no place for, as sections of its own behind it.

use super::header::person;
use super::parts::{heading, table};
use super::text;
use crate::lifecycle::{Conditional, DutyState, duty_standing};
use crate::model::{Kept, Moment, Obligation, Permission, PermissionState, Prose, Runbook};
use crate::render::clock::date_in_zone;

fn section(title: &str, body: String) -> String {
    format!("{}\n\n{body}", heading(title))
}

fn words(text: Option<&Prose>) -> String {
    text.map(|text| text::line(text.as_str())).unwrap_or_default()
}

fn time(at: Option<Moment>, runbook: &Runbook) -> String {
    at.map(|at| date_in_zone(at, runbook.time_zone)).unwrap_or_default()
}

/// What the customer permits.
pub(super) fn permissions(runbook: &Runbook, is_internal: bool) -> Option<String> {
    let title = "Permissions";
    if runbook.permissions.is_empty() {
        return None;
    }
    if !is_internal {
        let rows = runbook.permissions.iter().map(|own| vec![text::line(own.action.as_str()), state(own, runbook)]);
        return Some(section(title, table(&["Permission", "State"], rows)));
    }
    let titles = ["Permission", "For the tasks", "From", "Standing", "State", "Answered by", "Answered", "Evidence"];
    let rows = runbook.permissions.iter().map(|own| permission(own, runbook));
    Some(section(title, table(&titles, rows)))
}

fn permission(own: &Permission, runbook: &Runbook) -> Vec<String> {
    let covered = runbook.tasks.iter().filter(|task| own.covers.contains(&task.id));
    let covered: Vec<String> = covered.map(|task| text::line(task.title.as_str())).collect();
    let from = own.from.as_ref().map(|from| {
        let contact = runbook.contacts.iter().find(|contact| contact.id == *from);
        contact.map_or_else(|| text::line(from.as_str()), |contact| text::line(contact.label()))
    });
    vec![
        text::line(own.action.as_str()),
        covered.join("<br>"),
        from.unwrap_or_default(),
        own.standing.as_ref().map(|own| text::line(own.as_str())).unwrap_or_default(),
        state(own, runbook),
        own.answered_by.as_ref().map(person).unwrap_or_default(),
        time(own.answered_at, runbook),
        words(own.evidence.as_ref()),
    ]
}

fn state(own: &Permission, runbook: &Runbook) -> String {
    match own.state {
        _ if !own.is_applicable(&runbook.variables) => "N/A",
        PermissionState::Wanted => "Not asked yet",
        PermissionState::Asked => "Asked",
        PermissionState::Granted => "Granted",
        PermissionState::Refused => "Refused",
    }
    .to_owned()
}

/// Duties before closing.
pub(super) fn obligations(runbook: &Runbook) -> Option<String> {
    let rows: Vec<Vec<String>> = runbook.obligations.iter().map(|own| obligation(own, runbook)).collect();
    let titles = ["Obligation", "Kind", "Due", "Discharged", "Evidence"];
    (!rows.is_empty()).then(|| section("Obligations", table(&titles, rows)))
}

fn obligation(own: &Obligation, runbook: &Runbook) -> Vec<String> {
    let duty_standing = duty_standing(runbook, own);
    let discharged = match duty_standing.standing {
        DutyState::NotApplicable => "N/A".to_owned(),
        DutyState::Coming | DutyState::Owed => String::new(),
        DutyState::Discharged => time(own.discharged_at, runbook),
    };
    vec![
        text::line(own.what.as_str()),
        own.kind.to_string(),
        time(duty_standing.due, runbook),
        discharged,
        words(own.evidence.as_ref()),
    ]
}

/// What a bulk task acts on, in figures.
pub(super) fn targets(runbook: &Runbook) -> Option<String> {
    let targets = runbook.targets.as_ref()?;
    let mut lines = Vec::new();
    lines.extend(targets.count.map(|count| format!("- Count: {count}")));
    lines.extend(
        targets.sha256.as_ref().map(|sha256| format!("- SHA-256 of the list: {}", text::code(sha256.as_str()))),
    );
    for (key, value) in &targets.extra {
        lines.push(format!("- {}: {}", text::line(key), text::code(&value.to_string())));
    }
    (!lines.is_empty()).then(|| section("Targets", lines.join("\n")))
}

/// Gates that were passed although they were not met: never left out.
pub(super) fn overrides(runbook: &Runbook) -> Option<String> {
    let rows: Vec<Vec<String>> = runbook
        .overrides
        .iter()
        .map(|own| {
            let reason = text::line(own.reason.as_str());
            vec![text::code(own.code.as_str()), reason, text::line(&own.by.name), time(Some(own.at), runbook)]
        })
        .collect();
    let titles = ["Gate", "Reason", "By", "At"];
    (!rows.is_empty()).then(|| section("Overridden gates", table(&titles, rows)))
}

/// Who said yes to the plan.
pub(super) fn approvals(runbook: &Runbook) -> Option<String> {
    let rows: Vec<Vec<String>> = runbook
        .approvals
        .iter()
        .map(|own| vec![text::line(&own.by.name), time(Some(own.at), runbook), text::code(own.plan.as_str())])
        .collect();
    (!rows.is_empty()).then(|| section("Approvals", table(&["By", "At", "Plan"], rows)))
}

/// What an import could not place.
pub(super) fn kept(runbook: &Runbook) -> Option<String> {
    let rows: Vec<Vec<String>> = runbook
        .kept
        .iter()
        .map(|own| {
            let under = own.under.as_ref().map(|under| text::line(under.as_str())).unwrap_or_default();
            vec![own.line.map(|line| line.to_string()).unwrap_or_default(), under, text::line(own.text.as_str())]
        })
        .collect();
    (!rows.is_empty()).then(|| section(Kept::HEADING, table(&["Line", "Under", "Text"], rows)))
}
