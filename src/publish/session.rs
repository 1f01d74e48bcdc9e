//! The right to write: every lock that a change needs, on a store that is whole.
//!
//! Nothing is read for a change before a [`WriteSession`] is held, because only then does it stay as it was read.

use std::cell::Cell;
use std::time::Duration;

use super::recovery;
use crate::model::{Kind, Result};
use crate::store::atomic_fs::Folder;
use crate::store::index_lock::IndexLock;
use crate::store::journal::Journal;
use crate::store::lock::{Wait, WriteLock};
use crate::store::signals::Hold;
use crate::trail::{PersonEnv, Repository};

const PENDING: &str = "pending";

/// Held from before the record is read until the change is done; signals wait as long. Dropping it changes nothing.
pub struct WriteSession<'r> {
    // in the order in which they are let go
    pub(super) claim: IndexLock,
    pub(super) pending: PendingFolder,
    pub(super) own: Folder,
    _lock: WriteLock,
    pub(super) hold: Hold,
    pub(super) repository: &'r Repository,
    pub(super) env: &'r PersonEnv,
}

/// The folder of passing files, emptied at the end unless what is in it is still needed.
pub(super) struct PendingFolder(pub(super) Folder, Cell<bool>);

impl PendingFolder {
    /// Leaves what is in it to the next run.
    pub(super) fn keep(&self) {
        self.1.set(true);
    }

    /// Needs it no longer.
    fn let_go(&self) {
        self.1.set(false);
    }

    /// Removes everything in it.
    pub(super) fn sweep(&self) {
        // an error that passes shall leave nothing; what it cannot remove is written over by the next change
        let names = self.0.names().or_else(|_| self.0.names()).unwrap_or_default();
        for name in names {
            let _ = self.0.remove(&name).or_else(|_| self.0.remove(&name));
        }
    }
}

impl Drop for PendingFolder {
    fn drop(&mut self) {
        if !self.1.get() {
            self.sweep();
        }
    }
}

/// How often a change begins anew because somebody's commit came in between; git's own commit moves the branch without
/// the lock of the index.
const MOST_TRIES: usize = 20;

/// Makes a whole change, from its locks on, and makes it anew when it was overtaken.
///
/// # Errors
/// What the change says; `Overtaken` when that happened every time.
pub fn until_not_overtaken<T>(change: impl Fn() -> Result<T>) -> Result<T> {
    for _ in 1..MOST_TRIES {
        match change() {
            Err(fault) if fault.kind == Kind::Overtaken => {}
            other => return other,
        }
    }
    change()
}

impl<'r> WriteSession<'r> {
    /// Takes all locks of the store, waiting at most this long for them together, and finishes or undoes what an
    /// interrupted run has left.
    ///
    /// # Errors
    /// `Locked` with the holder's name, `Git` for a repository in which nothing may be written now, `Interrupted`.
    pub fn begin(repository: &'r Repository, env: &'r PersonEnv, patience: Duration) -> Result<Self> {
        let hold = Hold::begin();
        repository.make_private()?;
        let private = Folder::open(repository.private())?;
        let own = Folder::open(&repository.own_private())?;
        let git_dir = Folder::open(repository.git_dir())?;
        let stop = || hold.is_asked_to_stop();
        let mut wait = Wait::new(patience, &stop);
        let lock = WriteLock::take(&private, &mut wait)?;
        let pending = PendingFolder(own.child_or_make(PENDING)?.0, Cell::new(false));
        IndexLock::clear_dead(&git_dir)?;
        let journal = Journal::read(&own)?;
        if journal.is_none() {
            repository.writable()?;
        }
        let claim = IndexLock::take(&private, git_dir, &mut wait)?;
        repository.forget_index();
        let session = Self { claim, pending, own, _lock: lock, hold, repository, env };
        if let Some(journal) = journal {
            // what is made ready there may be all that is left of it
            session.pending.keep();
            recovery::finish(repository, &journal, session.claim.git_dir(), &session.pending.0)?;
            session.pending.let_go();
            Journal::end(&session.own)?;
            repository.writable()?;
        }
        // whatever a killed run left here is of no use to anybody
        session.pending.sweep();
        Ok(session)
    }
}
