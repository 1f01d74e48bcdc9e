//! Checklist items, permissions and duties: marked, answered, discharged, with evidence or a reason.

use crate::lifecycle::Command;
use crate::model::{Checklist, Line, Prose, Result, Slug, visible};
use crate::workspace::{Occasion, Posting};

use super::desk::{Desk, View};
use super::keys::{self, Text};

/// What a key means on a checklist item; true when something was recorded.
///
/// # Errors
/// As [`Desk::send`].
pub(super) fn check(desk: &mut Desk<'_>, view: &View, list: Checklist, id: &Slug, key: char) -> Result<bool> {
    let item = id.to_string();
    let wants = view.runbook.checklist(list).iter().any(|own| own.id == *id && own.wants_evidence);
    let command = match key {
        'd' if wants => match desk.needed::<Prose>(view, "Evidence (link or text)", "")? {
            Some(evidence) => Command::DoneCheck { items: vec![item], evidence: Some(evidence) },
            None => return Ok(false),
        },
        'd' => match desk.optional::<Prose>(view, "Evidence (may be empty)", "")? {
            Some(evidence) => Command::DoneCheck { items: vec![item], evidence },
            None => return Ok(false),
        },
        'p' => match desk.needed::<Prose>(view, "What prevents it", "")? {
            Some(reason) => Command::PreventCheck { item, reason: Some(reason) },
            None => return Ok(false),
        },
        'c' => Command::ClearCheck { item },
        _ => return Ok(false),
    };
    desk.send(&command, None)
}

/// Prints the text that the stop asks to be posted, as it is to be copied.
///
/// # Errors
/// As [`Desk::show`].
pub(super) fn text(desk: &mut Desk<'_>, view: &View) -> Result<()> {
    let Some(kind) = keys::text(view) else { return Ok(()) };
    let (order, now) = (desk.order, desk.now());
    let made = order.workspace.look(order.id).and_then(|look| match kind {
        Text::Before => order.workspace.message(&look, &Occasion::Before, now).map(posted),
        Text::After => {
            let occasion = Occasion::After { state: None, follow_ups: &[] };
            order.workspace.message(&look, &occasion, now).map(posted)
        }
        Text::Notes => {
            let notes = order.workspace.admin_notes(&look, now)?;
            Ok(notes.into_iter().map(|note| note.line).collect::<Vec<_>>().join("\n"))
        }
    });
    match made {
        Ok(text) => desk.print(&format!("\n{}\n", visible(text.trim_end()))),
        Err(fault) => desk.complain(&fault),
    }
}

fn posted(posting: Posting) -> String {
    match posting.channels.as_slice() {
        [] => posting.text,
        channels => format!("to {}:\n\n{}", channels.join(", "), posting.text),
    }
}

/// What a key means on a permission; true when something was recorded.
///
/// # Errors
/// As [`Desk::send`].
pub(super) fn permission(desk: &mut Desk<'_>, view: &View, id: &Slug, key: char) -> Result<bool> {
    if key == 'a' {
        return desk.send(&Command::AskPermission { permission: id.to_string() }, None);
    }
    let own = view.runbook.permissions.iter().find(|own| own.id == *id);
    let from = own.and_then(|own| own.from.as_ref());
    let giver = view.runbook.contacts.iter().find(|contact| Some(&contact.id) == from);
    let answered = desk.now();
    let Some(by) = desk.needed::<Line>(view, "Who answered", giver.map_or("", |contact| contact.label()))? else {
        return Ok(false);
    };
    let Some(evidence) = desk.needed::<Prose>(view, "What shows it (link or text)", "")? else { return Ok(false) };
    let command = Command::AnswerPermission {
        permission: id.to_string(),
        granted: key == 'y',
        answered_by: Some(by),
        evidence: Some(evidence),
    };
    desk.send(&command, Some(answered))
}

/// Discharges a duty; true when that was recorded.
///
/// # Errors
/// As [`Desk::send`].
pub(super) fn duty(desk: &mut Desk<'_>, view: &View, id: &Slug) -> Result<bool> {
    match desk.needed::<Prose>(view, "What shows it (link or text)", "")? {
        Some(evidence) => {
            desk.send(&Command::DischargeObligation { obligation: id.to_string(), evidence: Some(evidence) }, None)
        }
        None => Ok(false),
    }
}
