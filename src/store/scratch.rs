//! New files and folders: private, under a name that nothing else bears, and a file gets its own name once it has all its
//! bytes.
//!
//! For what need not survive a power cut. Records and whatever else must go through `replace`, which waits for the disk.

use std::fs::File;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, fchmod};
use tempfile::NamedTempFile;

use super::atomic_fs::{Folder, PRIVATE_FILE, fault};
use crate::model::{Fault, Kind, Result};

/// Makes a folder in `place` whose name begins with `prefix`.
///
/// # Errors
/// `Disk` when it cannot be made.
pub fn scratch_folder(place: &Path, prefix: &str) -> Result<PathBuf> {
    let folder = tempfile::Builder::new()
        .prefix(prefix)
        .permissions(std::fs::Permissions::from_mode(0o700))
        .tempdir_in(place)
        .map_err(|error| Fault::new(Kind::Disk, format!("no folder can be made in {}: {error}", place.display())))?;
    Ok(folder.keep())
}

/// A private folder in which something is made; it goes away with what is left in it.
///
/// It is locked as long as its process lives, so that one which a kill left behind can be told and cleared away.
#[derive(Debug)]
pub struct PassingFolder {
    made: tempfile::TempDir,
    _alive: Option<File>,
}

/// How the name of a file begins before it gets its own.
const SCRATCH: &str = ".tmp";

/// How often a folder is made anew because somebody who clears away took it for a dead one.
const TRIES: usize = 20;

impl PassingFolder {
    /// Makes one in `place`, whose name begins with `prefix`. Dead ones of that name are cleared away first.
    ///
    /// # Errors
    /// `Disk` when it cannot be made.
    pub fn make(place: &Path, prefix: &str) -> Result<Self> {
        Self::clear_dead(place, prefix);
        let wrong = |error| fault("make a folder in", place, error);
        for _ in 1..TRIES {
            let made = Self::new(place, prefix).map_err(wrong)?;
            if made.path().exists() {
                return Ok(made);
            }
        }
        Self::new(place, prefix).map_err(wrong)
    }

    fn new(place: &Path, prefix: &str) -> std::io::Result<Self> {
        let made = tempfile::Builder::new()
            .prefix(prefix)
            .permissions(std::fs::Permissions::from_mode(0o700))
            .tempdir_in(place)?;
        let alive = Folder::open(made.path()).ok().and_then(|folder| folder.lock());
        Ok(Self { made, _alive: alive })
    }

