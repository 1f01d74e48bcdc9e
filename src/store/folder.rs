//! An open folder: each step below it is taken by name, refusing links, so that nothing outside of it can be reached; what is
//! in it, and what it is.
//!
//! It refuses to write: how bytes get their name is [`super::atomic_fs`]'s.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, FileType, Mode, OFlags};
use rustix::io::Errno;

use super::access::way_in;
use crate::model::{Fault, Kind, Result};

/// The mode of every record and of everything private.
pub const PRIVATE_FILE: u32 = 0o600;
const PRIVATE_FOLDER: u32 = 0o700;

/// An open folder. Names given to its methods are single names, never paths.
#[derive(Debug)]
pub struct Folder {
    pub(super) fd: OwnedFd,
    pub(super) path: PathBuf,
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

    /// True when a folder, and no link to one, has this name.
    ///
    /// # Errors
    /// As [`Folder::look`].
    pub fn is_folder(&self, name: &str) -> Result<bool> {
        let is_one = |about: rustix::fs::Stat| FileType::from_raw_mode(about.st_mode) == FileType::Directory;
        Ok(self.look(name)?.is_some_and(is_one))
    }

    /// Opens a file of ours for reading and writing, making it with mode 0600; what it holds stays.
    pub(super) fn open_private(&self, name: &str) -> Result<File> {
        let path = self.path.join(name);
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        rustix::fs::openat(&self.fd, name, flags, Mode::from_raw_mode(PRIVATE_FILE))
            .map(File::from)
            .map_err(|e| fault("open", &path, e))
    }

    /// Opens a file of ours for adding to its end, making it with mode 0600.
    pub(super) fn open_appending(&self, name: &str) -> Result<File> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::APPEND | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        rustix::fs::openat(&self.fd, name, flags, Mode::from_raw_mode(PRIVATE_FILE))
            .map(File::from)
            .map_err(|e| fault("append to", &self.path.join(name), e))
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

    /// True when both lie on one file system, so that a file can be moved from one to the other.
    pub fn is_beside(&self, other: &Folder) -> bool {
        let device = |folder: &Folder| rustix::fs::fstat(&folder.fd).map(|stat| stat.st_dev).ok();
        device(self).is_some_and(|here| device(other) == Some(here))
    }
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

/// The system's words without the number that Rust appends.
fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}

fn in_the_way(path: &Path) -> Fault {
    Fault::new(Kind::Disk, format!("{} is a symbolic link or a file where a folder must be", path.display())).hint(
        format!("put the real file or folder in its place: ls -l {}", shell_words::quote(&path.to_string_lossy())),
    )
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A folder that is gone with the test.
    pub(in crate::store) fn room() -> (tempfile::TempDir, Folder) {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        (dir, folder)
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
        assert_eq!(std::fs::read_to_string(outside.path().join("f")).unwrap(), "theirs");
    }
}
