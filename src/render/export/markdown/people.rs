//! Who is on the call: a section for each side.

use super::header::person;
use super::{heading, table, text};
use crate::model::{Contact, Duty, Runbook, Slug};

/// The home side, the customer, and whoever else a record names; the first two always, as the documents have them.
pub(super) fn sections(runbook: &Runbook, home_side: &Slug) -> Vec<String> {
    let mut sides = vec![home_side.as_str(), "customer"];
    for contact in &runbook.contacts {
        if !sides.contains(&contact.side.as_str()) {
            sides.push(contact.side.as_str());
        }
    }
    sides.iter().map(|side| section(side, runbook)).collect()
}

fn section(side: &str, runbook: &Runbook) -> String {
    let rows = runbook.contacts.iter().filter(|contact| contact.side.as_str() == side).map(row);
    format!(
        "{}\n\n{}",
        heading(&format!("{} Contacts", side_name(side))),
        table(&["Name", "Role", "Description"], rows)
    )
}

/// `GitLab`, `Customer`, or the side's own name with a capital.
fn side_name(side: &str) -> String {
    match side {
        "gitlab" => "GitLab".to_owned(),
        _ => {
            let mut letters = side.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        }
    }
}

fn row(contact: &Contact) -> Vec<String> {
    let name = contact.name.as_ref().or(contact.handle.as_ref());
    vec![
        name.map(person).unwrap_or_default(),
        role(contact),
        contact.description.as_ref().map(|text| text::line(text.as_str())).unwrap_or_default(),
    ]
}

/// Their role in their own words, otherwise in the documents'.
fn role(contact: &Contact) -> String {
    match &contact.role {
        Some(role) => text::line(role.as_str()),
        None => contact.duties.iter().map(|duty| duty_words(*duty)).collect::<Vec<_>>().join(" & "),
    }
}

fn duty_words(duty: Duty) -> &'static str {
    match duty {
        Duty::Execute => "Technical Execution",
        Duty::Communicate => "Communication",
        Duty::Verify => "Verification",
        Duty::Coordinate => "Coordination",
    }
}
