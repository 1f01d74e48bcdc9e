//! The header of a shown runbook: who answers for it, when it is on everybody's clocks, and where things are.

use super::shown::Shown;
use crate::lifecycle::Forecast;
use crate::model::{Moment, Slug, Zone};
use crate::render::clock::{away, in_zone, time, weekday_and_time, weekday_in_zone};
use crate::render::forecast;
use crate::render::layout::{pad, plain, prose};
use crate::render::page::Page;
use crate::render::palette::{Ink, ink};
use crate::render::style::Style;

pub(super) fn header(shown: &Shown<'_>, style: &Style, page: &mut Page<'_>) {
    let runbook = shown.runbook;
    page.blank();
    let missing = || ink(Ink::Warn, "none yet");
    let dri = runbook.dri.as_ref().map(|dri| match runbook.dri_contact() {
        Some(contact) if contact.label() != dri.as_str() => format!("{} ({})", plain(dri), plain(contact.label())),
        _ => plain(dri),
    });
    page.field("DRI", &dri.unwrap_or_else(missing));
    schedule(shown, style, page);
    if shown.began.is_some() && runbook.state.is_in_call() {
        let pace = Forecast::of(runbook, shown.began, style.now);
        page.field(
            "Ends",
            &format!("{}; {}", forecast::end(&pace, |at| time(style.local(at)), true), forecast::left(&pace)),
        );
    }
    if let Some(agreed) = &runbook.agreed {
        page.field("Agreed", &prose(agreed));
    }
    for field in runbook.labelled() {
        if let Some(words) = &field.words {
            page.field(field.label.short, &if field.is_text() { prose(words) } else { plain(words) });
        }
    }
    if let Some(template) = &runbook.template {
        page.field("Template", &plain(template));
    }
    for (number, (name, value)) in runbook.variables.iter().enumerate() {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        page.field(if number == 0 { "Variables" } else { "" }, &format!("{} = {}", plain(name), prose(value)));
    }
    if let Some(commit) = shown.commit {
        page.field("Commit", &ink(Ink::Muted, commit.short()));
    }
}

fn schedule(shown: &Shown<'_>, style: &Style, page: &mut Page<'_>) {
    let Some(at) = shown.runbook.scheduled_at else {
        page.field("Schedule", &ink(Ink::Warn, "none yet"));
        return;
    };
    let zone = shown.runbook.time_zone;
    let mut words = in_zone(at, zone);
    if let Some(zone) = zone {
        words.push_str(&format!(" ({zone})"));
    }
    let distance = away(at, style.now);
    let is_overdue = at < style.now && shown.runbook.state.is_before_call();
    let distance = if is_overdue { ink(Ink::Warn, &format!("overdue, {distance}")) } else { distance };
    page.field("Schedule", &format!("{words}, {distance}"));
    let clocks = clocks(shown, at);
    let widest = clocks.iter().map(|(whose, _)| whose.len()).max().unwrap_or(0);
    for (whose, words) in clocks {
        page.field("", &format!("{}  {words}", ink(Ink::Muted, &pad(&whose, widest))));
    }
}

/// The clocks of both sides' contacts, each once, and UTC.
fn clocks(shown: &Shown<'_>, at: Moment) -> Vec<(String, String)> {
    let mut sides: Vec<(&Slug, Zone, Vec<String>)> = Vec::new();
    for contact in &shown.runbook.contacts {
        let Some(zone) = contact.time_zone else { continue };
        let who = plain(contact.label());
        match sides.iter_mut().find(|(side, own, _)| *side == &contact.side && *own == zone) {
            Some((.., people)) => people.push(who),
            None => sides.push((&contact.side, zone, vec![who])),
        }
    }
    sides.sort_by_key(|(side, ..)| *side != shown.home_side);
    let mut clocks: Vec<(String, String)> = sides
        .into_iter()
        .map(|(side, zone, people)| {
            (side.to_string(), format!("{}  {zone}  {}", weekday_in_zone(at, zone), people.join(", ")))
        })
        .collect();
    clocks.push(("UTC".to_owned(), format!("{} UTC", weekday_and_time(Moment::new(at.utc().fixed_offset())))));
    clocks
}
