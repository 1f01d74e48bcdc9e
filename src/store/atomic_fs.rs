//! How bytes reach the disk: private, whole, durable, and never through a symbolic link.
//!
//! Everything is written to a file of its own first and then given its name by a rename, so that no reader and no
//! crash ever sees half of it. A [`Folder`] is held open and each step below it is taken by name, refusing links, so
//! that nothing outside the store can be reached. This file refuses to truncate or overwrite anything in place.

use std::ffi::OsStr;
use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, Mode, OFlags, RenameFlags};
use rustix::io::Errno;

use super::access::way_in;
use super::fsync::wait_for_all;
use crate::model::{Fault, Kind, Result};

/// The mode of every record and of everything private.
pub const PRIVATE_FILE: u32 = 0o600;
/// The mode of git's objects, which nobody ever writes again.
pub const SEALED_FILE: u32 = 0o400;
const PRIVATE_FOLDER: u32 = 0o700;

/// An open folder. Names given to its methods are single names, never paths.
#[derive(Debug)]
pub struct Folder {
    fd: OwnedFd,
    path: PathBuf,
}

/// A file that has all its bytes, and not yet its name.
#[derive(Debug)]
pub struct Staged {
    file: File,
    path: PathBuf,
}

impl Folder {
    /// Opens a folder that is trusted, such as the top of a work tree or a git directory; links on the way are followed.
    ///
    /// # Errors
    /// [`Kind::Disk`] when there is none.
    pub fn open(path: &Path) -> Result<Self> {
        let flags = OFlags::DIRECTORY | OFlags::RDONLY | OFlags::CLOEXEC;
        let fd = rustix::fs::open(path, flags, Mode::empty()).map_err(|e| fault("open", path, e))?;
        Ok(Self { fd, path: path.to_owned() })
    }

    /// Opens a trusted folder, making it with mode 0700 where it is missing; the folder above must exist.
    ///
    /// # Errors
    /// [`Kind::Disk`] when it cannot be made.
    pub fn open_or_make(path: &Path) -> Result<Self> {
        match (path.parent(), path.file_name().and_then(OsStr::to_str)) {
            (Some(above), Some(name)) if !path.exists() => Ok(Self::open(above)?.child_or_make(name)?.0),
            _ => Self::open(path),
        }
    }

    /// Takes everybody else's rights from the folder itself.
    ///
    /// # Errors
    /// [`Kind::Disk`] when it is another user's.
    pub fn restrict(&self) -> Result<()> {
        rustix::fs::fchmod(&self.fd, Mode::RWXU).map_err(|error| fault("restrict", &self.path, error))
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder of this name below, or `None` where there is none.
    ///
    /// # Errors
    /// [`Kind::Disk`] when the name is a symbolic link or a file.
    pub fn child(&self, name: &str) -> Result<Option<Self>> {
        let flags = OFlags::DIRECTORY | OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        let path = self.path.join(name);
        match rustix::fs::openat(&self.fd, name, flags, Mode::empty()) {
            Ok(fd) => Ok(Some(Self { fd, path })),
            Err(Errno::NOENT) => Ok(None),
            Err(Errno::LOOP | Errno::NOTDIR) => Err(in_the_way(&path)),
            Err(e) => Err(fault("open", &path, e)),
        }
    }

    /// The folder of this name below, made with mode 0700 whatever the umask; true when it was made now.
    ///
    /// # Errors
    /// As [`Folder::child`], or when it cannot be made.
    pub fn child_or_make(&self, name: &str) -> Result<(Self, bool)> {
        if let Some(child) = self.child(name)? {
            return Ok((child, false));
        }
        let path = self.path.join(name);
        let made = match rustix::fs::mkdirat(&self.fd, name, Mode::from_raw_mode(PRIVATE_FOLDER)) {
            Ok(()) => true,
            Err(Errno::EXIST) => false,
            Err(e) => return Err(fault("make the folder", &path, e)),
        };
        let child = self.child(name)?.ok_or_else(|| fault("make the folder", &path, Errno::NOENT))?;
        if made {
            rustix::fs::fchmod(&child.fd, Mode::from_raw_mode(PRIVATE_FOLDER))
                .map_err(|e| fault("protect", &path, e))?;
        }
        Ok((child, made))
    }

    /// The folder in which a path below this one ends, and its name there; `None` where a folder on the way is missing.
    ///
    /// # Errors
    /// As [`Folder::child`].
    pub fn holder<'p>(&self, path: &'p str) -> Result<Option<(Self, &'p str)>> {
        let (mut at, mut name) = (self.again()?, path);
        while let Some((above, below)) = name.split_once('/') {
            let Some(child) = at.child(above)? else { return Ok(None) };
            (at, name) = (child, below);
        }
        Ok(Some((at, name)))
    }

