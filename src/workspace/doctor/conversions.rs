//! Records that git is told to convert on their way: each change of one is refused.

use std::collections::BTreeMap;

use super::report::DoctorReport;
use crate::model::Result;
use crate::store::RUNBOOKS;
use crate::trail::converted;
use crate::workspace::Workspace;

/// One record of each customer is asked about, and one that is still to come.
pub(super) fn examine_conversions(workspace: &Workspace, report: &mut DoctorReport) -> Result<()> {
    let of_each: BTreeMap<_, _> =
        workspace.layout.records()?.ids.into_iter().map(|id| (id.customer.clone(), id.path())).collect();
    let to_come = format!("{RUNBOOKS}/customer/task.toml");
    let paths: Vec<String> = std::iter::once(to_come).chain(of_each.into_values()).collect();
    let found = workspace.repository.conversions(&paths);
    if let [(path, conversion), more @ ..] = found.as_slice() {
        let what = if more.is_empty() { path.as_str() } else { "records" };
        report.note_fault("conversion", &converted(what, conversion));
    }
    Ok(())
}
