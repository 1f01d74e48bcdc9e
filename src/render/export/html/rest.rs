//! Permissions, duties, gates that were passed, approvals, figures of bulk work, and what an import kept.

use super::parts::{self, aside, badge, cell, named_section, row, row_head, section, tbody, thead};
use super::text::{Markup, element, words};
use crate::lifecycle::{Conditional, DutyState, duty_standing};
use crate::model::{Kept, Moment, Obligation, Permission, PermissionState, Runbook};
use crate::render::clock::date_in_zone;
use crate::render::export::exported::Exported;

fn table(titles: &[&str], rows: impl Iterator<Item = Vec<Markup>>) -> Markup {
    let titles: Vec<(&str, bool)> = titles.iter().map(|title| (*title, false)).collect();
    let rows: Markup = rows.map(|cells| row("", cells.into_iter().collect())).collect();
    if rows.is_empty() {
        return rows;
    }
    parts::table("", [thead(&titles), tbody("", rows)])
}

fn stacked(first: Markup, second: Markup) -> Markup {
    [first, aside(second)].into_iter().collect()
}

/// A time on the call's clocks, in a form that machines read too.
fn time(at: Moment, runbook: &Runbook) -> Markup {
    element("time", &[("datetime", &at.to_string())], Markup::text(date_in_zone(at, runbook.time_zone)))
}

/// What the customer permits.
pub(super) fn permissions(exported: &Exported<'_>) -> Option<Markup> {
    let runbook = exported.runbook;
    let table = if exported.is_internal() {
        table(&["Permission", "State", "Answer"], runbook.permissions.iter().map(|own| permission(own, runbook)))
    } else {
        table(
            &["Permission", "State"],
            runbook.permissions.iter().map(|own| vec![row_head(wording(own)), cell(state(own, runbook))]),
        )
    };
    section("permissions", "Permissions", table)
}

/// What is permitted, in the lines in which it was put.
fn wording(own: &Permission) -> Markup {
    element("span", &[("class", "prose")], Markup::prose(&own.action))
}

fn permission(own: &Permission, runbook: &Runbook) -> Vec<Markup> {
    let from = own.from.as_ref().map(|from| {
        let contact = runbook.contacts.iter().find(|contact| contact.id == *from);
        let name = contact.map_or_else(|| from.to_string(), |contact| contact.label().to_owned());
        let standing = own.standing.as_ref().map(|standing| format!(" ({standing})")).unwrap_or_default();
        format!("from {name}{standing}")
    });
    let tasks: Vec<&str> =
        runbook.tasks.iter().filter(|task| own.covers.contains(&task.id)).map(|task| task.title.as_str()).collect();
    let covers = (!tasks.is_empty()).then(|| format!("for: {}", tasks.join("; ")));
    let about: Vec<String> = from.into_iter().chain(covers).collect();
    let mut answer = Markup::text(own.answered_by.as_ref().map(ToString::to_string).unwrap_or_default());
    if let Some(at) = own.answered_at {
        answer.push(Markup::text(", "));
        answer.push(time(at, runbook));
    }
    let evidence = own.evidence.as_ref().map(Markup::prose).unwrap_or_default();
    vec![
        row_head(stacked(wording(own), Markup::text(about.join("\n")))),
        cell(state(own, runbook)),
        cell(stacked(answer, evidence)),
    ]
}

fn state(own: &Permission, runbook: &Runbook) -> Markup {
    match own.state {
        _ if !own.is_applicable(&runbook.variables) => badge("", "Not needed"),
        PermissionState::Wanted => badge("warn", "Not asked"),
        PermissionState::Asked => badge("note", "Asked"),
        PermissionState::Granted => badge("good", "Granted"),
        PermissionState::Refused => badge("bad", "Refused"),
    }
}

/// Duties before closing.
pub(super) fn obligations(exported: &Exported<'_>) -> Option<Markup> {
    let rows = exported.runbook.obligations.iter().map(|own| obligation(own, exported));
    section("obligations", "Obligations", table(&["Duty", "State", "Due"], rows))
}

fn obligation(own: &Obligation, exported: &Exported<'_>) -> Vec<Markup> {
    let runbook = exported.runbook;
    let duty_standing = duty_standing(runbook, own);
    let state = match duty_standing.standing {
        DutyState::NotApplicable => badge("", "Not needed"),
        DutyState::Coming => badge("", "To come"),
        DutyState::Owed if duty_standing.is_overdue(exported.now) => badge("bad", "Overdue"),
        DutyState::Owed => badge("warn", "Owed"),
        DutyState::Discharged => badge("good", "Discharged"),
    };
    let evidence = own.evidence.as_ref().map(Markup::prose).unwrap_or_default();
    let due = duty_standing.due.map(|at| time(at, runbook)).unwrap_or_default();
    let what = element("span", &[("class", "prose")], Markup::prose(&own.what));
    vec![row_head(stacked(what, evidence)), cell(state), cell(due)]
}

/// Gates that were passed although they were not met: never left out, and never overlooked.
pub(super) fn overrides(exported: &Exported<'_>) -> Option<Markup> {
    let runbook = exported.runbook;
    let rows = runbook.overrides.iter().map(|own| {
        let mut who = Markup::text(format!("{}, ", own.by.name));
        who.push(time(own.at, runbook));
        vec![row_head(element("code", &[], Markup::text(&own.code))), cell(Markup::prose(&own.reason)), cell(who)]
    });
    named_section(
        "alert",
        "overrides",
        "Gates that were passed although not met",
        table(&["Gate", "Reason", "By"], rows),
    )
}

/// What a bulk task acts on, in figures.
pub(super) fn targets(exported: &Exported<'_>) -> Option<Markup> {
    let targets = exported.runbook.targets.as_ref()?;
    let count = targets.count.map(|count| ("count".to_owned(), count.to_string()));
    let sha256 = targets.sha256.as_ref().map(|sha256| ("SHA-256 of the list".to_owned(), sha256.to_string()));
    let results = targets.extra.iter().map(|(key, value)| (key.clone(), value.to_string()));
    let facts: Markup = count
        .into_iter()
        .chain(sha256)
        .chain(results)
        .map(|(label, value)| {
            let pair = [words("dt", "", label), words("dd", "", value)];
            element("div", &[], pair.into_iter().collect())
        })
        .collect();
    section("targets", "Targets", if facts.is_empty() { facts } else { element("dl", &[], facts) })
}

/// Who said yes to the plan.
pub(super) fn approvals(exported: &Exported<'_>) -> Option<Markup> {
    let runbook = exported.runbook;
    let plan = crate::lifecycle::digest(runbook);
    let rows = runbook.approvals.iter().map(|own| {
        let state = if own.plan == plan { badge("good", "Of this plan") } else { badge("warn", "Of an earlier plan") };
        vec![row_head(Markup::text(&own.by.name)), cell(state), cell(time(own.at, runbook))]
    });
    section("approvals", "Approvals", table(&["By", "Plan", "At"], rows))
}

/// What an import could not place.
pub(super) fn kept(exported: &Exported<'_>) -> Option<Markup> {
    let rows = exported.runbook.kept.iter().map(|own| {
        let line = own.line.map(|line| format!("line {line}")).unwrap_or_default();
        let under = own.under.as_ref().map(ToString::to_string).unwrap_or_default();
        let text = element("span", &[("class", "prose")], Markup::prose(&own.text));
        vec![row_head(stacked(Markup::text(under), Markup::text(line))), cell(text)]
    });
    section("kept", Kept::HEADING, table(&["Where", "Text"], rows))
}
