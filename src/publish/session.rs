//! The right to write: every lock that a change needs, on a store that is whole.
//!
//! Nothing is read for a change before a [`WriteSession`] is held, because only then does it stay as it was read.

use std::time::Duration;

use super::beside::follow_again;
use super::pending::PendingFolder;
use super::work_file::{FileEdit, put_in_place};
use super::{git_settings, recovery};
use crate::model::{Kind, Result};
use crate::store::drafts::Drafts;
use crate::store::folder::Folder;
use crate::store::following::Following;
use crate::store::index_lock::IndexLock;
use crate::store::journal::Journal;
use crate::store::lock::{Wait, WriteLock};
use crate::store::signals::Hold;
use crate::store::undelivered;
use crate::trail::{Actors, PersonEnv, Repository, SettingsPlace};

/// The store's own lock with what interrupted runs have left put right, as far as that needs no other lock: enough for
/// what touches neither branch, nor index, nor record. Signals wait as long as it is held. Dropping it changes nothing.
pub struct StoreSession<'r> {
    // in the order in which they are let go
    pub(super) pending: PendingFolder,
    pub(super) own: Folder,
    pub(super) private: Folder,
    _lock: WriteLock,
    pub(super) hold: Hold,
    pub(super) repository: &'r Repository,
}

/// Held from before the record is read until the change is done; signals wait as long. Dropping it changes nothing.
pub struct WriteSession<'r> {
    // in the order in which they are let go
    pub(super) claim: IndexLock,
    pub(super) store: StoreSession<'r>,
    pub(super) repository: &'r Repository,
    pub(super) env: &'r PersonEnv,
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

impl<'r> StoreSession<'r> {
    /// Takes the store's lock, waiting at most this long for it.
    ///
    /// # Errors
    /// `Locked` with the holder's name, `Disk`, `Interrupted`.
    pub fn begin(repository: &'r Repository, patience: Duration) -> Result<Self> {
        let hold = Hold::begin();
        let stop = || hold.is_asked_to_stop();
        Self::take(repository, &mut Wait::new(patience, &stop))
    }

    fn take(repository: &'r Repository, wait: &mut Wait<'_>) -> Result<Self> {
        let hold = Hold::begin();
        repository.make_private()?;
        let private = Folder::open(repository.private())?;
        let own = Folder::open(&repository.own_private())?;
        let lock = WriteLock::take(&private, wait)?;
        // before its folder is held: what is made ready there may be all that is left of a change
        let journal = Journal::read(&own)?;
        let pending = PendingFolder::open(&own)?;
        if journal.is_some() {
            pending.keep();
        }
        git_settings::clear_dead(repository, &private)?;
        // what cannot be mended in a person's own folder is no reason to refuse a change; the doctor tells of it
        let _ = undelivered::mend(repository.private());
        let _ = Drafts::new(repository.private()).clear_torn();
        repository.clear_passing();
        Ok(Self { pending, own, private, _lock: lock, hold, repository })
    }

    /// Writes these of git's settings of this clone, all of them or none.
    ///
    /// # Errors
    /// `Locked` while somebody else's git writes them, `Git` when they do not parse, `Disk`.
    pub fn set_up_git(&self, place: SettingsPlace, settings: &[(&str, String)]) -> Result<()> {
        let stop = || self.hold.is_asked_to_stop();
        git_settings::write(self.repository, (place, settings), &self.private, &self.pending.0, &stop)
    }

    /// Does beside the trail what a command asks for that finds nothing to record.
    ///
    /// # Errors
    /// `Disk`.
    pub fn do_beside(&self, follows: &[Following]) -> Result<()> {
        follow_again(follows, self.repository, &self.pending.0)
    }
}

impl<'r> WriteSession<'r> {
    /// Takes all locks of the store, waiting at most this long for them together, and finishes or undoes what an
    /// interrupted run has left.
    ///
    /// # Errors
    /// `Locked` with the holder's name, `Git` for a repository in which nothing may be written now, `Interrupted`.
    pub fn begin(repository: &'r Repository, env: &'r PersonEnv, patience: Duration) -> Result<Self> {
        let hold = Hold::begin();
        let stop = || hold.is_asked_to_stop();
        let mut wait = Wait::new(patience, &stop);
        let store = StoreSession::take(repository, &mut wait)?;
        let git_dir = Folder::open(repository.git_dir())?;
        IndexLock::clear_dead(&git_dir)?;
        let journal = Journal::read(&store.own)?;
        if journal.is_none() {
            repository.writable()?;
        }
        let claim = IndexLock::take(&store.private, git_dir, &mut wait)?;
        repository.forget_index();
        let session = Self { claim, store, repository, env };
        if let Some(journal) = journal {
            recovery::finish(repository, &journal, session.claim.git_dir(), &session.store.pending.0)?;
            Journal::end(&session.store.own)?;
            session.store.pending.let_go();
            repository.writable()?;
        }
        // whatever a killed run left here is of no use to anybody
        session.store.pending.sweep();
        Ok(session)
    }

    /// The people of a commit that is made with it.
    ///
    /// # Errors
    /// `Identity` when git knows nobody.
    pub fn actors(&self) -> Result<Actors> {
        self.repository.identity(self.env)
    }

    /// The session of the store alone, which this one holds.
    pub fn store(&self) -> &StoreSession<'_> {
        &self.store
    }

    /// Puts a file back that lacks in the work tree, by its path below the top.
    ///
    /// # Errors
    /// `Disk`; `HandEdited` when there is one.
    pub fn put_back(&self, path: &str, content: Vec<u8>) -> Result<()> {
        let edit = FileEdit { path: path.to_owned(), before: None, after: content };
        put_in_place(&Folder::open(self.repository.top())?, &edit, &self.store.pending.0, 0).map(drop)
    }
}
