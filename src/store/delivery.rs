//! Files for a person on their way to a folder of theirs: all of them or none, also after a kill.
//!
//! They are written into a passing folder where they shall be, and a note among the store's private files
//! (`runbook/underway/`) tells of it before. As long as the note does not say that all of them are there, the next run
//! clears them away; from then on it brings the rest to their places. A note is locked as long as its process lives.
//! Follows no link below the folder, and replaces nothing unless told to.

use std::path::{Path, PathBuf};

use rustix::fs::FileType;

use super::atomic_fs::{Staged, settle};
use super::delivery_note::{Bearer, Note, Parcel, Whole};
use super::folder::{Folder, PRIVATE_FILE};
use super::scratch::PassingFolder;
use crate::model::{Fault, Result};

/// How the name of a passing folder begins where no note can be made.
const UNNOTED: &str = ".runbook-export-";

/// Files that are being written.
pub struct Delivery {
    to: PathBuf,
    // in the order in which they go: a note that is gone tells nobody of what is left
    pub(super) passing: PassingFolder,
    pub(super) note: Option<Note>,
    pub(super) parcels: Vec<Parcel>,
    staged: Vec<Staged>,
}

impl Delivery {
    /// Begins to write files for this folder, a real path. `private` is the store's private folder.
    ///
    /// # Errors
    /// `Disk`.
    pub fn begin(private: &Path, to: &Path) -> Result<Self> {
        // a store that cannot be written has no place for a note; then the next one for the same folder clears away
        let note = Note::begin(private, to).ok();
        let passing = match &note {
            Some(note) => PassingFolder::named(to, &note.passing)?,
            None => PassingFolder::make(to, UNNOTED)?,
        };
        Ok(Self { to: to.to_owned(), passing, note, parcels: Vec::new(), staged: Vec::new() })
    }

    /// Writes one file, with mode 0600, for this place below the folder.
    ///
    /// # Errors
    /// `Disk`.
    pub fn add(&mut self, to: &str, bytes: &[u8]) -> Result<()> {
        let from = self.parcels.len().to_string();
        self.staged.push(Folder::open(self.passing.path())?.stage(&from, bytes, PRIVATE_FILE)?);
        if self.staged.len() >= MOST_OPEN {
            settle(&self.staged.iter().collect::<Vec<_>>(), &[])?;
            self.staged.clear();
        }
        self.parcels.push(Parcel { from, to: to.to_owned(), over: None });
        Ok(())
    }

    /// Brings all of them to their places. `over` lets them replace what bears their names.
    ///
    /// # Errors
    /// `Refused` when something bears the name of one, and nothing is written then; `Disk`.
    pub fn finish(mut self, over: bool) -> Result<()> {
        let place = Folder::open(self.passing.path())?;
        settle(&self.staged.iter().collect::<Vec<_>>(), &[&place])?;
        let folder = Folder::open(&self.to)?;
        for parcel in &mut self.parcels {
            parcel.over = bearer(&folder, &parcel.to, over)?;
        }
        let name = self.passing.path().file_name().map(|name| name.to_string_lossy().into_owned());
        let whole = Whole { folder: self.to, passing: name.unwrap_or_default(), parcels: self.parcels };
        if let Some(note) = self.note.as_ref().filter(|_| whole.parcels.len() > 1) {
            note.is_whole(&whole)?;
        }
        match bring(&folder, &place, &whole) {
            Ok(taken) => match taken.first() {
                None => Ok(()),
                Some(only) if whole.parcels.len() == 1 => Err(exists(&folder.path().join(only))),
                Some(_) => Err(left_as_they_are(&folder, &taken)),
            },
            // nothing is in its place yet, so all of it is forgotten
            Err((0, fault)) => Err(fault),
            Err((done, fault)) => {
                let is_noted = self.note.is_some();
                if let Some(mut note) = self.note {
                    note.stays = true;
                    self.passing.keep();
                }
                Err(half_way(done, whole.parcels.len(), is_noted, fault))
            }
        }
    }
}

