//! Files for a person, outside of the store.
//!
//! Never over records, settings, logs, templates, or anything that is git's.

use std::path::{Path, PathBuf};

use crate::model::{Fault, Result};
use crate::store::output_file::{OutputFile, make_folder, real_path};
use crate::store::{ATTRIBUTES_FILE, LOGS, RUNBOOKS, SCHEMAS, SETTINGS_FILE, TEMPLATES};

use super::Workspace;

/// Writes a file for a person.
///
/// # Errors
/// `Refused` for a place of the store's own, and for a file that exists unless `force` is given; `Disk`.
pub fn write(workspace: &Workspace, path: &Path, bytes: &[u8], force: bool) -> Result<()> {
    keep_off(workspace, path, &real_path(path)?)?;
    let place = OutputFile::new(path)?;
    keep_off(workspace, path, &place.path())?;
    place.write(bytes, force)
}

/// Writes a file for a person below a folder, as [`folder`] gave it; links below it are not followed.
///
/// # Errors
/// As [`write`].
pub fn write_below(workspace: &Workspace, folder: &Path, file: &str, bytes: &[u8], force: bool) -> Result<()> {
    keep_off(workspace, &folder.join(file), &folder.join(file))?;
    OutputFile::below(folder, file)?.write(bytes, force)
}

/// A folder for files for a person, made where it is missing; its real path.
///
/// # Errors
/// `Refused` for a place of the store's own, `Disk` when it cannot be made.
pub fn folder(workspace: &Workspace, path: &Path) -> Result<PathBuf> {
    let place = real_path(path)?;
    keep_off(workspace, path, &place)?;
    make_folder(&place)?;
    Ok(place)
}

fn keep_off(workspace: &Workspace, path: &Path, place: &Path) -> Result<()> {
    match own_place(workspace, place) {
        Some(own) => {
            Err(Fault::refused(format!("{} belongs to the store ({own}), and nothing was written", path.display()))
                .hint("choose a place outside the store's own folders"))
        }
        None => Ok(()),
    }
}

/// Which part of the store or of git lies there.
fn own_place(workspace: &Workspace, path: &Path) -> Option<String> {
    let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let gits = [workspace.repository.git_dir(), workspace.repository.common_dir()].map(real);
    let is_git = gits.iter().any(|git| path.starts_with(git)) || path.iter().any(|part| part == ".git");
    if is_git {
        return Some("git's own folder".to_owned());
    }
    let top = real(workspace.top());
    let owns = [RUNBOOKS, LOGS, TEMPLATES, SCHEMAS, SETTINGS_FILE, ATTRIBUTES_FILE];
    let paths = owns.map(|own| -> (PathBuf, &str) { (top.join(own), own) });
    paths.iter().find(|(own, _)| path.starts_with(own)).map(|(_, own)| (*own).to_owned())
}
