//! The sides of a call, as headings name them.

use crate::model::{Contact, Runbook, Slug};

/// Every side of this runbook, the home side first, then the customer, then whoever else a record names.
pub(super) fn sides<'a>(runbook: &'a Runbook, home_side: &'a Slug) -> Vec<&'a str> {
    let mut sides = vec![home_side.as_str(), Contact::CUSTOMER];
    for contact in &runbook.contacts {
        if !sides.contains(&contact.side.as_str()) {
            sides.push(contact.side.as_str());
        }
    }
    sides
}

/// `GitLab`, `Customer`, or the side's own name with a capital.
pub(in crate::render) fn side_name(side: &str) -> String {
    match side {
        "gitlab" => "GitLab".to_owned(),
        _ => {
            let mut letters = side.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        }
    }
}
