//! Contacts: who takes part, on which side.

use crate::lifecycle::reference::find;
use crate::model::{Act, Contact, ContactAct, Fault, Fields, Result, Runbook};

use super::fields::{patch, patched, remove, the_item};
use super::given::{Named, item_id};

/// `contact`.
#[expect(missing_docs, reason = "a variant's fields are what its line says")]
#[derive(Debug, Clone, PartialEq)]
pub enum ContactCommand {
    /// `contact add`. The contact's id is a wish unless `fixed_id`.
    Add { contact: Contact, fixed_id: bool },
    /// `contact set`.
    Set { contact: Named, fields: Fields },
    /// `contact remove`.
    Remove { contact: Named },
}

pub(super) fn decide(runbook: &Runbook, command: &ContactCommand) -> Result<Vec<Act>> {
    match command {
        ContactCommand::Add { contact, fixed_id } => {
            let id = item_id(&contact.id, *fixed_id, |id| runbook.contacts.iter().any(|own| own.id == *id))?;
            Ok(vec![Act::Contact(ContactAct::Add { contact: Contact { id, ..contact.clone() } })])
        }
        ContactCommand::Set { contact, fields } => {
            let own = the(runbook, contact)?;
            patch(own, fields, |fields| Act::Contact(ContactAct::Set { contact: own.id.clone(), fields }))
        }
        ContactCommand::Remove { contact } => {
            let own = the(runbook, contact)?;
            free_to_go(runbook, own)?;
            Ok(vec![Act::Contact(ContactAct::Remove { contact: own.id.clone() })])
        }
    }
}

pub(super) fn apply(runbook: &mut Runbook, act: &ContactAct) -> Result<()> {
    match act {
        ContactAct::Add { contact } => runbook.contacts.push(contact.clone()),
        ContactAct::Set { contact, fields } => {
            let own = the_item(&mut runbook.contacts, |own| &own.id, contact)?;
            *own = patched(own, fields)?;
        }
        ContactAct::Remove { contact } => remove(&mut runbook.contacts, |own| &own.id, contact)?,
    }
    Ok(())
}

/// The command that an act came from.
pub(in crate::lifecycle) fn command_of(act: &ContactAct) -> ContactCommand {
    match act {
        ContactAct::Add { contact } => ContactCommand::Add { contact: contact.clone(), fixed_id: true },
        ContactAct::Set { contact, fields } => {
            ContactCommand::Set { contact: contact.to_string(), fields: fields.clone() }
        }
        ContactAct::Remove { contact } => ContactCommand::Remove { contact: contact.to_string() },
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
