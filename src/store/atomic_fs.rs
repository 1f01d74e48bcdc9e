//! How bytes get their name: whole and durable.
//!
//! Everything is written to a file of its own first and then given its name by a rename, so that no reader and no
//! crash ever sees half of it. This file refuses to truncate or overwrite anything in place.

use std::fs::{File, Metadata};
use std::io::Write;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, Mode, OFlags, RenameFlags};
use rustix::io::Errno;

use super::folder::{Folder, PRIVATE_FILE, fault};
use super::fsync::wait_for_all;
use crate::model::Result;

/// The mode of git's objects, which nobody ever writes again.
pub const SEALED_FILE: u32 = 0o400;

/// A file that has all its bytes, and not yet its name.
#[derive(Debug)]
pub struct Staged {
    file: File,
    path: PathBuf,
}

impl Folder {
    /// Writes a new file with exactly this mode; what an interrupted run left under the name is dropped first.
    ///
    /// # Errors
    /// `Disk`; nothing stays behind then.
    pub fn stage(&self, name: &str, bytes: &[u8], mode: u32) -> Result<Staged> {
        let path = self.path.join(name);
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        let open = || rustix::fs::openat(&self.fd, name, flags, Mode::from_raw_mode(PRIVATE_FILE));
        let made = match open() {
            Err(Errno::EXIST) => {
                self.remove(name)?;
                open()
            }
            other => other,
        };
        let staged = Staged { file: File::from(made.map_err(|e| fault("write", &path, e))?), path };
        staged.fill(bytes, mode).inspect_err(|_| drop(self.remove(name)))?;
        Ok(staged)
    }

    /// Moves a name of this folder to a name of another one in one step, replacing a file there.
    ///
    /// # Errors
    /// `Disk`; then nothing was moved.
    pub fn move_to(&self, name: &str, to: &Folder, new_name: &str) -> Result<()> {
        rustix::fs::renameat(&self.fd, name, &to.fd, new_name).map_err(|e| fault("replace", &to.path.join(new_name), e))
    }

    /// Gives a file of this folder a second name in another one, in one step; false when that name is taken.
    ///
    /// Where the file system has no second names, the file is moved instead.
    ///
    /// # Errors
    /// `Disk`; then nothing was changed.
    pub fn claim(&self, name: &str, to: &Folder, new_name: &str) -> Result<bool> {
        let linked = rustix::fs::linkat(&self.fd, name, &to.fd, new_name, AtFlags::empty());
        let done = match linked {
            Err(Errno::PERM | Errno::OPNOTSUPP | Errno::MLINK | Errno::NOSYS) => {
                return self.move_new(name, to, new_name);
            }
            other => other,
        };
        unless_taken(done, &to.path.join(new_name))
    }

    /// Moves a name of this folder to a name of another one in one step; false when that name is taken.
    ///
    /// # Errors
    /// `Disk`; then nothing was moved.
    pub fn move_new(&self, name: &str, to: &Folder, new_name: &str) -> Result<bool> {
        let moved = rustix::fs::renameat_with(&self.fd, name, &to.fd, new_name, RenameFlags::NOREPLACE);
        let moved = match moved {
            // a file system that cannot do both in one step
            Err(Errno::INVAL | Errno::NOSYS) if to.look(new_name)?.is_none() => {
                rustix::fs::renameat(&self.fd, name, &to.fd, new_name)
            }
            Err(Errno::INVAL | Errno::NOSYS) => Err(Errno::EXIST),
            other => other,
        };
        unless_taken(moved, &to.path.join(new_name))
    }

    /// Appends to a file in one write, making it where it is missing.
    ///
    /// # Errors
    /// `Disk`.
    pub fn append(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let mut file = self.open_appending(name)?;
        file.write_all(bytes).map_err(|e| fault("append to", &self.path.join(name), e))
    }

    /// Removes a file; one that is not there is fine.
    ///
    /// # Errors
    /// `Disk`.
    pub fn remove(&self, name: &str) -> Result<()> {
        match rustix::fs::unlinkat(&self.fd, name, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(e) => Err(fault("remove", &self.path.join(name), e)),
        }
    }

    /// Removes a folder of this name if it is empty. One that somebody has put something into meanwhile is theirs, and
    /// whatever else it is stays.
    ///
    /// # Errors
    /// `Disk`.
    pub fn remove_empty(&self, name: &str) -> Result<()> {
        match rustix::fs::unlinkat(&self.fd, name, AtFlags::REMOVEDIR) {
            Ok(()) | Err(Errno::NOENT | Errno::NOTEMPTY | Errno::EXIST | Errno::NOTDIR) => Ok(()),
            Err(e) => Err(fault("remove", &self.path.join(name), e)),
        }
    }

