//! Who attends, from both sides, each with role, duties and clock.

use super::header::role;
use super::{Shown, unknown};
use crate::model::{Contact, Moment, Slug, Zone};
use crate::render::clock::in_zone;
use crate::render::layout::{plain, prose};
use crate::render::look::Look;
use crate::render::page::Page;
use crate::render::palette::{Ink, ink};
use crate::render::table::{Column, Grid};

pub(super) fn contacts(shown: &Shown<'_>, look: &Look, page: &mut Page<'_>) {
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
        page.lines(2, table(&people, shown, look));
        for contact in people {
            if let Some(description) = &contact.description {
                page.hang(&format!("  {}: ", contact.id), &prose(description));
            }
            unknown(contact.id.as_str(), &contact.extra, 4, page);
        }
    }
}

fn table(people: &[&Contact], shown: &Shown<'_>, look: &Look) -> Vec<String> {
    let at = shown.runbook.scheduled_at;
    let mut grid = Grid::new(vec![
        Column::wrapping("Who"),
        Column::wrapping("Role"),
        Column::wrapping("Duties"),
        Column::wrapping(if at.is_some() { "Clock at the call" } else { "Zone" }),
        Column::wrapping("Id"),
    ]);
    for contact in people {
        let duties: Vec<&str> = contact.duties.iter().map(|duty| duty.word()).collect();
        grid.row(vec![
            who(contact),
            role(&contact.role),
            duties.join(", "),
            clock(contact.time_zone, contact.region.as_ref().map(plain), at),
            ink(Ink::Muted, contact.id.as_str()),
        ]);
    }
    grid.lay(look.columns() - 2, look).lines
}

fn who(contact: &Contact) -> String {
    let known = [&contact.name, &contact.handle, &contact.email];
    let lines: Vec<String> = known.into_iter().flatten().map(plain).collect();
    if lines.is_empty() { contact.id.to_string() } else { lines.join("\n") }
}

fn clock(zone: Option<Zone>, region: Option<String>, at: Option<Moment>) -> String {
    let local = zone.and_then(|zone| at.map(|at| in_zone(at, Some(zone))));
    [local, zone.map(|zone| zone.to_string()), region].into_iter().flatten().collect::<Vec<_>>().join("\n")
}
