//! The end of a branch: where it is, in which file that stands, and the line that a move of it leaves in the reflog.
//!
//! Only words and names; the moving itself is one rename, which happens where all other files of a change are moved.

use git2::{BranchType, ErrorCode};

use super::failure::git_fault;
use super::history::{commit_id, oid_of};
use super::repository::Repository;
use super::transaction::{CommitWords, stamp};
use crate::model::{CommitId, Fault, Kind, Result};

const NOTHING: &str = "0000000000000000000000000000000000000000";

impl Repository {
    /// The commit at the end of a branch, read afresh; nothing for one without commits.
    ///
    /// # Errors
    /// `Git` when it cannot be read, or is itself only a name for another branch.
    pub fn branch_tip(&self, branch: &str) -> Result<Option<CommitId>> {
        match self.git.find_reference(branch) {
            Ok(reference) => match reference.target() {
                Some(oid) => commit_id(oid).map(Some),
                None => Err(Fault::new(Kind::Git, format!("{branch} is only another name for a branch"))
                    .hint("git switch BRANCH")),
            },
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(git_fault(format!("read {branch}"), &error)),
        }
    }

    /// True when `commit` is on the branch: its end or in the history below.
    ///
    /// # Errors
    /// `Git` when the history cannot be read.
    pub fn is_on(&self, branch: &str, commit: &CommitId) -> Result<bool> {
        let Some(tip) = self.branch_tip(branch)? else { return Ok(false) };
        if tip == *commit {
            return Ok(true);
        }
        let below = self.git.graph_descendant_of(oid_of(&tip)?, oid_of(commit)?);
        below.or_else(|error| match error.code() {
            // the commit was never stored here: then it is on no branch
            ErrorCode::NotFound => Ok(false),
            _ => Err(self.object_fault(None, format!("follow the history of {branch}"), &error)),
        })
    }

    /// True when `commit` is on any branch of this clone: on `likely`, or wherever a person has renamed or moved it to.
    ///
    /// # Errors
    /// `Git` when branches or their history cannot be read.
    pub fn is_on_any(&self, likely: &str, commit: &CommitId) -> Result<bool> {
        if self.is_on(likely, commit)? {
            return Ok(true);
        }
        let wrong = |error: git2::Error| git_fault("list the branches", &error);
        for branch in self.git.branches(Some(BranchType::Local)).map_err(wrong)? {
            let (branch, _) = branch.map_err(wrong)?;
            let name = String::from_utf8_lossy(branch.get().name_bytes()).into_owned();
            // what is only another name for a branch leads to one that is looked at as well
            if branch.get().target().is_some() && self.is_on(&name, commit)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// True when moves of branches are to be noted even where no reflog exists yet.
    ///
    /// # Errors
    /// `Git` when git's settings cannot be read.
    pub fn keeps_reflogs(&self) -> Result<bool> {
        let said = self.config()?.text("core.logAllRefUpdates");
        // besides yes and no there is "always", which for a branch is yes
        Ok(said.is_none_or(|said| git2::Config::parse_bool(said.as_str()).unwrap_or(true)))
    }
}

/// The line that a commit leaves in the reflog of its branch and of `HEAD`.
///
/// # Errors
/// `Identity` when the person's name cannot stand there.
pub fn reflog_line(old: Option<&CommitId>, new: &CommitId, words: &CommitWords) -> Result<String> {
    let subject = words.message.lines().next().unwrap_or_default().replace('\t', " ");
    let what = if old.is_some() { "commit" } else { "commit (initial)" };
    note(old, Some(new), words, &format!("{what}: {subject}"))
}

/// The line for a move that was taken back.
///
/// # Errors
/// As [`reflog_line`].
pub fn undo_line(new: &CommitId, old: Option<&CommitId>, words: &CommitWords) -> Result<String> {
    note(Some(new), old, words, "runbook: taken back, because the files could not be written")
}

fn note(from: Option<&CommitId>, to: Option<&CommitId>, words: &CommitWords, what: &str) -> Result<String> {
    let name = |commit: Option<&CommitId>| commit.map_or(NOTHING, CommitId::as_str).to_owned();
    Ok(format!("{} {} {}\t{what}\n", name(from), name(to), stamp(&words.committer, words.recorded)?))
}
