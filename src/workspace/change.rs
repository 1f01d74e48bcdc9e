//! The write door: one command for one runbook, from the lock to the commit.
//!
//! Whatever is written goes through [`Workspace::record`]; a change that is refused on the way leaves everything as it
//! was.

use std::time::Duration;

use crate::lifecycle::{Circumstances, Command, HistoryFacts, Stamp, decide, replay};
use crate::model::{Changed, CommitId, Event, Fault, Kind, Result, Runbook, RunbookId};
use crate::publish::{Publication, WriteSession, until_not_overtaken};
use crate::render::summary;
use crate::store::Read;
use crate::store::rewrite;
use crate::trail::{BlobId, IndexState, Message};

use super::captured_log::Attached;
use super::guard::{for_id, keep_small};
use super::not_found::{deleted, missing};
use super::{ChangeOptions, Workspace};

/// A runbook that may be changed: its file is the trail's head, by an event.
pub(super) struct Loaded {
    /// The head of the branch.
    pub(super) head: Option<CommitId>,
    /// The last commit that touched the runbook.
    pub(super) tip: Option<CommitId>,
    /// The record.
    pub(super) read: Read,
}

/// What a person asks of a runbook.
pub(super) struct ChangeRequest<'a> {
    pub(super) command: &'a Command,
    pub(super) stamp: &'a Stamp,
    pub(super) options: &'a ChangeOptions,
    /// Captured output that the same commit holds.
    pub(super) log: Option<&'a Attached>,
}

/// What is to be written once everything is decided.
pub(super) struct ToWrite<'a> {
    pub(super) id: &'a RunbookId,
    pub(super) head: Option<CommitId>,
    pub(super) previous: Option<CommitId>,
    pub(super) before: Option<&'a Runbook>,
    pub(super) after: &'a Runbook,
    pub(super) events: &'a [Event],
    pub(super) bytes: Vec<u8>,
    /// Captured output that the same commit holds.
    pub(super) log: Option<&'a Attached>,
    pub(super) body: Option<String>,
}

impl Workspace {
    /// Carries out a command on a runbook: one commit, or nothing where nothing had to change.
    ///
    /// # Errors
    /// What the lifecycle refuses; `HandEdited` when the file is not the trail's head; `Locked`, `Git`, `Disk`, `Hook`,
    /// `Secret`. After any of them file, index and head are as they were.
    pub fn change(&self, id: &RunbookId, command: &Command, stamp: &Stamp, options: &ChangeOptions) -> Result<Changed> {
        self.change_with(id, command, stamp, options, None)
    }

    /// As [`Workspace::change`], and the same commit holds captured output of which an event says the digest.
    ///
    /// # Errors
    /// As [`Workspace::change`]; `Secret` when the output holds one.
    pub fn change_with(
        &self,
        id: &RunbookId,
        command: &Command,
        stamp: &Stamp,
        options: &ChangeOptions,
        log: Option<&Attached>,
    ) -> Result<Changed> {
        until_not_overtaken(|| self.change_locked(id, command, stamp, options, log)).map_err(|fault| for_id(fault, id))
    }

    fn change_locked(
        &self,
        id: &RunbookId,
        command: &Command,
        stamp: &Stamp,
        options: &ChangeOptions,
        log: Option<&Attached>,
    ) -> Result<Changed> {
        let session = self.begin()?;
        let loaded = self.loaded(id)?;
        self.carry_out(session, &loaded, id, &ChangeRequest { command, stamp, options, log })
    }

    /// Decides, applies, writes back and commits on the ground that was read while the session is held.
    pub(super) fn carry_out(
        &self,
        session: WriteSession<'_>,
        loaded: &Loaded,
        id: &RunbookId,
        asked: &ChangeRequest<'_>,
    ) -> Result<Changed> {
        let ChangeRequest { command, stamp, options, log } = *asked;
        let before = &loaded.read.runbook;
        let history = if command.needs_history(stamp) { self.history(id)? } else { HistoryFacts::default() };
        let context = Circumstances { stamp, settings: &self.settings, history: &history };
        let command = self.understood(before, command)?;
        let mut events = decide(Some(before), &command, &context)?;
        if events.is_empty() {
            return Ok(unchanged(id, before));
        }
        self.keep_secrets_out(&mut events, stamp, options)?;
        if let Some(log) = log {
            self.check_log(id, log, &events)?;
        }
        let after = replay(Some(before.clone()), &events)?.ok_or_else(|| Fault::bug("a change without a runbook"))?;
        let bytes = rewrite(&loaded.read, &after)?;
        keep_small(id, &bytes)?;
        let writing = ToWrite {
            id,
            head: loaded.head.clone(),
            previous: loaded.tip.clone(),
            before: Some(before),
            after: &after,
            events: &events,
            bytes,
            log,
            body: None,
        };
        let commit = self.record(session, writing, stamp)?;
        Ok(Changed { id: id.clone(), before: Some(before.clone()), after, events, commit: Some(commit) })
    }

