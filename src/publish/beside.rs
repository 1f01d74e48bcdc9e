//! What follows a commit beside the trail, in its order: made ready with the change, done when its commit is made, by the run
//! itself or by the next.

use super::session::StoreSession;
use crate::model::Result;
use crate::store::atomic_fs::{Folder, Staged, settle};
use crate::store::following::Following;
use crate::trail::Repository;

impl StoreSession<'_> {
    /// Does beside the trail what a command asks for that finds nothing to record.
    ///
    /// # Errors
    /// `Disk`.
    pub fn do_beside(&self, follows: &[Following]) -> Result<()> {
        let staged = stage_all(follows, &self.pending.0)?;
        settle(&staged.iter().collect::<Vec<_>>(), &[])?;
        let mut all = follows.iter().enumerate();
        all.try_for_each(|(number, following)| {
            following.carry_out_again(self.repository.private(), &self.pending.0, number)
        })
    }
}

/// Does what follows a commit that is made.
pub(super) fn follow(follows: &[Following], repository: &Repository, pending: &Folder) -> Result<()> {
    let mut all = follows.iter().enumerate();
    all.try_for_each(|(number, following)| following.carry_out(repository.private(), pending, number))
}

/// Makes ready what is to come; for being made durable.
pub(super) fn stage_all(follows: &[Following], pending: &Folder) -> Result<Vec<Staged>> {
    let staged = follows.iter().enumerate().map(|(number, following)| following.stage(pending, number).transpose());
    staged.flatten().collect()
}
