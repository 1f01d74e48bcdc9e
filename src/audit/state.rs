//! How a runbook stands in its replay: the record, what waits to be adopted, and what came before.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;

use crate::lifecycle::{Grants, HistoryFacts, claims_gate, hand_claims, is_beginning};
use crate::model::{Change, CommitId, Fields, Result, Runbook, difference};
use crate::trail::BlobId;

/// How a runbook stands in the replay.
#[derive(Clone, Default)]
pub(super) struct State {
    /// The content's name of the record.
    pub(super) blob: Option<BlobId>,
    /// The content itself; none where there is none, or it cannot be had.
    pub(super) bytes: Option<Rc<[u8]>>,
    /// The record; none where it is not there or cannot be read.
    pub(super) record: Option<Runbook>,
    /// The record as the last event left it, where commits without an event came after; one for each side of a merge.
    pub(super) by_event: Vec<Runbook>,
    /// The content's name of that record; none where no event ever made one.
    pub(super) ground: Option<BlobId>,
    /// These commits, oldest first.
    pub(super) pending: Vec<(usize, CommitId)>,
    pub(super) history: HistoryFacts,
    pub(super) grants: Grants,
    /// Captured output that events vouch for, with its digest.
    pub(super) logs: BTreeMap<String, String>,
    /// The last commit that concerned the runbook, and the last one that changed its record.
    pub(super) last: [Option<CommitId>; 2],
}

impl State {
    /// Takes in what is known on the other side of a merge.
    pub(super) fn take_in(&mut self, side: &Self) {
        side.history.authors.iter().for_each(|author| self.history.add_author(author));
        self.history.started_at = self.history.started_at.or(side.history.started_at);
        self.history.ended = self.history.ended.or(side.history.ended);
        self.logs.extend(side.logs.clone());
    }

    /// Keeps the record as the last event left it, where a commit without an event is about to come after it.
    pub(super) fn wait(&mut self) {
        if self.pending.is_empty() {
            self.ground = self.blob;
            self.by_event = self.record.take().into_iter().collect();
        }
    }

    /// True when what waits began with a record that no event knows of.
    pub(super) fn came_by_hand(&self) -> bool {
        self.ground.is_none() && self.by_event.is_empty()
    }

    /// True when the record that an event is made on cannot be had: what it made of it cannot be judged.
    pub(super) fn is_unknown(&self, is_adoption: bool) -> bool {
        match is_adoption && !self.pending.is_empty() {
            true => self.ground.is_some() && self.by_event.is_empty(),
            false => self.blob.is_some() && self.record.is_none(),
        }
    }

    /// Waits for what waits on the other side of a merge as well.
    pub(super) fn wait_with(&mut self, mut side: Self) {
        side.wait();
        self.by_event.append(&mut side.by_event);
        side.pending.retain(|waiting| !self.pending.contains(waiting));
        self.pending.append(&mut side.pending);
    }

    /// True when this commit was the last one that concerned the runbook, or the last one that changed its record.
    pub(super) fn follows(&self, commit: &CommitId) -> bool {
        self.last.iter().flatten().any(|last| last == commit)
    }
}

/// What the other sides of a merge brought to a record: their events say it, nobody wrote it by hand.
pub(super) fn brought(before: Option<&Runbook>, sides: &[Runbook]) -> Result<Vec<Change>> {
    let Some(before) = before else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for side in sides.iter().filter(|side| *side != before) {
        found.extend(difference(&before.to_json()?, &side.to_json()?));
    }
    Ok(found)
}

/// What a record that a person wrote whole says happened.
pub(super) fn happened(record: &Fields) -> Vec<Change> {
    let all = all(record);
    hand_claims(&all).into_iter().filter(|change| !is_beginning(change)).cloned().collect()
}

/// What an imported record says of gates that no event of this store passed.
pub(super) fn gates(record: &Fields) -> Vec<Change> {
    all(record).into_iter().filter(claims_gate).collect()
}

fn all(record: &Fields) -> Vec<Change> {
    difference(&Value::Object(Fields::new()), &Value::Object(record.clone()))
}