    /// The folder in which a path below this one ends, made where it is missing, and its name there.
    ///
    /// # Errors
    /// As [`Folder::child_or_make`].
    pub fn make_holder<'p>(&self, path: &'p str) -> Result<(Self, &'p str)> {
        let (mut at, mut name) = (self.again()?, path);
        while let Some((above, below)) = name.split_once('/') {
            (at, name) = (at.child_or_make(above)?.0, below);
        }
        Ok((at, name))
    }

    fn again(&self) -> Result<Self> {
        let fd = self.fd.try_clone().map_err(|error| fault("open", &self.path, error))?;
        Ok(Self { fd, path: self.path.clone() })
    }

    /// The bytes of a plain file, or `None` where there is none.
    ///
    /// # Errors
    /// [`Kind::Disk`] when the name is a symbolic link, a folder or a device, or cannot be read.
    pub fn read(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let path = self.path.join(name);
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let mut file = match rustix::fs::openat(&self.fd, name, flags, Mode::empty()) {
            Ok(fd) => File::from(fd),
            Err(Errno::NOENT) => return Ok(None),
            Err(Errno::LOOP) => return Err(in_the_way(&path)),
            Err(e) => return Err(fault("read", &path, e)),
        };
        let about = file.metadata().map_err(|e| fault("read", &path, e))?;
        if !about.is_file() {
            return Err(Fault::new(Kind::Disk, format!("{} is no plain file", path.display())));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or_default());
        file.read_to_end(&mut bytes).map_err(|e| fault("read", &path, e))?;
        Ok(Some(bytes))
    }

    /// What is known of a name without following links, or `None` where there is nothing.
    ///
    /// # Errors
    /// [`Kind::Disk`] when it cannot be looked at.
    pub fn look(&self, name: &str) -> Result<Option<rustix::fs::Stat>> {
        match rustix::fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(stat)),
            Err(Errno::NOENT) => Ok(None),
            Err(e) => Err(fault("look at", &self.path.join(name), e)),
        }
    }

    /// Opens a file of ours for reading and writing, making it with mode 0600; what it holds stays.
    pub(super) fn open_private(&self, name: &str) -> Result<File> {
        let path = self.path.join(name);
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        rustix::fs::openat(&self.fd, name, flags, Mode::from_raw_mode(PRIVATE_FILE))
            .map(File::from)
            .map_err(|e| fault("open", &path, e))
    }

    /// Writes a new file with exactly this mode; what an interrupted run left under the name is dropped first.
    ///
    /// # Errors
    /// [`Kind::Disk`]; nothing stays behind then.
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
    /// [`Kind::Disk`]; then nothing was moved.
    pub fn move_to(&self, name: &str, to: &Folder, new_name: &str) -> Result<()> {
        rustix::fs::renameat(&self.fd, name, &to.fd, new_name).map_err(|e| fault("replace", &to.path.join(new_name), e))
    }

    /// Gives a file of this folder a second name in another one, in one step; false when that name is taken.
    ///
    /// Where the file system has no second names, the file is moved instead.
    ///
    /// # Errors
    /// [`Kind::Disk`]; then nothing was changed.
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
    /// [`Kind::Disk`]; then nothing was moved.
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
    /// [`Kind::Disk`].
    pub fn append(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let mut file = self.open_appending(name)?;
        file.write_all(bytes).map_err(|e| fault("append to", &self.path.join(name), e))
    }

    /// Opens a file of ours for adding to its end, making it with mode 0600.
    pub(super) fn open_appending(&self, name: &str) -> Result<File> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::APPEND | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        rustix::fs::openat(&self.fd, name, flags, Mode::from_raw_mode(PRIVATE_FILE))
            .map(File::from)
            .map_err(|e| fault("append to", &self.path.join(name), e))
    }

    /// Removes a file; one that is not there is fine.
    ///
    /// # Errors
    /// [`Kind::Disk`].
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
    /// [`Kind::Disk`].
    pub fn remove_empty(&self, name: &str) -> Result<()> {
        match rustix::fs::unlinkat(&self.fd, name, AtFlags::REMOVEDIR) {
            Ok(()) | Err(Errno::NOENT | Errno::NOTEMPTY | Errno::EXIST | Errno::NOTDIR) => Ok(()),
            Err(e) => Err(fault("remove", &self.path.join(name), e)),
        }
    }

    /// Removes a folder of this name with everything in it; no link in it is followed.
    ///
    /// # Errors
    /// [`Kind::Disk`]; then part of it is left.
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

    /// A lock on the folder itself, gone with its process however that ends; none while another process has it, or where
    /// folders cannot be locked.
    pub(super) fn lock(&self) -> Option<File> {
        let file = File::from(self.fd.try_clone().ok()?);
        file.try_lock().ok().map(|()| file)
    }

    /// True for a folder of the person's own.
    pub(super) fn is_mine(&self) -> bool {
        let me = rustix::process::geteuid().as_raw();
        rustix::fs::fstat(&self.fd).is_ok_and(|about| about.st_uid == me)
    }

    /// The names in it, in no order.
    ///
    /// # Errors
    /// [`Kind::Disk`].
    pub fn names(&self) -> Result<Vec<String>> {
        let wrong = |e| fault("list", &self.path, e);
        let mut names = Vec::new();
        for entry in rustix::fs::Dir::read_from(&self.fd).map_err(wrong)? {
            let name = entry.map_err(wrong)?.file_name().to_string_lossy().into_owned();
            if name != "." && name != ".." {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// Fails when a file could not be made or replaced here, before anything was tried.
    ///
    /// # Errors
    /// [`Kind::Disk`].
    pub fn must_be_writable(&self) -> Result<()> {
        let access = rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK;
        rustix::fs::accessat(&self.fd, ".", access, AtFlags::EACCESS).map_err(|e| fault("write in", &self.path, e))
    }

    /// Where a file is made ready that is to bear `name` in this folder, and under which name there: among the passing
    /// files, as `passing`, where these lie on the same file system, otherwise beside its place.
    pub fn anteroom<'f>(&'f self, name: &str, pending: &'f Self, passing: &str) -> (&'f Self, String) {
        match self.is_beside(pending) {
            true => (pending, passing.to_owned()),
            false => (self, format!(".{name}.runbook-{passing}")),
        }
    }

    /// True when both lie on one file system, so that a file can be moved from one to the other.
    pub fn is_beside(&self, other: &Folder) -> bool {
        let device = |folder: &Folder| rustix::fs::fstat(&folder.fd).map(|stat| stat.st_dev).ok();
        device(self).is_some_and(|here| device(other) == Some(here))
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
    /// [`Kind::Disk`].
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
    /// [`Kind::Disk`].
    pub fn metadata(&self) -> Result<Metadata> {
        self.file.metadata().map_err(|e| fault("look at", &self.path, e))
    }

    /// True when the file of this name is this very file.
    ///
    /// # Errors
    /// [`Kind::Disk`] when that cannot be found out.
    pub fn is(&self, folder: &Folder, name: &str) -> Result<bool> {
        let mine = self.metadata()?;
        Ok(folder.look(name)?.is_some_and(|there| mine.ino() == there.st_ino && mine.dev() == there.st_dev))
    }
}

/// Returns once the contents of all these files and then the names in all these folders would survive a power cut.
///
/// # Errors
/// [`Kind::Disk`] when the disk did not confirm; what is on it is then unknown.
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

pub(super) fn fault(what: &str, path: &Path, error: impl Into<std::io::Error>) -> Fault {
    let error: std::io::Error = error.into();
    let fault = Fault::new(Kind::Disk, format!("cannot {what} {}: {}", path.display(), plain(&error)));
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => fault.hint(way_in(path)),
        ErrorKind::FileTooLarge => fault.hint("the size of files is limited here, see: ulimit -f"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            let folder = path.parent().unwrap_or(path).display().to_string();
            fault.hint(format!("make room, see: df -h {}", shell_words::quote(&folder)))
        }
        _ => fault,
    }
}

fn unless_taken(done: rustix::io::Result<()>, place: &Path) -> Result<bool> {
    match done {
        Ok(()) => Ok(true),
        Err(Errno::EXIST) => Ok(false),
        Err(e) => Err(fault("write", place, e)),
    }
}

/// The system's words without the number that Rust appends.
fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}

