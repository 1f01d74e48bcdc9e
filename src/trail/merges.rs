//! Commits that join several, and where their sides began.

use git2::Sort;

use super::history::{commit_id, oid_of};
use super::repository::Repository;
use crate::model::{CommitId, Result};

impl Repository {
    /// The commits behind the head that join several, the latest first, each with its parents.
    ///
    /// # Errors
    /// `Git` when history cannot be read.
    pub fn merges(&self) -> Result<Vec<(CommitId, Vec<CommitId>)>> {
        let Some(head) = self.head()?.commit else { return Ok(Vec::new()) };
        let fault = |error| self.object_fault(None, "walk the history", &error);
        let mut walk = self.git.revwalk().map_err(fault)?;
        walk.set_sorting(Sort::TOPOLOGICAL).map_err(fault)?;
        walk.push(oid_of(&head)?).map_err(fault)?;
        let mut found = Vec::new();
        for oid in walk {
            let commit = commit_id(oid.map_err(fault)?)?;
            let parents = self.parents(&commit)?;
            if parents.len() > 1 {
                found.push((commit, parents));
            }
        }
        Ok(found)
    }

    /// The latest commit behind both; none where they have nothing in common.
    pub fn common(&self, one: &CommitId, other: &CommitId) -> Option<CommitId> {
        let base = self.git.merge_base(oid_of(one).ok()?, oid_of(other).ok()?).ok()?;
        commit_id(base).ok()
    }
}
