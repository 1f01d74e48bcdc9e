//! The move of a branch from one commit to the next: by compare-and-swap on exactly the commit that was expected.
//!
//! The reference's lock is a second name of a durable file of ours that holds the new commit, so it appears whole, and
//! one that a kill left behind is known by that content and by nothing else.

use std::time::Duration;

use crate::model::{CommitId, Fault, Kind, Result};
use crate::store::atomic_fs::Staged;
use crate::store::folder::{Folder, PRIVATE_FILE};
use crate::store::lock::Wait;
use crate::trail::Repository;

const TIP: &str = "tip";
/// Git holds the lock of a reference for an instant only.
const PATIENCE: Duration = Duration::from_secs(10);

/// The branch that a change moves.
pub(super) struct Branch<'r> {
    repository: &'r Repository,
    name: String,
    folder: Folder,
    file: String,
}

impl<'r> Branch<'r> {
    /// Opens the place where the branch's reference lies, making folders for one that has none yet.
    ///
    /// # Errors
    /// `Disk`.
    pub(super) fn open(repository: &'r Repository, name: &str) -> Result<Self> {
        let (folder, file) = Folder::open(repository.common_dir())?.make_holder(name)?;
        Ok(Self { repository, name: name.to_owned(), folder, file: file.to_owned() })
    }

    /// Its full name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The folder of its reference, for being made durable.
    pub(super) fn folder(&self) -> &Folder {
        &self.folder
    }

    fn lock(&self) -> String {
        lock_of(&self.file)
    }

    /// Writes down where the branch shall go; to be durable before [`Branch::go`].
    ///
    /// # Errors
    /// `Disk`.
    pub(super) fn stage(pending: &Folder, to: &CommitId) -> Result<Staged> {
        pending.stage(TIP, words(to).as_bytes(), PRIVATE_FILE)
    }

    /// Moves it to where [`Branch::stage`] said, if it is at `from`.
    ///
    /// # Errors
    /// `Overtaken` when somebody moved it, `Locked` when somebody is moving it, `Disk`. Then it was not moved by us.
    pub(super) fn go(&self, pending: &Folder, from: Option<&CommitId>, to: &CommitId) -> Result<()> {
        self.lock_for(pending)?;
        let moved = self.must_be_at(from).and_then(|()| self.folder.move_to(&self.lock(), &self.folder, &self.file));
        match moved {
            Ok(()) => Ok(()),
            // the answer to a rename can be lost where the rename was not: what counts is where the branch is
            Err(_) if self.repository.branch_tip(&self.name).is_ok_and(|tip| tip.as_ref() == Some(to)) => Ok(()),
            Err(fault) => {
                self.unlock();
                Err(fault)
            }
        }
    }

    /// Gives up the lock that [`Branch::lock_for`] took.
    fn unlock(&self) {
        // where it cannot be removed the journal stays, and the next run removes it
        let _ = self.folder.remove(&self.lock()).or_else(|_| self.folder.remove(&self.lock()));
    }

    /// True when it is certain that the branch is not at this commit and no lock of ours is left on it.
    pub(super) fn is_untouched_by(&self, to: &CommitId) -> bool {
        let locked = self
            .folder
            .read(&self.lock())
            .map_or(true, |there| there.is_some_and(|there| there == words(to).as_bytes()));
        !locked && self.repository.branch_tip(&self.name).is_ok_and(|tip| tip.as_ref() != Some(to))
    }

    /// Takes the branch back to where it was. The work tree must be as it was, too.
    ///
    /// # Errors
    /// As [`Branch::go`]; then it was not taken back.
    pub(super) fn go_back(&self, pending: &Folder, from: &CommitId, to: Option<&CommitId>) -> Result<()> {
        let Some(old) = to else {
            // a branch without commits is one without a reference
            Self::stage(pending, from)?;
            self.lock_for(pending)?;
            let removed = self.must_be_at(Some(from)).and_then(|()| self.folder.remove(&self.file));
            self.unlock();
            return removed;
        };
        Self::stage(pending, old)?;
        self.go(pending, Some(from), old)
    }

    /// Removes a lock of the branch of this name that a run of ours left when it wanted to move it to this commit. Makes no
    /// folder for it: it may have been renamed or removed since, and another branch may be called as its folder was.
    ///
    /// # Errors
    /// `Disk`.
    pub(super) fn clear_dead(repository: &Repository, name: &str, to: &CommitId) -> Result<()> {
        let (mut folder, mut file) = (Folder::open(repository.common_dir())?, name);
        while let Some((above, below)) = file.split_once('/') {
            match folder.is_folder(above)?.then(|| folder.child(above)).transpose()?.flatten() {
                Some(child) => (folder, file) = (child, below),
                None => return Ok(()),
            }
        }
        let lock = lock_of(file);
        match folder.read(&lock)? {
            Some(there) if there == words(to).as_bytes() => folder.remove(&lock),
            _ => Ok(()),
        }
    }

    fn lock_for(&self, pending: &Folder) -> Result<()> {
        let mut wait = Wait::new(PATIENCE, &|| false);
        while !pending.claim(TIP, &self.folder, &self.lock())? {
            if !wait.another()? {
                let lock = self.folder.path().join(self.lock());
                let typed = shell_words::quote(&lock.to_string_lossy()).into_owned();
                return Err(Fault::new(
                    Kind::Locked,
                    format!("another process is moving the branch ({}); nothing was changed", lock.display()),
                )
                .hint(format!("if no git is running here, remove it: rm {typed}")));
            }
        }
        Ok(())
    }

    /// Fails when somebody has moved it.
    ///
    /// # Errors
    /// `Overtaken`.
    pub(super) fn must_be_at(&self, expected: Option<&CommitId>) -> Result<()> {
        if self.repository.branch_tip(&self.name)?.as_ref() == expected {
            return Ok(());
        }
        let message = format!("somebody else moved {} while the change was being made; nothing was changed", self.name);
        Err(Fault::new(Kind::Overtaken, message).hint("run the command again"))
    }

    /// Notes a move in the reflogs of the branch and of `HEAD`, where they are kept.
    ///
    /// # Errors
    /// `Disk`.
    pub(super) fn note(&self, line: &str) -> Result<()> {
        let keeps = self.repository.keeps_reflogs()?;
        let head = self.repository.git_dir().join("logs/HEAD");
        let branch = self.repository.common_dir().join("logs").join(&self.name);
        for path in [branch, head] {
            let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
                continue;
            };
            if keeps || path.exists() {
                make_all(folder)?.append(name, line.as_bytes())?;
            }
        }
        Ok(())
    }
}

fn make_all(path: &std::path::Path) -> Result<Folder> {
    match path.parent() {
        Some(above) if !path.exists() => {
            make_all(above)?;
            Folder::open_or_make(path)
        }
        _ => Folder::open(path),
    }
}

fn lock_of(file: &str) -> String {
    format!("{file}.lock")
}

fn words(commit: &CommitId) -> String {
    format!("{commit}\n")
}
