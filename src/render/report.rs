//! What `ready` reports on: a runbook with its readiness.

use crate::lifecycle::Readiness;
use crate::model::{Moment, Zone};

/// One runbook of a readiness report.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadyReport {
    /// What the runbook is called in lists.
    pub id: String,
    /// `CUSTOMER - TASK`; none where the file does not parse.
    pub name: Option<String>,
    /// The agreed start.
    pub scheduled_at: Option<Moment>,
    /// The zone in which it was agreed.
    pub time_zone: Option<Zone>,
    /// What was found.
    pub readiness: Readiness,
}
