//! A tree object as bytes: entries are replaced or added, all others stay as they are, in git's order.
//!
//! Refuses to put a folder where a file or a link is, and the other way round.

use crate::model::{Fault, Kind, Result};

const DIGEST: usize = 20;
const FILE: &[u8] = b"100644";
const FOLDER: &[u8] = b"40000";

/// What a name in a tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Branching {
    /// A plain file.
    File,
    /// A folder, another tree.
    Folder,
}

/// A tree that is being changed.
#[derive(Debug, Clone, Default)]
pub(super) struct TreeImage {
    entries: Vec<Entry>,
}

#[derive(Debug, Clone)]
struct Entry {
    mode: Vec<u8>,
    name: Vec<u8>,
    id: [u8; DIGEST],
}

impl Entry {
    /// The name as git sorts it: a folder's as though it ended in a slash.
    fn key(&self) -> impl Iterator<Item = u8> + '_ {
        self.name.iter().copied().chain((self.mode == FOLDER).then_some(b'/'))
    }

    fn is(&self, kind: Branching) -> bool {
        match kind {
            Branching::File => self.mode.starts_with(b"100"),
            Branching::Folder => self.mode == FOLDER,
        }
    }
}

impl TreeImage {
    /// Reads a tree object; `None` where it is damaged.
    pub(super) fn read(mut raw: &[u8]) -> Option<Self> {
        let mut entries = Vec::new();
        while !raw.is_empty() {
            let space = raw.iter().position(|byte| *byte == b' ')?;
            let end = raw.iter().position(|byte| *byte == 0)?;
            let id = raw.get(end + 1..end + 1 + DIGEST)?.try_into().ok()?;
            entries.push(Entry { mode: raw.get(..space)?.to_vec(), name: raw.get(space + 1..end)?.to_vec(), id });
            raw = raw.get(end + 1 + DIGEST..)?;
        }
        Some(Self { entries })
    }

    /// The object under a name, if it is of this kind.
    ///
    /// # Errors
    /// `Git` where something of another kind has the name; `path` is for the sentence.
    pub(super) fn get(&self, name: &str, kind: Branching, path: &str) -> Result<Option<[u8; DIGEST]>> {
        match self.entries.iter().find(|entry| entry.name == name.as_bytes()) {
            None => Ok(None),
            Some(entry) if entry.is(kind) => Ok(Some(entry.id)),
            Some(entry) => {
                let there = match entry.mode.as_slice() {
                    b"120000" => "a symbolic link",
                    b"160000" => "a submodule",
                    FOLDER => "a folder",
                    _ => "a file",
                };
                Err(Fault::new(Kind::Git, format!("“{path}” is {there} at the head of the branch"))
                    .hint(format!("git rm -r --cached '{path}', commit, and run the command again")))
            }
        }
    }

    /// Sets a name to an object. [`TreeImage::get`] has made sure that nothing of another kind is there.
    pub(super) fn set(&mut self, name: &str, kind: Branching, id: [u8; DIGEST]) {
        let mode = match kind {
            Branching::File => FILE,
            Branching::Folder => FOLDER,
        };
        let fresh = Entry { mode: mode.to_vec(), name: name.as_bytes().to_vec(), id };
        match self.entries.iter_mut().find(|entry| entry.name == name.as_bytes()) {
            Some(entry) => *entry = fresh,
            None => {
                let at = self.entries.partition_point(|entry| entry.key().lt(fresh.key()));
                self.entries.insert(at, fresh);
            }
        }
    }

    /// The tree object.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut raw = Vec::new();
        for entry in &self.entries {
            raw.extend_from_slice(&entry.mode);
            raw.push(b' ');
            raw.extend_from_slice(&entry.name);
            raw.push(0);
            raw.extend_from_slice(&entry.id);
        }
        raw
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_gits_order_where_a_folder_ends_in_a_slash() {
        let mut tree = TreeImage::default();
        tree.set("a", Branching::Folder, [1; 20]);
        tree.set("a.b", Branching::File, [2; 20]);
        tree.set("a0", Branching::File, [3; 20]);
        tree.set("a", Branching::Folder, [4; 20]);
        let read = TreeImage::read(&tree.bytes()).unwrap();
        let names: Vec<_> =
            read.entries.iter().map(|e| (String::from_utf8(e.name.clone()).unwrap(), e.id[0])).collect();
        assert_eq!(names, [("a.b".to_owned(), 2), ("a".to_owned(), 4), ("a0".to_owned(), 3)]);
        assert_eq!(read.bytes(), tree.bytes());
    }

    #[test]
    fn a_file_where_a_folder_must_be_is_refused() {
        let mut tree = TreeImage::default();
        tree.set("runbooks", Branching::File, [1; 20]);
        let fault = tree.get("runbooks", Branching::Folder, "runbooks").unwrap_err();
        assert!(fault.message.contains("is a file"), "{fault}");
        assert_eq!(tree.get("runbooks", Branching::File, "runbooks").unwrap(), Some([1; 20]));
    }

    #[test]
    fn a_damaged_tree_is_not_read() {
        assert!(TreeImage::read(b"100644 a\0short").is_none());
    }
}
