//! What killed runs were writing for a person: cleared away while it was not whole, and brought to its place once it was.
//!
//! Whether anything is left is asked of the folder that it was for: as long as that is not there, such as one on a disk
//! that is not connected, the note stays.

use std::path::{Path, PathBuf};

use super::delivery::{bring, same};
use super::delivery_note::{Bearer, Begun, WHOLE, Whole, each_dead, end, read};
use super::folder::Folder;
use super::scratch::PassingFolder;
use crate::model::Result;

/// Files that a killed run did not bring to a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undelivered {
    /// The folder.
    pub folder: PathBuf,
    /// Whether the folder is there.
    pub is_there: bool,
    /// Those whose names something else bears by now, below the folder. The next run brings the others.
    pub taken: Vec<String>,
}

/// How far the files of a note have come.
enum Stage {
    /// The folder that they are for is not there.
    Away,
    /// Some were never written, or nothing of them is left.
    Torn,
    /// All were ready: where they go, and where the rest of them waits.
    Ready(Folder, Folder, Whole),
}

/// What killed runs were writing for a person and did not bring to its place.
///
/// # Errors
/// `Disk` when the notes cannot be looked at; `NewerFormat`.
pub fn torn(private: &Path) -> Result<Vec<Undelivered>> {
    let mut found = Vec::new();
    each_dead(private, |notes, name| {
        let Some(Begun { folder, .. }) = read(notes, name)? else { return Ok(()) };
        let (is_there, taken) = match stage_of(notes, name)? {
            Stage::Away => (false, Vec::new()),
            Stage::Torn => (true, Vec::new()),
            Stage::Ready(to, passing, whole) => (true, all_taken(&to, &passing, &whole)?),
        };
        found.push(Undelivered { folder, is_there, taken });
        Ok(())
    })?;
    Ok(found)
}

/// Drops what cannot come to its place because something else bears every one of its names.
///
/// # Errors
/// `Disk`.
pub fn drop_taken(private: &Path) -> Result<()> {
    each_dead(private, |notes, name| match stage_of(notes, name)? {
        Stage::Ready(to, passing, whole) if !all_taken(&to, &passing, &whole)?.is_empty() => forget(notes, name),
        _ => Ok(()),
    })
}

/// Clears away or finishes what killed runs were writing for a person. What cannot be mended stays noted.
///
/// # Errors
/// `Disk` with the first that cannot be mended.
pub fn mend(private: &Path) -> Result<()> {
    let mut first = Ok(());
    each_dead(private, |notes, name| {
        let mended = mend_one(notes, name);
        first = std::mem::replace(&mut first, Ok(())).and(mended);
        Ok(())
    })?;
    first
}

fn mend_one(notes: &Folder, name: &str) -> Result<()> {
    match stage_of(notes, name)? {
        Stage::Away => Ok(()),
        Stage::Torn => forget(notes, name),
        Stage::Ready(to, passing, whole) => match bring(&to, &passing, &whole).map_err(|(_, fault)| fault)? {
            taken if taken.is_empty() => forget(notes, name),
            _ => Ok(()),
        },
    }
}

fn stage_of(notes: &Folder, name: &str) -> Result<Stage> {
    let Some(begun) = read::<Begun>(notes, name)? else { return Ok(Stage::Torn) };
    if !begun.folder.is_dir() {
        return Ok(Stage::Away);
    }
    let Some(whole) = read::<Whole>(notes, &format!("{name}{WHOLE}"))? else { return Ok(Stage::Torn) };
    let to = Folder::open(&begun.folder)?;
    Ok(match to.child(&whole.passing)? {
        Some(passing) => Stage::Ready(to, passing, whole),
        None => Stage::Torn,
    })
}

/// Clears the passing folder away, and then the note of it.
fn forget(notes: &Folder, name: &str) -> Result<()> {
    if let Some(begun) = read::<Begun>(notes, name)? {
        PassingFolder::clear_dead(&begun.folder, |passing| passing == begun.passing);
    }
    end(notes, name)
}

/// The names of those still in the passing folder; none unless something else bears every one of them.
fn all_taken(folder: &Folder, passing: &Folder, whole: &Whole) -> Result<Vec<String>> {
    let mut taken = Vec::new();
    for parcel in &whole.parcels {
        let Some((at, name)) = folder.holder(&parcel.to)? else { return Ok(Vec::new()) };
        if passing.look(&parcel.from)?.is_none() || same(passing, &parcel.from, &at, name)? {
            continue;
        }
        let there = at.look(name)?.map(Bearer::from);
        if there.is_none() || there == parcel.over {
            return Ok(Vec::new());
        }
        taken.push(parcel.to.clone());
    }
    Ok(taken)
}
