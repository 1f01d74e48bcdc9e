//! Who is on the call: a table for each side.

use super::parts::{self, aside, cell, row_head, section as named, tbody, thead};
use super::text::{Markup, words};
use crate::model::Contact;
use crate::render::export::exported::Exported;
use crate::render::export::role::role;
use crate::render::export::sides::{side_name, sides};

/// Each side that has people, the home side first.
pub(super) fn section(exported: &Exported<'_>) -> Option<Markup> {
    let sides = sides(exported.runbook, exported.home_side);
    named("people", "People", sides.into_iter().filter_map(|side| table(exported, side)).collect())
}

fn table(exported: &Exported<'_>, side: &str) -> Option<Markup> {
    let people = exported.runbook.contacts.iter().filter(|contact| contact.side.as_str() == side);
    let rows: Markup = people.map(row).collect();
    if rows.is_empty() {
        return None;
    }
    let caption = words("caption", "", side_name(side));
    let titles = [("Name", false), ("Role", false)];
    Some(parts::table("", [caption, thead(&titles), tbody("", rows)]))
}

fn row(contact: &Contact) -> Markup {
    let name = Markup::text(contact.label());
    let handle = contact.handle.as_ref().filter(|handle| handle.as_str() != contact.label());
    let zone = contact.time_zone.map(|zone| zone.to_string());
    let details: Vec<&str> = [
        handle.map(AsRef::as_ref),
        contact.email.as_ref().map(AsRef::as_ref).filter(|address| *address != contact.label()),
        zone.as_deref(),
        contact.region.as_ref().map(AsRef::as_ref),
    ]
    .into_iter()
    .flatten()
    .collect();
    let description = contact.description.as_ref().map(Markup::prose).unwrap_or_default();
    let cells = [
        row_head([name, aside(Markup::text(details.join(" · ")))].into_iter().collect()),
        cell([Markup::text(role(contact).unwrap_or_default()), aside(description)].into_iter().collect()),
    ];
    parts::row("", cells.into_iter().collect())
}
