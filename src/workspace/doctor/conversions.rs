//! Records and logs that git is told to convert on their way: each change of one is refused.

use std::collections::BTreeMap;

use super::report::DoctorReport;
use crate::model::Result;
use crate::store::{LOGS, RUNBOOKS};
use crate::trail::converted;
use crate::workspace::Workspace;

/// One record of each customer is asked about, and a record and a log that are still to come.
pub(super) fn examine_conversions(workspace: &Workspace, report: &mut DoctorReport) -> Result<()> {
    let of_each: BTreeMap<_, _> =
        workspace.layout.records()?.ids.into_iter().map(|id| (id.customer.clone(), id.path())).collect();
    let to_come = [format!("{RUNBOOKS}/customer/task.toml"), format!("{LOGS}/customer/task/log.txt")];
    let paths: Vec<String> = to_come.into_iter().chain(of_each.into_values()).collect();
    let found = workspace.repository.conversions(&paths);
    if let [(path, conversion), more @ ..] = found.as_slice() {
        let mut fault = converted(path, conversion);
        if !more.is_empty() {
            fault.message.push_str(&format!("; so is it with {} more", more.len()));
        }
        report.note_fault("conversion", &fault);
    }
    Ok(())
}
