//! One line of a list: what is known of a runbook without showing it.

use super::{Line, Moment, RunResult, RunbookId, State, Zone};

/// A runbook in a list. What a file that does not parse would say is none, and `problem` says why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its id.
    pub id: RunbookId,
    /// `CUSTOMER - TASK`.
    pub name: Option<String>,
    /// Where it stands.
    pub state: Option<State>,
    /// How it ended.
    pub result: Option<RunResult>,
    /// Who is responsible.
    pub dri: Option<Line>,
    /// The agreed start.
    pub scheduled_at: Option<Moment>,
    /// The zone in which it was agreed.
    pub time_zone: Option<Zone>,
    /// The zones of the customer's contacts, for their local times; empty unless the whole record was read.
    pub customer_zones: Vec<Zone>,
    /// Whether it is ready, where that was asked.
    pub ready: Option<bool>,
    /// Tasks done or skipped; none where the record was not read whole.
    pub tasks_done: Option<usize>,
    /// Tasks that apply.
    pub tasks_total: Option<usize>,
    /// Planned seconds.
    pub estimate_s: Option<u64>,
    /// Worked seconds; none before the first attempt.
    pub actual_s: Option<u64>,
    /// The next duty that is owed and dated.
    pub due: Option<Moment>,
    /// Why the file cannot be read.
    pub problem: Option<String>,
}

impl Row {
    /// A row of which only the id is known.
    pub fn unread(id: RunbookId) -> Self {
        Self {
            id,
            name: None,
            state: None,
            result: None,
            dri: None,
            scheduled_at: None,
            time_zone: None,
            customer_zones: Vec::new(),
            ready: None,
            tasks_done: None,
            tasks_total: None,
            estimate_s: None,
            actual_s: None,
            due: None,
            problem: None,
        }
    }
}
