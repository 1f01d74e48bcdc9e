//! The versions of one record: reads them, and takes up the one that a commit was made on.
//!
//! Where history has branches, that is not the last one that was replayed. What cannot be read is told.

use std::rc::Rc;

use crate::model::{AuditCode, CommitId, Runbook};
use crate::store::read;
use crate::trail::BlobId;

use super::super::ledger::of_trouble;
use super::super::state::State;
use super::super::timeline::TimelineEntry;
use super::Replay;

impl Replay<'_> {
    /// Takes up the state in which the record was this content: on another branch that is an earlier one.
    pub(super) fn go_back_to(&mut self, blob: Option<BlobId>) {
        if self.state.blob == blob {
            return;
        }
        if let Some(earlier) = self.earlier.iter().rev().find(|state| state.blob == blob) {
            let left = std::mem::replace(&mut self.state, earlier.clone());
            // it waits there, until a merge or its own branch takes it up
            self.elsewhere.extend(left.pending);
            return;
        }
        // the history before was left out
        let bytes: Option<Rc<[u8]>> = blob.and_then(|blob| self.objects.blob(blob).ok()).map(Rc::from);
        let record = bytes.as_ref().and_then(|bytes| read(&self.id.path(), bytes).ok()).map(|read| read.runbook);
        self.state = State { blob, bytes, record, ..std::mem::take(&mut self.state) };
    }

    /// Takes in what another parent of a merge knows; answers with how the runbook stands there.
    pub(super) fn join(&mut self, blob: Option<BlobId>) -> Option<State> {
        let side = self.earlier.iter().rev().find(|state| state.blob == blob)?;
        self.state.take_in(side);
        Some(side.clone())
    }

    pub(super) fn content(&mut self, place: usize, blob: Option<BlobId>) -> Option<Rc<[u8]>> {
        if blob == self.state.blob && self.state.bytes.is_some() {
            return self.state.bytes.clone();
        }
        match self.objects.blob(blob?) {
            Ok(bytes) => Some(bytes.into()),
            Err(trouble) => {
                self.ledger.note(of_trouble(&trouble).at(place).of(&self.id));
                None
            }
        }
    }

    /// The record of a commit. One that cannot be read is told, where a commit without an event brought it only if nothing
    /// adopts that commit.
    pub(super) fn parsed(&mut self, entry: &TimelineEntry<'_>, commit: &CommitId, bytes: &[u8]) -> Option<Runbook> {
        let name = format!("{} at {}", self.id.path(), commit.short());
        match read(&name, bytes) {
            Ok(read) => Some(read.runbook),
            Err(fault) => {
                let place = entry.step.place;
                match entry.has_event {
                    true => self.note(place, AuditCode::Unreadable, fault.message),
                    false => drop(self.unread.insert(place, fault.message)),
                }
                None
            }
        }
    }

    /// True when a commit left the record as this one met it, on a branch.
    pub(super) fn is_earlier(&self, claimed: &CommitId) -> bool {
        self.earlier.iter().filter(|state| state.blob == self.state.blob).any(|state| state.follows(claimed))
    }
}
