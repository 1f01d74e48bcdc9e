//! Recording what was decided: one commit with its events and bytes, on exactly the head that was read.

use crate::lifecycle::Stamp;
use crate::model::{Changed, CommitId, Event, Result, Runbook, RunbookId};
use crate::publish::{Publication, WriteSession};
use crate::render::summary;
use crate::store::following::Following;
use crate::trail::Message;
use crate::workspace::Workspace;
use crate::workspace::query::secret_rules;

use super::captured_log::Attached;
use super::guard::no_secret_in;

/// What is to be written once everything is decided.
pub(super) struct ToWrite<'a> {
    pub(super) id: &'a RunbookId,
    pub(super) head: Option<CommitId>,
    pub(super) previous: Option<CommitId>,
    pub(super) before: Option<&'a Runbook>,
    pub(super) after: Runbook,
    pub(super) events: Vec<Event>,
    pub(super) bytes: Vec<u8>,
    /// What lies there as a person left it, where that is neither the head's text nor `bytes`.
    pub(super) left: Option<Vec<u8>>,
    /// Captured output that the same commit holds.
    pub(super) log: Option<&'a Attached>,
    pub(super) body: Option<String>,
    /// What follows beside the trail.
    pub(super) follows: &'a [Following],
    /// What has to be told once it is recorded.
    pub(super) notes: Vec<String>,
}

/// Commits the bytes with their events, on exactly the head that was read. What fails behind this fails after the change.
pub(super) fn record(
    workspace: &Workspace,
    session: WriteSession<'_>,
    writing: ToWrite<'_>,
    stamp: &Stamp,
) -> Result<Changed> {
    let actors = session.actors()?;
    let rules = secret_rules(workspace)?;
    no_secret_in(&actors, &rules)?;
    let message = Message {
        runbook: writing.id.clone(),
        summary: summary(&writing.events, writing.before, &writing.after),
        body: writing.body,
        events: writing.events.clone(),
        previous: writing.previous,
    };
    let log = writing.log.map(|log| (log.path.to_string(), log.text.clone().into_bytes()));
    let as_left = writing.left.map(|left| (writing.id.path(), left)).into_iter().collect();
    let publication = Publication {
        actors,
        expected_head: writing.head.clone(),
        as_left,
        files: std::iter::once((writing.id.path(), writing.bytes)).chain(log).collect(),
        message: message.text()?,
        claims: Some(message),
        recorded: stamp.now,
        follows: writing.follows.to_vec(),
    };
    let published = session.publish(publication, &rules)?;
    workspace.repository.note_tip(writing.head.as_ref(), &published.commit, writing.id);
    let mut notes = writing.notes;
    notes.extend(published.notes);
    Ok(Changed {
        id: writing.id.clone(),
        before: writing.before.cloned(),
        after: writing.after,
        events: writing.events,
        commit: Some(published.commit),
        notes,
    })
}
