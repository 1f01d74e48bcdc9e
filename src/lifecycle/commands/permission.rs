//! Permissions: asked, then granted or refused, with who answered and the evidence (rows 62–67).

use serde_json::Value;

use crate::lifecycle::{reference::find, wording};
use crate::model::{
    Act, Cause, Event, Fault, Fields, Line, Permission, PermissionAct, PermissionState, Prose, Result, Runbook,
    RunbookId, Slug, Track,
};

use super::check::{applicable, brings_nothing};
use super::fields::{patch, patched, remove, the_item};
use super::given::{Circumstances, Named, item_id};
use super::needs::{needed_line, needed_text};
use super::{attempt, contact};

/// `permission`.
#[expect(missing_docs, reason = "a variant's fields are what its line says")]
#[derive(Debug, Clone, PartialEq)]
pub enum PermissionCommand {
    /// `permission add`; `from` and `covers` as typed.
    Add { permission: Permission, fixed_id: bool, from: Option<Named>, covers: Vec<Named> },
    /// `permission set`; `from` and `covers` replace what is there.
    Set { permission: Named, fields: Fields, from: Option<Named>, covers: Option<Vec<Named>> },
    /// `permission remove`.
    Remove { permission: Named },
    /// `permission ask`.
    Ask { permission: Named },
    /// `permission grant` and `permission refuse`.
    Answer { permission: Named, granted: bool, answered_by: Option<Line>, evidence: Option<Prose> },
}

