//! Where things lie in a store (`docs/format.md`, “Layout”), and reading a file there without being led astray.
//!
//! Paths are built from ids only. It refuses symbolic links on the way, what is not a regular file (a pipe would hang us)
//! and what is too large, before a byte is read.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, fstat, openat, statat};
use rustix::io::Errno;

use super::source::MAX_FILE;
use crate::model::{Fault, FileStamp, Kind, Result, RunbookId, Slug};

/// The store's settings.
pub const SETTINGS_FILE: &str = ".runbook.toml";
/// How git is to treat the store's files.
pub const ATTRIBUTES_FILE: &str = ".gitattributes";
/// The folder of records.
pub const RUNBOOKS: &str = "runbooks";
/// The folder of captured output.
pub const LOGS: &str = "logs";
/// The folder of the team's own templates.
pub const TEMPLATES: &str = "runbook-templates";
/// The folder of what editors need.
pub const SCHEMAS: &str = ".runbook";

/// How the last part of a path is opened: a pipe without a writer must not hold us up.
const LAST: OFlags = OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::NONBLOCK).union(OFlags::CLOEXEC);

/// The work tree of a store.
#[derive(Debug, Clone)]
pub struct Layout {
    top: PathBuf,
}

/// A customer's folder that stays open while its records are read, so that the way to it is gone once.
#[derive(Debug)]
pub struct Customer<'l> {
    layout: &'l Layout,
    customer: Slug,
    /// None where there is none that may be read.
    folder: Option<OwnedFd>,
    bytes: Vec<u8>,
}

impl Layout {
    /// The store whose work tree has this top.
    pub fn new(top: impl Into<PathBuf>) -> Self {
        Self { top: top.into() }
    }

    /// The top of the work tree.
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// The file of this path in the store.
    pub fn path(&self, inside: &str) -> PathBuf {
        self.top.join(inside)
    }

    /// The bytes of a record's file; none where there is no such file.
    ///
    /// # Errors
    /// As [`Layout::read_file`].
    pub fn read_record(&self, id: &RunbookId) -> Result<Option<Vec<u8>>> {
        self.read_file(&id.path())
    }

    /// The bytes of a file of at most 1 MiB, by its path in the store; none where there is no such file.
    ///
    /// # Errors
    /// `Disk` for a symbolic link on the way and what is not a regular file; `Unreadable` for what is larger.
    pub fn read_file(&self, inside: &str) -> Result<Option<Vec<u8>>> {
        let Some(file) = self.open(inside)? else { return Ok(None) };
        let mut bytes = Vec::new();
        let length = read_whole(file, &|| inside.to_owned(), &mut bytes)?;
        bytes.truncate(length);
        Ok(Some(bytes))
    }

    /// A customer's folder, for reading many of its records.
    pub fn customer(&self, customer: &Slug) -> Customer<'_> {
        // what is wrong with the folder is told by each record that is asked for
        let folder = self.open(&format!("{RUNBOOKS}/{customer}")).ok().flatten();
        Customer { layout: self, customer: customer.clone(), folder, bytes: Vec::new() }
    }

    /// Opens each part of the path in the one before, so that no link can be slipped in between.
    fn open(&self, inside: &str) -> Result<Option<OwnedFd>> {
        let folder = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let mut at = openat(CWD, &self.top, folder, Mode::empty())
            .map_err(|error| disk(&self.top.display().to_string(), error))?;
        let mut parts = inside.split('/').peekable();
        while let Some(part) = parts.next() {
            let flags = match parts.peek() {
                Some(_) => folder | OFlags::NOFOLLOW,
                None => LAST,
            };
            at = match step(&at, part, flags, &|| inside.to_owned())? {
                Some(next) => next,
                None => return Ok(None),
            };
        }
        Ok(Some(at))
    }
}

impl Customer<'_> {
    /// The bytes of a record's file, until the next one is read; none where there is no such file.
    ///
    /// # Errors
    /// As [`Layout::read_file`].
    pub fn read(&mut self, id: &RunbookId) -> Result<Option<&[u8]>> {
        let Some(folder) = self.folder.as_ref().filter(|_| self.customer == id.customer) else {
            return Ok(self.layout.read_record(id)?.map(|bytes| {
                self.bytes = bytes;
                self.bytes.as_slice()
            }));
        };
        match step(folder, &format!("{}.toml", id.task), LAST, &|| id.path())? {
            Some(file) => {
                let length = read_whole(file, &|| id.path(), &mut self.bytes)?;
                Ok(self.bytes.get(..length))
            }
            None => Ok(None),
        }
    }
}

impl Customer<'_> {
    /// The stamp of a record's file; none where nothing can be told by it: there is no such file, or it is no plain one.
    pub fn stamp(&self, id: &RunbookId) -> Option<FileStamp> {
        let folder = self.folder.as_ref().filter(|_| self.customer == id.customer)?;
        let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = openat(folder, format!("{}.toml", id.task), flags, Mode::empty()).ok()?;
        let about = File::from(file).metadata().ok()?;
        about.is_file().then(|| FileStamp::from(&about))
    }
}

/// Opens one part of a path; none where there is no such file.
fn step(folder: &OwnedFd, part: &str, flags: OFlags, inside: &dyn Fn() -> String) -> Result<Option<OwnedFd>> {
    match openat(folder, part, flags, Mode::empty()) {
        Ok(next) => Ok(Some(next)),
        Err(Errno::NOENT) => Ok(None),
        Err(_) if is_link(folder, part) => Err(link_in_the_way(&inside())),
        Err(error) => Err(disk(&inside(), error)),
    }
}

