//! One line of the index of many exported runbooks.

use crate::model::Row;

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
