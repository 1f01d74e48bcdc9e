//! Trees read strictly, and the difference of two as paths.
//!
//! An entry that stands twice, out of order, or under a name that no file can have is told: two readers could see two
//! different things in it.

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::rc::Rc;

use git2::{ObjectType, OdbObject, Oid};

use super::objects::Objects;
use super::trouble::Trouble;

/// So many trees are kept at hand: those of the commit before.
const KEPT: usize = 16;
/// Deeper than this no folder of a store goes.
const DEEPEST: usize = 16;

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Leaf {
    pub(super) oid: Oid,
    /// False for a link, a submodule or anything else that is no plain file.
    pub(super) is_file: bool,
}

/// A path with what stood there before and stands there now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) path: String,
    pub(super) old: Option<Leaf>,
    pub(super) new: Option<Leaf>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Entry<'a> {
    mode: &'a [u8],
    name: &'a [u8],
    oid: &'a [u8],
}

impl<'a> Entry<'a> {
    /// The entry at the beginning, and what follows it.
    fn first(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let space = bytes.iter().take(8).position(|byte| *byte == b' ')?;
        let (mode, rest) = (bytes.get(..space)?, bytes.get(space + 1..)?);
        let end = rest.iter().position(|byte| *byte == 0)?;
        Some((Self { mode, name: rest.get(..end)?, oid: rest.get(end + 1..end + 21)? }, rest.get(end + 21..)?))
    }

    fn is_folder(self) -> bool {
        matches!(self.mode, b"40000" | b"040000")
    }

    fn oid(self) -> Option<Oid> {
        Oid::from_bytes(self.oid).ok()
    }

    fn leaf(self) -> Option<Leaf> {
        Some(Leaf { oid: self.oid()?, is_file: self.mode.starts_with(b"100") })
    }

    /// Git's order: a folder's name counts as ending in a slash.
    fn order(self, other: Self) -> Ordering {
        let shared = self.name.len().min(other.name.len());
        let next = |entry: Self| match entry.name.get(shared) {
            Some(byte) => *byte,
            None if entry.is_folder() => b'/',
            None => 0,
        };
        self.name.get(..shared).cmp(&other.name.get(..shared)).then_with(|| next(self).cmp(&next(other)))
    }

    fn is_impossible(self) -> bool {
        self.name.is_empty()
            || self.name.contains(&b'/')
            || matches!(self.name, b"." | b"..")
            || self.name.eq_ignore_ascii_case(b".git")
    }
}

/// Reads trees and keeps the last ones.
pub(super) struct Trees<'o> {
    objects: &'o Objects,
    kept: VecDeque<(Oid, Rc<OdbObject<'o>>)>,
}

impl<'o> Trees<'o> {
    pub(super) fn new(objects: &'o Objects) -> Self {
        Self { objects, kept: VecDeque::new() }
    }

    fn read(&mut self, tree: Oid) -> Result<Rc<OdbObject<'o>>, Trouble> {
        if let Some((_, object)) = self.kept.iter().rev().find(|(oid, _)| *oid == tree) {
            return Ok(Rc::clone(object));
        }
        let object = Rc::new(self.objects.read(tree, ObjectType::Tree)?);
        strict(tree, object.data())?;
        if self.kept.len() >= KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back((tree, Rc::clone(&object)));
        Ok(object)
    }

    /// What two trees hold differently, as paths of files below those folders that `descend` wants to see into.
    pub(super) fn changes(
        &mut self,
        old: Option<Oid>,
        new: Option<Oid>,
        descend: &impl Fn(&str) -> bool,
    ) -> Result<Vec<Change>, Trouble> {
        let mut found = Vec::new();
        self.compare("", old, new, descend, DEEPEST, &mut found)?;
        Ok(found)
    }

    fn compare(
        &mut self,
        above: &str,
        old: Option<Oid>,
        new: Option<Oid>,
        descend: &impl Fn(&str) -> bool,
        deeper: usize,
        found: &mut Vec<Change>,
    ) -> Result<(), Trouble> {
        if old == new {
            return Ok(());
        }
        let mut read = |tree: Option<Oid>| tree.map(|tree| self.read(tree)).transpose();
        let (left, right) = (read(old)?, read(new)?);
        let left = left.as_ref().map_or(&[][..], |tree| tree.data());
        let right = right.as_ref().map_or(&[][..], |tree| tree.data());
        for (a, b) in differing(left, right) {
            let Some(name) = a.or(b).map(|entry| String::from_utf8_lossy(entry.name)) else { continue };
            let path = format!("{above}{name}");
            let folder = |entry: Option<Entry<'_>>| entry.filter(|own| own.is_folder()).and_then(Entry::oid);
            if (folder(a).is_some() || folder(b).is_some()) && deeper > 0 && descend(&path) {
                self.compare(&format!("{path}/"), folder(a), folder(b), descend, deeper - 1, found)?;
                if a.is_none_or(Entry::is_folder) && b.is_none_or(Entry::is_folder) {
                    continue;
                }
            }
            found.push(Change { path, old: a.and_then(Entry::leaf), new: b.and_then(Entry::leaf) });
        }
        Ok(())
    }

    /// What stands at a path; nothing where there is none.
    pub(super) fn find(&mut self, root: Oid, path: &str) -> Result<Option<Leaf>, Trouble> {
        let mut at = root;
        let mut names = path.split('/').peekable();
        while let Some(name) = names.next() {
            let tree = self.read(at)?;
            let Some(entry) = entries(tree.data()).find(|entry| entry.name == name.as_bytes()) else { return Ok(None) };
            match (names.peek(), entry.oid()) {
                (None, _) => return Ok(entry.leaf()),
                (Some(_), Some(below)) if entry.is_folder() => at = below,
                _ => return Ok(None),
            }
        }
        Ok(None)
    }
}

