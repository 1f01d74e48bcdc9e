//! The top of the page: what it is about, how it stands, when and where; and the foot, which says what the page is.

use super::parts::badge;
use super::text::{Markup, element, link, words};
use crate::lifecycle::{Call, Planned, Progress};
use crate::model::keys::Labelled;
use crate::model::{Link, Moment, RunResult, Runbook, Slug, State, Zone};
use crate::render::clock::{away, date_and_time, day, in_zone, planned, time, weekday_in_zone};
use crate::render::export::exported::Exported;
use crate::render::export::sides::side_name;
use crate::render::total_work::TotalWork;

/// Name, state, and what is to be done.
pub(super) fn header(exported: &Exported<'_>) -> Markup {
    let runbook = exported.runbook;
    let eyebrow = if exported.is_internal() { format!("Runbook {}", exported.id) } else { "Runbook".to_owned() };
    let mut parts = vec![words("p", "eyebrow", eyebrow), words("h1", "", runbook.name())];
    if exported.is_internal() {
        let badges = badges(exported).into_iter().map(|badge| element("li", &[], badge)).collect();
        parts.push(element("ul", &[("class", "badges"), ("aria-label", "How it stands")], badges));
    } else {
        let said = [words("b", "", "How it stands"), Markup::text(exported.standing())];
        parts.push(element("p", &[("class", "lead")], said.into_iter().collect()));
    }
    for (label, said) in [("What is done", &runbook.summary), ("Expected result", &runbook.expected_result)] {
        if let Some(said) = said {
            let label = words("b", "", label);
            parts.push(element("p", &[("class", "lead prose")], [label, Markup::prose(said)].into_iter().collect()));
        }
    }
    element("header", &[("class", "top")], parts.into_iter().collect())
}

/// How it stands, for the head of every sheet: for those who work from the store.
pub(super) fn standing_of_sheet(exported: &Exported<'_>) -> String {
    if !exported.is_internal() {
        return String::new();
    }
    let runbook = exported.runbook;
    let state = runbook.result.map_or_else(|| runbook.state.to_string(), |result| result.to_string());
    if runbook.confidential { format!("{state} · confidential") } else { state }
}

/// State, result, secrecy, and what the work took against the plan.
fn badges(exported: &Exported<'_>) -> Vec<Markup> {
    let runbook = exported.runbook;
    let (tone, word) = match (runbook.state, runbook.result) {
        (_, Some(result)) => (result_tone(result), format!("{}: {result}", runbook.state)),
        (State::Running, None) => ("note", runbook.state.to_string()),
        (State::RollingBack, None) => ("bad", runbook.state.to_string()),
        (State::WrapUp, None) => ("warn", runbook.state.to_string()),
        (State::Draft | State::Scheduled | State::Closed, None) => ("", runbook.state.to_string()),
    };
    let mut badges = vec![badge(tone, &word)];
    if runbook.state.is_before_call() {
        badges.push(if exported.ready { badge("good", "ready") } else { badge("warn", "not ready") });
    }
    if runbook.confidential {
        badges.push(badge("", "confidential"));
    }
    badges.extend(took(runbook, exported.now));
    badges
}

fn result_tone(result: RunResult) -> &'static str {
    match result {
        RunResult::Completed => "good",
        RunResult::Partial | RunResult::RolledBack => "warn",
        RunResult::Aborted => "bad",
        RunResult::Cancelled => "",
    }
}

fn took(runbook: &Runbook, now: Moment) -> Option<Markup> {
    let progress = Progress::of(runbook, now);
    let sums = TotalWork::of(runbook, &progress);
    let words = match sums.words() {
        Some(words) if sums.reach().is_empty() => format!("took {words}"),
        Some(words) => words,
        None => planned(Planned::of_runbook(runbook))?,
    };
    Some(badge("", &words))
}