pub(super) fn decide(runbook: &Runbook, command: &PermissionCommand, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    let runbook_id = context.id;
    match command {
        PermissionCommand::Add { permission, fixed_id, from, covers } => {
            let taken = |id: &Slug| runbook.permissions.iter().any(|own| own.id == *id);
            let id = item_id(&permission.id, *fixed_id, taken)?;
            let from = from.as_deref().map(|part| contact::the(runbook, part)).transpose()?;
            let permission = Permission {
                id,
                from: from.map(|contact| contact.id.clone()),
                covers: covered(runbook, covers)?,
                ..permission.clone()
            };
            Ok(vec![Act::Permission(PermissionAct::Add { permission })])
        }
        PermissionCommand::Set { permission, fields, from, covers } => {
            let own = the(runbook, permission)?;
            let mut fields = fields.clone();
            if let Some(part) = from {
                fields.insert("from".to_owned(), contact::the(runbook, part)?.id.as_str().into());
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
            patch(own, &fields, |fields| Act::Permission(PermissionAct::Set { permission: own.id.clone(), fields }))
        }
        PermissionCommand::Remove { permission } => {
            let own = the(runbook, permission)?;
            if matches!(own.state, PermissionState::Granted | PermissionState::Refused) {
                return Err(Fault::refused(format!(
                    "permission `{}` was {}; the answer stays in the record",
                    own.id, own.state
                ))
                .hint(format!("ask again: runbook permission ask {runbook_id} {}", own.id)));
            }
            brings_nothing(runbook, &Cause::Permission(own.id.clone()), "permission", runbook_id)?;
            Ok(vec![Act::Permission(PermissionAct::Remove { permission: own.id.clone() })])
        }
        PermissionCommand::Ask { permission } => {
            let own = the(runbook, permission)?;
            applicable(own, runbook, "permission", &own.id, runbook_id)?;
            wording::specific(runbook_id, own)?;
            Ok(vec![Act::Permission(PermissionAct::Ask { permission: own.id.clone() })])
        }
        PermissionCommand::Answer { permission, granted, answered_by, evidence } => {
            let own = the(runbook, permission)?;
            let answered_by = needed_line(answered_by, "--by", "who answered")?.clone();
            let evidence = needed_text(evidence, "--evidence", "the link or text of the answer")?.clone();
            applicable(own, runbook, "permission", &own.id, runbook_id)?;
            answerable(own, *granted, runbook_id)?;
            if *granted && own.state == PermissionState::Wanted {
                // nobody has judged the wording yet
                wording::specific(runbook_id, own)?;
            }
            let permission = own.id.clone();
            Ok(vec![if *granted {
                Act::Permission(PermissionAct::Grant { permission, answered_by, evidence })
            } else {
                Act::Permission(PermissionAct::Refuse { permission, answered_by, evidence })
            }])
        }
    }
}

pub(super) fn apply(runbook: &mut Runbook, act: &PermissionAct, event: &Event) -> Result<()> {
    match act {
        PermissionAct::Add { permission } => runbook.permissions.push(permission.clone()),
        PermissionAct::Set { permission, fields } => {
            let own = the_item(&mut runbook.permissions, |own| &own.id, permission)?;
            *own = patched(own, fields)?;
        }
        PermissionAct::Remove { permission } => remove(&mut runbook.permissions, |own| &own.id, permission)?,
        PermissionAct::Ask { permission } => {
            let own = the_item(&mut runbook.permissions, |own| &own.id, permission)?;
            own.state = PermissionState::Asked;
            own.asked_at = Some(event.at);
            (own.answered_at, own.answered_by, own.evidence) = (None, None, None);
        }
        PermissionAct::Grant { permission, answered_by, evidence } => {
            let own = the_item(&mut runbook.permissions, |own| &own.id, permission)?;
            answer(own, PermissionState::Granted, event);
            (own.answered_by, own.evidence) = (Some(answered_by.clone()), Some(evidence.clone()));
        }
        PermissionAct::Refuse { permission, answered_by, evidence } => {
            let own = the_item(&mut runbook.permissions, |own| &own.id, permission)?;
            answer(own, PermissionState::Refused, event);
            (own.answered_by, own.evidence) = (Some(answered_by.clone()), Some(evidence.clone()));
        }
    }
    Ok(())
}

/// The command that an act came from.
pub(in crate::lifecycle) fn command_of(act: &PermissionAct) -> PermissionCommand {
    let answer = |permission: &Slug, granted, answered_by: &Line, evidence: &Prose| PermissionCommand::Answer {
        permission: permission.to_string(),
        granted,
        answered_by: Some(answered_by.clone()),
        evidence: Some(evidence.clone()),
    };
    match act {
        PermissionAct::Add { permission } => PermissionCommand::Add {
            from: permission.from.as_ref().map(ToString::to_string),
            covers: permission.covers.iter().map(ToString::to_string).collect(),
            permission: permission.clone(),
            fixed_id: true,
        },
        PermissionAct::Set { permission, fields } => PermissionCommand::Set {
            permission: permission.to_string(),
            fields: fields.clone(),
            from: None,
            covers: None,
        },
        PermissionAct::Remove { permission } => PermissionCommand::Remove { permission: permission.to_string() },
        PermissionAct::Ask { permission } => PermissionCommand::Ask { permission: permission.to_string() },
        PermissionAct::Grant { permission, answered_by, evidence } => answer(permission, true, answered_by, evidence),
        PermissionAct::Refuse { permission, answered_by, evidence } => answer(permission, false, answered_by, evidence),
    }
}

fn the<'a>(runbook: &'a Runbook, part: &str) -> Result<&'a Permission> {
    find(&runbook.permissions, |own| &own.id, part, "permission")
}

fn covered(runbook: &Runbook, parts: &[String]) -> Result<Vec<Slug>> {
    let mut ids = Vec::new();
    for part in parts {
        let id = attempt::the(runbook, Track::Tasks, part)?.id.clone();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// An answer stands until the customer is asked again.
fn answerable(permission: &Permission, granted: bool, runbook_id: &RunbookId) -> Result<()> {
    let again = format!("runbook permission ask {runbook_id} {}", permission.id);
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

fn answer(permission: &mut Permission, state: PermissionState, event: &Event) {
    permission.state = state;
    permission.answered_at = Some(event.at);
}
