//! Git's settings of this clone, replaced whole: a kill leaves the old ones or the new ones, and a lock that the next run
//! knows as ours.
//!
//! The settings are changed in a copy. Git's `config.lock` is a second name of that copy, so it appears whole, and what it
//! holds was noted before. A lock that holds anything else is somebody's, and is never removed.

use std::path::PathBuf;
use std::time::Duration;

use crate::model::Result;
use crate::store::atomic_fs::settle;
use crate::store::folder::{Folder, PRIVATE_FILE};
use crate::store::index_lock::held_by_git;
use crate::store::lock::Wait;
use crate::trail::{Repository, SettingsPlace, edit_settings};

/// The copy, among the passing files or, where the settings lie on another file system, beside them; libgit2 has a lock on
/// it meanwhile.
const COPY: &str = "config";
/// What the lock will hold, under the private folder.
const NOTE: &str = "config-claim";
/// Git holds this lock for an instant only.
const PATIENCE: Duration = Duration::from_secs(2);

/// Where the settings of a clone lie.
struct SettingsFile {
    folder: Folder,
    name: String,
}

impl SettingsFile {
    fn of(repository: &Repository, place: SettingsPlace) -> Result<Self> {
        let path = place.file(repository);
        // whoever made it a link wants the file behind it changed
        let path: PathBuf = std::fs::canonicalize(&path).unwrap_or(path);
        let name = path.file_name().map_or_else(|| COPY.into(), |name| name.to_string_lossy().into_owned());
        let above = path.parent().map_or_else(|| repository.common_dir().to_owned(), ToOwned::to_owned);
        Ok(Self { folder: Folder::open(&above)?, name })
    }

    fn lock(&self) -> String {
        format!("{}.lock", self.name)
    }

    /// Brings the file to the settings.
    fn bring(
        &self,
        settings: &[(&str, String)],
        private: &Folder,
        pending: &Folder,
        wait: &mut Wait<'_>,
    ) -> Result<()> {
        let (room, name) = self.folder.anteroom(&self.name, pending, COPY);
        loop {
            let before = self.folder.read(&self.name)?.unwrap_or_default();
            room.stage(&name, &before, PRIVATE_FILE)?;
            edit_settings(&room.path().join(&name), settings)?;
            let after = room.read(&name)?.unwrap_or_default();
            let copy = room.stage(&name, &after, PRIVATE_FILE)?;
            let note = private.stage(NOTE, &after, PRIVATE_FILE)?;
            settle(&[&copy, &note], &[private])?;
            while !room.claim(&name, &self.folder, &self.lock())? {
                if !wait.another()? {
                    return Err(held_by_git(&self.folder.path().join(self.lock())));
                }
            }
            if self.folder.read(&self.name)?.unwrap_or_default() == before {
                self.folder.move_to(&self.lock(), &self.folder, &self.name)?;
                return settle(&[], &[&self.folder]);
            }
            // somebody's git was quicker: begin with what it wrote
            self.folder.remove(&self.lock())?;
        }
    }
}

/// Removes the lock that a dead run of ours left on git's settings. The store's lock must be held.
///
/// # Errors
/// `Disk`.
pub(super) fn clear_dead(repository: &Repository, private: &Folder) -> Result<()> {
    let Some(noted) = private.read(NOTE)? else { return Ok(()) };
    for place in [SettingsPlace::Clone, SettingsPlace::WorkTree] {
        let file = SettingsFile::of(repository, place)?;
        if file.folder.read(&file.lock())?.as_ref() == Some(&noted) {
            file.folder.remove(&file.lock())?;
        }
    }
    private.remove(NOTE)
}

/// True when a run has begun to write git's settings and has not ended it.
pub(super) fn is_begun(private: &Folder) -> Result<bool> {
    Ok(private.look(NOTE)?.is_some())
}

/// Writes these settings of git's for this clone, all of them or none. The store's lock must be held.
///
/// # Errors
/// `Locked` while somebody else's git writes them, `Git` when they do not parse, `Disk`.
pub(super) fn write(
    repository: &Repository,
    (place, settings): (SettingsPlace, &[(&str, String)]),
    private: &Folder,
    pending: &Folder,
    stop: &dyn Fn() -> bool,
) -> Result<()> {
    if settings.is_empty() {
        return Ok(());
    }
    let file = SettingsFile::of(repository, place)?;
    let done = file.bring(settings, private, pending, &mut Wait::new(PATIENCE, stop));
    // once more when it fails: a person's git stands still as long as the lock lies there
    let cleared = clear_dead(repository, private).or_else(|_| clear_dead(repository, private));
    let (room, copy) = file.folder.anteroom(&file.name, pending, COPY);
    for name in [format!("{copy}.lock"), copy] {
        // what cannot be removed is written over by the next run
        let _ = room.remove(&name);
    }
    done.and(cleared)
}
