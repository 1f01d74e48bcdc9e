//! What somebody typed and the rules refused: kept under the git directory until they take it up again or drop it.
//!
//! Private (0600), never committed, never overwritten. It refuses to judge the text; masking what must not be kept is the
//! caller's.

use std::path::{Path, PathBuf};

use super::replace::{Folder, PRIVATE_FILE};
use crate::model::{Fault, Kind, Moment, Result, RunbookId};

const FOLDER: &str = "drafts";

/// A text that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The runbook it was meant for.
    pub runbook: RunbookId,
    /// When it was kept.
    pub at: Moment,
    /// Where it lies.
    pub path: PathBuf,
    /// Its name in the folder of drafts.
    name: String,
}

/// Keeps a text; `private` is the store's folder under the git directory.
///
/// # Errors
/// `Disk` when it cannot be written.
pub fn keep_draft(private: &Path, runbook: &RunbookId, text: &str, at: Moment) -> Result<Draft> {
    let (folder, _) = Folder::open_or_make(private)?.child_or_make(FOLDER)?;
    // an id holds no two hyphens in a row, so the parts come apart again
    let stem = format!("{}--{}--{}", runbook.customer, runbook.task, at.utc().format("%Y%m%dT%H%M%SZ"));
    for number in 1..1000_u32 {
        let name = if number == 1 { format!("{stem}.toml") } else { format!("{stem}--{number}.toml") };
        if folder.look(&name)?.is_some() {
            continue;
        }
        folder.stage(&name, text.as_bytes(), PRIVATE_FILE)?;
        let path = folder.path().join(&name);
        return Ok(Draft { runbook: runbook.clone(), at, path, name });
    }
    Err(Fault::new(Kind::Disk, format!("there are too many drafts in {}", folder.path().display()))
        .hint("remove the ones that are no longer needed; `runbook doctor` lists them"))
}

/// The drafts of every runbook, oldest first; what else lies in the folder is passed over.
///
/// # Errors
/// `Disk` when the folder cannot be listed.
pub fn drafts(private: &Path) -> Result<Vec<Draft>> {
    let Some(folder) = folder(private)? else { return Ok(Vec::new()) };
    let mut found: Vec<Draft> = folder.names()?.into_iter().filter_map(|name| named(&folder, name)).collect();
    found.sort_by(|a, b| (a.at, a.name.len(), &a.name).cmp(&(b.at, b.name.len(), &b.name)));
    Ok(found)
}

/// The text of a draft.
///
/// # Errors
/// `Disk` when it is gone or cannot be read; `Unreadable` when it is no text.
pub fn read_draft(private: &Path, draft: &Draft) -> Result<String> {
    let bytes = match folder(private)? {
        Some(folder) => folder.read(&draft.name)?,
        None => None,
    };
    let gone = || Fault::new(Kind::Disk, format!("the draft {} is gone", draft.path.display()));
    String::from_utf8(bytes.ok_or_else(gone)?)
        .map_err(|_| Fault::new(Kind::Unreadable, format!("the draft {} is not text", draft.path.display())))
}

/// Drops a draft; one that is gone is fine.
///
/// # Errors
/// `Disk` when it cannot be removed.
pub fn drop_draft(private: &Path, draft: &Draft) -> Result<()> {
    match folder(private)? {
        Some(folder) => folder.remove(&draft.name),
        None => Ok(()),
    }
}

fn folder(private: &Path) -> Result<Option<Folder>> {
    if !private.exists() {
        return Ok(None);
    }
    Folder::open(private)?.child(FOLDER)
}

fn named(folder: &Folder, name: String) -> Option<Draft> {
    let mut parts = name.strip_suffix(".toml")?.split("--");
    let runbook = RunbookId { customer: parts.next()?.parse().ok()?, task: parts.next()?.parse().ok()? };
    let stamp = parts.next()?;
    let (date, time) = stamp.strip_suffix('Z')?.split_once('T')?;
    let cut = |text: &str, from: usize, to: usize| text.get(from..to).map(str::to_owned);
    let at = format!(
        "{}-{}-{}T{}:{}:{}Z",
        cut(date, 0, 4)?,
        cut(date, 4, 6)?,
        cut(date, 6, 8)?,
        cut(time, 0, 2)?,
        cut(time, 2, 4)?,
        cut(time, 4, 6)?
    );
    Some(Draft { runbook, at: at.parse().ok()?, path: folder.path().join(&name), name })
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests look at files as a person would")]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn what_was_typed_is_kept_found_and_dropped() {
        let dir = tempfile::tempdir().unwrap();
        let private = dir.path().join("runbook");
        assert_eq!(drafts(&private).unwrap(), []);
        let id: RunbookId = "acme/enforce-2fa".parse().unwrap();
        let (early, late) = ("2026-12-01T14:00:00+01:00", "2026-12-01T13:30:00Z");
        let second = keep_draft(&private, &id, "b", late.parse().unwrap()).unwrap();
        let first = keep_draft(&private, &id, "a", early.parse().unwrap()).unwrap();
        let again = keep_draft(&private, &id, "c", early.parse().unwrap()).unwrap();
        assert_eq!(drafts(&private).unwrap(), [first.clone(), again, second.clone()]);
        assert_eq!(read_draft(&private, &first).unwrap(), "a");
        assert_eq!(std::fs::metadata(&first.path).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::write(private.join("drafts/other.txt"), "x").unwrap();
        drop_draft(&private, &first).unwrap();
        drop_draft(&private, &first).unwrap();
        assert_eq!(drafts(&private).unwrap().len(), 2);
        assert!(read_draft(&private, &first).unwrap_err().message.contains("is gone"));
        assert_eq!(read_draft(&private, &second).unwrap(), "b");
    }
}
