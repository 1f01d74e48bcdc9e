//! Which records a store has, by the names of its files alone.
//!
//! A file that looks like a record and cannot be one is told with the reason and never dropped. Refuses to follow symbolic
//! links, and reads no file.

use std::io::ErrorKind;
use std::path::Path;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::layout::{Layout, RUNBOOKS, link_in_the_way};
use crate::model::{Fault, Kind, Result, RunbookId, Slug};

/// So many records are read by one thread in a row; a customer with more is shared out.
const BATCH: usize = 64;

/// What lies in the folder of records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records {
    /// The records, by id.
    pub ids: Vec<RunbookId>,
    /// Files that look like records but cannot be ones, by path.
    pub strangers: Vec<ForeignFile>,
}

/// A file that cannot be a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignFile {
    /// Its path in the store.
    pub path: String,
    /// Why it is none, and what to do.
    pub why: String,
}

impl Layout {
    /// Every record by its file, and every file that looks like one. Hidden files and other kinds of files are passed over.
    ///
    /// # Errors
    /// `Disk` when the folder of records is a symbolic link or cannot be listed, or the machine fails to list one in it: what
    /// it holds back is not gone. A folder that is closed to the person is told beside the rest.
    pub fn records(&self) -> Result<Records> {
        let mut found = Records::default();
        let folder = self.path(RUNBOOKS);
        match std::fs::symlink_metadata(&folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(found),
            Ok(meta) if meta.file_type().is_symlink() => return Err(link_in_the_way(RUNBOOKS)),
            Err(error) => return Err(unlisted(RUNBOOKS, &error)),
            Ok(_) => {}
        }
        let customers = entries(&folder).map_err(|error| unlisted(RUNBOOKS, &error))?;
        let parts: Result<Vec<Records>> = customers.par_iter().map(|entry| list_entry(&folder, entry)).collect();
        for part in parts? {
            found.ids.extend(part.ids);
            found.strangers.extend(part.strangers);
        }
        found.ids.sort_unstable();
        found.strangers.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }
}

impl Records {
    /// The records in parts, each of one customer and none too large, in their order.
    pub fn batches(&self) -> Vec<&[RunbookId]> {
        let by_customer = self.ids.chunk_by(|one, other| one.customer == other.customer);
        by_customer.flat_map(|own| own.chunks(BATCH)).collect()
    }

    fn stranger(&mut self, path: String, why: impl Into<String>) {
        self.strangers.push(ForeignFile { path, why: why.into() });
    }
}

impl ForeignFile {
    /// The id that is most like its path, for lists.
    pub fn nearest_id(&self) -> RunbookId {
        let inside = self.path.strip_prefix("runbooks/").unwrap_or(&self.path);
        let (customer, task) = inside.split_once('/').unwrap_or((inside, inside));
        RunbookId::from_name(customer, task.strip_suffix(".toml").unwrap_or(task))
    }
}

/// What a folder's entry is, without following it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EntryKind {
    Folder,
    File,
    Link,
    Other,
}

struct FolderEntry {
    name: String,
    kind: EntryKind,
    /// Whether the name was text; another can be shown but never opened again.
    is_text: bool,
}

impl FolderEntry {
    fn is_record(&self) -> bool {
        self.name.ends_with(".toml")
    }

    /// The customer's record that this file is.
    fn record_of(&self, customer: &Slug) -> Option<RunbookId> {
        let task = self.name.strip_suffix(".toml").filter(|_| self.kind == EntryKind::File && self.is_text)?;
        Some(RunbookId { customer: customer.clone(), task: Slug::new(task).ok()? })
    }
}

/// A folder's entries, by name, without the hidden ones.
fn entries(folder: &Path) -> std::io::Result<Vec<FolderEntry>> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = match entry.file_type()? {
            kind if kind.is_dir() => EntryKind::Folder,
            kind if kind.is_file() => EntryKind::File,
            kind if kind.is_symlink() => EntryKind::Link,
            _ => EntryKind::Other,
        };
        let name = entry.file_name();
        let entry = FolderEntry { is_text: name.to_str().is_some(), name: name.to_string_lossy().into_owned(), kind };
        if !entry.name.starts_with('.') {
            out.push(entry);
        }
    }
    out.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    Ok(out)
}

/// What one entry of the folder of records holds.
fn list_entry(runbooks: &Path, entry: &FolderEntry) -> Result<Records> {
    let mut found = Records::default();
    let path = || format!("{RUNBOOKS}/{}", entry.name);
    match entry.kind {
        EntryKind::Folder => list_customer(runbooks, &entry.name, &mut found)?,
        EntryKind::Link => found.stranger(path(), "a symbolic link is never followed: put the folder itself here"),
        EntryKind::File if entry.is_record() => {
            found.stranger(path(), "a record lies in its customer's folder: runbooks/CUSTOMER/TASK.toml");
        }
        EntryKind::File | EntryKind::Other => {}
    }
    Ok(found)
}

