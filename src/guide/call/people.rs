//! The people of a call: somebody joins, takes a duty, or becomes the DRI.

use serde_json::json;

use crate::lifecycle::{Command, ContactCommand, is_handle};
use crate::model::{Contact, Duty, Fault, Fields, Line, Result, Slug};

use super::session::{CallSession, View};

/// What is known of somebody before they are asked about; what is not is empty.
#[derive(Default)]
pub(super) struct GivenContact<'w> {
    name: &'w str,
    handle: &'w str,
}

impl<'w> GivenContact<'w> {
    /// From the word that stands for them, a handle or a name.
    pub(super) fn of(word: &'w str) -> Self {
        if is_handle(word) { Self { name: "", handle: word } } else { Self { name: word, handle: "" } }
    }
}

/// Adds somebody from the home side, with this duty; true when that was recorded.
///
/// # Errors
/// As [`CallSession::send`].
pub(super) fn add(
    session: &mut CallSession<'_>,
    view: &View,
    known: GivenContact<'_>,
    duty: Option<Duty>,
) -> Result<bool> {
    let side = session.order.workspace.settings().home_side.clone();
    let Some(name) = session.needed::<Line>(view, "Name", known.name)? else { return Ok(false) };
    let Some(handle) = session.optional::<Line>(view, "Handle (may be empty)", known.handle)? else {
        return Ok(false);
    };
    let Some(role) = session.optional::<Line>(view, "Role (may be empty)", "")? else { return Ok(false) };
    let duties: Vec<Duty> = duty.into_iter().collect();
    let id = Slug::from_text(name.as_str());
    let fields = json!({"id": id, "side": side, "name": name, "handle": handle, "role": role, "duties": duties});
    let contact: Contact =
        serde_json::from_value(fields).map_err(|error| Fault::bug(format!("a contact cannot be made: {error}")))?;
    session.answer(view, &Command::Contact(ContactCommand::Add { contact, fixed_id: false }), None)
}

/// Gives a duty to somebody of the home side, or to somebody who joins; true when that was recorded.
///
/// # Errors
/// As [`CallSession::send`].
pub(super) fn give_duty(session: &mut CallSession<'_>, view: &View, duty: Duty) -> Result<bool> {
    let own = home(session, view);
    let mut lines: Vec<(String, String)> = own.iter().map(line).collect();
    lines.push((String::new(), "somebody else".to_owned()));
    let Some(chosen) = session.choose(view, &format!("Who takes the duty `{duty}`?"), &lines)? else {
        return Ok(false);
    };
    let Some(contact) = own.get(chosen) else { return add(session, view, GivenContact::default(), Some(duty)) };
    let mut duties = contact.duties.clone();
    duties.push(duty);
    let mut fields = Fields::new();
    fields.insert("duties".to_owned(), json!(duties));
    session.answer(view, &Command::Contact(ContactCommand::Set { contact: contact.id.to_string(), fields }), None)
}

/// Asks who is the DRI: one of the home side, or somebody else by handle or name; none when nobody is named.
///
/// # Errors
/// As [`CallSession::press`].
pub(super) fn choose_dri(session: &mut CallSession<'_>, view: &View) -> Result<Option<Line>> {
    // the field names a contact by one of these words, so who has neither cannot be meant
    let called = |contact: &Contact| contact.handle.clone().or_else(|| contact.name.clone());
    let own: Vec<(Contact, Line)> =
        home(session, view).into_iter().filter_map(|contact| called(&contact).map(|word| (contact, word))).collect();
    if own.is_empty() {
        return session.needed(view, "DRI, such as @john_doe", "");
    }
    let mut lines: Vec<(String, String)> = own.iter().map(|(contact, _)| line(contact)).collect();
    lines.push((String::new(), "somebody else".to_owned()));
    let Some(chosen) = session.choose(view, "Who answers for it from now on?", &lines)? else { return Ok(None) };
    match own.get(chosen) {
        Some((_, word)) => Ok(Some(word.clone())),
        None => session.needed(view, "DRI, such as @john_doe", ""),
    }
}

fn home(session: &CallSession<'_>, view: &View) -> Vec<Contact> {
    let side = &session.order.workspace.settings().home_side;
    view.runbook.contacts.iter().filter(|contact| contact.side == *side).cloned().collect()
}

fn line(contact: &Contact) -> (String, String) {
    let words: Vec<&str> =
        [&contact.name, &contact.handle, &contact.role].into_iter().flatten().map(Line::as_str).collect();
    (String::new(), if words.is_empty() { contact.id.to_string() } else { words.join(", ") })
}
