//! New files and folders: private, under a name that nothing else bears, and a file gets its own name once it has all its
//! bytes.
//!
//! For what need not survive a power cut. Records and whatever else must go through `replace`, which waits for the disk.

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
#[derive(Debug)]
pub struct PassingFolder(tempfile::TempDir);

impl PassingFolder {
    /// Makes one in `place`.
    ///
    /// # Errors
    /// `Disk` when it cannot be made.
    pub fn make(place: &Path, prefix: &str) -> Result<Self> {
        let made = tempfile::Builder::new()
            .prefix(prefix)
            .permissions(std::fs::Permissions::from_mode(0o700))
            .tempdir_in(place);
        made.map(Self).map_err(|error| fault("make a folder in", place, error))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
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
        let mut file = NamedTempFile::new_in(folder.path())?;
        file.write_all(bytes)?;
        // said outright, because a umask may have taken more away than it should
        fchmod(file.as_file(), Mode::from_raw_mode(PRIVATE_FILE))?;
        Ok(file)
    };
    make().map_err(|error| fault("write in", folder.path(), error))
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