/// Reads a regular file of at most 1 MiB over what the bytes were, and says how long it is: bytes that are there already
/// need not be made again for each file.
fn read_whole(file: OwnedFd, inside: &dyn Fn() -> String, bytes: &mut Vec<u8>) -> Result<usize> {
    let stat = fstat(&file).map_err(|error| disk(&inside(), error))?;
    if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
        let inside = inside();
        return Err(Fault::new(Kind::Disk, format!("{inside} is not a regular file"))
            .hint(format!("move {inside} away and put the file there")));
    }
    let told = usize::try_from(stat.st_size).unwrap_or(usize::MAX);
    let mut file = File::from(file);
    let mut filled = 0;
    while told <= MAX_FILE && filled <= MAX_FILE {
        // with room for one byte more than there should be, the end is seen without asking for it once more
        let room = bytes.len().max(told.max(2 * filled) + 1);
        bytes.resize(room, 0);
        match file.read(bytes.get_mut(filled..).unwrap_or_default()) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(Fault::new(Kind::Disk, format!("{} cannot be read: {error}", inside()))),
        }
        if filled == told {
            break;
        }
    }
    if told > MAX_FILE || filled > MAX_FILE {
        return Err(Fault::new(Kind::Unreadable, format!("{} is larger than 1 MiB", inside())));
    }
    Ok(filled)
}

fn is_link(folder: &OwnedFd, name: &str) -> bool {
    statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)
        .is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Symlink)
}

pub(super) fn link_in_the_way(inside: &str) -> Fault {
    Fault::new(Kind::Disk, format!("there is a symbolic link on the way to {inside}; it is not followed"))
        .hint("put the file or folder itself there")
}

fn disk(inside: &str, error: Errno) -> Fault {
    Fault::new(Kind::Disk, format!("{inside} cannot be read: {}", std::io::Error::from(error)))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests lay out files as a person would")]
pub(super) mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    /// A store in which these files lie.
    pub(in crate::store) fn store(files: &[&str]) -> (tempfile::TempDir, Layout) {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let layout = Layout::new(dir.path());
        (dir, layout)
    }

    #[test]
    fn a_link_on_the_way_is_not_followed() {
        let (dir, layout) = store(&["runbooks/acme/a.toml", "outside/secret.toml"]);
        symlink(dir.path().join("outside/secret.toml"), dir.path().join("runbooks/acme/b.toml")).unwrap();
        symlink(dir.path().join("outside"), dir.path().join("runbooks/evil")).unwrap();
        for path in ["runbooks/acme/b.toml", "runbooks/evil/secret.toml"] {
            let fault = layout.read_file(path).unwrap_err();
            assert!(fault.kind == Kind::Disk && fault.message.contains("symbolic link"), "{fault}");
        }
        assert_eq!(layout.records().unwrap().strangers.len(), 2);
        assert_eq!(layout.records().unwrap().ids.len(), 1);
    }

    #[test]
    fn an_open_folder_reads_as_the_whole_way_does() {
        let (dir, layout) =
            store(&["runbooks/acme/a.toml", "runbooks/acme/b.toml", "runbooks/zoo/a.toml", "outside/a.toml"]);
        symlink(dir.path().join("outside/a.toml"), dir.path().join("runbooks/acme/link.toml")).unwrap();
        symlink(dir.path().join("outside"), dir.path().join("runbooks/evil")).unwrap();
        fs::write(dir.path().join("runbooks/acme/b.toml"), "longer").unwrap();
        fs::write(dir.path().join("runbooks/acme/empty.toml"), "").unwrap();
        fs::write(dir.path().join("runbooks/acme/large.toml"), vec![b' '; MAX_FILE + 1]).unwrap();
        fs::write(dir.path().join("runbooks/acme/full.toml"), vec![b' '; MAX_FILE]).unwrap();
        fs::create_dir(dir.path().join("runbooks/acme/folder.toml")).unwrap();
        for folder in ["acme", "evil", "none"] {
            let mut customer = layout.customer(&Slug::new(folder).unwrap());
            for record in ["a", "b", "a", "empty", "full", "link", "large", "folder", "none", "a"] {
                for of in [folder, "zoo"] {
                    let id: RunbookId = format!("{of}/{record}").parse().unwrap();
                    let read = customer.read(&id).map(|bytes| bytes.map(<[u8]>::to_vec));
                    assert_eq!(read, layout.read_record(&id), "{id} by {folder}");
                }
            }
        }
    }

    #[test]
    fn only_regular_files_of_a_bearable_size_are_read() {
        let (dir, layout) = store(&["runbooks/acme/a.toml"]);
        let id: RunbookId = "acme/a".parse().unwrap();
        assert_eq!(layout.read_record(&id).unwrap().unwrap(), b"x");
        assert_eq!(layout.read_record(&"acme/b".parse().unwrap()).unwrap(), None);
        assert_eq!(layout.read_record(&"none/b".parse().unwrap()).unwrap(), None);
        fs::write(dir.path().join("runbooks/acme/a.toml"), vec![b' '; MAX_FILE + 1]).unwrap();
        assert_eq!(layout.read_record(&id).unwrap_err().kind, Kind::Unreadable);
        let pipe = dir.path().join("runbooks/acme/b.toml");
        rustix::fs::mkfifoat(CWD, &pipe, Mode::RUSR | Mode::WUSR).unwrap();
        assert!(layout.read_file("runbooks/acme/b.toml").unwrap_err().message.contains("not a regular file"));
        fs::create_dir(dir.path().join("runbooks/acme/c.toml")).unwrap();
        assert_eq!(layout.read_file("runbooks/acme/c.toml").unwrap_err().kind, Kind::Disk);
    }
}
