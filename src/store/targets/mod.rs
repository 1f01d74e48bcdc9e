//! The list of targets of a runbook and what became of each: private, under the git directory, never in a commit.
//!
//! A record in git can never be deleted, and this must be deletable. The list is text, one target a line; each task that
//! works through it has a journal and the captured output beside it.

mod journal;
mod list;
mod output;
mod reading;
mod target_result;

use std::path::{Path, PathBuf};

pub use journal::{TargetJournal, tally};
pub use list::TargetList;
pub use output::Outputs;
pub use reading::{Gathered, Wanted, gather};
pub use target_result::TargetResult;

use super::atomic_fs::settle;
use super::folder::Folder;
use crate::model::{Result, RunbookId, Slug};

const FOLDER: &str = "targets";
const LIST: &str = "list";
/// The ending of a folder that an earlier version put aside before it recorded a deletion: a kill left it there.
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

    /// The runbooks of which something is kept here.
    ///
    /// # Errors
    /// `Disk`.
    pub fn all(private: &Path) -> Result<Vec<RunbookId>> {
        if !private.join(FOLDER).exists() {
            return Ok(Vec::new());
        }
        let names = Folder::open(&private.join(FOLDER))?.names()?;
        let id = |name: &String| {
            let (of, task) = name.strip_suffix(GOING).unwrap_or(name).split_once('.')?;
            format!("{of}/{task}").parse().ok()
        };
        let mut all: Vec<RunbookId> = names.iter().filter_map(id).collect();
        all.sort();
        all.dedup();
        Ok(all)
    }

    /// The folder, for writing. One that was put aside gets its place again, unless there is another one since.
    fn folder(&self) -> Result<Folder> {
        let going = self.going();
        if self.all.child(&self.name)?.is_none() && self.all.child(&going)?.is_some() {
            self.all.move_to(&going, &self.all, &self.name)?;
        }
        Ok(self.all.child_or_make(&self.name)?.0)
    }

    /// The folder, for reading, also one that was put aside; none where nothing is kept.
    fn there(&self) -> Result<Option<Folder>> {
        match self.all.child(&self.name)? {
            Some(folder) => Ok(Some(folder)),
            None => self.all.child(&self.going()),
        }
    }

    fn going(&self) -> String {
        format!("{}{GOING}", self.name)
    }

    /// Where it lies.
    ///
    /// # Errors
    /// `Disk` when that cannot be looked at.
    pub fn place(&self) -> Result<PathBuf> {
        let name = if self.all.child(&self.name)?.is_some() { self.name.clone() } else { self.going() };
        Ok(self.all.path().join(name))
    }

    /// The list; none where there is none on this machine.
    ///
    /// # Errors
    /// `Disk` when it cannot be read.
    pub fn list(&self) -> Result<Option<TargetList>> {
        let Some(folder) = self.there()? else { return Ok(None) };
        folder.read(LIST)?.map(TargetList::of_file).transpose()
    }

    /// True when this very list is here; a damaged one is not.
    ///
    /// # Errors
    /// `Disk` when it cannot be read.
    pub fn holds(&self, list: &TargetList) -> Result<bool> {
        let Some(folder) = self.there()? else { return Ok(false) };
        Ok(folder.read(LIST)?.is_some_and(|bytes| bytes == list.text().as_bytes()))
    }

    /// Gives a list that was made ready as `staged` in `from` its place; whatever was kept about an earlier one goes
    /// first. One that has its place already is left alone.
    ///
    /// # Errors
    /// `Disk`.
    pub fn keep(&self, from: &Folder, staged: &str) -> Result<()> {
        if from.look(staged)?.is_none() {
            return Ok(());
        }
        let folder = self.folder()?;
        empty(&folder)?;
        from.move_to(staged, &folder, LIST)?;
        settle(&[], &[&folder, &self.all])
    }

    /// Adds lines to the journal of a task, on lines of their own.
    ///
    /// # Errors
    /// `Disk`.
    pub fn add(&self, task: &Slug, lines: &str) -> Result<()> {
        journal::add(&self.folder()?, &journal_of(task), lines)
    }

    /// The journal of a task over this list, for this process alone.
    ///
    /// # Errors
    /// `Locked` while another process works with it, `Disk`.
    pub fn journal(&self, task: &Slug, list: &TargetList) -> Result<TargetJournal> {
        TargetJournal::open(&self.folder()?, &journal_of(task), list)
    }

    /// What became of each target in a task, without a lock.
    ///
    /// # Errors
    /// `Disk`.
    pub fn results(&self, task: &Slug, list: &TargetList) -> Result<Option<Vec<TargetResult>>> {
        let Some(folder) = self.there()? else { return Ok(None) };
        let text = folder.read(&journal_of(task))?;
        Ok(text.map(|text| journal::replay(&String::from_utf8_lossy(&text), list)))
    }

    /// What the targets of a task said.
    ///
    /// # Errors
    /// `Disk`.
    pub fn outputs(&self, task: &Slug) -> Result<Outputs> {
        Outputs::open(self.folder()?, format!("{task}.output"))
    }

    /// Deletes the list and everything that is kept about its targets.
    ///
    /// # Errors
    /// `Disk`.
    pub fn delete(&self) -> Result<()> {
        for name in [&self.name, &self.going()] {
            if let Some(folder) = self.all.child(name)? {
                empty(&folder)?;
                self.all.remove_empty(name)?;
            }
        }
        settle(&[], &[&self.all])
    }
}

fn journal_of(task: &Slug) -> String {
    format!("{task}.journal")
}

fn empty(folder: &Folder) -> Result<()> {
    folder.names()?.iter().try_for_each(|name| folder.remove(name))
}