fn entries(bytes: &[u8]) -> impl Iterator<Item = Entry<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (entry, after) = Entry::first(rest)?;
        rest = after;
        Some(entry)
    })
}

/// Refuses a tree that git would not have made.
fn strict(tree: Oid, bytes: &[u8]) -> Result<(), Trouble> {
    let malformed = |why: String| Err(Trouble::Malformed(format!("the tree {tree} is malformed: {why}")));
    let mut rest = bytes;
    let mut before: Option<Entry<'_>> = None;
    // a file and a folder of one name may have others between them
    let mut files: Vec<&[u8]> = Vec::new();
    while !rest.is_empty() {
        let Some((entry, after)) = Entry::first(rest) else { return malformed("it cannot be read to its end".into()) };
        let name = String::from_utf8_lossy(entry.name);
        if entry.is_impossible() {
            return malformed(format!("“{name}” cannot name a file"));
        }
        while files.last().is_some_and(|file| !entry.name.starts_with(file)) {
            files.pop();
        }
        let order = before.map(|before| before.order(entry));
        if order == Some(Ordering::Equal) || files.contains(&entry.name) {
            return malformed(format!("“{name}” stands in it twice"));
        }
        if order == Some(Ordering::Greater) {
            return malformed(format!("“{name}” stands out of order"));
        }
        if !entry.is_folder() {
            files.push(entry.name);
        }
        before = Some(entry);
        rest = after;
    }
    Ok(())
}

/// The entries that differ, each with what the other tree has under its name.
fn differing<'a>(left: &'a [u8], right: &'a [u8]) -> Vec<(Option<Entry<'a>>, Option<Entry<'a>>)> {
    let (mut a, mut b) = (entries(left).peekable(), entries(right).peekable());
    let mut found = Vec::new();
    loop {
        match (a.peek().copied(), b.peek().copied()) {
            (None, None) => return found,
            (Some(one), Some(other)) if one.name == other.name => {
                if one != other {
                    found.push((Some(one), Some(other)));
                }
                a.next();
                b.next();
            }
            (Some(one), other) if other.is_none_or(|other| one.order(other) == Ordering::Less) => {
                found.push((Some(one), None));
                a.next();
            }
            (_, Some(other)) => {
                found.push((None, Some(other)));
                b.next();
            }
            (Some(_), None) => {
                a.next();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(entries: &[(&str, &str)]) -> Vec<u8> {
        entries
            .iter()
            .flat_map(|(mode, name)| [mode.as_bytes(), b" ", name.as_bytes(), &[0], &[7; 20]].concat())
            .collect()
    }

    #[test]
    fn a_tree_in_gits_order_is_fine_and_any_other_is_not() {
        let check = |entries: &[(&str, &str)]| strict(Oid::ZERO_SHA1, &tree(entries));
        assert_eq!(
            check(&[("100644", "a"), ("100644", "a.b"), ("40000", "a0"), ("40000", "b"), ("100644", "b0")]),
            Ok(())
        );
        for bad in [
            &[("100644", "a"), ("100644", "a")][..],
            &[("100644", "a"), ("100644", "a.b"), ("40000", "a")],
            &[("100644", "b"), ("100644", "a")],
            &[("40000", "a"), ("100644", "a.b")],
            &[("100644", "..")],
            &[("100644", "a/b")],
            &[("40000", ".GIT")],
        ] {
            assert!(matches!(check(bad), Err(Trouble::Malformed(_))), "{bad:?}");
        }
        assert!(strict(Oid::ZERO_SHA1, b"100644 a").is_err());
    }

    #[test]
    fn differences_are_found_by_name() {
        let (old, new) =
            (tree(&[("100644", "a"), ("40000", "b"), ("100644", "c")]), tree(&[("100644", "a"), ("100644", "d")]));
        let names: Vec<(bool, bool)> = differing(&old, &new).iter().map(|(a, b)| (a.is_some(), b.is_some())).collect();
        assert_eq!(names, [(true, false), (true, false), (false, true)]);
    }
}
