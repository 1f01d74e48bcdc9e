//! The list of targets of a runbook and what became of each: private, under the git directory, never in a commit.
//!
//! A record in git can never be deleted, and this must be deletable. The list is text, one target a line; each task that
//! works through it has a journal and the captured output beside it.

mod journal;
mod list;
mod output;
mod reading;
mod target_result;

use std::path::Path;

pub use journal::{TargetJournal, tally};
pub use list::TargetList;
pub use output::Outputs;
pub use reading::{Gathered, Wanted, gather};
pub use target_result::TargetResult;

use super::atomic_fs::{Folder, PRIVATE_FILE, settle};
use crate::model::{Result, RunbookId, Slug};

const FOLDER: &str = "targets";
const LIST: &str = "list";
/// Put behind the name of what is about to be deleted.
const GOING: &str = ".purge";

/// What is kept of the targets of one runbook.
#[derive(Debug)]
pub struct TargetStore {
    all: Folder,
    name: String,
}

impl TargetStore {
    /// Of this runbook, under the store's private folder.
    ///
    /// # Errors
    /// `Disk` when the folder cannot be made.
    pub fn open(private: &Path, id: &RunbookId) -> Result<Self> {
        let all = Folder::open_or_make(private)?.child_or_make(FOLDER)?.0;
        Ok(Self { all, name: format!("{}.{}", id.customer, id.task) })
    }

    fn folder(&self) -> Result<Folder> {
        Ok(self.all.child_or_make(&self.name)?.0)
    }

    /// The list; none where there is none on this machine.
    ///
    /// # Errors
    /// `Disk` when it cannot be read.
    pub fn list(&self) -> Result<Option<TargetList>> {
        let Some(folder) = self.all.child(&self.name)? else { return Ok(None) };
        folder.read(LIST)?.map(TargetList::of_file).transpose()
    }

    /// Keeps a list. With `anew`, whatever was kept about an earlier one goes.
    ///
    /// # Errors
    /// `Disk`.
    pub fn keep(&self, list: &TargetList, anew: bool) -> Result<()> {
        let folder = self.folder()?;
        if anew {
            empty(&folder)?;
        }
        let passing = format!("{LIST}.new");
        let staged = folder.stage(&passing, list.text().as_bytes(), PRIVATE_FILE)?;
        settle(&[&staged], &[])?;
        folder.move_to(&passing, &folder, LIST)?;
        settle(&[], &[&folder, &self.all])
    }

    /// The journal of a task over this list, for this process alone.
    ///
    /// # Errors
    /// `Locked` while another process works with it, `Disk`.
    pub fn journal(&self, task: &Slug, list: &TargetList) -> Result<TargetJournal> {
        TargetJournal::open(&self.folder()?, &format!("{task}.journal"), list)
    }

    /// What became of each target in a task, without a lock.
    ///
    /// # Errors
    /// `Disk`.
    pub fn results(&self, task: &Slug, list: &TargetList) -> Result<Option<Vec<TargetResult>>> {
        let Some(folder) = self.all.child(&self.name)? else { return Ok(None) };
        let text = folder.read(&format!("{task}.journal"))?;
        Ok(text.map(|text| journal::replay(&String::from_utf8_lossy(&text), list)))
    }

    /// What the targets of a task said.
    ///
    /// # Errors
    /// `Disk`.
    pub fn outputs(&self, task: &Slug) -> Result<Outputs> {
        Outputs::open(self.folder()?, format!("{task}.output"))
    }

    /// Puts everything aside, so that it can be deleted once that is recorded, or put back.
    ///
    /// # Errors
    /// `Disk`.
    pub fn put_aside(&self) -> Result<()> {
        match self.all.child(&self.name)? {
            Some(_) => self.all.move_to(&self.name, &self.all, &format!("{}{GOING}", self.name)),
            None => Ok(()),
        }
    }

    /// Puts back what was put aside.
    ///
    /// # Errors
    /// `Disk`.
    pub fn put_back(&self) -> Result<()> {
        let going = format!("{}{GOING}", self.name);
        match self.all.child(&going)? {
            Some(_) => self.all.move_to(&going, &self.all, &self.name),
            None => Ok(()),
        }
    }

    /// Deletes what was put aside, also by an earlier run that was killed.
    ///
    /// # Errors
    /// `Disk`.
    pub fn delete(&self) -> Result<()> {
        let going = format!("{}{GOING}", self.name);
        if let Some(folder) = self.all.child(&going)? {
            empty(&folder)?;
            self.all.remove_empty(&going);
        }
        settle(&[], &[&self.all])
    }
}

fn empty(folder: &Folder) -> Result<()> {
    folder.names()?.iter().try_for_each(|name| folder.remove(name))
}
