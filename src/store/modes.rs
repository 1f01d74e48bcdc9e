//! Who may read what: files of a store are the person's alone (0600), and so are its folders (0700).
//!
//! Looks at what the tool keeps private: records, logs, settings, and everything under the git directory's `runbook/`.
//! Changes nothing but permissions, and only of what it is told to.

use std::fs::{Metadata, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::layout::{LOGS, Layout, RUNBOOKS, SCHEMAS, SETTINGS_FILE};
use crate::model::{Fault, Kind, Result};

/// Everything that others than the owner could read or write.
///
/// # Errors
/// `Disk` when a folder cannot be listed.
pub fn too_open(layout: &Layout, private: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for part in [RUNBOOKS, LOGS, SCHEMAS, SETTINGS_FILE] {
        look(&layout.path(part), &mut found)?;
    }
    look(private, &mut found)?;
    Ok(found)
}

fn look(path: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let meta = match std::fs::symlink_metadata(path) {
        Ok(meta) => meta,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unreadable(path, &error)),
    };
    if meta.is_symlink() {
        return Ok(());
    }
    if is_open(&meta) {
        found.push(path.to_path_buf());
    }
    if meta.is_dir() {
        let entries = std::fs::read_dir(path).map_err(|error| unreadable(path, &error))?;
        for entry in entries {
            look(&entry.map_err(|error| unreadable(path, &error))?.path(), found)?;
        }
    }
    Ok(())
}

fn is_open(meta: &Metadata) -> bool {
    (meta.is_file() || meta.is_dir()) && meta.permissions().mode() & 0o077 != 0
}

fn unreadable(path: &Path, error: &std::io::Error) -> Fault {
    Fault::new(Kind::Disk, format!("{} cannot be looked at: {error}", path.display()))
}

/// Makes a file or folder the owner's alone.
///
/// # Errors
/// `Disk` when its permissions cannot be changed.
#[expect(clippy::disallowed_methods, reason = "the one place that narrows permissions")]
pub fn make_private(path: &Path) -> Result<()> {
    let meta = std::fs::symlink_metadata(path).map_err(|error| unreadable(path, &error))?;
    let mode = meta.permissions().mode() & 0o700;
    std::fs::set_permissions(path, Permissions::from_mode(mode))
        .map_err(|error| Fault::new(Kind::Disk, format!("{} cannot be made private: {error}", path.display())))
}
