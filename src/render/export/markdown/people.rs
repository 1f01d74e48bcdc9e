//! Who is on the call: a section for each side.

use super::header::person;
use super::parts::{heading, table};
use super::text;
use crate::model::{Contact, Runbook, Slug};
use crate::render::export::role::role;
use crate::render::export::sides::{side_name, sides};

/// Each side of the call, the documents' two always.
pub(super) fn sections(runbook: &Runbook, home_side: &Slug) -> Vec<String> {
    sides(runbook, home_side).into_iter().map(|side| section(side, runbook)).collect()
}

fn section(side: &str, runbook: &Runbook) -> String {
    let rows = runbook.contacts.iter().filter(|contact| contact.side.as_str() == side).map(row);
    format!(
        "{}\n\n{}",
        heading(&format!("{} Contacts", side_name(side))),
        table(&["Name", "Role", "Description"], rows)
    )
}

fn row(contact: &Contact) -> Vec<String> {
    let name = contact.name.as_ref().or(contact.handle.as_ref()).or(contact.email.as_ref());
    vec![
        name.map(person).unwrap_or_default(),
        role(contact).map(|words| text::line(&words)).unwrap_or_default(),
        contact.description.as_ref().map(|text| text::line(text.as_str())).unwrap_or_default(),
    ]
}
