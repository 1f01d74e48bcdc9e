//! What must be true: both checklists, permissions, duties. Marks are signs that read without colour.

use super::phrases::{unknown, who_and_when};
use crate::lifecycle::{Conditional, DutyState, Verdict, duty_standing, judge};
use crate::model::{CheckItem, Checklist, Line, Mark, Permission, Runbook, Slug, Variables};
use crate::render::clock::{away, in_zone};
use crate::render::layout::{plain, prose};
use crate::render::page::Page;
use crate::render::palette::{Ink, ink};
use crate::render::signs;
use crate::render::style::Style;

/// `[x]` and the like, and a blank.
const MARK: usize = 4;

pub(super) fn checklist(title: &str, list: Checklist, runbook: &Runbook, style: &Style, page: &mut Page<'_>) {
    let items = runbook.checklist(list);
    let applicable: Vec<&CheckItem> = items.iter().filter(|item| item.is_applicable(&runbook.variables)).collect();
    let settled = applicable.iter().filter(|item| item.mark.is_some()).count();
    page.heading(title, &ink(Ink::Muted, &format!("{settled} of {}", applicable.len())));
    for item in items {
        check(item, &runbook.variables, style, page);
    }
}

fn check(item: &CheckItem, variables: &Variables, style: &Style, page: &mut Page<'_>) {
    let sign = match item.mark {
        _ if !item.is_applicable(variables) => absent(item.when.as_ref(), variables),
        Some(Mark::Done) => ink(Ink::Good, "[x]"),
        Some(Mark::Prevented) => ink(Ink::Warn, "[-]"),
        None => "[ ]".to_owned(),
    };
    let mut notes = vec![item.id.as_str()];
    if item.required {
        notes.push("required");
    }
    if item.wants_evidence && item.evidence.is_none() {
        notes.push("wants evidence");
    }
    if item.rehearsal {
        notes.push("rehearsal");
    }
    let notes = ink(Ink::Muted, &format!("({})", notes.join(", ")));
    page.hang(&format!("  {sign} "), &format!("{} {notes}", prose(&item.text)));
    note(&condition(item.when.as_ref(), variables).unwrap_or_default(), page);
    if let Some(reason) = &item.reason {
        let lead = if item.mark == Some(Mark::Prevented) { "prevented" } else { "reason" };
        detail(lead, &prose(reason), page);
    }
    if let Some(evidence) = &item.evidence {
        detail("evidence", &prose(evidence), page);
    }
    note(&who_and_when(item.by.as_ref(), item.at, style), page);
    unknown(item.id.as_str(), &item.extra, 2 + MARK, page);
}

pub(super) fn permissions(runbook: &Runbook, style: &Style, page: &mut Page<'_>) {
    if runbook.permissions.is_empty() {
        return;
    }
    let applicable = runbook.permissions.iter().filter(|permission| permission.is_applicable(&runbook.variables));
    let (granted, all) = applicable.fold((0, 0), |(granted, all), permission| {
        let is_granted = permission.state == crate::model::PermissionState::Granted;
        (granted + usize::from(is_granted), all + 1)
    });
    page.heading("Permissions", &ink(Ink::Muted, &format!("{granted} of {all} granted")));
    for permission in &runbook.permissions {
        self::permission(permission, runbook, style, page);
    }
}

fn permission(permission: &Permission, runbook: &Runbook, style: &Style, page: &mut Page<'_>) {
    let applies = permission.is_applicable(&runbook.variables);
    let absent = || absent(permission.when.as_ref(), &runbook.variables);
    let state = if applies { signs::permission(permission.state) } else { absent() };
    let words = format!("{}: {} {}", state, prose(&permission.action), id(&permission.id));
    page.hang("  ", &words);
    note(&condition(permission.when.as_ref(), &runbook.variables).unwrap_or_default(), page);
    let giver = permission.from.as_ref().map(|from| {
        let contact = runbook.contacts.iter().find(|contact| contact.id == *from);
        contact.map_or_else(|| from.to_string(), |contact| plain(contact.label()))
    });
    let giver: Vec<String> = [giver, permission.standing.as_ref().map(plain)].into_iter().flatten().collect();
    if !giver.is_empty() {
        detail("from", &giver.join(", "), page);
    }
    if !permission.covers.is_empty() {
        let covers: Vec<&str> = permission.covers.iter().map(Slug::as_str).collect();
        detail("covers", &covers.join(", "), page);
    }
    if let Some(at) = permission.asked_at {
        detail("asked", &who_and_when(None, Some(at), style), page);
    }
    if permission.answered_at.is_some() || permission.answered_by.is_some() {
        let who = permission.answered_by.as_ref().map(|who| format!("by {}", plain(who)));
        let when = permission.answered_at.map(|at| who_and_when(None, Some(at), style));
        detail("answered", &[who, when].into_iter().flatten().collect::<Vec<_>>().join(", "), page);
    }
    if let Some(evidence) = &permission.evidence {
        detail("evidence", &prose(evidence), page);
    }
    unknown(permission.id.as_str(), &permission.extra, 2 + MARK, page);
}

