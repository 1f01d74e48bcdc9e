//! Walks history: the commits between two, and the runbooks that each touched.
//!
//! A merge touches a record only where it differs from all its parents. Refuses to load what it does not need: no file's
//! content is ever read here.

use git2::{Oid, Sort};

use super::history::commit_id;
use super::message::{adopted_runbook, claimed_runbook};
use super::repository::Repository;
use super::tree::Trees;
use crate::model::{Result, RunbookId};

/// So many commits in a row are looked at one by one before libgit2's general walk is set up.
const NEAR: usize = 64;
/// Beyond so many commits a message's word for what it touched is taken; who uses the answer checks it against a tree.
const MANY: usize = 256;

/// A commit and the runbooks whose records it touched.
pub(super) struct WalkedCommit {
    pub(super) commit: Oid,
    pub(super) ids: Vec<RunbookId>,
}

impl Repository {
    /// The commits after `from` up to `to`, oldest first, with what they touched; `None` where `from` is no ancestor of
    /// `to`. Without `from`, all of them.
    pub(super) fn steps(&self, from: Option<Oid>, to: Oid) -> Result<Option<Vec<WalkedCommit>>> {
        let straight = match from {
            Some(from) => self.straight_way(from, to)?,
            None => None,
        };
        if straight.is_none() {
            long_way(true);
        }
        let steps = match straight {
            Some(commits) => self.look_at(commits).map(Some),
            None => self.commits_between(from, to).and_then(|c| c.map(|commits| self.look_at(commits)).transpose()),
        };
        long_way(false);
        steps
    }

    fn look_at(&self, commits: Vec<Oid>) -> Result<Vec<WalkedCommit>> {
        let believe = commits.len() > MANY;
        let trees = Trees::new(self)?;
        commits
            .into_iter()
            .map(|commit| Ok(WalkedCommit { commit, ids: self.touched(&trees, commit, believe)? }))
            .collect()
    }

    pub(super) fn commits_between(&self, from: Option<Oid>, to: Oid) -> Result<Option<Vec<Oid>>> {
        let fault = |error| self.object_fault(None, "walk the history", &error);
        // a commit that is gone is nobody's ancestor
        if from.is_some_and(|from| !self.git.graph_descendant_of(to, from).unwrap_or(false)) {
            return Ok(None);
        }
        let mut walk = self.git.revwalk().map_err(fault)?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME | Sort::REVERSE).map_err(fault)?;
        walk.push(to).map_err(fault)?;
        if let Some(from) = from {
            walk.hide(from).map_err(fault)?;
        }
        walk.collect::<Result<Vec<Oid>, git2::Error>>().map(Some).map_err(fault)
    }

    /// The commits after `from`, oldest first, when they are few and none is a merge.
    fn straight_way(&self, from: Oid, to: Oid) -> Result<Option<Vec<Oid>>> {
        let mut way = Vec::new();
        let mut at = to;
        while at != from {
            let commit =
                self.git.find_commit(at).map_err(|error| self.object_fault(None, "walk the history", &error))?;
            if commit.parent_count() != 1 || way.len() >= NEAR {
                return Ok(None);
            }
            way.push(at);
            at = commit.parent_id(0).map_err(|error| self.object_fault(None, "walk the history", &error))?;
        }
        way.reverse();
        Ok(Some(way))
    }

    /// The parents of a commit, none of them left out: without one that is lost, the commit would seem to have made all that
    /// it holds. Those below the border of a shallow clone are none.
    fn whole_parents<'r>(&'r self, commit: &git2::Commit<'r>) -> Result<Vec<git2::Commit<'r>>> {
        let mut parents = Vec::new();
        for place in 0..commit.parent_count() {
            match commit.parent(place) {
                Ok(parent) => parents.push(parent),
                Err(_) if self.is_cut_below(&commit_id(commit.id())?) => break,
                Err(error) => {
                    let lost = commit.parent_id(place).ok();
                    return Err(self.object_fault(lost, "walk the history", &error));
                }
            }
        }
        Ok(parents)
    }

    /// The runbooks whose records a commit touched. With `believe`, what its message claims is taken for it.
    pub(super) fn touched(&self, trees: &Trees<'_>, commit: Oid, believe: bool) -> Result<Vec<RunbookId>> {
        let fault = |error| self.object_fault(Some(commit), format!("read the commit {commit}"), &error);
        let found = self.git.find_commit(commit).map_err(fault)?;
        if believe && let Some(id) = claimed(&found) {
            return Ok(vec![id]);
        }
        let mut parents = self.whole_parents(&found)?.into_iter();
        let Some(first) = parents.next() else { return trees.changed_records(None, found.tree_id()) };
        let mut ids = trees.changed_records(Some(first.tree_id()), found.tree_id())?;
        for parent in parents {
            if ids.is_empty() {
                break;
            }
            let changed = trees.changed_records(Some(parent.tree_id()), found.tree_id())?;
            ids.retain(|id| changed.contains(id));
        }
        ids.extend(adopted(&found).filter(|id| !ids.contains(id)));
        Ok(ids)
    }

    /// The latest commit at or before `from` that touched this runbook's record, found by comparing every tree on the
    /// way; at a merge the way goes on to a parent that holds the same.
    pub(super) fn last_touch(&self, trees: &Trees<'_>, from: Oid, id: &RunbookId) -> Result<Option<Oid>> {
        let fault = |error| self.object_fault(None, "walk the history", &error);
        let mut at = self.git.find_commit(from).map_err(fault)?;
        loop {
            if adopted(&at).as_ref() == Some(id) {
                return Ok(Some(at.id()));
            }
            let mut same = None;
            for parent in self.whole_parents(&at)? {
                if trees.same_record(parent.tree_id(), at.tree_id(), id)? {
                    same = Some(parent);
                    break;
                }
            }
            match same {
                Some(parent) => at = parent,
                None if at.parent_count() > 0 || trees.record(at.tree_id(), id)?.is_some() => return Ok(Some(at.id())),
                None => return Ok(None),
            }
        }
    }
}

/// The runbook of which a commit claims an event.
fn claimed(commit: &git2::Commit<'_>) -> Option<RunbookId> {
    claim(commit).and_then(claimed_runbook)
}

/// The runbook whose commits by plain git this one adopts. An adoption leaves the file as it is: only its message says
/// that it belongs to the runbook's history.
pub(super) fn adopted(commit: &git2::Commit<'_>) -> Option<RunbookId> {
    claim(commit).and_then(adopted_runbook)
}

/// The message of a commit that can hold an event: a merge has none.
fn claim<'c>(commit: &'c git2::Commit<'_>) -> Option<&'c str> {
    let message = (commit.parent_count() < 2).then(|| commit.message_bytes())?;
    std::str::from_utf8(message).ok()
}

/// Tells libgit2 whether each object is read once and for a cache only: keeping them would cost memory, and checking
/// their hashes a quarter of the time. What the cache answers is checked when it is used.
pub(super) fn long_way(on: bool) {
    git2::opts::enable_caching(!on);
    git2::opts::strict_hash_verification(!on);
}
