//! One line of the index of many exported runbooks.

use super::exported::Exported;
use crate::lifecycle::Progress;
use crate::model::Row;

/// The line of a list that its customer may see: what every other format tells them, and no more.
pub fn row_for_customer(exported: &Exported<'_>) -> Row {
    let runbook = exported.runbook;
    let progress = Progress::of(runbook, exported.now);
    Row {
        name: Some(runbook.name()),
        customer: Some(runbook.customer.clone()),
        standing: Some(exported.standing()),
        state: Some(runbook.state),
        result: runbook.result,
        dri: runbook.dri.clone(),
        scheduled_at: runbook.scheduled_at,
        time_zone: runbook.time_zone,
        tasks_done: Some(progress.done),
        tasks_total: Some(progress.total),
        estimate_s: progress.estimate_s,
        actual_s: progress.whole_s(),
        ..Row::new(exported.id.clone())
    }
}

/// A runbook, and the file beside the index that holds it.
#[derive(Debug, Clone)]
pub struct ExportedEntry {
    /// What the list says about it.
    pub row: Row,
    /// Its file, relative to the index; where there is none, why.
    pub file: Result<String, String>,
}

impl ExportedEntry {
    /// What people know it by.
    pub(super) fn name(&self) -> String {
        self.row.name.clone().unwrap_or_else(|| self.row.label().to_owned())
    }
}
