//! Who else can read the store, and closing it to them.

use std::path::Path;

use crate::model::Result;
use crate::store::{Exposed, Places, exposed, is_open};
use crate::trail::{Repository, SettingsPlace};

use super::mending::set_up_git;
use super::report::{DoctorReport, Found, few};
use crate::workspace::Workspace;

/// What makes a clone independent of the objects of another repository.
const REPACK: &str = "git repack -a -d && rm \"$(git rev-parse --git-common-dir)/objects/info/alternates\"";

pub(super) fn examine_permissions(workspace: &Workspace, fix: bool, report: &mut DoctorReport) -> Result<()> {
    for place in workspace.repository.widened()? {
        let (whose, way) = match place {
            SettingsPlace::Clone => ("git in this clone", "git config core.sharedRepository 0600"),
            SettingsPlace::WorkTree => {
                ("git in this work tree (config.worktree)", "git config --worktree core.sharedRepository 0600")
            }
        };
        let message = format!("{whose} lets others read what it writes (core.sharedRepository)");
        let mended = fix.then(|| set_up_git(workspace, place, &Repository::privacy()));
        let includes = "the settings include others that say so: runbook doctor --fix";
        let is_included = place == SettingsPlace::Clone && workspace.repository.has_included_settings()?;
        report.note_mend("shared", &message, if is_included { includes } else { way }, mended);
    }
    examine_alternates(workspace, report);
    let found = exposed(workspace.top(), workspace.repository.common_dir(), fix)?;
    for (code, message, way, is_closed) in of_others(&found) {
        report.note(code, message, way, is_closed);
    }
    Ok(())
}

/// Closes a store that was just made to others, and says what of it they can still get at.
pub(in crate::workspace) fn told_open(top: &Path, git: &Path) -> Vec<String> {
    match exposed(top, git, true) {
        Ok(found) => {
            let open = of_others(&found).into_iter().filter(|(.., is_closed)| !is_closed);
            open.map(|(_, message, way, _)| format!("{message}: {way}")).collect()
        }
        Err(fault) => vec![format!("whether others can read the store was not found out: {}", fault.message)],
    }
}

/// What others can get at: code, sentence, what closes it, and whether that is done.
fn of_others(found: &Exposed) -> Vec<(&'static str, String, String, bool)> {
    let mut told = Vec::new();
    if found.own.count > 0 {
        let way = match found.own.first.as_slice() {
            [one] => format!("chmod go= {}", shell_words::quote(one)),
            _ => "runbook doctor --fix".to_owned(),
        };
        let message = format!("others can read {}", named(&found.own));
        told.push(("permissions", message, way, found.own.closed == found.own.count));
    }
    if found.foreign.count > 0 {
        let message =
            format!("others can read {}, of another user, which only that user can mend", named(&found.foreign));
        let first = found.foreign.first.first().map(String::as_str).unwrap_or_default();
        told.push(("foreign-owner", message, format!("sudo chown \"$(id -un)\" {}", shell_words::quote(first)), false));
    }
    told
}

/// Objects that this clone takes from another repository, which is not ours to close.
fn examine_alternates(workspace: &Workspace, report: &mut DoctorReport) {
    let places = workspace.repository.borrowed_objects();
    let open = places.iter().filter(|place| is_open(place)).map(|place| {
        let name = place.display().to_string();
        Found {
            message: format!(
                "objects of this store lie in {name}, where others can read them (objects/info/alternates)"
            ),
            fix: REPACK.to_owned(),
            name,
        }
    });
    let open: Vec<Found> = open.collect();
    report.note_all("borrowed", ("folders", &open), |named| {
        (
            format!("objects of this store lie where others can read them: {named} (objects/info/alternates)"),
            REPACK.to_owned(),
        )
    });
}

/// How many places, with a few of them.
fn named(places: &Places) -> String {
    few(places.count, &places.first, "files and folders")
}