fn unlisted(path: &str, error: &std::io::Error) -> Fault {
    Fault::new(Kind::Disk, format!("{path} cannot be listed: {error}"))
}

fn list_customer(runbooks: &Path, customer: &str, found: &mut Records) -> Result<()> {
    let folder = runbooks.join(customer);
    let path = format!("{RUNBOOKS}/{customer}");
    let entries = match entries(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            found.stranger(path, format!("cannot be listed: {error}"));
            return Ok(());
        }
        // it went meanwhile, with all that it held
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unlisted(&path, &error)),
    };
    let slug = Slug::new(customer).ok();
    for entry in entries {
        if let Some(id) = slug.as_ref().and_then(|slug| entry.record_of(slug)) {
            found.ids.push(id);
            continue;
        }
        let path = format!("{RUNBOOKS}/{customer}/{}", entry.name);
        match entry.kind {
            EntryKind::Folder if entry.is_record() => found.stranger(path, "it is a folder, not a file"),
            EntryKind::Folder if holds_records(&folder.join(&entry.name)) => {
                found.stranger(path, "records lie in their customer's folder, not deeper");
            }
            EntryKind::Folder => {}
            _ if !entry.is_record() => {}
            _ if !entry.is_text => found.stranger(path, "its name is not UTF-8 text: rename it"),
            EntryKind::Link => found.stranger(path, "a symbolic link is never followed: put the file itself here"),
            EntryKind::Other => found.stranger(path, "it is not a regular file"),
            EntryKind::File => {
                let why = no_id(runbooks, customer, &entry.name);
                found.stranger(path, why);
            }
        }
    }
    Ok(())
}

fn holds_records(folder: &Path) -> bool {
    entries(folder).is_ok_and(|entries| entries.iter().any(FolderEntry::is_record))
}

/// Why a record's name is no id, and the name it could have.
fn no_id(runbooks: &Path, customer: &str, file: &str) -> String {
    let task = file.trim_end_matches(".toml");
    let near = format!("{}/{}", Slug::from_text(customer), Slug::from_text(task));
    let by_case = format!("{customer}/{task}").to_lowercase() == near;
    if by_case && runbooks.join(format!("{near}.toml")).symlink_metadata().is_ok() {
        return format!("it differs from {near} by case alone: rename it");
    }
    format!("{customer}/{task} is not an id: rename it, to {RUNBOOKS}/{near}.toml for example")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::layout::tests::store;

    #[test]
    fn records_are_listed_by_id_and_strangers_by_path() {
        let (_dir, layout) = store(&[
            "runbooks/zoo/b.toml",
            "runbooks/acme/b.toml",
            "runbooks/acme/a.toml",
            "runbooks/acme/.a.toml.x",
            "runbooks/acme/.hidden.toml",
            "runbooks/acme/notes.md",
            "runbooks/acme/a.toml~",
            "runbooks/acme/deep/a.toml",
            "runbooks/acme/Big Name.toml",
            "runbooks/ACME/a.toml",
            "runbooks/loose.toml",
            "runbooks/README.md",
        ]);
        let found = layout.records().unwrap();
        let ids: Vec<_> = found.ids.iter().map(ToString::to_string).collect();
        assert_eq!(ids, ["acme/a", "acme/b", "zoo/b"]);
        let strangers: Vec<_> = found.strangers.iter().map(|s| (s.path.as_str(), s.why.as_str())).collect();
        assert_eq!(strangers.len(), 4, "{strangers:?}");
        assert!(strangers[0].0 == "runbooks/ACME/a.toml" && strangers[0].1.contains("case alone"), "{strangers:?}");
        assert!(strangers[1].0.ends_with("Big Name.toml") && strangers[1].1.contains("big-name"), "{strangers:?}");
        assert!(strangers[2].1.contains("not deeper") && strangers[3].1.contains("customer's folder"));
        assert_eq!(Layout::new("/nonexistent").records().unwrap(), Records::default());
    }

    #[test]
    fn batches_are_one_customers_and_lose_nothing() {
        let id = |customer: &str, at: usize| format!("{customer}/r{at}").parse::<RunbookId>().unwrap();
        let ids: Vec<RunbookId> = (100..300).map(|at| id("big", at)).chain([id("one", 1), id("two", 1)]).collect();
        let records = Records { ids: ids.clone(), strangers: Vec::new() };
        let batches = records.batches();
        assert_eq!(batches.concat(), ids);
        for batch in batches {
            assert!(batch.len() <= BATCH && batch.iter().all(|own| own.customer == batch[0].customer));
        }
    }
}
