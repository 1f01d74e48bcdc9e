//! Who else can read the store, and closing it to them.

use crate::model::Result;
use crate::store::{Places, exposed};

use super::mending::set_up_git;
use super::report::{DoctorReport, few};
use crate::workspace::Workspace;

pub(super) fn examine_permissions(workspace: &Workspace, fix: bool, report: &mut DoctorReport) -> Result<()> {
    if !workspace.repository.keeps_private()? {
        let message = "git in this clone lets others read what it writes (core.sharedRepository)";
        let fixed = fix && set_up_git(workspace, &workspace.repository.lacking_privacy()?);
        report.note("shared", message, "git config core.sharedRepository 0600", fixed);
    }
    let found = exposed(workspace.top(), workspace.repository.common_dir(), fix)?;
    if found.own.count > 0 {
        let way = match found.own.first.as_slice() {
            [one] => format!("chmod go= {}", shell_words::quote(one)),
            _ => "runbook doctor --fix".to_owned(),
        };
        let message = format!("others can read {}", named(&found.own));
        report.note("permissions", message, way, found.own.closed == found.own.count);
    }
    if found.foreign.count > 0 {
        let message =
            format!("others can read {}, of another user, which only that user can mend", named(&found.foreign));
        let first = found.foreign.first.first().map(String::as_str).unwrap_or_default();
        report.note("foreign-owner", message, format!("sudo chown \"$(id -un)\" {}", shell_words::quote(first)), false);
    }
    Ok(())
}

/// How many places, with a few of them.
fn named(places: &Places) -> String {
    few(places.count, &places.first, "files and folders")
}
