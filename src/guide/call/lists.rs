//! Checklist items, permissions and duties: marked, answered, discharged, with evidence or a reason.

use crate::lifecycle::{CheckCommand, Command, ObligationCommand, PermissionCommand};
use crate::model::{Checklist, Line, Prose, Result, Slug, visible};
use crate::workspace::query::{self, Occasion, Posting};

use super::offered_keys::{self, Text};
use super::session::{CallSession, View};

/// What a key means on a checklist item; true when something was recorded.
///
/// # Errors
/// As [`CallSession::send`].
pub(super) fn check(session: &mut CallSession<'_>, view: &View, list: Checklist, id: &Slug, key: char) -> Result<bool> {
    let item = id.to_string();
    let wants = view.runbook.checklist(list).iter().any(|own| own.id == *id && own.wants_evidence);
    let command = match key {
        'd' if wants => match session.needed::<Prose>(view, "Evidence (link or text)", "")? {
            Some(evidence) => Command::Check(CheckCommand::Done { items: vec![item], evidence: Some(evidence) }),
            None => return Ok(false),
        },
        'd' => match session.optional::<Prose>(view, "Evidence (may be empty)", "")? {
            Some(evidence) => Command::Check(CheckCommand::Done { items: vec![item], evidence }),
            None => return Ok(false),
        },
        'p' => match session.needed::<Prose>(view, "What prevents it", "")? {
            Some(reason) => Command::Check(CheckCommand::Prevent { item, reason: Some(reason) }),
            None => return Ok(false),
        },
        'c' => Command::Check(CheckCommand::Clear { item }),
        _ => return Ok(false),
    };
    session.answer(view, &command, None)
}

/// Prints the text that the stop asks to be posted, as it is to be copied.
///
/// # Errors
/// As [`CallSession::show`].
pub(super) fn text(session: &mut CallSession<'_>, view: &View) -> Result<()> {
    let Some(kind) = offered_keys::text(view) else { return Ok(()) };
    let (order, now) = (session.order, session.now());
    let made = query::view_to_tell(order.workspace, order.id).and_then(|look| match kind {
        Text::Before => query::message(order.workspace, &look, &Occasion::Before, now).map(posted),
        Text::After => {
            let occasion = Occasion::After { state: None, follow_ups: &[] };
            query::message(order.workspace, &look, &occasion, now).map(posted)
        }
        Text::Notes => {
            let notes = query::admin_notes(order.workspace, &look, now)?;
            Ok(notes.into_iter().map(|note| note.line).collect::<Vec<_>>().join("\n"))
        }
    });
    match made {
        Ok(text) => session.print(&format!("\n{}\n", visible(text.trim_end()))),
        Err(fault) => session.complain(&fault),
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
/// As [`CallSession::send`].
pub(super) fn permission(session: &mut CallSession<'_>, view: &View, id: &Slug, key: char) -> Result<bool> {
    if key == 'a' {
        return session.answer(view, &Command::Permission(PermissionCommand::Ask { permission: id.to_string() }), None);
    }
    let own = view.runbook.permissions.iter().find(|own| own.id == *id);
    let from = own.and_then(|own| own.from.as_ref());
    let giver = view.shown.contacts.iter().find(|contact| Some(&contact.id) == from);
    let answered = session.now();
    let Some(by) = session.needed::<Line>(view, "Who answered", giver.map_or("", |contact| contact.label()))? else {
        return Ok(false);
    };
    let Some(evidence) = session.needed::<Prose>(view, "What shows it (link or text)", "")? else { return Ok(false) };
    let command = Command::Permission(PermissionCommand::Answer {
        permission: id.to_string(),
        granted: key == 'y',
        answered_by: Some(by),
        evidence: Some(evidence),
    });
    session.answer(view, &command, Some(answered))
}

/// Discharges a duty; true when that was recorded.
///
/// # Errors
/// As [`CallSession::send`].
pub(super) fn duty(session: &mut CallSession<'_>, view: &View, id: &Slug) -> Result<bool> {
    match session.needed::<Prose>(view, "What shows it (link or text)", "")? {
        Some(evidence) => session.answer(
            view,
            &Command::Obligation(ObligationCommand::Discharge { obligation: id.to_string(), evidence: Some(evidence) }),
            None,
        ),
        None => Ok(false),
    }
}
