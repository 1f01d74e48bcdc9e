//! Commands on contacts.

use crate::lifecycle::{Command, command::item_id, reference::find};
use crate::model::{Act, Contact, Fault, Result, Runbook};

pub(super) fn decide(runbook: &Runbook, command: &Command) -> Result<Vec<Act>> {
    match command {
        Command::AddContact { contact, fixed_id } => {
            let id = item_id(&contact.id, *fixed_id, |id| runbook.contacts.iter().any(|own| own.id == *id))?;
            Ok(vec![Act::ContactAdd { contact: Contact { id, ..contact.clone() } }])
        }
        Command::SetContact { contact, fields } => {
            let own = the(runbook, contact)?;
            super::work::patch(own, fields, |fields| Act::ContactSet { contact: own.id.clone(), fields })
        }
        Command::RemoveContact { contact } => {
            let own = the(runbook, contact)?;
            free_to_go(runbook, own)?;
            Ok(vec![Act::ContactRemove { contact: own.id.clone() }])
        }
        _ => Err(Fault::bug("not a command on contacts")),
    }
}

pub(super) fn the<'a>(runbook: &'a Runbook, part: &str) -> Result<&'a Contact> {
    find(&runbook.contacts, |own| &own.id, part, "contact")
}

/// A contact to whom something refers cannot leave.
fn free_to_go(runbook: &Runbook, contact: &Contact) -> Result<()> {
    let mut users: Vec<String> = runbook
        .permissions
        .iter()
        .filter(|permission| permission.from.as_ref() == Some(&contact.id))
        .map(|permission| format!("permission `{}`", permission.id))
        .collect();
    let others_are_dri = || {
        runbook
            .contacts
            .iter()
            .any(|own| own.id != contact.id && runbook.dri.as_ref().is_some_and(|dri| own.is_called(dri.as_str())))
    };
    if runbook.dri.as_ref().is_some_and(|dri| contact.is_called(dri.as_str())) && !others_are_dri() {
        users.push("the DRI".to_owned());
    }
    if users.is_empty() {
        return Ok(());
    }
    Err(Fault::refused(format!("contact `{}` cannot be removed: {} refers to it", contact.id, users.join(" and ")))
        .hint("change what refers to it first"))
}
