//! All records at once: what a commit holds, and what stands in the index.
//!
//! Git's index names the tree that its entries make up. Where that is the tree of the commit, one file that is read once
//! tells what hundreds of trees would. Refuses to guess: an index in an uncommon form, or one with anything staged, is no
//! answer, and the trees give it.

use std::collections::HashMap;
use std::ops::ControlFlow;

use super::blob::BlobId;
use super::cache_tree::whole_tree;
use super::entries::number;
use super::index::{IndexImage, IndexState, Unfit};
use super::repository::{RECORDS, Repository};
use crate::model::{CommitId, Result, RunbookId};

const KIND: u32 = 0o170_000;
const FILE: u32 = 0o100_000;

/// What an index has at a record's path.
struct IndexedRecord {
    id: RunbookId,
    state: IndexState,
    /// Not a link, and not another repository.
    is_file: bool,
}

impl IndexedRecord {
    fn content(self) -> Option<(RunbookId, BlobId)> {
        match self.state {
            IndexState::Staged(content) => Some((self.id, content)),
            IndexState::Absent | IndexState::Conflict => None,
        }
    }
}

/// The records of an index.
struct Indexed {
    /// In git's order; a conflict has one for each side.
    entries: Vec<IndexedRecord>,
    /// The tree that all entries make up, where git knows it.
    tree: Option<[u8; 20]>,
}

impl Repository {
    /// The records of a commit with their content's names.
    ///
    /// # Errors
    /// As [`Repository::listing`].
    pub fn records(&self, commit: &CommitId) -> Result<Vec<(RunbookId, BlobId)>> {
        if let Some(indexed) = self.indexed()
            && let Some(tree) = indexed.tree
            && *self.find_commit(commit)?.tree_id().as_bytes() == tree
        {
            let files = indexed.entries.into_iter().filter(|entry| entry.is_file);
            return Ok(files.filter_map(IndexedRecord::content).collect());
        }
        Ok(self.listing(commit)?.records)
    }

    /// What stands in the index for each record; `None` where the index cannot be read: [`Repository::staged`] says why.
    pub fn all_staged(&self) -> Option<HashMap<RunbookId, IndexState>> {
        if let Some(indexed) = self.indexed() {
            return Some(indexed.entries.into_iter().map(|entry| (entry.id, entry.state)).collect());
        }
        if matches!(self.read_index("").ok()?.image, Err(Unfit::Damaged)) {
            return None;
        }
        let listed = self.listed_by_git(RECORDS).ok()?.into_iter();
        Some(listed.filter_map(|(path, entry)| Some((RunbookId::from_path(&path)?, entry.state))).collect())
    }

    fn indexed(&self) -> Option<Indexed> {
        let image = self.read_index("").ok()?.image.ok()?;
        let trees = image.extensions().find(|(name, _)| name == b"TREE");
        Some(Indexed { entries: entries(&image), tree: trees.and_then(|(_, data)| whole_tree(data)) })
    }
}

fn entries(image: &IndexImage) -> Vec<IndexedRecord> {
    let mut entries = Vec::new();
    // reading it has made sure that it can be walked
    let _ = image.walk(|spot, name| {
        if let Some(id) = record_at(name) {
            let is_file = number(image.bytes(), spot.start + 24).is_some_and(|mode| mode & KIND == FILE);
            entries.push(IndexedRecord { id, state: image.state_at(spot), is_file });
        }
        ControlFlow::Continue(())
    });
    entries
}

fn record_at(path: &[u8]) -> Option<RunbookId> {
    // hardly any path is another one's, so the quick look comes first
    path.strip_prefix(RECORDS.as_bytes())?;
    RunbookId::from_path(std::str::from_utf8(path).ok()?)
}
