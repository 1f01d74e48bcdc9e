//! The trail in order: the commits of one runbook, or of all, the latest first.
//!
//! Follows what is known about touches and checks each step by a second witness: the commit's own `Runbook-Previous`, or
//! the trees. Where both fail, all of history is compared, so that no commit made with plain git is lost.

use git2::Oid;

use super::history::{commit_id, oid_of};
use super::repository::Repository;
use super::tree::Trees;
use super::walk::adopted;
use crate::model::{CommitId, Recorded, Result, RunbookId};

/// So many earlier commits are tried as what a commit was built on, before the whole history is compared.
const TRIES: usize = 8;

/// A commit in the log of all runbooks.
#[derive(Debug, Clone, PartialEq)]
pub struct LogEntry {
    /// The runbook whose record it touched.
    pub id: RunbookId,
    /// The commit; one by plain git has no event, or those of another runbook.
    pub recorded: Recorded,
}

impl Repository {
    /// The commits that touched a runbook's record, the latest first, with or without an event; at most `limit`.
    ///
    /// # Errors
    /// `Git` when history cannot be read.
    pub fn log_of(&self, id: &RunbookId, limit: Option<usize>) -> Result<Vec<Recorded>> {
        let (Some(tip), Some(head)) = (self.tip(id)?, self.head()?.commit) else { return Ok(Vec::new()) };
        let (tip, head) = (oid_of(&tip)?, oid_of(&head)?);
        let limit = limit.unwrap_or(usize::MAX);
        let known: Vec<Oid> = self.known_touches(head, id)?.into_iter().skip_while(|commit| *commit != tip).collect();
        match self.checked_log(id, &known, limit)? {
            Some(log) => Ok(log),
            None => self.every_touch(head, id, limit)?.into_iter().map(|c| self.recorded(&commit_id(c)?)).collect(),
        }
    }

    /// The commits that touched any record, the latest first; one that touched several has an entry for each. At most
    /// `limit` entries.
    ///
    /// # Errors
    /// As [`Repository::log_of`].
    pub fn log_all(&self, limit: Option<usize>) -> Result<Vec<LogEntry>> {
        let mut entries = Vec::new();
        self.each_logged(limit, |entry| {
            entries.push(entry);
            Ok(())
        })?;
        Ok(entries)
    }

    /// As [`Repository::log_all`], showing one entry after the other, so that a long trail need not be held at once.
    ///
    /// # Errors
    /// As [`Repository::log_of`], and what `see` answers.
    pub fn each_logged(&self, limit: Option<usize>, mut see: impl FnMut(LogEntry) -> Result<()>) -> Result<()> {
        let Some(head) = self.head()?.commit else { return Ok(()) };
        let trees = Trees::new(self)?;
        let mut left = limit.unwrap_or(usize::MAX);
        for commit in self.known_commits(oid_of(&head)?, left)? {
            let recorded = self.recorded(&commit_id(commit)?)?;
            let ids = match recorded.runbook.as_ref().filter(|_| !recorded.events.is_empty()) {
                Some(id) => vec![id.clone()],
                None => self.touched(&trees, commit, false)?,
            };
            for id in ids.into_iter().take(left) {
                left -= 1;
                see(LogEntry { id, recorded: recorded.clone() })?;
            }
            if left == 0 {
                break;
            }
        }
        Ok(())
    }

    /// The log along `known`; `None` when a commit seems to be missing from it.
    fn checked_log(&self, id: &RunbookId, known: &[Oid], limit: usize) -> Result<Option<Vec<Recorded>>> {
        if known.is_empty() {
            return Ok(None);
        }
        let trees = Trees::new(self)?;
        let mut log = Vec::new();
        for (at, commit) in known.iter().enumerate().take(limit) {
            let recorded = self.recorded(&commit_id(*commit)?)?;
            let earlier = known.get(at + 1..).unwrap_or_default();
            let is_last_wanted = log.len() + 1 == limit;
            if !is_last_wanted && !self.continues(&trees, id, *commit, &recorded, earlier)? {
                return Ok(None);
            }
            log.push(recorded);
        }
        Ok(Some(log))
    }

    /// True when what `commit` was built on is among the earlier commits.
    fn continues(
        &self,
        trees: &Trees<'_>,
        id: &RunbookId,
        commit: Oid,
        said: &Recorded,
        earlier: &[Oid],
    ) -> Result<bool> {
        let claim = said.previous.as_ref().filter(|_| said.runbook.as_ref() == Some(id)).map(oid_of).transpose()?;
        if claim.is_some_and(|claim| earlier.contains(&claim)) {
            return Ok(true);
        }
        for parent in self.parents_of(commit)? {
            let mut found = trees.record(self.root_of(parent)?, id)?.is_none() && earlier.is_empty();
            for candidate in earlier.iter().take(TRIES) {
                found = found || self.holds_same(trees, *candidate, parent, id)?;
            }
            if !found {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The commits that touched a runbook, by comparing the trees of all of history.
    fn every_touch(&self, head: Oid, id: &RunbookId, limit: usize) -> Result<Vec<Oid>> {
        let trees = Trees::new(self)?;
        let mut found = Vec::new();
        for commit in self.commits_between(None, head)?.unwrap_or_default().into_iter().rev() {
            if found.len() >= limit {
                break;
            }
            let tree = self.root_of(commit)?;
            let parents = self.parents_of(commit)?;
            let mut touched = !parents.is_empty() || trees.record(tree, id)?.is_some();
            for parent in parents {
                touched = touched && !trees.same_record(self.root_of(parent)?, tree, id)?;
            }
            if touched || adopted(&self.find_commit(&commit_id(commit)?)?).as_ref() == Some(id) {
                found.push(commit);
            }
        }
        Ok(found)
    }

    fn parents_of(&self, commit: Oid) -> Result<Vec<Oid>> {
        let id: CommitId = commit_id(commit)?;
        Ok(self.find_commit(&id)?.parent_ids().collect())
    }
}