    /// Clears away those that a kill has left in `place`. What cannot be told for dead, or not removed, stays.
    pub fn clear_dead(place: &Path, prefix: &str) {
        let Ok(folder) = Folder::open(place) else { return };
        let names = folder.names().unwrap_or_default();
        for name in names.iter().filter(|name| name.starts_with(prefix)) {
            let Ok(Some(found)) = folder.child(name) else { continue };
            if let Some(_dead) = Some(found).filter(Folder::is_mine).and_then(|found| found.lock()) {
                // one that stays is in nobody's way
                let _ = folder.remove_tree(name);
            }
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.made.path()
    }

    /// Leaves it to the next run.
    pub(super) fn keep(self) {
        let _ = self.made.keep();
    }

    /// Waits until what was made in it would survive a power cut.
    ///
    /// # Errors
    /// `Disk`.
    pub fn settle(&self) -> Result<()> {
        Folder::open(self.path())?.settle_tree()
    }

    /// Moves a folder that was made in it to its own place, where there is nothing, or an empty folder.
    ///
    /// # Errors
    /// `Disk` when that is not so, or it cannot be moved.
    pub fn give(self, name: &str, to: &Path) -> Result<()> {
        let made = self.path().join(name);
        let Ok(into) = std::fs::symlink_metadata(to) else {
            return rustix::fs::rename(&made, to).map_err(|error| fault("make", to, error));
        };
        if !into.is_dir() {
            return Err(Fault::new(Kind::Disk, format!("{} is in the way", to.display())));
        }
        // somebody may stand in it, so it stays the folder that it is
        let place = Folder::open(to)?;
        let made = Folder::open(&made)?;
        // git's own folder last: without it there is no repository
        let (git, mut rest): (Vec<String>, Vec<String>) = made.names()?.into_iter().partition(|name| name == ".git");
        rest.extend(git);
        rest.iter().try_for_each(|name| made.move_to(name, &place, name))?;
        place.restrict()
    }
}

/// A file with these bytes in this folder, for [`NamedTempFile::persist`]; without that it goes away again.
///
/// # Errors
/// `Disk`; nothing stays behind then.
pub(super) fn scratch_file(folder: &Folder, bytes: &[u8]) -> Result<NamedTempFile> {
    let make = || -> std::io::Result<NamedTempFile> {
        let mut file = NamedTempFile::with_prefix_in(SCRATCH, folder.path())?;
        // where it cannot be locked, it cannot be told for dead either
        let _ = file.as_file().try_lock();
        file.write_all(bytes)?;
        // said outright, because a umask may have taken more away than it should
        fchmod(file.as_file(), Mode::from_raw_mode(PRIVATE_FILE))?;
        Ok(file)
    };
    make().map_err(|error| fault("write in", folder.path(), error))
}

/// The files that a kill has left in this folder before they got their names.
pub(super) fn dead_files(folder: &Folder) -> Result<Vec<String>> {
    let mut names = folder.names()?;
    names.retain(|name| {
        let is_dead = || folder.open_private(name).is_ok_and(|file| file.try_lock().is_ok());
        name.starts_with(SCRATCH) && is_dead()
    });
    Ok(names)
}

/// Gives a file these bytes, all of them or none; what bore the name before is replaced, a link not followed.
///
/// # Errors
/// `Disk`; then nothing was changed.
pub fn write_whole(folder: &Folder, name: &str, bytes: &[u8]) -> Result<()> {
    let path = folder.path().join(name);
    scratch_file(folder, bytes)?.persist(&path).map(drop).map_err(|failed| fault("write", &path, failed.error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_new_private_and_stays() {
        let place = tempfile::tempdir().unwrap();
        let (a, b) = (scratch_folder(place.path(), "demo-").unwrap(), scratch_folder(place.path(), "demo-").unwrap());
        assert_ne!(a, b);
        assert_eq!(std::fs::metadata(&a).unwrap().permissions().mode() & 0o777, 0o700);
        assert!(scratch_folder(&place.path().join("none"), "demo-").is_err());
    }

    #[test]
    fn what_a_kill_left_is_cleared_away_and_what_lives_is_not() {
        let place = tempfile::tempdir().unwrap();
        let dead = place.path().join(".made-dead");
        std::fs::create_dir_all(dead.join("a/b")).unwrap();
        std::os::unix::fs::symlink(place.path(), dead.join("a/link")).unwrap();
        let living = PassingFolder::make(place.path(), ".made-").unwrap();
        assert!(!dead.exists() && living.path().exists() && place.path().exists());
        std::fs::write(place.path().join(".made-file"), "x").unwrap();
        let other = PassingFolder::make(place.path(), ".made-").unwrap();
        assert!(living.path().exists() && other.path().exists() && place.path().join(".made-file").exists());
        let gone = living.path().to_owned();
        drop(living);
        assert!(!gone.exists());
    }

    #[test]
    fn a_file_is_whole_private_and_alone_under_its_name() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(place.path()).unwrap();
        for text in ["one", "two"] {
            write_whole(&folder, "a", text.as_bytes()).unwrap();
            assert_eq!(std::fs::read_to_string(place.path().join("a")).unwrap(), text);
        }
        assert_eq!(std::fs::metadata(place.path().join("a")).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(write_whole(&folder, "none/a", b"x").is_err());
        assert_eq!(folder.names().unwrap(), ["a"], "nothing is left behind");
    }
}
