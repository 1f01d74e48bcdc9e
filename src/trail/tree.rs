//! Trees read as they are stored: finding one record's content, and which records two trees hold differently.
//!
//! A store has thousands of folders in one tree; reading the bytes once beats building libgit2's list of entries, and one
//! command asks for the same trees again and again. Refuses to descend where the names of two trees are the same.

use std::cmp::Ordering;
use std::rc::Rc;

use git2::{ObjectType, Odb, Oid};
use memchr::memchr;

use super::failure::git_fault;
use super::repository::{RECORDS, Repository};
use super::tree_cache::TreeCache;
use crate::model::{Fault, Kind, Result, RunbookId};

const FOLDER: &[u8] = b"40000";
const LINK: &[u8] = b"120000";

/// What stands at a path in a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// A file with this content.
    File(Oid),
    /// A symbolic link.
    Link,
    /// A folder, or something stranger.
    Other,
}

/// One line of a tree.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct TreeEntry<'a> {
    pub(super) mode: &'a [u8],
    pub(super) name: &'a [u8],
    pub(super) oid: &'a [u8],
}

impl TreeEntry<'_> {
    pub(super) fn is_folder(&self) -> bool {
        // old versions of git padded it
        matches!(self.mode, FOLDER | b"040000")
    }

    pub(super) fn is_file(&self) -> bool {
        self.mode.starts_with(b"100")
    }

    pub(super) fn id(&self) -> Option<Oid> {
        Oid::from_bytes(self.oid).ok()
    }

    /// Git's order: a folder's name counts as ending in a slash.
    pub(super) fn order(&self, other: &TreeEntry<'_>) -> Ordering {
        let shared = self.name.len().min(other.name.len());
        let next = |entry: &TreeEntry<'_>| match entry.name.get(shared) {
            Some(byte) => *byte,
            None if entry.is_folder() => b'/',
            None => 0,
        };
        self.name.get(..shared).cmp(&other.name.get(..shared)).then_with(|| next(self).cmp(&next(other)))
    }
}

/// The lines of a stored tree; ends early at one that is damaged.
pub(super) struct Entries<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Entries<'a> {
    type Item = TreeEntry<'a>;

    fn next(&mut self) -> Option<TreeEntry<'a>> {
        let space = self.0.iter().take(8).position(|byte| *byte == b' ')?;
        let (mode, rest) = (self.0.get(..space)?, self.0.get(space + 1..)?);
        let end = memchr(0, rest)?;
        let (name, oid) = (rest.get(..end)?, rest.get(end + 1..end + 21)?);
        self.0 = rest.get(end + 21..)?;
        Some(TreeEntry { mode, name, oid })
    }
}

/// The entries of both trees by name, without those that are the same in both; each with what the other one has there.
pub(super) fn unlike<'t>(
    left: impl Iterator<Item = TreeEntry<'t>>,
    right: impl Iterator<Item = TreeEntry<'t>>,
) -> Vec<(Option<TreeEntry<'t>>, Option<TreeEntry<'t>>)> {
    let (mut left, mut right) = (left.peekable(), right.peekable());
    let mut found = Vec::new();
    loop {
        let (one, other) = (left.peek().copied(), right.peek().copied());
        let (takes_one, takes_other) = match (&one, &other) {
            (None, None) => return found,
            (Some(one), Some(other)) if one.name == other.name => (true, true),
            (Some(one), Some(other)) => {
                let is_first = one.order(other) == Ordering::Less;
                (is_first, !is_first)
            }
            (one, other) => (one.is_some(), other.is_some()),
        };
        let pair = (one.filter(|_| takes_one), other.filter(|_| takes_other));
        if takes_one {
            left.next();
        }
        if takes_other {
            right.next();
        }
        if pair.0 != pair.1 {
            found.push(pair);
        }
    }
}

/// An entry's name with what stands under it in one tree and in the other.
type Difference = (String, Option<Oid>, Option<Oid>);

/// Reads trees.
pub(super) struct Trees<'r> {
    odb: Odb<'r>,
    recent: &'r TreeCache,
    /// Looks a second time where a tree cannot be read.
    asked: Option<&'r Repository>,
}

impl<'r> Trees<'r> {
    pub(super) fn new(repository: &'r Repository) -> Result<Self> {
        let odb = repository.git.odb().map_err(|error| repository.object_fault(None, "open the objects", &error))?;
        Ok(Self { asked: Some(repository), ..Self::over(odb, &repository.trees) })
    }

    /// Reads them from these objects, for a thread of its own.
    pub(super) fn over(odb: Odb<'r>, recent: &'r TreeCache) -> Self {
        Self { odb, recent, asked: None }
    }

