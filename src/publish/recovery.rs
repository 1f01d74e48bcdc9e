//! Finishes what a killed run left half done, from its journal.
//!
//! A commit that is on no branch means that nothing else was touched: there is nothing to do. Whether it is on one is asked
//! of all of them, as a person may have renamed the one that moved, or gone on from it. Where it is behind the head, file
//! and index follow it, but only where they are still exactly as the killed run found them. What a person did in between
//! stays. What follows the commit beside the trail is done wherever the commit is on a branch.

use super::beside::follow;
use super::branch::Branch;
use super::git_settings;
use super::pending::PENDING;
use super::work_file::{FileEdit, look, put_in_place};
use crate::model::Result;
use crate::store::atomic_fs::settle;
use crate::store::drafts::Drafts;
use crate::store::folder::{Folder, PRIVATE_FILE};
use crate::store::index_lock::IndexLock;
use crate::store::journal::{Journal, JournalFile};
use crate::store::lock::WriteLock;
use crate::store::undelivered::{self, Undelivered};
use crate::trail::{BlobId, Repository};

/// Something that an interrupted run left, which the next change puts right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leftover {
    /// A change whose commit is on the branch and whose files may not have followed.
    Unfinished(Vec<String>),
    /// A change that was never made, of which only passing files are left.
    NeverMade,
    /// Git's `index.lock`, which stops a person's git.
    IndexLock,
    /// Files for a person that did not all come to their folder.
    Files(Undelivered),
    /// The writing of git's settings, perhaps with their lock.
    Settings,
}

/// What an interrupted run has left; nothing while a change is being made. Needs no lock and changes nothing.
///
/// # Errors
/// `Disk` or `Git` when it cannot be looked at.
pub fn leftovers(repository: &Repository) -> Result<Vec<Leftover>> {
    if !repository.private().exists() {
        return Ok(Vec::new());
    }
    let private = Folder::open(repository.private())?;
    if WriteLock::is_held(&private) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    if IndexLock::is_ours(&Folder::open(repository.git_dir())?)? {
        found.push(Leftover::IndexLock);
    }
    found.extend(undelivered::torn(repository.private())?.into_iter().map(Leftover::Files));
    if git_settings::is_begun(&private)? {
        found.push(Leftover::Settings);
    }
    // a work tree in which nothing was ever changed has no folder of its own, and shares the other one
    let own = repository.own_private();
    let own = if own.exists() { Some(Folder::open(&own)?) } else { None };
    let of_change = own.as_ref().map_or(Ok(None), |own| of_change(repository, own))?;
    if of_change.is_some() {
        found.extend(of_change);
    } else if Drafts::new(repository.private()).has_torn()? {
        found.push(Leftover::NeverMade);
    }
    // who begins at this moment has left nothing
    if WriteLock::is_held(&private) {
        found.clear();
    }
    Ok(found)
}

/// What a killed change has left in the folder of its own work tree.
fn of_change(repository: &Repository, own: &Folder) -> Result<Option<Leftover>> {
    Ok(match Journal::read(own)? {
        Some(journal) if repository.is_on_any(&journal.branch, &journal.new)? => {
            Some(Leftover::Unfinished(journal.files.into_iter().map(|file| file.path).collect()))
        }
        Some(_) => Some(Leftover::NeverMade),
        None => has_passing(own)?.then_some(Leftover::NeverMade),
    })
}

fn has_passing(own: &Folder) -> Result<bool> {
    Ok(match own.child(PENDING)? {
        Some(pending) => !pending.names()?.is_empty(),
        None => false,
    })
}

/// Finishes or undoes what the journal tells of. All locks must be held.
///
/// # Errors
/// `Disk` or `Git`; then the journal stays, and the next run tries again.
pub(super) fn finish(repository: &Repository, journal: &Journal, git_dir: &Folder, pending: &Folder) -> Result<()> {
    Branch::clear_dead(repository, &journal.branch, &journal.new)?;
    if let Some(old) = &journal.old {
        // a run can also have been killed while it took its move back
        Branch::clear_dead(repository, &journal.branch, old)?;
    }
    if !repository.is_on_any(&journal.branch, &journal.new)? {
        return Ok(());
    }
    if let Some(here) = repository.head()?.branch
        && repository.is_on(&here, &journal.new)?
    {
        bring_files(repository, journal, &Branch::open(repository, &here)?, git_dir, pending)?;
    }
    follow(&journal.follows, repository, pending)
}

/// Brings the files and the index to the branch.
fn bring_files(
    repository: &Repository,
    journal: &Journal,
    branch: &Branch<'_>,
    git_dir: &Folder,
    pending: &Folder,
) -> Result<()> {
    let Some(tip) = repository.branch_tip(branch.name())? else { return Ok(()) };
    let top = Folder::open(repository.top())?;
    let mut index = repository.next_index(pending.path())?;
    let mut changed = Vec::new();
    for (number, file) in journal.files.iter().enumerate() {
        let after: BlobId = file.after.parse()?;
        if repository.blob_id_at(&tip, &file.path)? != Some(after) {
            // later commits have gone on from it
            continue;
        }
        let about = put(&top, file, &repository.blob(after)?, pending, number)?;
        if index.id_of(&file.path)?.map(|id| id.to_string()) == file.indexed {
            index.set(&file.path, after)?;
            changed.push((file.path.as_str(), about));
        }
    }
    if changed.is_empty() {
        return Ok(());
    }
    let paths: Vec<&str> = changed.iter().map(|(path, _)| *path).collect();
    index.forget_trees(&paths);
    for (path, about) in &changed {
        if let Some(about) = about {
            index.witness(path, about);
        }
    }
    index.seal();
    let staged = pending.stage("index", &index.bytes()?, PRIVATE_FILE)?;
    settle(&[&staged], &[])?;
    pending.move_to("index", git_dir, "index")?;
    settle(&[], &[git_dir, branch.folder()])
}

/// Brings one file to its new content if it is still the old one; what the file system knows of it then, if it is.
fn put(
    top: &Folder,
    file: &JournalFile,
    after: &[u8],
    pending: &Folder,
    number: usize,
) -> Result<Option<std::fs::Metadata>> {
    // something that is no file is a person's doing
    let Ok(there) = look(top, &file.path) else { return Ok(None) };
    let is_after = there.as_deref() == Some(after);
    let id = there.as_deref().map(BlobId::of).transpose()?.map(|id| id.to_string());
    if !is_after && id != file.before {
        return Ok(None);
    }
    let edit = FileEdit { path: file.path.clone(), before: there, after: after.to_vec() };
    put_in_place(top, &edit, pending, number)
}
