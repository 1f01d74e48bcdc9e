//! The trail in order, for people and scripts.

use crate::model::{Act, Moment, Recorded, Result, RunbookId};

use super::Workspace;

impl Workspace {
    /// True when the clone is shallow: what happened before it was cut off cannot be read.
    pub fn is_incomplete(&self) -> bool {
        self.repository.is_shallow()
    }

    /// Every commit of one runbook, the latest first.
    ///
    /// # Errors
    /// `Git` when some of its history is not in this clone, or cannot be read.
    pub fn whole_log(&self, id: &RunbookId) -> Result<Vec<Recorded>> {
        self.repository.require_history()?;
        self.repository.log_of(id, None)
    }

    /// The commits of one runbook, or of all, the latest first, each with the runbook that it touched.
    ///
    /// # Errors
    /// `Git` when history cannot be read.
    pub fn log(&self, id: Option<&RunbookId>, limit: Option<usize>) -> Result<Vec<(RunbookId, Recorded)>> {
        match id {
            Some(id) => {
                let log = self.repository.log_of(id, limit)?;
                Ok(log.into_iter().map(|recorded| (id.clone(), recorded)).collect())
            }
            None => {
                let log = self.repository.log_all(limit)?;
                Ok(log.into_iter().map(|entry| (entry.id, entry.recorded)).collect())
            }
        }
    }

    /// When the call of this runbook began, as the trail tells; none before, and where the trail is cut off.
    ///
    /// # Errors
    /// `Git` when history cannot be read.
    pub fn began(&self, id: &RunbookId) -> Result<Option<Moment>> {
        if self.is_incomplete() {
            return Ok(None);
        }
        let log = self.repository.log_of(id, None)?;
        let mut events = log.iter().flat_map(|entry| entry.events.iter().rev());
        Ok(events.find(|event| event.act == Act::Start {}).map(|event| event.at))
    }
}