    /// The bytes of a tree.
    pub(super) fn read(&self, tree: Oid) -> Result<Rc<[u8]>> {
        if let Some(bytes) = self.recent.get(tree) {
            return Ok(bytes);
        }
        let fault = |error| {
            let doing = format!("read the tree {tree}");
            match self.asked {
                Some(repository) => repository.object_fault(Some(tree), doing, &error),
                None => git_fault(doing, &error),
            }
        };
        let object = self.odb.read(tree).map_err(fault)?;
        if object.kind() != ObjectType::Tree {
            return Err(Fault::new(Kind::Git, format!("{tree} is no tree: the repository is damaged")));
        }
        let bytes = Rc::from(object.data());
        self.recent.keep(tree, &bytes);
        Ok(bytes)
    }

    /// The folder of this name in a tree.
    fn folder(&self, tree: Oid, name: &str) -> Result<Option<Oid>> {
        let bytes = self.read(tree)?;
        Ok(Entries(&bytes).find(|entry| entry.is_folder() && entry.name == name.as_bytes()).and_then(|e| e.id()))
    }

    /// What stands at a path below a tree.
    pub(super) fn find(&self, root: Oid, path: &str) -> Result<Option<Found>> {
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut tree = root;
        for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
            match self.folder(tree, folder)? {
                Some(below) => tree = below,
                None => return Ok(None),
            }
        }
        let bytes = self.read(tree)?;
        let found = Entries(&bytes).find(|entry| entry.name == name.as_bytes());
        Ok(found.map(|entry| match entry.id() {
            Some(id) if entry.is_file() => Found::File(id),
            _ if entry.mode == LINK => Found::Link,
            _ => Found::Other,
        }))
    }

    /// The content's name of a runbook's record in a commit's tree.
    pub(super) fn record(&self, root: Oid, id: &RunbookId) -> Result<Option<Oid>> {
        let Some([_, customer]) = self.way(root, id)? else { return Ok(None) };
        self.record_in(customer, id)
    }

    /// The folders on the way from a commit's tree to a runbook's record.
    pub(super) fn way(&self, root: Oid, id: &RunbookId) -> Result<Option<[Oid; 2]>> {
        let Some(records) = self.folder(root, RECORDS)? else { return Ok(None) };
        Ok(self.folder(records, id.customer.as_str())?.map(|customer| [records, customer]))
    }

    /// The content's name of a runbook's record in its customer's folder.
    pub(super) fn record_in(&self, customer: Oid, id: &RunbookId) -> Result<Option<Oid>> {
        let bytes = self.read(customer)?;
        let name = format!("{}.toml", id.task);
        Ok(Entries(&bytes).find(|entry| entry.is_file() && entry.name == name.as_bytes()).and_then(|e| e.id()))
    }

    /// True when two commits' trees hold the same under this runbook's path; reads no further than it must.
    pub(super) fn same_record(&self, a: Oid, b: Oid, id: &RunbookId) -> Result<bool> {
        let (mut a, mut b) = (Some(a), Some(b));
        for name in [RECORDS, id.customer.as_str()] {
            if a == b {
                return Ok(true);
            }
            let below = |tree: Option<Oid>| tree.map_or(Ok(None), |tree| self.folder(tree, name));
            (a, b) = (below(a)?, below(b)?);
        }
        if a == b {
            return Ok(true);
        }
        let record = |customer: Option<Oid>| customer.map_or(Ok(None), |customer| self.record_in(customer, id));
        Ok(record(a)? == record(b)?)
    }

    /// The runbooks whose records differ between two commits' trees; `None` is the tree before the first commit.
    pub(super) fn changed_records(&self, old: Option<Oid>, new: Oid) -> Result<Vec<RunbookId>> {
        let records = |root: Option<Oid>| match root {
            Some(root) if old != Some(new) => self.folder(root, RECORDS),
            _ => Ok(None),
        };
        let (old, new) = (records(old)?, records(Some(new))?);
        let mut found = Vec::new();
        for (customer, old, new) in self.differing(old, new, |entry| entry.is_folder())? {
            for (file, ..) in self.differing(old, new, |entry| entry.is_file())? {
                found.extend(RunbookId::from_path(&format!("{RECORDS}/{customer}/{file}")));
            }
        }
        Ok(found)
    }

    /// The entries of one kind that two trees hold differently.
    fn differing(
        &self,
        old: Option<Oid>,
        new: Option<Oid>,
        wanted: impl Fn(&TreeEntry<'_>) -> bool,
    ) -> Result<Vec<Difference>> {
        if old == new {
            return Ok(Vec::new());
        }
        let read = |tree: Option<Oid>| tree.map_or(Ok(Rc::default()), |tree| self.read(tree));
        let (old, new) = (read(old)?, read(new)?);
        let pairs = unlike(Entries(&old).filter(&wanted), Entries(&new).filter(&wanted));
        let found = pairs.into_iter().filter_map(|(old, new)| {
            let name = String::from_utf8_lossy(old.or(new)?.name).into_owned();
            let id = |entry: Option<TreeEntry<'_>>| entry.and_then(|entry| entry.id());
            // whether it can be run is no difference
            Some((name, id(old), id(new))).filter(|(_, old, new)| old != new)
        });
        Ok(found.collect())
    }
}