    /// Takes every lock that a change needs, heals what an interrupted run left, and refuses unfit repositories.
    pub(super) fn begin(&self) -> Result<WriteSession<'_>> {
        WriteSession::begin(&self.repository, &self.env, Duration::from_secs(self.settings.lock.wait.seconds()))
    }

    /// The runbook as the trail's head has it, if its file is exactly that.
    pub(super) fn loaded(&self, id: &RunbookId) -> Result<Loaded> {
        let head = self.repository.head()?.commit;
        let recorded = match &head {
            Some(head) => self.repository.blob_id_at(head, &id.path())?,
            None => None,
        };
        let (bytes, recorded) = match (self.layout.read_record(id)?, recorded) {
            (Some(bytes), Some(recorded)) if BlobId::of(&bytes)? == recorded => (bytes, recorded),
            (Some(_), Some(_)) => return Err(hand_edited(id, "was changed by hand")),
            (Some(_), None) => return Err(hand_edited(id, "was made by hand")),
            (None, Some(_)) => return Err(deleted(id)),
            (None, None) => return Err(missing(id)),
        };
        if self.repository.staged(&id.path())? != IndexState::Staged(recorded) {
            return Err(hand_edited(id, "was changed by hand and staged"));
        }
        let tip = self.repository.tip(id)?;
        if tip.as_ref().map_or(Ok(false), |tip| self.repository.is_by_hand(tip, id))? {
            return Err(hand_committed(id));
        }
        let read = self.read_file(id, &bytes)?;
        Ok(Loaded { head, tip, read })
    }

    /// What the trail says about the runbook's earlier life.
    pub(super) fn history(&self, id: &RunbookId) -> Result<HistoryFacts> {
        self.repository.require_history()?;
        let log = self.repository.log_of(id, None)?;
        let mut history = HistoryFacts::of(log.iter().rev().flat_map(|recorded| &recorded.events));
        for recorded in log.iter().filter(|recorded| recorded.events.is_empty()) {
            history.add_author(&recorded.author);
        }
        Ok(history)
    }

    /// Commits the bytes with their events, on exactly the head that was read.
    pub(super) fn record(&self, session: WriteSession<'_>, writing: ToWrite<'_>, stamp: &Stamp) -> Result<CommitId> {
        let message = Message {
            runbook: writing.id.clone(),
            summary: summary(writing.events, writing.before, writing.after),
            body: writing.body,
            events: writing.events.to_vec(),
            previous: writing.previous,
        };
        let log = writing.log.map(|log| (log.path.to_string(), log.text.clone().into_bytes()));
        let published = session.publish(Publication {
            expected_head: writing.head.clone(),
            files: std::iter::once((writing.id.path(), writing.bytes)).chain(log).collect(),
            message: message.text()?,
            claims: Some(message),
            recorded: stamp.now,
        })?;
        self.repository.note_tip(writing.head.as_ref(), &published.commit, writing.id);
        self.notes.borrow_mut().extend(published.notes);
        Ok(published.commit)
    }
}

/// The answer when a command finds everything as it asks for.
pub(super) fn unchanged(id: &RunbookId, runbook: &Runbook) -> Changed {
    Changed { id: id.clone(), before: Some(runbook.clone()), after: runbook.clone(), events: Vec::new(), commit: None }
}

/// A commit by plain git is in the way; it is adopted as it is.
fn hand_committed(id: &RunbookId) -> Fault {
    let what = format!("{} was committed with plain git, without an event; it is not overwritten", id.path());
    Fault::new(Kind::HandEdited, what)
        .hint(format!("adopt it: runbook save {id}"))
        .hint(format!("look at what it changed: runbook diff {id}"))
}

/// The person's own edit is in the way; it is never overwritten and never swept in.
pub(super) fn hand_edited(id: &RunbookId, how: &str) -> Fault {
    Fault::new(Kind::HandEdited, format!("{} {how}; it is not overwritten", id.path()))
        .hint(format!("record the edit: runbook save {id}"))
        .hint(format!("or drop it: git restore --staged --worktree {}", id.path()))
}
