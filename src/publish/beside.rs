//! What follows a commit beside the trail, in its order: made ready with the change, done when its commit is made, by the run
//! itself or by the next.

use crate::model::Result;
use crate::store::atomic_fs::{Staged, settle};
use crate::store::folder::Folder;
use crate::store::following::Following;
use crate::trail::Repository;

/// Makes ready what is to come; for being made durable.
pub(super) fn stage_all(follows: &[Following], pending: &Folder) -> Result<Vec<Staged>> {
    let staged = follows.iter().enumerate().map(|(number, following)| following.stage(pending, number).transpose());
    staged.flatten().collect()
}

/// Does what follows a commit that is made.
pub(super) fn follow(follows: &[Following], repository: &Repository, pending: &Folder) -> Result<()> {
    let mut all = follows.iter().enumerate();
    all.try_for_each(|(number, following)| following.carry_out(repository.private(), pending, number))
}

/// Does it where nothing had to be recorded.
pub(super) fn follow_again(follows: &[Following], repository: &Repository, pending: &Folder) -> Result<()> {
    let staged = stage_all(follows, pending)?;
    settle(&staged.iter().collect::<Vec<_>>(), &[])?;
    let mut all = follows.iter().enumerate();
    all.try_for_each(|(number, following)| following.carry_out_again(repository.private(), pending, number))
}
