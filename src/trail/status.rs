//! Where one record stands: in a commit, in the index, and as a file.
//!
//! Looks at one path only and compares by content, without filters, as records are written without any. Refuses to
//! follow symbolic links.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::blob::BlobId;
use super::failure::disk_fault;
use super::index::IndexState;
use super::repository::RECORDS;
use super::repository::Repository;
use crate::model::{CommitId, Result, RunbookId};

/// What lies in the work tree at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// Nothing.
    Missing,
    /// A file of this content.
    File(BlobId),
    /// The path, or a folder on the way to it, is a symbolic link.
    Link,
    /// A folder, or something stranger.
    Other,
}

/// One record in the three places where git knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathStatus {
    /// In the commit that was asked about.
    pub head: Option<BlobId>,
    /// In the index.
    pub index: IndexState,
    /// In the work tree.
    pub file: FileState,
}

impl PathStatus {
    /// True when commit, index and file hold the same, be it nothing.
    pub fn is_clean(&self) -> bool {
        match self.head {
            Some(id) => self.index == IndexState::Staged(id) && self.file == FileState::File(id),
            None => self.index == IndexState::Absent && self.file == FileState::Missing,
        }
    }

    /// True when the index holds something else than the commit.
    pub fn is_staged(&self) -> bool {
        self.index != self.head.map_or(IndexState::Absent, IndexState::Staged)
    }

    /// True when a file lies there of which git knows nothing.
    pub fn is_untracked(&self) -> bool {
        self.head.is_none() && self.index == IndexState::Absent && self.file != FileState::Missing
    }

    /// True when the commit has the record and the file is gone.
    pub fn is_deleted(&self) -> bool {
        self.head.is_some() && self.file == FileState::Missing
    }
}

impl Repository {
    /// Where a runbook's record stands, compared with `commit` (`None` before the first one).
    ///
    /// # Errors
    /// `Git` when the index or the commit cannot be read, `Disk` when the file cannot.
    pub fn status(&self, commit: Option<&CommitId>, id: &RunbookId) -> Result<PathStatus> {
        let path = id.path();
        let head = commit.map_or(Ok(None), |commit| self.blob_id_at(commit, &path))?;
        Ok(PathStatus { head, index: self.staged(&path)?, file: self.file_state(&path)? })
    }

    /// What lies in the work tree at a path, from its top.
    ///
    /// # Errors
    /// `Disk` when it cannot be read.
    pub fn file_state(&self, path: &str) -> Result<FileState> {
        let mut at = self.top().to_owned();
        let mut parts = path.split('/').peekable();
        while let Some(part) = parts.next() {
            at.push(part);
            let fault = |error| disk_fault(format!("look at “{}”", at.display()), &error);
            let found = match fs::symlink_metadata(&at) {
                Ok(found) => found,
                Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                    return Ok(FileState::Missing);
                }
                Err(error) => return Err(fault(error)),
            };
            if found.is_symlink() {
                return Ok(FileState::Link);
            }
            if parts.peek().is_none() {
                return match found.is_file() {
                    true => Ok(FileState::File(BlobId::of(&fs::read(&at).map_err(fault)?)?)),
                    false => Ok(FileState::Other),
                };
            }
        }
        Ok(FileState::Missing)
    }

    /// A path that differs from the record's by upper and lower case alone, in `commit` or in the work tree: two such
    /// paths cannot stand side by side on every machine.
    ///
    /// # Errors
    /// As [`Repository::status`].
    pub fn twin(&self, commit: Option<&CommitId>, id: &RunbookId) -> Result<Option<String>> {
        let file = format!("{}.toml", id.task);
        let mut folder = String::from(RECORDS);
        for name in [id.customer.as_str(), &file] {
            let mut names = self.names_on_disk(&folder)?;
            if let Some(commit) = commit {
                names.extend(self.names_in(commit, &folder)?);
            }
            if let Some(twin) = names.into_iter().find(|other| other != name && other.eq_ignore_ascii_case(name)) {
                return Ok(Some(format!("{folder}/{twin}")));
            }
            folder = format!("{folder}/{name}");
        }
        Ok(None)
    }

    fn names_on_disk(&self, folder: &str) -> Result<Vec<String>> {
        let dir = self.top().join(folder);
        let fault = |error| disk_fault(format!("list “{}”", dir.display()), &error);
        match fs::read_dir(&dir) {
            Ok(entries) => entries
                .map(|entry| Ok(entry.map_err(fault)?.file_name().to_string_lossy().into_owned()))
                .collect::<Result<_>>(),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(Vec::new()),
            Err(error) => Err(fault(error)),
        }
    }

    fn names_in(&self, commit: &CommitId, folder: &str) -> Result<Vec<String>> {
        let tree = self.tree_of(commit)?;
        let Ok(found) = tree.get_path(Path::new(folder)).and_then(|entry| entry.to_object(&self.git)) else {
            return Ok(Vec::new());
        };
        let Ok(found) = found.peel_to_tree() else { return Ok(Vec::new()) };
        Ok(found.iter().map(|entry| String::from_utf8_lossy(entry.name_bytes()).into_owned()).collect())
    }
}