fn in_the_way(path: &Path) -> Fault {
    Fault::new(Kind::Disk, format!("{} is a symbolic link or a file where a folder must be", path.display()))
        .hint(format!("put the real file or folder in its place: ls -l {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn room() -> (tempfile::TempDir, Folder) {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        (dir, folder)
    }

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
    fn no_step_is_taken_through_a_link() {
        let (dir, folder) = room();
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("f"), "theirs").unwrap();
        std::os::unix::fs::symlink(outside.path(), dir.path().join("acme")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("f"), dir.path().join("f")).unwrap();
        assert_eq!(folder.child("acme").unwrap_err().kind, Kind::Disk);
        assert_eq!(folder.child_or_make("acme").unwrap_err().kind, Kind::Disk);
        assert_eq!(folder.read("f").unwrap_err().kind, Kind::Disk);
        assert!(folder.append("f", b"x").is_err());
        assert_eq!(std::fs::read_to_string(outside.path().join("f")).unwrap(), "theirs");
    }

    #[test]
    fn a_taken_name_is_not_claimed() {
        let (_dir, folder) = room();
        folder.stage("mine", b"token", PRIVATE_FILE).unwrap();
        assert!(folder.claim("mine", &folder, "index.lock").unwrap());
        assert!(!folder.claim("mine", &folder, "index.lock").unwrap());
    }
}
