//! Where things lie in a store (`format.md`, layout), and reading a file there without being led astray.
//!
//! Paths are built from ids only. It refuses symbolic links on the way, what is not a regular file (a pipe would hang us)
//! and what is too large, before a byte is read. Names that are no ids are reported, never read and never dropped.

use std::fs::File;
use std::io::Read as _;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, fstat, openat, statat};
use rustix::io::Errno;

use super::source::MAX_FILE;
use crate::model::{Fault, Kind, Result, RunbookId, Slug};

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

/// The work tree of a store.
#[derive(Debug, Clone)]
pub struct Layout {
    top: PathBuf,
}

/// What lies in the folder of records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records {
    /// The records, by id.
    pub ids: Vec<RunbookId>,
    /// Files that look like records but cannot be ones, by path.
    pub strangers: Vec<Stranger>,
}

/// A file that cannot be a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stranger {
    /// Its path in the store.
    pub path: String,
    /// Why it is none, and what to do.
    pub why: String,
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
        let stat = fstat(&file).map_err(|error| disk(inside, error))?;
        if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
            return Err(Fault::new(Kind::Disk, format!("{inside} is not a regular file"))
                .hint(format!("move {inside} away and put the file there")));
        }
        let too_large = || Fault::new(Kind::Unreadable, format!("{inside} is larger than 1 MiB"));
        let limit = u64::try_from(MAX_FILE).unwrap_or(u64::MAX);
        if u64::try_from(stat.st_size).unwrap_or(u64::MAX) > limit {
            return Err(too_large());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(stat.st_size).unwrap_or(0));
        File::from(file)
            .take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Fault::new(Kind::Disk, format!("{inside} cannot be read: {error}")))?;
        if bytes.len() > MAX_FILE { Err(too_large()) } else { Ok(Some(bytes)) }
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
                // a pipe without a writer must not hold us up
                None => OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC,
            };
            at = match openat(&at, part, flags, Mode::empty()) {
                Ok(next) => next,
                Err(Errno::NOENT) => return Ok(None),
                Err(_) if is_link(&at, part) => return Err(link_in_the_way(inside)),
                Err(error) => return Err(disk(inside, error)),
            };
        }
        Ok(Some(at))
    }

    /// Every record by its file, and every file that looks like one. Hidden files and other kinds of files are passed over.
    ///
    /// # Errors
    /// `Disk` when the folder of records is a symbolic link or cannot be listed.
    pub fn records(&self) -> Result<Records> {
        let mut found = Records::default();
        let folder = self.top.join(RUNBOOKS);
        match std::fs::symlink_metadata(&folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(found),
            Ok(meta) if meta.file_type().is_symlink() => return Err(link_in_the_way(RUNBOOKS)),
            Err(error) => return Err(Fault::new(Kind::Disk, format!("{RUNBOOKS} cannot be listed: {error}"))),
            Ok(_) => {}
        }
        let customers = entries(&folder)
            .map_err(|error| Fault::new(Kind::Disk, format!("{RUNBOOKS} cannot be listed: {error}")))?;
        for entry in customers {
            let path = format!("{RUNBOOKS}/{}", entry.name);
            match entry.kind {
                EntryKind::Folder => list_customer(&folder, &entry.name, &mut found),
                EntryKind::Link => {
                    found.stranger(path, "a symbolic link is never followed: put the folder itself here")
                }
                EntryKind::File if entry.is_record() => {
                    found.stranger(path, "a record lies in its customer's folder: runbooks/CUSTOMER/TASK.toml");
                }
                EntryKind::File | EntryKind::Other => {}
            }
        }
        found.ids.sort_unstable();
        found.strangers.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }
}

impl Stranger {
    /// What is wrong with it; with its path where that is not the path of its nearest id.
    pub fn words(&self) -> String {
        if self.nearest_id().path() == self.path { self.why.clone() } else { format!("{}: {}", self.path, self.why) }
    }

    /// The id that is most like its path, for lists.
    pub fn nearest_id(&self) -> RunbookId {
        let inside = self.path.strip_prefix("runbooks/").unwrap_or(&self.path);
        let (customer, task) = inside.split_once('/').unwrap_or((inside, inside));
        RunbookId::from_name(customer, task.strip_suffix(".toml").unwrap_or(task))
    }
}

impl Records {
    fn stranger(&mut self, path: String, why: impl Into<String>) {
        self.strangers.push(Stranger { path, why: why.into() });
    }
}

/// What a folder's entry is, without following it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EntryKind {
    Folder,
    File,
    Link,
    Other,
}

struct Entry {
    name: String,
    kind: EntryKind,
    /// Whether the name was text; another can be shown but never opened again.
    is_text: bool,
}

impl Entry {
    fn is_record(&self) -> bool {
        self.name.ends_with(".toml")
    }
}

