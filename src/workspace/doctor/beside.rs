//! What lies beside the trail, in this program's folder under the git directory: what no run could use, and what an
//! interrupted run has kept.
//!
//! Only tells: a link may lead to what a person has moved, and what was captured exists nowhere else.

use std::path::Path;

use rustix::fs::FileType;

use super::report::{DoctorReport, Found};
use crate::model::Result;
use crate::store::Spool;
use crate::store::folder::Folder;
use crate::workspace::Workspace;

/// What the person must be able to do with a file, and with a folder.
const FILE: u32 = 0o600;
const FOLDER: u32 = 0o700;

/// Files and folders that stop every change which needs them: links, which are not followed, and what is closed to its
/// own owner.
pub(super) fn examine_private(workspace: &Workspace, report: &mut DoctorReport) -> Result<()> {
    if !workspace.private().exists() {
        return Ok(());
    }
    let folder = Folder::open(workspace.private())?;
    let mut found = Vec::new();
    for name in folder.names()? {
        let Some(about) = folder.look(&name)? else { continue };
        let path = folder.path().join(&name);
        found.extend(blocked(&path, FileType::from_raw_mode(about.st_mode), about.st_mode));
    }
    report.note_all("private-folder", ("files and folders", &found), |named| {
        let ways: Vec<&str> = found.iter().map(|own| own.fix.as_str()).collect();
        (format!("{named} cannot be used, and every change that needs them is refused"), ways.join("; "))
    });
    Ok(())
}

fn blocked(path: &Path, kind: FileType, mode: u32) -> Option<Found> {
    let name = path.display().to_string();
    let shown = shell_words::quote(&name).into_owned();
    let (what, fix) = match kind {
        FileType::RegularFile if mode & FILE == FILE => return None,
        FileType::Directory if mode & FOLDER == FOLDER => return None,
        FileType::RegularFile | FileType::Directory => ("is closed to you", format!("chmod u+rwX {shown}")),
        FileType::Symlink => ("is a symbolic link, which is not followed", format!("rm {shown}")),
        _ => ("is neither a file nor a folder", format!("rm {shown}")),
    };
    Some(Found { message: format!("{name} {what}: every change that needs it is refused"), fix, name })
}

/// What commands said in runs that were interrupted, as long as no later run of the same attempt has taken it in.
pub(super) fn examine_captures(workspace: &Workspace, report: &mut DoctorReport) -> Result<()> {
    let kept = Spool::kept(workspace.private())?.into_iter().map(|path| {
        let name = path.display().to_string();
        let fix = "run the command again in the same attempt, which takes it in; where that attempt has ended, take from it \
                   what you need and remove the file";
        let message = format!("what a command said before its run was interrupted is kept, and is in no log: {name}");
        Found { message, fix: fix.to_owned(), name }
    });
    report.note_all("capture-kept", ("files", &kept.collect::<Vec<_>>()), |named| {
        let fix = "run each command again in the same attempt, which takes it in; where that attempt has ended, take from \
                   the file what you need and remove it";
        let message = format!("what commands said before their runs were interrupted is kept, and is in no log: {named}");
        (message, fix.to_owned())
    });
    Ok(())
}
