//! Events on what a runbook lists: contacts, checklist items, permissions, obligations.

use crate::model::{Act, CheckItem, Checklist, Event, Mark, Permission, PermissionState, Result, Runbook, Slug};

use super::fields::{misfit, patched};

/// Applies the event if it is one of this file's; false if it is not.
pub(super) fn apply(runbook: &mut Runbook, act: &Act, event: &Event) -> Result<bool> {
    match act {
        Act::ContactAdd { contact } => runbook.contacts.push(contact.clone()),
        Act::ContactSet { contact, fields } => {
            let own = the(&mut runbook.contacts, |own| &own.id, contact)?;
            *own = patched(own, fields)?;
        }
        Act::ContactRemove { contact } => remove(&mut runbook.contacts, |own| &own.id, contact)?,
        Act::CheckAdd { list: Checklist::Pre, item } => runbook.pre_call.push(item.clone()),
        Act::CheckAdd { list: Checklist::Post, item } => runbook.post_call.push(item.clone()),
        Act::CheckSet { item, fields } => {
            let own = check(runbook, item)?;
            *own = patched(own, fields)?;
        }
        Act::CheckRemove { item } => {
            let list = if runbook.pre_call.iter().any(|own| own.id == *item) {
                &mut runbook.pre_call
            } else {
                &mut runbook.post_call
            };
            remove(list, |own| &own.id, item)?;
        }
        Act::CheckDone { item, evidence } => {
            let own = check(runbook, item)?;
            mark(own, Mark::Done, event);
            own.evidence.clone_from(evidence);
        }
        Act::CheckPrevented { item, reason } => {
            let own = check(runbook, item)?;
            mark(own, Mark::Prevented, event);
            own.reason = Some(reason.clone());
        }
        Act::CheckClear { item } => {
            let own = check(runbook, item)?;
            (own.mark, own.reason, own.evidence, own.by, own.at) = (None, None, None, None, None);
        }
        Act::PermissionAdd { permission } => runbook.permissions.push(permission.clone()),
        Act::PermissionSet { permission, fields } => {
            let own = the(&mut runbook.permissions, |own| &own.id, permission)?;
            *own = patched(own, fields)?;
        }
        Act::PermissionRemove { permission } => remove(&mut runbook.permissions, |own| &own.id, permission)?,
        Act::PermissionAsk { permission } => {
            let own = the(&mut runbook.permissions, |own| &own.id, permission)?;
            own.state = PermissionState::Asked;
            own.asked_at = Some(event.at);
            (own.answered_at, own.answered_by, own.evidence) = (None, None, None);
        }
        Act::PermissionGrant { permission, answered_by, evidence } => {
            let own = the(&mut runbook.permissions, |own| &own.id, permission)?;
            answer(own, PermissionState::Granted, event);
            (own.answered_by, own.evidence) = (Some(answered_by.clone()), Some(evidence.clone()));
        }
        Act::PermissionRefuse { permission, answered_by, evidence } => {
            let own = the(&mut runbook.permissions, |own| &own.id, permission)?;
            answer(own, PermissionState::Refused, event);
            (own.answered_by, own.evidence) = (Some(answered_by.clone()), Some(evidence.clone()));
        }
        Act::ObligationAdd { obligation } => runbook.obligations.push(obligation.clone()),
        Act::ObligationDischarge { obligation, evidence } => {
            let own = the(&mut runbook.obligations, |own| &own.id, obligation)?;
            own.discharged_at = Some(event.at);
            own.by = Some(event.by.clone());
            own.evidence = Some(evidence.clone());
        }
        _ => return Ok(false),
    }
    Ok(true)
}

fn mark(item: &mut CheckItem, mark: Mark, event: &Event) {
    item.mark = Some(mark);
    (item.reason, item.evidence) = (None, None);
    item.by = Some(event.by.clone());
    item.at = Some(event.at);
}

fn answer(permission: &mut Permission, state: PermissionState, event: &Event) {
    permission.state = state;
    permission.answered_at = Some(event.at);
}

fn check<'a>(runbook: &'a mut Runbook, id: &Slug) -> Result<&'a mut CheckItem> {
    runbook
        .pre_call
        .iter_mut()
        .chain(&mut runbook.post_call)
        .find(|item| item.id == *id)
        .ok_or_else(|| misfit(format!("there is no checklist item `{id}`")))
}

/// The item of this id.
pub(super) fn the<'a, T>(items: &'a mut [T], id: impl Fn(&T) -> &Slug, wanted: &Slug) -> Result<&'a mut T> {
    items.iter_mut().find(|item| id(item) == wanted).ok_or_else(|| misfit(format!("there is no item `{wanted}`")))
}

/// Takes the item of this id out of its list.
pub(super) fn remove<T>(items: &mut Vec<T>, id: impl Fn(&T) -> &Slug, wanted: &Slug) -> Result<()> {
    let position = position(items, id, wanted)?;
    items.remove(position);
    Ok(())
}

/// Where the item of this id stands.
pub(super) fn position<T>(items: &[T], id: impl Fn(&T) -> &Slug, wanted: &Slug) -> Result<usize> {
    items.iter().position(|item| id(item) == wanted).ok_or_else(|| misfit(format!("there is no item `{wanted}`")))
}
