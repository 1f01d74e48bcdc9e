//! What stands in the index for one path, and the index as it was last read.
//!
//! A question about one record must not build thousands of entries, and a change that has asked it must not read them
//! again. Refuses to guess: a file in any form but the common one (versions 2 to 4, neither split nor sparse) is asked of
//! the person's git.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::os::unix::fs::MetadataExt;

use super::failure::disk_fault;
use super::index::{IndexImage, IndexSeen, IndexState, Unfit};
use super::repository::Repository;
use crate::model::{Fault, Kind, Result};

/// What an entry that is added and the cache of trees may need more, so that nothing has to be moved for it.
const ROOM_TO_GROW: usize = 8 * 1024;

impl Repository {
    /// What stands in the index for a path, from the top of the work tree.
    ///
    /// # Errors
    /// `Git` when the index cannot be read.
    pub fn staged(&self, path: &str) -> Result<IndexState> {
        let seen = self.read_index(path)?;
        let state = match &seen.image {
            Ok(image) => Ok(image.find(path)),
            Err(Unfit::Damaged) => Err(self.damaged()),
            Err(_) => Ok(self.listed_by_git(path)?.get(path).map_or(IndexState::Absent, |entry| entry.state)),
        };
        self.index.replace(Some(seen));
        state
    }

    /// The fault of an index that is not whole.
    pub(super) fn damaged(&self) -> Fault {
        let file = self.git_dir().join("index").display().to_string();
        let (old, kept) = (shell_words::quote(&file), format!("{file}.damaged"));
        Fault::new(Kind::Git, format!("git's index “{file}” is damaged")).hint(format!(
            "build it again, what was staged has to be staged again: mv {old} {} && git reset",
            shell_words::quote(&kept)
        ))
    }

    /// Forgets how the index was, because from now on nobody else can write it: what is read next stays true.
    pub fn forget_index(&self) {
        self.index.replace(None);
    }

    /// The index as it was last read, or now. It can be taken once.
    pub(super) fn take_index(&self) -> Result<IndexSeen> {
        self.index.take().map_or_else(|| self.read_index(""), Ok)
    }

    pub(super) fn read_index(&self, wanted: &str) -> Result<IndexSeen> {
        let path = self.git_dir().join("index");
        let failed = |error| disk_fault(format!("read “{}”", path.display()), &error);
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(IndexSeen { image: IndexImage::read(None, 0, wanted), written: None });
            }
            Err(error) => return Err(failed(error)),
        };
        let written = file.metadata().map_err(failed)?;
        let mut bytes = Vec::with_capacity(usize::try_from(written.len()).unwrap_or(0) + ROOM_TO_GROW);
        file.read_to_end(&mut bytes).map_err(failed)?;
        Ok(IndexSeen { image: IndexImage::read(Some(bytes), written.mtime(), wanted), written: Some(written) })
    }
}
