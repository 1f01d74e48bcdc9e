//! Permissions that were answered after the action that they cover (row 67).
//!
//! Looks at the record as it became, so that it does not matter which event brought it about. A permission that was
//! granted earlier, asked for again and granted anew covers what was begun in between.

use std::collections::BTreeMap;

use crate::lifecycle::Conditional;
use crate::model::{Moment, PermissionState, Runbook, Slug, Task, TaskOutcome};

/// When each permission of a runbook was first known as granted.
#[derive(Debug, Clone, Default)]
pub struct Grants {
    earliest: BTreeMap<Slug, Moment>,
    told: Vec<(Slug, Slug, Moment)>,
}

/// An action that began before the permission for it was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// The permission.
    pub permission: Slug,
    /// The task that it covers.
    pub task: Slug,
    /// When the task began.
    pub begun: Moment,
    /// When the answer came.
    pub answered: Moment,
}

impl Grants {
    /// What is late in the record now and was not told before.
    pub fn late(&mut self, record: &Runbook) -> Vec<Late> {
        let mut found = Vec::new();
        for permission in record.permissions.iter().filter(|own| own.state == PermissionState::Granted) {
            let Some(answered) = permission.answered_at else { continue };
            let earliest = *self.earliest.entry(permission.id.clone()).or_insert(answered);
            let since = earliest.min(answered);
            if !permission.is_applicable(&record.variables) {
                continue;
            }
            for task in record.tasks.iter().filter(|task| permission.covers.contains(&task.id)) {
                let Some(begun) = beginnings(task).find(|begun| *begun < since) else { continue };
                let key = (permission.id.clone(), task.id.clone(), begun);
                if !self.told.contains(&key) {
                    self.told.push(key);
                    found.push(Late { permission: permission.id.clone(), task: task.id.clone(), begun, answered });
                }
            }
        }
        found
    }
}

/// When the attempts of a task began; what was left out never did.
fn beginnings(task: &Task) -> impl Iterator<Item = Moment> {
    task.attempts.iter().filter(|own| own.outcome != Some(TaskOutcome::Skipped)).filter_map(|own| own.started_at)
}
