//! Commands on permissions: asked, then granted or refused, with who answered and the evidence (rows 62–67).

use serde_json::Value;

use crate::lifecycle::{Command, command::item_id, reference::find, wording};
use crate::model::{Act, Cause, Fault, Permission, PermissionState, Result, Runbook, Slug};

use super::checks::{applicable, brings_nothing};
use super::needs::{needed_line, needed_text};
use super::{contacts, tasks, work::patch};

pub(super) fn decide(runbook: &Runbook, command: &Command) -> Result<Vec<Act>> {
    match command {
        Command::AddPermission { permission, fixed_id, from, covers } => {
            let taken = |id: &Slug| runbook.permissions.iter().any(|own| own.id == *id);
            let id = item_id(&permission.id, *fixed_id, taken)?;
            let from = from.as_deref().map(|part| contacts::the(runbook, part)).transpose()?;
            let permission = Permission {
                id,
                from: from.map(|contact| contact.id.clone()),
                covers: covered(runbook, covers)?,
                ..permission.clone()
            };
            Ok(vec![Act::PermissionAdd { permission }])
        }
        Command::SetPermission { permission, fields, from, covers } => {
            let own = the(runbook, permission)?;
            let mut fields = fields.clone();
            if let Some(part) = from {
                fields.insert("from".to_owned(), contacts::the(runbook, part)?.id.as_str().into());
            }
            if let Some(parts) = covers {
                let ids = covered(runbook, parts)?.iter().map(|id| id.as_str().into()).collect();
                fields.insert("covers".to_owned(), Value::Array(ids));
            }
            let reworded = fields.get("action").is_some_and(|new| new.as_str() != Some(own.action.as_str()));
            if reworded && own.state == PermissionState::Granted {
                return Err(Fault::refused(format!("permission `{}` was granted in its present wording", own.id))
                    .hint("add another permission with the new wording and ask for it"));
            }
            patch(own, &fields, |fields| Act::PermissionSet { permission: own.id.clone(), fields })
        }
        Command::RemovePermission { permission } => {
            let own = the(runbook, permission)?;
            if matches!(own.state, PermissionState::Granted | PermissionState::Refused) {
                return Err(Fault::refused(format!(
                    "permission `{}` was {}; the answer stays in the record",
                    own.id, own.state
                ))
                .hint(format!("ask again: runbook permission ask ID {}", own.id)));
            }
            brings_nothing(runbook, &Cause::Permission(own.id.clone()), "permission")?;
            Ok(vec![Act::PermissionRemove { permission: own.id.clone() }])
        }
        Command::AskPermission { permission } => {
            let own = the(runbook, permission)?;
            applicable(own, runbook, "permission", &own.id)?;
            wording::specific(own)?;
            Ok(vec![Act::PermissionAsk { permission: own.id.clone() }])
        }
        Command::AnswerPermission { permission, granted, answered_by, evidence } => {
            let own = the(runbook, permission)?;
            let answered_by = needed_line(answered_by, "--by", "who answered")?.clone();
            let evidence = needed_text(evidence, "--evidence", "the link or text of the answer")?.clone();
            applicable(own, runbook, "permission", &own.id)?;
            answerable(own, *granted)?;
            let permission = own.id.clone();
            Ok(vec![if *granted {
                Act::PermissionGrant { permission, answered_by, evidence }
            } else {
                Act::PermissionRefuse { permission, answered_by, evidence }
            }])
        }
        _ => Err(Fault::bug("not a command on permissions")),
    }
}

fn the<'a>(runbook: &'a Runbook, part: &str) -> Result<&'a Permission> {
    find(&runbook.permissions, |own| &own.id, part, "permission")
}

fn covered(runbook: &Runbook, parts: &[String]) -> Result<Vec<Slug>> {
    let mut ids = Vec::new();
    for part in parts {
        let id = tasks::the(runbook, part)?.id.clone();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// An answer stands until the customer is asked again.
fn answerable(permission: &Permission, granted: bool) -> Result<()> {
    let again = format!("runbook permission ask ID {}", permission.id);
    match (permission.state, granted) {
        (PermissionState::Refused, true) => {
            Err(Fault::refused(format!("permission `{}` was refused; it takes a new question first", permission.id))
                .hint(again))
        }
        (PermissionState::Granted, true) => {
            Err(Fault::refused(format!("permission `{}` is already granted", permission.id)).hint(again))
        }
        (PermissionState::Refused, false) => {
            Err(Fault::refused(format!("permission `{}` is already refused", permission.id)).hint(again))
        }
        _ => Ok(()),
    }
}
