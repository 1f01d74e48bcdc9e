//! What killed runs were writing for a person: cleared away while it was not whole, and brought to its place once it was.

use std::path::{Path, PathBuf};

use super::atomic_fs::Folder;
use super::delivery::{bring, same};
use super::delivery_note::{Bearer, Begun, WHOLE, Whole, each_dead, end, read};
use super::scratch::PassingFolder;
use crate::model::Result;

/// Files that a killed run did not bring to a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undelivered {
    /// The folder.
    pub folder: PathBuf,
    /// Those whose names something else bears by now, below the folder. The next run brings the others.
    pub taken: Vec<String>,
}

/// What killed runs were writing for a person and did not bring to its place.
///
/// # Errors
/// `Disk` when the notes cannot be looked at.
pub fn torn(private: &Path) -> Result<Vec<Undelivered>> {
    let mut found = Vec::new();
    each_dead(private, |notes, name| {
        let taken = match ready(notes, name)? {
            Some((folder, passing, whole)) => all_taken(&folder, &passing, &whole)?,
            None => Vec::new(),
        };
        if let Some(begun) = read::<Begun>(notes, name)? {
            found.push(Undelivered { folder: begun.folder, taken });
        }
        Ok(())
    })?;
    Ok(found)
}

/// Drops what cannot come to its place because something else bears every one of its names.
///
/// # Errors
/// `Disk`.
pub fn drop_taken(private: &Path) -> Result<()> {
    each_dead(private, |notes, name| match ready(notes, name)? {
        Some((folder, passing, whole)) if !all_taken(&folder, &passing, &whole)?.is_empty() => forget(notes, name),
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
    if let Some((folder, passing, whole)) = ready(notes, name)?
        && !bring(&folder, &passing, &whole).map_err(|(_, fault)| fault)?.is_empty()
    {
        return Ok(());
    }
    forget(notes, name)
}

/// Where files of a note go and wait, once all of them are ready.
fn ready(notes: &Folder, name: &str) -> Result<Option<(Folder, Folder, Whole)>> {
    let whole = read::<Whole>(notes, &format!("{name}{WHOLE}"))?;
    let Some(whole) = whole.filter(|whole| whole.folder.is_dir()) else { return Ok(None) };
    let folder = Folder::open(&whole.folder)?;
    Ok(folder.child(&whole.passing)?.map(|passing| (folder, passing, whole)))
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
