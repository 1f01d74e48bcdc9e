//! What follows a commit beside the trail: a list of targets comes or goes, a draft or captured output that is recorded
//! now is dropped.
//!
//! Never done before the commit is made. What is to come is made ready under a passing name first, and the journal of the
//! change says what follows, so that the next run does it where a kill came in between. Each can be done twice.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::atomic_fs::Staged;
use super::drafts::Drafts;
use super::folder::{Folder, PRIVATE_FILE};
use super::spool::Spool;
use super::targets::{TargetList, TargetStore};
use crate::model::{Result, RunbookId, Slug};

/// One thing that follows a commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Following {
    /// A list takes its place, and what was kept about an earlier one goes.
    KeepTargets {
        /// Whose.
        runbook: RunbookId,
        /// The list; a journal knows only where it was made ready.
        #[serde(skip)]
        list: Option<TargetList>,
    },
    /// A list goes, with everything that is kept about its targets.
    PurgeTargets {
        /// Whose.
        runbook: RunbookId,
    },
    /// What became of targets is added to the journal of their task.
    NoteTargets {
        /// Whose.
        runbook: RunbookId,
        /// The task.
        task: Slug,
        /// The lines of the journal.
        lines: String,
    },
    /// A draft goes.
    DropDraft {
        /// Its name.
        name: String,
    },
    /// Captured output goes.
    DropCapture {
        /// Its name.
        name: String,
    },
}

impl Following {
    /// Writes under a passing name what is to come, so that no space is needed later.
    ///
    /// # Errors
    /// `Disk`.
    pub fn stage(&self, pending: &Folder, number: usize) -> Result<Option<Staged>> {
        match self {
            Self::KeepTargets { list: Some(list), .. } => {
                pending.stage(&passing(number), list.text().as_bytes(), PRIVATE_FILE).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Does it where nothing had to be recorded: the list that lies there already stays, with everything about it; another
    /// one makes room.
    ///
    /// # Errors
    /// `Disk`.
    pub fn carry_out_again(&self, private: &Path, pending: &Folder, number: usize) -> Result<()> {
        match self {
            Self::KeepTargets { runbook, list: Some(list) } if TargetStore::open(private, runbook)?.holds(list)? => {
                Ok(())
            }
            _ => self.carry_out(private, pending, number),
        }
    }

    /// Does it. `private` is the store's private folder.
    ///
    /// # Errors
    /// `Disk`; then it is to be done again.
    pub fn carry_out(&self, private: &Path, pending: &Folder, number: usize) -> Result<()> {
        match self {
            Self::KeepTargets { runbook, .. } => TargetStore::open(private, runbook)?.keep(pending, &passing(number)),
            Self::PurgeTargets { runbook } => TargetStore::open(private, runbook)?.delete(),
            Self::NoteTargets { runbook, task, lines } => TargetStore::open(private, runbook)?.add(task, lines),
            Self::DropDraft { name } => Drafts::new(private).drop_named(name),
            Self::DropCapture { name } => Spool::drop_named(private, name),
        }
    }
}

fn passing(number: usize) -> String {
    format!("following-{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn done_twice_it_comes_to_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let pending = Folder::open(dir.path()).unwrap().child_or_make("pending").unwrap().0;
        let runbook: RunbookId = "acme/enforce-2fa".parse().unwrap();
        let store = TargetStore::open(dir.path(), &runbook).unwrap();
        let list = TargetList::new(["a", "b"]);
        let keep = Following::KeepTargets { runbook: runbook.clone(), list: Some(list.clone()) };
        assert!(keep.stage(&pending, 0).unwrap().is_some());
        // what is read back from a journal has no list, and needs none
        let read: Following = serde_json::from_slice(&serde_json::to_vec(&keep).unwrap()).unwrap();
        for _ in 0..2 {
            read.carry_out(dir.path(), &pending, 0).unwrap();
            assert_eq!(store.list().unwrap().as_ref(), Some(&list));
        }
        let other = TargetList::new(["a", "c"]);
        let again = Following::KeepTargets { runbook: runbook.clone(), list: Some(other.clone()) };
        for kept in [&other, &list] {
            let again = if kept == &list { &keep } else { &again };
            for _ in 0..2 {
                again.stage(&pending, 1).unwrap();
                again.carry_out_again(dir.path(), &pending, 1).unwrap();
                assert_eq!(store.list().unwrap().as_ref(), Some(kept), "the list that was asked for");
            }
        }
        let task = Slug::new("bulk").unwrap();
        let (_, lines) = store.journal(&task, &list).unwrap().with(&[(1, crate::store::targets::TargetResult::Done)]);
        let note = Following::NoteTargets { runbook: runbook.clone(), task: task.clone(), lines };
        for _ in 0..2 {
            note.carry_out(dir.path(), &pending, 0).unwrap();
            assert_eq!(store.journal(&task, &list).unwrap().totals().done, 1);
        }
        let purge = Following::PurgeTargets { runbook };
        for _ in 0..2 {
            purge.carry_out(dir.path(), &pending, 0).unwrap();
            assert_eq!(store.list().unwrap(), None);
        }
        assert_eq!(std::fs::read_dir(dir.path().join("targets")).unwrap().count(), 0);
    }
}
