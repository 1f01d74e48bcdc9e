//! Files for a person, outside of the store.
//!
//! Never over records, settings, logs, templates, or anything that is git's.

use std::path::{Path, PathBuf};

use crate::model::{Fault, Result};
use crate::store::delivery::Delivery;
use crate::store::output_file::{OutputFile, make_folder, real_path};
use crate::store::undelivered;
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
    mend(workspace);
    let mut delivery = Delivery::begin(workspace.private(), place.folder())?;
    delivery.add(place.name(), bytes)?;
    delivery.finish(force)
}

/// Files for a person that come to a folder together.
pub struct FilesForAFolder<'w> {
    workspace: &'w Workspace,
    folder: PathBuf,
    delivery: Delivery,
}

impl<'w> FilesForAFolder<'w> {
    /// Begins to write them; the folder is made where it is missing.
    ///
    /// # Errors
    /// `Refused` for a place of the store's own, `Disk`.
    pub fn begin(workspace: &'w Workspace, path: &Path) -> Result<Self> {
        let folder = folder(workspace, path)?;
        mend(workspace);
        let delivery = Delivery::begin(workspace.private(), &folder)?;
        Ok(Self { workspace, folder, delivery })
    }

    /// The folder, by its real path.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes one of them; `to` is its place below the folder.
    ///
    /// # Errors
    /// `Refused` for a place of the store's own, `Disk`.
    pub fn add(&mut self, to: &str, bytes: &[u8]) -> Result<()> {
        let path = self.folder.join(to);
        keep_off(self.workspace, &path, &path)?;
        self.delivery.add(to, bytes)
    }

    /// Brings all of them to their places.
    ///
    /// # Errors
    /// `Refused` for a file that exists unless `force` is given; `Disk`.
    pub fn finish(self, force: bool) -> Result<()> {
        self.delivery.finish(force)
    }
}

/// What a killed run was writing is in the way of nobody; where it cannot be mended, `doctor` says so.
fn mend(workspace: &Workspace) {
    let _ = undelivered::mend(workspace.private());
}

/// A folder for files for a person, made where it is missing; its real path.
///
/// # Errors
/// `Refused` for a place of the store's own, `Disk` when it cannot be made.
fn folder(workspace: &Workspace, path: &Path) -> Result<PathBuf> {
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