pub(super) fn obligations(runbook: &Runbook, style: &Style, page: &mut Page<'_>) {
    if runbook.obligations.is_empty() {
        return;
    }
    let (discharged, all) =
        runbook.obligations.iter().fold((0, 0), |(done, all), duty| match duty_standing(runbook, duty).standing {
            DutyState::Discharged => (done + 1, all + 1),
            DutyState::Owed => (done, all + 1),
            DutyState::Coming | DutyState::NotApplicable => (done, all),
        });
    page.heading("Obligations", &ink(Ink::Muted, &format!("{discharged} of {all} discharged")));
    for duty in &runbook.obligations {
        let found = duty_standing(runbook, duty);
        let sign = match found.standing {
            DutyState::NotApplicable => absent(duty.when.as_ref(), &runbook.variables),
            DutyState::Coming => ink(Ink::Muted, "..."),
            DutyState::Discharged => ink(Ink::Good, "[x]"),
            DutyState::Owed => "[ ]".to_owned(),
        };
        page.hang(&format!("  {sign} "), &format!("{}: {} {}", duty.kind, prose(&duty.what), id(&duty.id)));
        note(&condition(duty.when.as_ref(), &runbook.variables).unwrap_or_default(), page);
        if let Some(words) = &duty.note {
            detail("note", &plain(words), page);
        }
        if let Some(cause) = &duty.arises {
            let after = duty.due_in.as_ref().map(|length| format!(", due {length} after it")).unwrap_or_default();
            detail("comes with", &format!("{cause}{after}"), page);
        }
        if let Some(due) = found.due {
            let distance = away(due, style.now);
            let distance =
                if found.is_overdue(style.now) { ink(Ink::Bad, &format!("overdue, {distance}")) } else { distance };
            detail("due", &format!("{}, {distance}", in_zone(due, runbook.time_zone)), page);
        }
        if let Some(evidence) = &duty.evidence {
            detail("evidence", &prose(evidence), page);
        }
        note(&who_and_when(duty.by.as_ref(), duty.discharged_at, style), page);
        if found.standing == DutyState::Owed && duty.discharged_at.is_some() {
            note("owed again: what brings it has happened since", page);
        }
        unknown(duty.id.as_str(), &duty.extra, 2 + MARK, page);
    }
}

/// The id that a person types to mean this item.
fn id(id: &Slug) -> String {
    ink(Ink::Muted, &format!("({id})"))
}

/// Under which condition an item applies.
pub(super) fn condition(when: Option<&Line>, variables: &Variables) -> Option<String> {
    let when = when?;
    let words = plain(when);
    Some(match judge(when.as_str(), variables) {
        Ok(Verdict::Fails) => format!("does not apply: only when {words}"),
        Ok(Verdict::Undecided(open)) => {
            format!("open until {} is decided: applies when {words}", plain(open))
        }
        Ok(Verdict::Holds) => format!("applies, because {words}"),
        // nothing is let through by a mistake
        Err(wrong) => format!("counts as one that applies: {}", plain(wrong.message)),
    })
}

/// The sign of what does not apply, or not yet.
pub(super) fn absent(when: Option<&Line>, variables: &Variables) -> String {
    let is_open = when.is_some_and(|when| matches!(judge(when.as_str(), variables), Ok(Verdict::Undecided(_))));
    ink(Ink::Muted, if is_open { " ? " } else { "n/a" })
}

fn note(words: &str, page: &mut Page<'_>) {
    if !words.is_empty() {
        page.hang(&" ".repeat(2 + MARK), &ink(Ink::Muted, words));
    }
}

fn detail(label: &str, words: &str, page: &mut Page<'_>) {
    page.hang(&format!("{}{} ", " ".repeat(2 + MARK), ink(Ink::Muted, &format!("{label}:"))), words);
}
