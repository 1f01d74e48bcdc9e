//! Whether a change may be recorded in this repository now.
//!
//! Refuses in the middle of a merge, rebase or the like, and off any branch; says how to get out.

use std::fs;

use git2::RepositoryState;

use super::repository::Repository;
use crate::model::{Act, CommitId, Event, Fault, Kind, Recorded, Result, RunbookId};

/// What a person is in the middle of, and the commands that end it.
type UnderWay = (&'static str, &'static [&'static str]);

/// What comes before all ways out where two people changed the same.
const DECIDE: &str = ", and two people changed the same: take over what is right in the files that `git status` names, delete \
                      a record's lines that begin with `#|`, and git add each";

impl Repository {
    /// Refuses where a new commit would disturb what a person is in the middle of. A branch without commits is fine.
    ///
    /// # Errors
    /// `Git`, saying what is under way and how it is ended.
    pub fn writable(&self) -> Result<()> {
        if let Some((what, ways_out)) = self.under_way() {
            let place = self.top().display();
            // git goes on only when nothing is left to decide
            let is_open = self.git.index().is_ok_and(|index| index.has_conflicts());
            let open = if is_open { DECIDE } else { "" };
            let mut fault = Fault::new(Kind::Git, format!("{what} is under way in “{place}”{open}"));
            fault.hints = ways_out.iter().map(|way| (*way).to_owned()).collect();
            return Err(fault);
        }
        match self.head()?.branch {
            Some(_) => Ok(()),
            None => Err(Fault::new(Kind::Git, "the head is detached: a change made here would belong to no branch")
                .hint("git switch BRANCH")
                .hint("git switch -c NEW-BRANCH")),
        }
    }

    /// True when older history was left out of this clone.
    pub fn is_shallow(&self) -> bool {
        self.git.is_shallow()
    }

    /// True where the clone was cut off below a commit: what that one changed is not known.
    pub fn is_cut_below(&self, commit: &CommitId) -> bool {
        self.is_shallow() && self.border().lines().any(|line| line.trim() == commit.as_str())
    }

    /// The commits below which the clone was cut off, one a line.
    fn border(&self) -> String {
        fs::read_to_string(self.common_dir().join("shallow")).unwrap_or_default()
    }

    /// True where some of the trail of a runbook, given with all that is here of it, was cut off: it has a commit at the
    /// border of the clone, and not the one with which the runbook began.
    pub fn is_cut_off(&self, id: &RunbookId, trail: &[Recorded]) -> bool {
        if !self.is_shallow() {
            return false;
        }
        let begins = |event: &Event| matches!(event.act, Act::Create { by_hand: false, .. } | Act::Import { .. });
        let began = |recorded: &Recorded| recorded.runbook.as_ref() == Some(id) && recorded.events.iter().any(begins);
        let border = self.border();
        let is_at_border = |recorded: &Recorded| border.lines().any(|line| line.trim() == recorded.commit.as_str());
        trail.iter().any(|recorded| is_at_border(recorded) && !began(recorded))
    }

    /// True when git was told to leave objects out of this clone.
    pub fn is_partial(&self) -> bool {
        let Ok(mut settings) = self.git.config() else { return false };
        let Ok(settings) = settings.snapshot() else { return false };
        let Ok(entries) = settings.entries(Some(r"^remote\..*\.promisor$")) else { return false };
        let mut found = false;
        let _ = entries.for_each(|entry| {
            found |= entry.value().is_ok_and(|value| git2::Config::parse_bool(value).unwrap_or(false));
        });
        found
    }

    /// Refuses where an answer would need the history that a shallow clone lacks.
    ///
    /// # Errors
    /// `Git`.
    pub fn require_history(&self) -> Result<()> {
        if !self.is_shallow() {
            return Ok(());
        }
        Err(Fault::new(Kind::Git, "this clone is shallow: the history that this needs is incomplete")
            .hint(self.unshallow()))
    }

    /// The command that brings the history that a shallow clone lacks, and with it what a partial one lacks.
    pub fn unshallow(&self) -> &'static str {
        if self.is_partial() { "git fetch --unshallow --refetch --no-filter" } else { "git fetch --unshallow" }
    }

    /// Between two steps of a series nothing but the list of what is left tells of it.
    fn series(&self) -> Option<UnderWay> {
        let list = self.git_dir().join("sequencer");
        if !list.is_dir() {
            return None;
        }
        let left = fs::read_to_string(list.join("todo")).unwrap_or_default();
        Some(match left.split_whitespace().next() {
            Some("revert") => ("a series of reverts", &["git revert --continue", "git revert --abort"]),
            _ => ("a series of cherry-picks", &["git cherry-pick --continue", "git cherry-pick --abort"]),
        })
    }

    fn under_way(&self) -> Option<UnderWay> {
        match self.git.state() {
            RepositoryState::Clean => self.series(),
            RepositoryState::Merge => Some(("a merge", &["git merge --continue", "git merge --abort"])),
            RepositoryState::Revert | RepositoryState::RevertSequence => {
                Some(("a revert", &["git revert --continue", "git revert --abort"]))
            }
            RepositoryState::CherryPick | RepositoryState::CherryPickSequence => {
                Some(("a cherry-pick", &["git cherry-pick --continue", "git cherry-pick --abort"]))
            }
            RepositoryState::Bisect => Some(("a bisect", &["git bisect reset"])),
            RepositoryState::Rebase
            | RepositoryState::RebaseInteractive
            | RepositoryState::RebaseMerge
            | RepositoryState::ApplyMailboxOrRebase => {
                Some(("a rebase", &["git rebase --continue", "git rebase --abort"]))
            }
            RepositoryState::ApplyMailbox => {
                Some(("applying mailed patches", &["git am --continue", "git am --abort"]))
            }
        }
    }
}
