//! What a rebase leaves behind in events that it carries to another place: names of commits that are gone, and places in
//! lists that the other side has changed.
//!
//! Each is told as rewritten history, and is no finding any more where the person took history as it is. Refuses to excuse
//! anything else: what the events make of the record is held against the file all the same.

use crate::lifecycle::replay;
use crate::model::{Act, AuditCode, CommitId, Event, Place, Runbook, Slug, WorkAct};
use crate::trail::Survey;

use super::ledger::Note;

/// What is said of a commit that is named and not found.
pub(super) const GONE: &str = "is not in this history: commits were rewritten or left out";

/// A rebase cannot be told from a rewriting: it is one.
const FIX: &str = "git rebase and git cherry-pick do this too; if it was done knowingly: runbook audit --accept";

/// What a rebase leaves behind, as a finding.
pub(super) fn note(message: impl Into<String>) -> Note {
    Note::new(AuditCode::HistoryRewritten, message).fix(FIX)
}

/// What the names are worth that an edit adopts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Adopted {
    /// The commits that it stands for.
    pub(super) commits: Vec<CommitId>,
    /// Names that are in no history here, as a rebase leaves them; what waits then stands for them.
    pub(super) gone: Vec<CommitId>,
    /// Commits that are no change without an event.
    pub(super) strangers: Vec<CommitId>,
}

pub(super) fn adopted(adopts: &[CommitId], waiting: &[CommitId], survey: &Survey) -> Adopted {
    let mut found = Adopted::default();
    for own in adopts {
        match (waiting.contains(own), survey.holds(own)) {
            (true, _) => found.commits.push(own.clone()),
            (false, true) => found.strangers.push(own.clone()),
            (false, false) => found.gone.push(own.clone()),
        }
    }
    if !found.gone.is_empty() {
        found.commits = waiting.to_vec();
    }
    found
}

/// The events with the places at which the record has their items, where only the order of those lists is another one than
/// they say: the rebase put both sides' order together, and the place that an event names may even be gone.
pub(super) fn replaced(before: Option<&Runbook>, events: &[Event], record: Option<&Runbook>) -> Option<Vec<Event>> {
    let record = record?;
    let after = |events: &[Event]| replay(before.cloned(), events).ok().flatten();
    if after(events).as_ref() == Some(record) {
        return None;
    }
    let replaced: Vec<Event> = events.iter().map(|event| at_its_place(event, record)).collect();
    (in_any_order(after(&replaced)?, events) == in_any_order(record.clone(), events)).then_some(replaced)
}

/// The record with those lists in one order in which events put something.
fn in_any_order(mut record: Runbook, events: &[Event]) -> Runbook {
    for event in events {
        if let Act::Work(track, WorkAct::Add { .. } | WorkAct::Move { .. }) = &event.act
            && !track.of(&record).is_empty()
        {
            track.of_mut(&mut record).sort_by(|a, b| a.id.cmp(&b.id));
        }
    }
    record
}

fn at_its_place(event: &Event, record: &Runbook) -> Event {
    let mut event = event.clone();
    if let Act::Work(track, act) = &mut event.act {
        let ids = track.of(record).iter().map(|own| &own.id);
        match act {
            WorkAct::Add { item, place } => stand(place, &item.id, ids),
            WorkAct::Move { item, place } => stand(place, item, ids),
            WorkAct::Set { .. } | WorkAct::Remove { .. } | WorkAct::Start { .. } | WorkAct::End { .. } => {}
        }
    }
    event
}

fn stand<'r>(place: &mut Place, id: &Slug, list: impl Iterator<Item = &'r Slug>) {
    let mut before: Option<&Slug> = None;
    for other in list {
        if other == id {
            *place = before.cloned().map_or(Place::First, Place::After);
            return;
        }
        before = Some(other);
    }
}
