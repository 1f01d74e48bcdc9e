//! Trees read strictly, and the difference of two as paths.
//!
//! An entry that stands twice, out of order, or under a name that no file can have is told: two readers could see two
//! different things in it.

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::rc::Rc;

use git2::{ObjectType, OdbObject, Oid};

use super::object_fault::ObjectFault;
use super::objects::Objects;
use crate::trail::tree::{Entries, TreeEntry, unlike};

/// So many trees are kept at hand: those of the commit before.
const KEPT: usize = 16;
/// Deeper than this no folder of a store goes.
const DEEPEST: usize = 16;
/// So many bytes are compared at once.
const BLOCK: usize = 256;

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Leaf {
    pub(super) oid: Oid,
    /// False for a link, a submodule or anything else that is no plain file.
    pub(super) is_file: bool,
}

/// A path with what stood there before and stands there now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TreeChange {
    pub(super) path: String,
    pub(super) old: Option<Leaf>,
    pub(super) new: Option<Leaf>,
}

impl TreeEntry<'_> {
    fn leaf(self) -> Option<Leaf> {
        Some(Leaf { oid: self.id()?, is_file: self.is_file() })
    }

    fn is_impossible(self) -> bool {
        self.name.is_empty()
            || self.name.contains(&b'/')
            || matches!(self.name, b"." | b"..")
            || self.name.eq_ignore_ascii_case(b".git")
    }
}

/// A tree that was read strictly.
struct Tree<'o> {
    object: OdbObject<'o>,
    /// Where each entry begins, and where the last one ends.
    starts: Vec<usize>,
}

impl<'o> Tree<'o> {
    fn read(oid: Oid, object: OdbObject<'o>) -> Result<Self, ObjectFault> {
        let starts = strict(oid, object.data())?;
        Ok(Self { object, starts })
    }

    fn bytes(&self) -> &[u8] {
        self.object.data()
    }
}

/// Reads trees and keeps the last ones.
pub(super) struct RawTrees<'o> {
    objects: &'o Objects,
    kept: VecDeque<(Oid, Rc<Tree<'o>>)>,
}

impl<'o> RawTrees<'o> {
    pub(super) fn new(objects: &'o Objects) -> Self {
        Self { objects, kept: VecDeque::new() }
    }

    fn read(&mut self, tree: Oid) -> Result<Rc<Tree<'o>>, ObjectFault> {
        if let Some((_, kept)) = self.kept.iter().rev().find(|(oid, _)| *oid == tree) {
            return Ok(Rc::clone(kept));
        }
        let read = Rc::new(Tree::read(tree, self.objects.read(tree, ObjectType::Tree)?)?);
        if self.kept.len() >= KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back((tree, Rc::clone(&read)));
        Ok(read)
    }

    /// What two trees hold differently, as paths of files below those folders that `descend` wants to see into.
    pub(super) fn changes(
        &mut self,
        old: Option<Oid>,
        new: Option<Oid>,
        descend: &impl Fn(&str) -> bool,
    ) -> Result<Vec<TreeChange>, ObjectFault> {
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
        found: &mut Vec<TreeChange>,
    ) -> Result<(), ObjectFault> {
        if old == new {
            return Ok(());
        }
        let mut read = |tree: Option<Oid>| tree.map(|tree| self.read(tree)).transpose();
        let (left, right) = (read(old)?, read(new)?);
        for (a, b) in differing(Part::of(left.as_deref()), Part::of(right.as_deref())) {
            let Some(name) = a.or(b).map(|entry| String::from_utf8_lossy(entry.name)) else { continue };
            let path = format!("{above}{name}");
            let folder = |entry: Option<TreeEntry<'_>>| entry.filter(|own| own.is_folder()).and_then(|own| own.id());
            if (folder(a).is_some() || folder(b).is_some()) && deeper > 0 && descend(&path) {
                self.compare(&format!("{path}/"), folder(a), folder(b), descend, deeper - 1, found)?;
                if a.is_none_or(|own| own.is_folder()) && b.is_none_or(|own| own.is_folder()) {
                    continue;
                }
            }
            found.push(TreeChange { path, old: a.and_then(TreeEntry::leaf), new: b.and_then(TreeEntry::leaf) });
        }
        Ok(())
    }

    /// What stands at a path; nothing where there is none.
    pub(super) fn find(&mut self, root: Oid, path: &str) -> Result<Option<Leaf>, ObjectFault> {
        let mut at = root;
        let mut names = path.split('/').peekable();
        while let Some(name) = names.next() {
            let tree = self.read(at)?;
            let Some(entry) = Entries(tree.bytes()).find(|entry| entry.name == name.as_bytes()) else {
                return Ok(None);
            };
            match (names.peek(), entry.id()) {
                (None, _) => return Ok(entry.leaf()),
                (Some(_), Some(below)) if entry.is_folder() => at = below,
                _ => return Ok(None),
            }
        }
        Ok(None)
    }
}