/// What is so where a delivery stopped: who has all of it is only told that a power cut may still take it.
pub(super) fn half_way(done: usize, all: usize, is_noted: bool, fault: Fault) -> Fault {
    let (message, hint) = match (done, all) {
        (done, all) if done < all && is_noted => (
            format!("{done} of {all} files are in their places: {}", fault.message),
            "the next change brings the others there, or: runbook doctor --fix",
        ),
        // in a store that cannot be written nobody can be told of the others
        (done, all) if done < all => (
            format!("{done} of {all} files are in their places, the others were not kept: {}", fault.message),
            "write all of them again, with --force over those that are there",
        ),
        (_, 1) => (
            format!("the file is in its place, and a power cut may still take it: {}", fault.message),
            "once the disk is well, write it again",
        ),
        (_, all) => (
            format!("all {all} files are in their places, and a power cut may still take them: {}", fault.message),
            "once the disk is well, write them again",
        ),
    };
    Fault { message, ..fault }.hint(hint)
}

/// So many files are open at most before the disk is waited for.
const MOST_OPEN: usize = 64;

fn exists(place: &Path) -> Fault {
    Fault::refused(format!("{} exists, and nothing was written", place.display()))
        .hint("choose another name, or write over it with --force")
}

/// What came under the names of some while the others were written.
fn left_as_they_are(folder: &Folder, taken: &[String]) -> Fault {
    let names = taken.join(", ");
    let (come, them) =
        if taken.len() == 1 { ("has", "it was left as it is") } else { ("have", "they were left as they are") };
    Fault::refused(format!(
        "{names} in {} {come} come meanwhile, and {them}; the others were written",
        folder.path().display()
    ))
    .hint("choose another folder, or write over everything with --force")
}

/// What bears the name of a file, for it to replace. Fails where it may not: nothing is to be replaced, or it is no file.
pub(super) fn bearer(folder: &Folder, to: &str, over: bool) -> Result<Option<Bearer>> {
    let Some((at, name)) = folder.holder(to)? else { return Ok(None) };
    let Some(there) = at.look(name)? else { return Ok(None) };
    match FileType::from_raw_mode(there.st_mode) {
        _ if !over => Err(exists(&folder.path().join(to))),
        FileType::RegularFile | FileType::Symlink => Ok(Some(there.into())),
        _ => {
            let place = folder.path().join(to);
            Err(Fault::refused(format!("{} is no plain file, and nothing was written", place.display()))
                .hint("choose another name"))
        }
    }
}

/// Brings what is still in the passing folder to its place, and answers with the names that somebody has taken meanwhile:
/// they are left to them. Where it fails: how many are in their places, and why.
pub(super) fn bring(folder: &Folder, passing: &Folder, whole: &Whole) -> Result<Vec<String>, (usize, Fault)> {
    let mut taken = Vec::new();
    let mut touched: Vec<Folder> = Vec::new();
    for (number, parcel) in whole.parcels.iter().enumerate() {
        match bring_one(folder, passing, parcel) {
            Ok((at, true)) if touched.iter().any(|other| other.path() == at.path()) => {}
            Ok((at, true)) => touched.push(at),
            Ok((_, false)) => taken.push(parcel.to.clone()),
            Err(fault) => return Err((number, fault)),
        }
    }
    let folders: Vec<&Folder> = std::iter::once(folder).chain(&touched).collect();
    settle(&[], &folders).map_err(|fault| (whole.parcels.len(), fault))?;
    Ok(taken)
}

/// The folder in which it is now; false when something else bears its name there.
fn bring_one(folder: &Folder, passing: &Folder, parcel: &Parcel) -> Result<(Folder, bool)> {
    let (at, name) = folder.make_holder(&parcel.to)?;
    if passing.look(&parcel.from)?.is_none() {
        return Ok((at, true));
    }
    let there = at.look(name)?.map(Bearer::from);
    if there.is_some() && there == parcel.over {
        passing.move_to(&parcel.from, &at, name)?;
        return Ok((at, true));
    }
    let has_come = passing.claim(&parcel.from, &at, name)? || same(passing, &parcel.from, &at, name)?;
    if has_come {
        // it is in its place: a second name that stays in the passing folder is cleared away with that
        let _ = passing.remove(&parcel.from);
    }
    Ok((at, has_come))
}

/// True for two names of one file.
pub(super) fn same(one: &Folder, name: &str, other: &Folder, other_name: &str) -> Result<bool> {
    let (here, there) = (one.look(name)?, other.look(other_name)?);
    Ok(here.zip(there).is_some_and(|(here, there)| here.st_ino == there.st_ino && here.st_dev == there.st_dev))
}
