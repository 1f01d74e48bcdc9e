//! Notes of files on their way to a person's folder (`runbook/underway/`), for the run that comes after a kill.
//!
//! A note is locked as long as its process lives. It says where the files go and in which passing folder they wait; once
//! all of them are ready, a second file beside it says which is which.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use rustix::fs::Stat;
use serde::{Deserialize, Serialize};

use super::atomic_fs::settle;
use super::folder::{Folder, PRIVATE_FILE, fault};
use super::left_behind;
use crate::model::Result;

/// The folder of notes, under the private one.
pub(super) const NOTES: &str = "underway";
/// How the name of a note begins.
const NOTE: &str = "out-";
/// Behind the name of a note, once everything is there.
pub(super) const WHOLE: &str = ".whole";
/// How the name of a passing folder begins; what follows is the name of its note.
pub(super) const PASSING: &str = ".runbook-out-";
/// Where files are being written, and in which passing folder there.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Begun {
    pub(super) folder: PathBuf,
    pub(super) passing: String,
}

/// What is ready to be brought to its place.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Whole {
    pub(super) folder: PathBuf,
    pub(super) passing: String,
    pub(super) parcels: Vec<Parcel>,
}

/// One file: its passing name, and where it belongs, below the folder, with `/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parcel {
    pub(super) from: String,
    pub(super) to: String,
    /// What bore the name when all of it was ready: nothing else is ever replaced.
    #[serde(default)]
    pub(super) over: Option<Bearer>,
}

/// What bears a name, told from whatever comes there later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Bearer {
    device: u64,
    inode: u64,
    size: i64,
    changed: (i64, u64),
}

impl From<Stat> for Bearer {
    fn from(about: Stat) -> Self {
        let changed = (about.st_mtime, about.st_mtime_nsec);
        Self { device: about.st_dev, inode: about.st_ino, size: about.st_size, changed }
    }
}

/// A note of a living process; it ends with it unless it stays for the next run.
pub(super) struct Note {
    notes: Folder,
    pub(super) name: String,
    /// The name of the passing folder.
    pub(super) passing: String,
    pub(super) stays: bool,
    _alive: File,
}

impl Note {
    pub(super) fn begin(private: &Path, to: &Path) -> Result<Self> {
        let notes = Folder::open_or_make(private)?.child_or_make(NOTES)?.0;
        let wrong = |error| fault("write in", notes.path(), error);
        let made = tempfile::Builder::new().prefix(NOTE).tempfile_in(notes.path()).map_err(wrong)?;
        let (mut alive, path) = made.keep().map_err(|failed| wrong(failed.error))?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // one that another run has just taken for dead is gone then, and was not needed yet
        alive.lock().map_err(wrong)?;
        let passing = format!("{PASSING}{}", name.strip_prefix(NOTE).unwrap_or(&name));
        let text = serde_json::to_vec(&Begun { folder: to.to_owned(), passing: passing.clone() }).unwrap_or_default();
        alive.write_all(&text).and_then(|()| alive.sync_all()).map_err(wrong)?;
        settle(&[], &[&notes])?;
        Ok(Self { notes, name, passing, stays: false, _alive: alive })
    }

    pub(super) fn is_whole(&self, whole: &Whole) -> Result<()> {
        let text = serde_json::to_vec(whole).unwrap_or_default();
        let (passing, name) = (format!(".{}", self.name), format!("{}{WHOLE}", self.name));
        let staged = self.notes.stage(&passing, &text, PRIVATE_FILE)?;
        settle(&[&staged], &[])?;
        self.notes.move_to(&passing, &self.notes, &name)?;
        settle(&[], &[&self.notes])
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        if !self.stays {
            // what cannot be removed tells the next run of what is done already
            let _ = end(&self.notes, &self.name);
        }
    }
}

/// What says that everything is there goes last: without the note it means nothing.
pub(super) fn end(notes: &Folder, name: &str) -> Result<()> {
    notes.remove(&format!("{name}{WHOLE}"))?;
    notes.remove(&format!(".{name}"))?;
    notes.remove(name)
}

pub(super) fn each_dead(private: &Path, mut act: impl FnMut(&Folder, &str) -> Result<()>) -> Result<()> {
    if !private.exists() {
        return Ok(());
    }
    let Some(notes) = Folder::open(private)?.child(NOTES)? else { return Ok(()) };
    for name in notes.names()?.iter().filter(|name| name.starts_with(NOTE) && !name.ends_with(WHOLE)) {
        // whoever has it locked is alive
        let Ok(file) = notes.open_private(name) else { continue };
        if file.try_lock().is_ok() && notes.look(name)?.is_some() {
            act(&notes, name)?;
        }
    }
    Ok(())
}

/// What a note says; one that is torn was never followed by anything.
///
/// # Errors
/// `NewerFormat` for one of a newer version, `Disk`.
pub(super) fn read<T: for<'a> Deserialize<'a>>(notes: &Folder, name: &str) -> Result<Option<T>> {
    left_behind::read(notes, name, |_| true)
}