/// A folder's entries, by name, without the hidden ones.
fn entries(folder: &Path) -> std::io::Result<Vec<Entry>> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = match entry.file_type()? {
            kind if kind.is_dir() => EntryKind::Folder,
            kind if kind.is_file() => EntryKind::File,
            kind if kind.is_symlink() => EntryKind::Link,
            _ => EntryKind::Other,
        };
        let name = entry.file_name();
        let entry = Entry { is_text: name.to_str().is_some(), name: name.to_string_lossy().into_owned(), kind };
        if !entry.name.starts_with('.') {
            out.push(entry);
        }
    }
    out.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    Ok(out)
}

fn list_customer(runbooks: &Path, customer: &str, found: &mut Records) {
    let folder = runbooks.join(customer);
    let entries = match entries(&folder) {
        Ok(entries) => entries,
        Err(error) => return found.stranger(format!("{RUNBOOKS}/{customer}"), format!("cannot be listed: {error}")),
    };
    for entry in entries {
        let path = format!("{RUNBOOKS}/{customer}/{}", entry.name);
        match entry.kind {
            EntryKind::Folder if entry.is_record() => found.stranger(path, "it is a folder, not a file"),
            EntryKind::Folder if holds_records(&folder.join(&entry.name)) => {
                found.stranger(path, "records lie in their customer's folder, not deeper");
            }
            EntryKind::Folder => {}
            _ if !entry.is_record() => {}
            _ if !entry.is_text => found.stranger(path, "its name is not UTF-8 text: rename it"),
            EntryKind::Link => found.stranger(path, "a symbolic link is never followed: put the file itself here"),
            EntryKind::Other => found.stranger(path, "it is not a regular file"),
            EntryKind::File => match RunbookId::from_path(&path) {
                Some(id) => found.ids.push(id),
                None => {
                    let why = no_id(runbooks, customer, &entry.name);
                    found.stranger(path, why);
                }
            },
        }
    }
}

fn holds_records(folder: &Path) -> bool {
    entries(folder).is_ok_and(|entries| entries.iter().any(Entry::is_record))
}

/// Why a record's name is no id, and the name it could have.
fn no_id(runbooks: &Path, customer: &str, file: &str) -> String {
    let task = file.trim_end_matches(".toml");
    let near = format!("{}/{}", Slug::from_text(customer), Slug::from_text(task));
    let by_case = format!("{customer}/{task}").to_lowercase() == near;
    if by_case && runbooks.join(format!("{near}.toml")).symlink_metadata().is_ok() {
        return format!("it differs from {near} by case alone: rename it");
    }
    format!("{customer}/{task} is not an id: rename it, to {RUNBOOKS}/{near}.toml for example")
}

fn is_link(folder: &OwnedFd, name: &str) -> bool {
    statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)
        .is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Symlink)
}

fn link_in_the_way(inside: &str) -> Fault {
    Fault::new(Kind::Disk, format!("there is a symbolic link on the way to {inside}; it is not followed"))
        .hint("put the file or folder itself there")
}

fn disk(inside: &str, error: Errno) -> Fault {
    Fault::new(Kind::Disk, format!("{inside} cannot be read: {}", std::io::Error::from(error)))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests lay out files as a person would")]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    fn store(files: &[&str]) -> (tempfile::TempDir, Layout) {
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
    fn records_are_listed_by_id_and_strangers_by_path() {
        let (_dir, layout) = store(&[
            "runbooks/zoo/b.toml",
            "runbooks/acme/b.toml",
            "runbooks/acme/a.toml",
            "runbooks/acme/.a.toml.x",
            "runbooks/acme/.hidden.toml",
            "runbooks/acme/notes.md",
            "runbooks/acme/a.toml~",
            "runbooks/acme/deep/a.toml",
            "runbooks/acme/Big Name.toml",
            "runbooks/ACME/a.toml",
            "runbooks/loose.toml",
            "runbooks/README.md",
        ]);
        let found = layout.records().unwrap();
        let ids: Vec<_> = found.ids.iter().map(ToString::to_string).collect();
        assert_eq!(ids, ["acme/a", "acme/b", "zoo/b"]);
        let strangers: Vec<_> = found.strangers.iter().map(|s| (s.path.as_str(), s.why.as_str())).collect();
        assert_eq!(strangers.len(), 4, "{strangers:?}");
        assert!(strangers[0].0 == "runbooks/ACME/a.toml" && strangers[0].1.contains("case alone"), "{strangers:?}");
        assert!(strangers[1].0.ends_with("Big Name.toml") && strangers[1].1.contains("big-name"), "{strangers:?}");
        assert!(strangers[2].1.contains("not deeper") && strangers[3].1.contains("customer's folder"));
        assert_eq!(Layout::new("/nonexistent").records().unwrap(), Records::default());
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