/// When, where, and who answers for it.
pub(super) fn facts(exported: &Exported<'_>) -> Option<Markup> {
    let runbook = exported.runbook;
    let is_withdrawn = exported.call.is_some_and(Call::is_withdrawn) && runbook.scheduled_at.is_some();
    let when = if is_withdrawn { "Was planned for" } else { "When" };
    let mut facts = vec![fact(when, schedule(exported))];
    if let Some(dri) = &runbook.dri {
        let name = runbook.dri_contact().and_then(|contact| contact.name.as_ref()).filter(|name| *name != dri);
        let mut inside = words("span", "big", name.unwrap_or(dri));
        inside.push(name.map_or_else(Markup::none, |_| words("span", "soft block", dri)));
        facts.push(fact("Responsible (DRI)", inside));
    }
    for field in runbook.labelled() {
        facts.extend(field.words.as_ref().map(|words| fact(field.label.short, said(&field, words))));
    }
    if let Some(agreed) = &runbook.agreed {
        facts.push(fact("The customer agreed", paragraph(agreed.as_str())));
    }
    facts.extend(runbook.template.as_ref().map(|template| fact("Template", Markup::text(template))));
    (!facts.is_empty()).then(|| element("dl", &[("class", "facts")], facts.into_iter().collect()))
}

fn fact(label: &str, inside: Markup) -> Markup {
    let pair = [words("dt", "", label), element("dd", &[], inside)];
    element("div", &[], pair.into_iter().collect())
}

/// What a field of the header says.
fn said(field: &Labelled, words: &str) -> Markup {
    match () {
        () if field.is_link() => place(words),
        () if field.is_text() => paragraph(words),
        () => Markup::text(words),
    }
}

fn paragraph(text: &str) -> Markup {
    element("span", &[("class", "prose")], Markup::prose(text))
}

fn place(text: &str) -> Markup {
    let shown = text.strip_prefix("https://").filter(|_| Link::is_link(text)).unwrap_or(text);
    link(shown, text)
}

/// The agreed time on the agreed clocks, and what the clocks of both sides show then.
fn schedule(exported: &Exported<'_>) -> Markup {
    let runbook = exported.runbook;
    let Some(at) = runbook.scheduled_at else { return words("span", "soft", "no time is agreed yet") };
    let local = runbook.time_zone.map_or(at, |zone| zone.local(at));
    let clock = match runbook.time_zone {
        Some(zone) => format!("{} {}", time(local), zone.abbreviation(at)),
        None => format!("{} UTC{}", time(local), local.time().format("%:z")),
    };
    let moment = at.to_string();
    let shown = words("span", "big", format!("{}, {clock}", day(local)));
    let mut parts = vec![element("time", &[("datetime", &moment)], shown)];
    if exported.is_internal() && runbook.state.is_before_call() {
        parts.push(words("span", "soft block", away(at, exported.now)));
    }
    for (side, zone) in clocks(runbook) {
        parts.push(words(
            "span",
            "soft block",
            format!("{}: {} in {zone}", side_name(side.as_str()), weekday_in_zone(at, zone)),
        ));
    }
    parts.into_iter().collect()
}

/// The clocks of each side's people, each once.
fn clocks(runbook: &Runbook) -> Vec<(&Slug, Zone)> {
    let mut clocks: Vec<(&Slug, Zone)> = Vec::new();
    for contact in &runbook.contacts {
        if let Some(zone) = contact.time_zone.filter(|zone| !clocks.contains(&(&contact.side, *zone))) {
            clocks.push((&contact.side, zone));
        }
    }
    clocks
}

/// What the page is, and when it was made.
pub(super) fn footer(exported: &Exported<'_>) -> Markup {
    let made = match exported.runbook.time_zone {
        Some(zone) => in_zone(exported.now, Some(zone)),
        None => date_and_time(exported.now),
    };
    let words = match (exported.is_internal(), exported.commit) {
        (true, Some(commit)) => {
            format!("Exported {made} from commit {}. What happened later is not on this page.", commit.short())
        }
        (true, None) => format!("Exported {made}, before it was first recorded."),
        (false, _) => format!("As of {made}."),
    };
    element("footer", &[], element("p", &[], Markup::text(words)))
}