    /// Removes a folder of this name with everything in it; no link in it is followed.
    ///
    /// # Errors
    /// `Disk`; then part of it is left.
    pub fn remove_tree(&self, name: &str) -> Result<()> {
        let Some(folder) = self.child(name)? else { return Ok(()) };
        for inside in folder.names()? {
            match folder.child(&inside) {
                Ok(Some(_)) => folder.remove_tree(&inside)?,
                _ => folder.remove(&inside)?,
            }
        }
        match rustix::fs::unlinkat(&self.fd, name, AtFlags::REMOVEDIR) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(e) => Err(fault("remove", &self.path.join(name), e)),
        }
    }

    /// Waits until everything in it would survive a power cut.
    pub(super) fn settle_tree(&self) -> Result<()> {
        for name in self.names()? {
            if let Ok(Some(folder)) = self.child(&name) {
                folder.settle_tree()?;
                continue;
            }
            let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
            // a link or a pipe has nothing to wait for
            if let Ok(file) = rustix::fs::openat(&self.fd, name.as_str(), flags, Mode::empty()) {
                sync(std::iter::once((file.as_fd(), self.path.join(&name).as_path())))?;
            }
        }
        settle(&[], &[self])
    }

    /// Where a file is made ready that is to bear `name` in this folder, and under which name there: among the passing
    /// files, as `passing`, where these lie on the same file system, otherwise beside its place.
    pub fn anteroom<'f>(&'f self, name: &str, pending: &'f Self, passing: &str) -> (&'f Self, String) {
        match self.is_beside(pending) {
            true => (pending, passing.to_owned()),
            false => (self, format!(".{name}.runbook-{passing}")),
        }
    }
}

impl Staged {
    fn fill(&self, bytes: &[u8], mode: u32) -> Result<()> {
        (&self.file).write_all(bytes).map_err(|e| fault("write", &self.path, e))?;
        // said outright, because a umask may have taken more away than it should
        rustix::fs::fchmod(&self.file, Mode::from_raw_mode(mode)).map_err(|e| fault("protect", &self.path, e))
    }

    /// Puts other bytes in place of as many that are there already; no space is needed for that.
    ///
    /// # Errors
    /// `Disk`.
    pub fn refill(&self, at: usize, bytes: &[u8]) -> Result<()> {
        self.file.write_all_at(bytes, at as u64).map_err(|e| fault("write", &self.path, e))
    }

    /// Begins to bring the content to the disk and does not wait for it.
    pub fn begin_writing(&self) {
        // only a hint: whether it is heard does not matter
        #[cfg(target_os = "linux")]
        let _ = rustix::fs::fadvise(&self.file, 0, None, rustix::fs::Advice::DontNeed);
    }

    /// What the file system knows of it now: after a rename with the new time of change.
    ///
    /// # Errors
    /// `Disk`.
    pub fn metadata(&self) -> Result<Metadata> {
        self.file.metadata().map_err(|e| fault("look at", &self.path, e))
    }

    /// True when the file of this name is this very file.
    ///
    /// # Errors
    /// `Disk` when that cannot be found out.
    pub fn is(&self, folder: &Folder, name: &str) -> Result<bool> {
        let mine = self.metadata()?;
        Ok(folder.look(name)?.is_some_and(|there| mine.ino() == there.st_ino && mine.dev() == there.st_dev))
    }
}

/// Returns once the contents of all these files and then the names in all these folders would survive a power cut.
///
/// # Errors
/// `Disk` when the disk did not confirm; what is on it is then unknown.
pub fn settle(files: &[&Staged], folders: &[&Folder]) -> Result<()> {
    files.iter().for_each(|staged| staged.begin_writing());
    sync(files.iter().map(|staged| (staged.file.as_fd(), staged.path.as_path())))?;
    sync(folders.iter().map(|folder| (folder.fd.as_fd(), folder.path.as_path())))
}

fn sync<'a>(things: impl Iterator<Item = (BorrowedFd<'a>, &'a Path)>) -> Result<()> {
    let (fds, paths): (Vec<_>, Vec<_>) = things.unzip();
    wait_for_all(&fds).map_err(|(at, error)| {
        let path = paths.get(at).copied().unwrap_or(Path::new(""));
        fault("make durable", path, error)
    })
}

fn unless_taken(done: rustix::io::Result<()>, place: &Path) -> Result<bool> {
    match done {
        Ok(()) => Ok(true),
        Err(Errno::EXIST) => Ok(false),
        Err(e) => Err(fault("write", place, e)),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::store::folder::tests::room;

    #[test]
    fn a_staged_file_gets_its_name_whole_and_private() {
        let (dir, folder) = room();
        std::fs::write(dir.path().join("record"), "old").unwrap();
        let (pending, made) = folder.child_or_make("pending").unwrap();
        assert!(made);
        let staged = pending.stage("record", b"new", PRIVATE_FILE).unwrap();
        settle(&[&staged], &[&pending]).unwrap();
        pending.move_to("record", &folder, "record").unwrap();
        assert_eq!(folder.read("record").unwrap().unwrap(), b"new");
        assert!(staged.is(&folder, "record").unwrap());
        assert_eq!(staged.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::metadata(pending.path()).unwrap().permissions().mode() & 0o777, 0o700);
        assert!(pending.names().unwrap().is_empty());
    }

    #[test]
    fn a_taken_name_is_not_claimed() {
        let (_dir, folder) = room();
        folder.stage("mine", b"token", PRIVATE_FILE).unwrap();
        assert!(folder.claim("mine", &folder, "index.lock").unwrap());
        assert!(!folder.claim("mine", &folder, "index.lock").unwrap());
    }

    #[test]
    fn nothing_is_added_to_what_a_link_leads_to() {
        let (dir, folder) = room();
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("f"), "theirs").unwrap();
        std::os::unix::fs::symlink(outside.path().join("f"), dir.path().join("f")).unwrap();
        assert!(folder.append("f", b"x").is_err());
        assert_eq!(std::fs::read_to_string(outside.path().join("f")).unwrap(), "theirs");
    }
}
