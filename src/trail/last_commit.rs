//! A runbook's tip: the latest commit reachable from the head that touched its record.
//!
//! Found in a cache under the git directory and checked against the trees on every use, so that a lost, torn or wrong
//! cache costs time and never an answer.

use std::collections::HashSet;
use std::path::PathBuf;

use git2::Oid;

use super::commit_cache::Claimed;
use super::commit_cache::{self, CommitCache};
use super::history::{commit_id, oid_of};
use super::repository::Repository;
use super::tree::Trees;
use super::walk::WalkedCommit;
use crate::model::{CommitId, Result, RunbookId};

impl Repository {
    /// The latest commit reachable from the head that touched this runbook's record, a deletion included; `None` where
    /// there never was one.
    ///
    /// # Errors
    /// `Git` when history cannot be read.
    pub fn tip(&self, id: &RunbookId) -> Result<Option<CommitId>> {
        let Some(head) = self.head()?.commit else { return Ok(None) };
        let head = oid_of(&head)?;
        let (known, checked) =
            self.with_touches(head, |touches| (touches.latest(id), touches.checked.get(id).copied()))?;
        let tip = match checked {
            Some(tip) => tip,
            None => {
                let tip = self.checked_tip(head, id, known)?;
                self.with_touches(head, |touches| touches.checked.insert(id.clone(), tip))?;
                tip
            }
        };
        tip.map(commit_id).transpose()
    }

    /// The tip that is known, if it holds what the head holds; otherwise the tip by comparing all of history.
    fn checked_tip(&self, head: Oid, id: &RunbookId, known: Option<Oid>) -> Result<Option<Oid>> {
        let trees = Trees::new(self)?;
        match known {
            Some(commit) if commit == head || self.holds_same(&trees, commit, head, id)? => Ok(Some(commit)),
            None if trees.record(self.root_of(head)?, id)?.is_none() => Ok(None),
            _ => self.last_touch(&trees, head, id),
        }
    }

    /// The runbooks whose record the trail has and the head has not, those removed last first; a hint, as the cache is one.
    ///
    /// # Errors
    /// As [`Repository::tip`].
    pub fn removed_ids(&self) -> Result<Vec<RunbookId>> {
        let Some(head) = self.head()?.commit else { return Ok(Vec::new()) };
        let there: HashSet<RunbookId> = self.records(&head)?.into_iter().map(|(id, _)| id).collect();
        let commits = self.with_touches(oid_of(&head)?, |touches| touches.of_others(there.iter()))?;
        let trees = Trees::new(self)?;
        let mut gone: Vec<RunbookId> = Vec::new();
        let mut seen = there;
        for commit in commits {
            let touched = self.touched(&trees, commit, false)?;
            gone.extend(touched.into_iter().filter(|id| seen.insert(id.clone())));
        }
        Ok(gone)
    }

    /// True when the runbook's latest commit was made with plain git: it carries no event of this runbook.
    ///
    /// # Errors
    /// As [`Repository::tip`].
    pub fn is_hand_committed(&self, id: &RunbookId) -> Result<bool> {
        self.tip(id)?.map_or(Ok(false), |tip| self.is_by_hand(&tip, id))
    }

    /// True when a commit carries no event of this runbook. One below which the clone was cut off accuses nobody: it
    /// may not have touched the runbook at all.
    ///
    /// # Errors
    /// `Git` when it cannot be read.
    pub fn is_by_hand(&self, commit: &CommitId, id: &RunbookId) -> Result<bool> {
        Ok(!self.recorded(commit)?.tells_of(id) && !self.is_cut_below(commit))
    }

    /// Refuses where the runbook's latest commit lies in the history that a shallow clone lacks.
    ///
    /// # Errors
    /// `Git` where it does, or when it cannot be read.
    pub fn require_tip(&self, tip: &CommitId, id: &RunbookId) -> Result<()> {
        match self.is_cut_below(tip) && self.recorded(tip)?.runbook.as_ref() != Some(id) {
            true => self.require_history(),
            false => Ok(()),
        }
    }

    /// Remembers that the head went from `before` to `commit`, which touched this runbook only. A hint to be fast; it
    /// cannot fail.
    pub fn note_tip(&self, before: Option<&CommitId>, commit: &CommitId, id: &RunbookId) {
        let before = before.map(oid_of).transpose();
        if let (Ok(before), Ok(commit), false) = (before, oid_of(commit), self.is_shallow()) {
            commit_cache::note(&self.touches_path(), before, commit, id);
        }
        self.touches.replace(None);
    }

    /// Every commit that is known to have touched this runbook, the latest first; a hint, as the cache is one.
    pub(super) fn known_touches(&self, head: Oid, id: &RunbookId) -> Result<Vec<Oid>> {
        self.with_touches(head, |touches| touches.all(id))
    }

    /// What the cache holds for the latest commits of these runbooks, the latest of all first; a hint, as the cache is one.
    pub(super) fn claimed_tips(&self, ids: &[&RunbookId]) -> Result<Vec<Claimed>> {
        let Some(head) = self.head()?.commit else { return Ok(Vec::new()) };
        self.with_touches(oid_of(&head)?, |touches| touches.latest_of(ids))
    }

    /// The latest commits that are known to have touched any runbook; as many as asked for.
    pub(super) fn known_commits(&self, head: Oid, limit: usize) -> Result<Vec<Oid>> {
        self.with_touches(head, |touches| {
            let mut found = Vec::new();
            touches.commits(|commit| {
                found.push(commit);
                found.len() < limit
            });
            found
        })
    }

    fn with_touches<T>(&self, head: Oid, ask: impl FnOnce(&mut CommitCache) -> T) -> Result<T> {
        let known = self.touches.take().filter(|touches| touches.head == head);
        let mut touches = match known {
            Some(touches) => touches,
            None => self.catch_up(head)?,
        };
        let answer = ask(&mut touches);
        self.touches.replace(Some(touches));
        Ok(answer)
    }

    fn catch_up(&self, head: Oid) -> Result<CommitCache> {
        if self.is_shallow() {
            let steps = self.steps(None, head)?.unwrap_or_default();
            return Ok(CommitCache::passing(pairs(&steps), head));
        }
        let path = self.touches_path();
        if let Some(mut touches) = CommitCache::read(&path) {
            if touches.head == head {
                return Ok(touches);
            }
            if let Some(steps) = self.steps(Some(touches.head), head)? {
                touches.go_on(&path, pairs(&steps), head);
                return Ok(touches);
            }
        }
        let steps = self.steps(None, head)?.unwrap_or_default();
        Ok(CommitCache::rebuilt(&path, pairs(&steps), head))
    }

    /// Where the cache lies: it follows this work tree's head.
    fn touches_path(&self) -> PathBuf {
        self.own_private().join("tips")
    }

    pub(super) fn holds_same(&self, trees: &Trees<'_>, a: Oid, b: Oid, id: &RunbookId) -> Result<bool> {
        // a commit that the cache names may be gone
        let Ok(tree) = self.root_of(a) else { return Ok(false) };
        trees.same_record(tree, self.root_of(b)?, id)
    }

    pub(super) fn root_of(&self, commit: Oid) -> Result<Oid> {
        let found = self.git.find_commit(commit);
        found
            .map(|found| found.tree_id())
            .map_err(|error| self.object_fault(Some(commit), format!("read the commit {commit}"), &error))
    }
}

fn pairs(steps: &[WalkedCommit]) -> impl Iterator<Item = (Oid, &[RunbookId])> {
    steps.iter().map(|step| (step.commit, step.ids.as_slice()))
}