/// Where the entries of a tree begin, and where the last one ends; refuses a tree that git would not have made.
fn strict(tree: Oid, bytes: &[u8]) -> Result<Vec<usize>, ObjectFault> {
    let malformed = |why: String| Err(ObjectFault::Malformed(format!("the tree {tree} is malformed: {why}")));
    let (mut entries, mut starts) = (Entries(bytes), vec![0]);
    let mut before: Option<TreeEntry<'_>> = None;
    // a file and a folder of one name may have others between them
    let mut files: Vec<&[u8]> = Vec::new();
    while !entries.0.is_empty() {
        let Some(entry) = entries.next() else { return malformed("it cannot be read to its end".into()) };
        let name = || String::from_utf8_lossy(entry.name);
        if entry.is_impossible() {
            return malformed(format!("“{}” cannot name a file", name()));
        }
        while files.last().is_some_and(|file| !entry.name.starts_with(file)) {
            files.pop();
        }
        let order = before.map(|before| before.order(&entry));
        if order == Some(Ordering::Equal) || files.contains(&entry.name) {
            return malformed(format!("“{}” stands in it twice", name()));
        }
        if order == Some(Ordering::Greater) {
            return malformed(format!("“{}” stands out of order", name()));
        }
        if !entry.is_folder() {
            files.push(entry.name);
        }
        before = Some(entry);
        starts.push(bytes.len() - entries.0.len());
    }
    Ok(starts)
}

/// Entries of a tree, and where each begins.
#[derive(Clone, Copy)]
struct Part<'t> {
    bytes: &'t [u8],
    starts: &'t [usize],
}

impl<'t> Part<'t> {
    fn of(tree: Option<&'t Tree<'_>>) -> Self {
        tree.map_or(Part { bytes: &[], starts: &[0] }, |tree| Part { bytes: tree.bytes(), starts: &tree.starts })
    }

    /// What lies between two places where entries begin.
    fn between(self, from: usize, to: usize) -> &'t [u8] {
        self.bytes.get(from..to).unwrap_or_default()
    }
}

/// The entries that differ, each with what the other tree has under its name.
fn differing<'t>(left: Part<'t>, right: Part<'t>) -> Vec<(Option<TreeEntry<'t>>, Option<TreeEntry<'t>>)> {
    let same = shared(left.bytes, right.bytes);
    // up to there the entries of both begin at the same places
    let from = left.starts.iter().rev().find(|start| **start <= same).copied().unwrap_or(0);
    let rest = |part: Part<'t>| part.between(from, part.bytes.len());
    let same = shared_back(rest(left), rest(right));
    let is_start = |back: usize| right.starts.binary_search(&(right.bytes.len() - back)).is_ok();
    let backs = left.starts.iter().map(|start| left.bytes.len() - start);
    let back = backs.into_iter().find(|back| *back <= same).filter(|back| is_start(*back)).unwrap_or(0);
    let middle = |part: Part<'t>| part.between(from, part.bytes.len() - back);
    unlike(Entries(middle(left)), Entries(middle(right)))
}

/// How many bytes both begin with.
fn shared(left: &[u8], right: &[u8]) -> usize {
    let blocks = left.chunks(BLOCK).zip(right.chunks(BLOCK)).take_while(|(a, b)| a == b).count();
    let skipped = (blocks * BLOCK).min(left.len()).min(right.len());
    let fronts = left.iter().zip(right).skip(skipped);
    skipped + fronts.take_while(|(a, b)| a == b).count()
}

/// How many bytes both end with.
fn shared_back(left: &[u8], right: &[u8]) -> usize {
    let blocks = left.rchunks(BLOCK).zip(right.rchunks(BLOCK)).take_while(|(a, b)| a == b).count();
    let skipped = (blocks * BLOCK).min(left.len()).min(right.len());
    let ends = left.iter().rev().zip(right.iter().rev()).skip(skipped);
    skipped + ends.take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tree(entries: &[(&str, &str)]) -> Vec<u8> {
        entries
            .iter()
            .flat_map(|(mode, name)| [mode.as_bytes(), b" ", name.as_bytes(), &[0], &[7; 20]].concat())
            .collect()
    }

    #[test]
    fn a_tree_in_gits_order_is_fine_and_any_other_is_not() {
        let check = |entries: &[(&str, &str)]| strict(Oid::ZERO_SHA1, &tree(entries)).map(|_| ());
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
            assert!(matches!(check(bad), Err(ObjectFault::Malformed(_))), "{bad:?}");
        }
        assert!(strict(Oid::ZERO_SHA1, b"100644 a").is_err());
    }

    fn read(bytes: &[u8]) -> Vec<usize> {
        strict(Oid::ZERO_SHA1, bytes).unwrap()
    }

    #[test]
    fn differences_are_found_by_name() {
        let (old, new) =
            (tree(&[("100644", "a"), ("40000", "b"), ("100644", "c")]), tree(&[("100644", "a"), ("100644", "d")]));
        let (left, right) = (read(&old), read(&new));
        let found = differing(Part { bytes: &old, starts: &left }, Part { bytes: &new, starts: &right });
        let names: Vec<(bool, bool)> = found.iter().map(|(a, b)| (a.is_some(), b.is_some())).collect();
        assert_eq!(names, [(true, false), (true, false), (false, true)]);
    }

    proptest! {
        #[test]
        fn what_both_begin_and_end_with_hides_no_difference(
            names in proptest::collection::btree_map("[a-c]{1,3}|x{200,300}", (0..9_u8, 0..3_u8, 0..3_u8), 0..40),
        ) {
            let side = |of: fn(&(u8, u8, u8)) -> u8| -> Vec<u8> {
                let kept = names.iter().filter(|(_, what)| of(what) > 0 || what.0 > 2);
                kept.flat_map(|(name, what)| {
                    let same = if what.0 > 2 { what.0 } else { of(what) };
                    [b"100644 ".as_slice(), name.as_bytes(), &[0], &[same; 20]].concat()
                })
                .collect()
            };
            let (old, new) = (side(|what| what.1), side(|what| what.2));
            let (left, right) = (read(&old), read(&new));
            let found = differing(Part { bytes: &old, starts: &left }, Part { bytes: &new, starts: &right });
            prop_assert!(found == unlike(Entries(&old), Entries(&new)));
        }
    }
}
