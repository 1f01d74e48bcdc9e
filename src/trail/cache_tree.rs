//! The index's cache of trees, kept right through a change, so that the person's next `git status` and `git commit`
//! need not build again what did not change.
//!
//! A folder whose cached tree is the one that the branch had becomes the tree that the change made. Everything that
//! cannot be said for certain is marked unknown, which git mends by itself.

use std::collections::BTreeMap;

const DIGEST: usize = 20;

/// A folder whose tree a change replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FolderChange {
    /// Path below the top; empty for the top itself.
    pub(super) path: String,
    /// Its tree before; nothing where the folder is new.
    pub(super) before: Option<[u8; DIGEST]>,
    /// Its tree afterwards.
    pub(super) after: [u8; DIGEST],
    /// How many files came to it or to folders below.
    pub(super) added: i64,
}

struct Node<'d> {
    name: &'d [u8],
    /// Its own bytes as they were read, without the children's.
    raw: &'d [u8],
    /// The number of files below with the tree's name, or nothing where it is unknown.
    known: Option<(i64, [u8; DIGEST])>,
    touched: bool,
    children: Vec<Node<'d>>,
}

/// The extension after a change, or nothing where it cannot be read: git builds it again then.
pub(super) fn mend(data: &[u8], folders: &[FolderChange]) -> Option<Vec<u8>> {
    let mut rest = data;
    let mut root = Node::read(&mut rest)?;
    let folders: BTreeMap<&str, &FolderChange> = folders.iter().map(|folder| (folder.path.as_str(), folder)).collect();
    root.touch("", &folders);
    let mut bytes = Vec::with_capacity(data.len() + 64);
    root.write(&mut bytes);
    Some(bytes)
}

/// The tree that all entries of the index make up, where the extension knows it.
pub(super) fn whole_tree(data: &[u8]) -> Option<[u8; DIGEST]> {
    let top = Node::read(&mut &*data)?;
    top.known.filter(|_| top.name.is_empty()).map(|(_, tree)| tree)
}

impl<'d> Node<'d> {
    fn read(rest: &mut &'d [u8]) -> Option<Self> {
        let begin = *rest;
        let name = take_until(rest, 0)?;
        let count: i64 = std::str::from_utf8(take_until(rest, b' ')?).ok()?.parse().ok()?;
        let children: usize = std::str::from_utf8(take_until(rest, b'\n')?).ok()?.parse().ok()?;
        let known = if count < 0 {
            None
        } else {
            let (id, tail) = rest.split_at_checked(DIGEST)?;
            *rest = tail;
            Some((count, id.try_into().ok()?))
        };
        let raw = begin.get(..begin.len() - rest.len())?;
        let children = (0..children).map(|_| Self::read(rest)).collect::<Option<_>>()?;
        Some(Self { name, raw, known, touched: false, children })
    }

    fn write(&self, to: &mut Vec<u8>) {
        if self.touched {
            to.extend_from_slice(self.name);
            let count = self.known.map_or(-1, |(count, _)| count);
            to.extend_from_slice(format!("\0{count} {}\n", self.children.len()).as_bytes());
            to.extend_from_slice(self.known.as_ref().map_or(&[], |(_, id)| id));
        } else {
            to.extend_from_slice(self.raw);
        }
        for child in &self.children {
            child.write(to);
        }
    }

    /// Brings this folder and the touched ones below up to date; true when its tree is known for certain.
    fn touch(&mut self, path: &str, folders: &BTreeMap<&str, &FolderChange>) -> bool {
        let Some(change) = folders.get(path) else { return self.known.is_some() };
        self.touched = true;
        let mut certain = true;
        for below in folders.keys().filter(|below| is_directly_below(below, path)) {
            let name = below.rsplit('/').next().unwrap_or_default();
            match self.children.iter_mut().find(|child| child.name == name.as_bytes()) {
                Some(child) => certain &= child.touch(below, folders),
                None => certain = false,
            }
        }
        self.known = match self.known {
            Some((count, id)) if certain && Some(id) == change.before => Some((count + change.added, change.after)),
            _ => None,
        };
        self.known.is_some()
    }
}

fn is_directly_below(below: &str, path: &str) -> bool {
    !below.is_empty() && below.rsplit_once('/').map_or("", |(above, _)| above) == path
}

fn take_until<'a>(rest: &mut &'a [u8], end: u8) -> Option<&'a [u8]> {
    let at = rest.iter().position(|byte| *byte == end)?;
    let (taken, tail) = rest.split_at_checked(at)?;
    *rest = tail.get(1..)?;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(top: i64) -> Vec<u8> {
        let mut bytes = Vec::new();
        let node = |name, known, children| Node { name, raw: b"", known, touched: true, children };
        let leaf = |name, id: u8| node(name, Some((1, [id; 20])), Vec::new());
        let known = (top >= 0).then_some((top, [1; 20]));
        node(b"", known, vec![leaf(b"logs", 2), leaf(b"runbooks", 3)]).write(&mut bytes);
        bytes
    }

    fn change(path: &str, before: Option<u8>, after: u8) -> FolderChange {
        FolderChange { path: path.into(), before: before.map(|b| [b; 20]), after: [after; 20], added: 1 }
    }

    fn known(bytes: &[u8]) -> Vec<Option<(i64, u8)>> {
        let root = Node::read(&mut &*bytes).unwrap();
        [&root, &root.children[0], &root.children[1]].map(|node| node.known.map(|(n, id)| (n, id[0]))).to_vec()
    }

    #[test]
    fn a_folder_that_was_the_branchs_becomes_the_new_tree() {
        let mended = mend(&cache(2), &[change("", Some(1), 9), change("runbooks", Some(3), 8)]).unwrap();
        assert_eq!(known(&mended), [Some((3, 9)), Some((1, 2)), Some((2, 8))]);
    }

    #[test]
    fn what_somebody_staged_makes_the_tree_unknown() {
        let mended = mend(&cache(2), &[change("", Some(7), 9), change("runbooks", Some(3), 8)]).unwrap();
        assert_eq!(known(&mended), [None, Some((1, 2)), Some((2, 8))]);
        let mended = mend(&cache(2), &[change("", Some(1), 9), change("runbooks", Some(7), 8)]).unwrap();
        assert_eq!(known(&mended), [None, Some((1, 2)), None]);
        let mended = mend(&cache(-1), &[change("", Some(1), 9)]).unwrap();
        assert_eq!(known(&mended)[0], None);
    }

    #[test]
    fn a_new_folder_makes_the_one_above_unknown() {
        let mended = mend(&cache(2), &[change("", Some(1), 9), change("other", None, 8)]).unwrap();
        assert_eq!(known(&mended), [None, Some((1, 2)), Some((1, 3))]);
    }

    #[test]
    fn what_cannot_be_read_is_left_to_git() {
        assert_eq!(mend(b"\0junk", &[]), None);
    }
}
