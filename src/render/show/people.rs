//! Who attends, from both sides, each with role, duties and clock.

use super::phrases::unknown;
use super::shown::Shown;
use crate::model::{Contact, Moment, Slug, Zone};
use crate::render::clock::weekday_in_zone;
use crate::render::columns::Column;
use crate::render::layout::{plain, prose};
use crate::render::page::Page;
use crate::render::palette::{Ink, ink};
use crate::render::style::Style;
use crate::render::table::Grid;

pub(super) fn contacts(shown: &Shown<'_>, style: &Style, page: &mut Page<'_>) {
    let mut sides: Vec<&Slug> = vec![shown.home_side];
    for contact in &shown.runbook.contacts {
        if !sides.contains(&&contact.side) {
            sides.push(&contact.side);
        }
    }
    for side in sides {
        let people: Vec<&Contact> = shown.runbook.contacts.iter().filter(|contact| contact.side == *side).collect();
        page.heading(&format!("Contacts, {side}"), "");
        if people.is_empty() {
            page.line(format!("  {}", ink(Ink::Warn, "nobody yet")));
            continue;
        }
        page.lines(2, table(&people, shown, style));
        if people.iter().any(|contact| is_told(contact)) {
            page.blank();
        }
        for contact in people.into_iter().filter(|contact| is_told(contact)) {
            let mut told = vec![contact.email.as_ref().map(plain), contact.region.as_ref().map(plain)];
            told.push(contact.description.as_ref().map(prose));
            let told: Vec<String> = told.into_iter().flatten().collect();
            page.hang(&format!("  {}: ", contact.id), &told.join(", "));
            unknown(contact.id.as_str(), &contact.extra, 4, page);
        }
    }
}

/// Whether there is more to say than the table says.
fn is_told(contact: &Contact) -> bool {
    contact.email.is_some() || contact.region.is_some() || contact.description.is_some() || !contact.extra.is_empty()
}

fn table(people: &[&Contact], shown: &Shown<'_>, style: &Style) -> Vec<String> {
    let at = shown.runbook.scheduled_at;
    let mut grid = Grid::new(vec![
        Column::wrapping("Who"),
        Column::wrapping("Role").if_used(),
        Column::wrapping("Duties").if_used(),
        Column::wrapping(if at.is_some() { "Clock at the call" } else { "Zone" }).if_used(),
        Column::wrapping("Id"),
    ]);
    for contact in people {
        let duties: Vec<&str> = contact.duties.iter().map(|duty| duty.word()).collect();
        grid.row(vec![
            who(contact),
            contact.role.as_ref().map(plain).unwrap_or_default(),
            duties.join(", "),
            clock(contact.time_zone, at),
            ink(Ink::Muted, contact.id.as_str()),
        ]);
    }
    grid.lay(style.columns() - 2, style)
}

fn who(contact: &Contact) -> String {
    let lines: Vec<String> = [&contact.name, &contact.handle].into_iter().flatten().map(plain).collect();
    if lines.is_empty() { contact.id.to_string() } else { lines.join("\n") }
}

fn clock(zone: Option<Zone>, at: Option<Moment>) -> String {
    let local = zone.zip(at).map(|(zone, at)| weekday_in_zone(at, zone));
    [local, zone.map(|zone| zone.to_string())].into_iter().flatten().collect::<Vec<_>>().join("\n")
}
