//! A tree object as bytes: entries are replaced or added, all others stay as they are, in git's order.
//!
//! Refuses to put a folder where a file or a link is, and the other way round.

use std::cmp::Ordering;

use super::tree::{Entries, TreeEntry};
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
    raw: Vec<u8>,
}

impl TreeEntry<'_> {
    fn is(&self, kind: Branching) -> bool {
        match kind {
            Branching::File => self.is_file(),
            Branching::Folder => self.is_folder(),
        }
    }
}

impl TreeImage {
    /// Reads a tree object; `None` where it is damaged.
    pub(super) fn read(raw: &[u8]) -> Option<Self> {
        let mut entries = Entries(raw);
        entries.by_ref().for_each(drop);
        entries.0.is_empty().then(|| Self { raw: raw.to_vec() })
    }

    /// The object under a name, if it is of this kind.
    ///
    /// # Errors
    /// `Git` where something of another kind has the name; `path` is for the sentence.
    pub(super) fn get(&self, name: &str, kind: Branching, path: &str) -> Result<Option<[u8; DIGEST]>> {
        match Entries(&self.raw).find(|entry| entry.name == name.as_bytes()) {
            None => Ok(None),
            Some(entry) if entry.is(kind) => Ok(entry.oid.try_into().ok()),
            Some(entry) => {
                let there = match entry.mode {
                    b"120000" => "a symbolic link",
                    b"160000" => "a submodule",
                    FOLDER => "a folder",
                    _ => "a file",
                };
                Err(Fault::new(Kind::Git, format!("“{path}” is {there} at the head of the branch")).hint(format!(
                    "git rm -r --cached {}, commit, and run the command again",
                    shell_words::quote(path)
                )))
            }
        }
    }

    /// Sets a name to an object. [`TreeImage::get`] has made sure that nothing of another kind is there.
    pub(super) fn set(&mut self, name: &str, kind: Branching, id: [u8; DIGEST]) {
        let mode = match kind {
            Branching::File => FILE,
            Branching::Folder => FOLDER,
        };
        let fresh = TreeEntry { mode, name: name.as_bytes(), oid: &id };
        let mut entries = Entries(&self.raw);
        let mut place = None;
        let mut start = 0;
        while let Some(entry) = entries.next() {
            let end = self.raw.len() - entries.0.len();
            if entry.name == fresh.name {
                place = Some(start..end);
                break;
            }
            // the first that comes later; one of the same name can still stand behind it, as another kind
            if place.is_none() && fresh.order(&entry) == Ordering::Less {
                place = Some(start..start);
            }
            start = end;
        }
        let place = place.unwrap_or(start..start);
        let line = [fresh.mode, b" ", fresh.name, b"\0", fresh.oid].concat();
        self.raw.splice(place, line);
    }

    /// The tree object.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.raw
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
        let read = TreeImage::read(tree.bytes()).unwrap();
        let names: Vec<_> =
            Entries(&read.raw).map(|e| (String::from_utf8(e.name.to_vec()).unwrap(), e.oid[0])).collect();
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
