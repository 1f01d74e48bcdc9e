//! What differs between two points of a runbook's life.

use crate::model::{Change, DiffEnd, Recorded, Result, Runbook, RunbookId, difference};

use super::Workspace;
use super::revision::{Revision, Snapshot};
use crate::lifecycle::Standing;

/// Two points and what differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The earlier end, as it was named.
    pub from: DiffEnd,
    /// The later end.
    pub to: DiffEnd,
    /// What differs, by field and item id.
    pub changes: Vec<Change>,
    /// True when the files differ in what no field holds: comments, order of keys, blank lines.
    pub layout: bool,
}

impl Workspace {
    /// What differs between two points. Without `to`, up to the runbook as it is now; without both, the hand edits that
    /// are not yet saved, or where there are none the last change.
    ///
    /// # Errors
    /// As [`Workspace::stand`]; `NotFound` where neither point has the runbook.
    pub fn compare(&self, id: &RunbookId, from: Option<&Revision>, to: Option<&Revision>) -> Result<Comparison> {
        let to_stand = match to {
            Some(point) => self.stand(id, point)?,
            None => self.stand_now(id)?,
        };
        let from_stand = match from {
            Some(point) => self.stand(id, point)?,
            None => self.before_last(id)?,
        };
        if from_stand.runbook.is_none() && to_stand.runbook.is_none() {
            return Err(crate::model::Fault::new(
                crate::model::Kind::NotFound,
                format!("there was no {id} at either of these points"),
            )
            .hint(format!("runbook log {id}")));
        }
        let changes = difference(&as_value(&from_stand)?, &as_value(&to_stand)?);
        let layout = from_stand.bytes != to_stand.bytes && changes.is_empty();
        Ok(Comparison { from: from_stand.end, to: to_stand.end, changes, layout })
    }

    /// The runbook as it is now: its last commit, or the file where that says something else.
    fn stand_now(&self, id: &RunbookId) -> Result<Snapshot> {
        if let Some(gone) = self.gone(id)? {
            return self.stand_of(id, Some(&gone.removed));
        }
        let file = self.stand(id, &Revision::File)?;
        let look = self.look(id)?;
        Ok(match (look.standing, look.commit) {
            (Standing::Recorded | Standing::CommittedByHand, Some(commit)) => self.stand_at(id, &commit)?,
            _ => file,
        })
    }

    /// Where the last change began: what the last event left, where a hand edit came after it, otherwise what was
    /// before the last commit.
    fn before_last(&self, id: &RunbookId) -> Result<Snapshot> {
        if let Some(gone) = self.gone(id)? {
            return self.stand_of(id, gone.last.as_ref());
        }
        let standing = self.look(id)?.standing;
        if standing == Standing::Recorded {
            let log = self.repository.log_of(id, Some(2))?;
            return self.stand_of(id, log.get(1));
        }
        let log = self.repository.log_of(id, None)?;
        self.stand_of(id, self.last_event(id, &log)?)
    }

    /// The last event before the commits by plain git that wait to be adopted; where the oldest of them is a merge, the
    /// last one on the side that it was merged into.
    pub(super) fn last_event<'l>(&self, id: &RunbookId, log: &'l [Recorded]) -> Result<Option<&'l Recorded>> {
        let mut events = log.iter().filter(|recorded| is_event_of(recorded, id)).peekable();
        let latest = events.peek().copied();
        let Some(oldest) = log.iter().take_while(|recorded| !is_event_of(recorded, id)).last() else {
            return Ok(latest);
        };
        let parents = self.repository.parents(&oldest.commit)?;
        let Some(parent) = parents.first().filter(|_| parents.len() > 1) else { return Ok(latest) };
        let held = self.repository.blob_id_at(parent, &id.path())?;
        for recorded in events {
            if self.repository.blob_id_at(&recorded.commit, &id.path())? == held {
                return Ok(Some(recorded));
            }
        }
        Ok(latest)
    }
}

/// True for a commit that records an event of this runbook.
pub(super) fn is_event_of(recorded: &Recorded, id: &RunbookId) -> bool {
    recorded.runbook.as_ref() == Some(id) && !recorded.events.is_empty()
}

fn as_value(stand: &Snapshot) -> Result<serde_json::Value> {
    record(stand.runbook.as_ref())
}

/// A record for comparing; one that does not exist has no fields.
pub(super) fn record(runbook: Option<&Runbook>) -> Result<serde_json::Value> {
    runbook.map_or_else(|| Ok(serde_json::Value::Object(serde_json::Map::new())), Runbook::to_json)
}
