//! Drafts: what a person typed into an editor, kept under the git directory until it is recorded.
//!
//! Nothing that was typed is lost when it is refused; nothing here is ever committed. A draft's name says which record it
//! was begun from, so that it cannot silently take back what others have done since. Refuses to overwrite another draft.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::folder::{Folder, fault};
use super::scratch::{dead_files, scratch_file, write_whole};
use crate::model::{Fault, Kind, Result, RunbookId};

const ENDING: &str = ".toml";

/// The drafts of one store.
#[derive(Debug, Clone)]
pub struct Drafts {
    private: PathBuf,
}

/// One draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDraft {
    name: String,
    /// Where it lies.
    pub path: PathBuf,
}

impl Drafts {
    /// The drafts under the store's private folder.
    pub fn new(private: &Path) -> Self {
        Self { private: private.to_owned() }
    }

    fn place(&self) -> PathBuf {
        self.private.join("drafts")
    }

    fn draft(&self, name: String) -> KeptDraft {
        KeptDraft { path: self.place().join(&name), name }
    }

    fn folder(&self) -> Result<Folder> {
        Ok(Folder::open_or_make(&self.private)?.child_or_make("drafts")?.0)
    }

    /// Begins a draft of a runbook whose record is `base`, with this text.
    ///
    /// # Errors
    /// `Disk` when it cannot be written.
    pub fn begin(&self, id: &RunbookId, base: &[u8], text: &[u8]) -> Result<KeptDraft> {
        let folder = self.folder()?;
        let stem = stem(id, base);
        let mut file = scratch_file(&folder, text)?;
        let mut name = format!("{stem}{ENDING}");
        for number in 2_u32.. {
            let path = folder.path().join(&name);
            match file.persist_noclobber(&path) {
                Ok(_) => break,
                // another draft of the same record, perhaps one that somebody begins at this moment
                Err(taken) if taken.error.kind() == ErrorKind::AlreadyExists => file = taken.file,
                Err(failed) => return Err(fault("write", &path, failed.error)),
            }
            name = format!("{stem}.{number}{ENDING}");
        }
        Ok(self.draft(name))
    }

    /// Gives a draft another text.
    ///
    /// # Errors
    /// `Disk` when it cannot be written; the draft then has its old text.
    pub fn rewrite(&self, draft: &KeptDraft, text: &[u8]) -> Result<()> {
        write_whole(&self.folder()?, &draft.name, text)
    }

    /// What a draft holds now.
    ///
    /// # Errors
    /// `Disk` when it cannot be read or is gone.
    pub fn read(&self, draft: &KeptDraft) -> Result<Vec<u8>> {
        self.folder()?.read(&draft.name)?.ok_or_else(|| {
            Fault::new(Kind::Disk, format!("the draft {} is gone; nothing was saved", draft.path.display()))
        })
    }

    /// True as long as a draft is kept.
    pub fn has(&self, draft: &KeptDraft) -> bool {
        draft.path.symlink_metadata().is_ok()
    }

    /// Takes a draft away, once it is recorded.
    ///
    /// # Errors
    /// `Disk` when it cannot be removed.
    pub fn remove(&self, draft: &KeptDraft) -> Result<()> {
        self.folder()?.remove(&draft.name)
    }

    /// Takes away the draft of this name, once it is recorded; one that is gone is fine.
    ///
    /// # Errors
    /// `Disk` when it cannot be removed.
    pub(super) fn drop_named(&self, name: &str) -> Result<()> {
        self.folder()?.remove(name)
    }

    /// Texts that a kill has left here before they became drafts: nobody has typed in them yet, or they are kept in
    /// another one.
    ///
    /// # Errors
    /// `Disk` when they cannot be looked at.
    pub fn has_torn(&self) -> Result<bool> {
        Ok(self.place().exists() && !dead_files(&self.folder()?)?.is_empty())
    }

    /// Clears those away.
    ///
    /// # Errors
    /// `Disk`.
    pub fn clear_torn(&self) -> Result<()> {
        if !self.place().exists() {
            return Ok(());
        }
        let folder = self.folder()?;
        dead_files(&folder)?.iter().try_for_each(|name| folder.remove(name))
    }

    /// Every draft that is kept, by name.
    ///
    /// # Errors
    /// `Disk` when they cannot be listed.
    pub fn list(&self) -> Result<Vec<KeptDraft>> {
        if !self.place().exists() {
            return Ok(Vec::new());
        }
        let mut names = self.folder()?.names()?;
        names.retain(|name| name.ends_with(ENDING) && !name.starts_with('.'));
        names.sort();
        Ok(names.into_iter().map(|name| self.draft(name)).collect())
    }

    /// The drafts of one runbook, the one that was written last at the end.
    ///
    /// # Errors
    /// `Disk` when they cannot be listed.
    pub fn of(&self, id: &RunbookId) -> Result<Vec<KeptDraft>> {
        let begin = format!("{}.{}.", id.customer, id.task);
        let mut drafts: Vec<KeptDraft> =
            self.list()?.into_iter().filter(|draft| draft.name.starts_with(&begin)).collect();
        drafts.sort_by_cached_key(|draft| draft.path.symlink_metadata().and_then(|about| about.modified()).ok());
        Ok(drafts)
    }
}

impl KeptDraft {
    /// The runbook whose edit it is.
    pub fn runbook(&self) -> Option<RunbookId> {
        let (customer, rest) = self.name.split_once('.')?;
        let (task, _) = rest.split_once('.')?;
        format!("{customer}/{task}").parse().ok()
    }

    /// Its name among the drafts.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// True when this draft was begun from exactly this record.
    pub fn is_of(&self, id: &RunbookId, base: &[u8]) -> bool {
        self.name.starts_with(&format!("{}.", stem(id, base)))
    }
}

/// The name of a draft without its number: the runbook, and the record that it was begun from.
fn stem(id: &RunbookId, base: &[u8]) -> String {
    let digest = Sha256::digest(base);
    let hex: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{}.{}.{hex}", id.customer, id.task)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_private_has_a_name_of_its_own_and_knows_its_base() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::new(&folder.path().join("runbook"));
        let id: RunbookId = "acme/enforce-2fa".parse().unwrap();
        assert_eq!(drafts.list().unwrap(), []);
        let first = drafts.begin(&id, b"base", b"one").unwrap();
        let second = drafts.begin(&id, b"base", b"two").unwrap();
        assert_ne!(first.path, second.path);
        assert!(first.is_of(&id, b"base") && second.is_of(&id, b"base") && !first.is_of(&id, b"other"));
        drafts.rewrite(&first, b"three").unwrap();
        assert_eq!(drafts.read(&first).unwrap(), b"three");
        // whoever goes on goes on with what was written last
        assert_eq!(drafts.of(&id).unwrap(), [second.clone(), first.clone()]);
        let third = drafts.begin(&id, b"base", b"four").unwrap();
        assert_eq!(drafts.of(&id).unwrap().last(), Some(&third));
        drafts.remove(&third).unwrap();
        assert_eq!(drafts.of(&"acme/enforce".parse().unwrap()).unwrap(), []);
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&first.path).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
        drafts.remove(&first).unwrap();
        assert_eq!(drafts.list().unwrap(), [second]);
        let torn = folder.path().join("runbook/drafts/.runbook-tmp-Abc123");
        std::fs::write(&torn, "half").unwrap();
        let living = scratch_file(&drafts.folder().unwrap(), b"x").unwrap();
        assert!(drafts.has_torn().unwrap());
        drafts.clear_torn().unwrap();
        assert!(!torn.exists() && living.path().exists() && !drafts.has_torn().unwrap());
    }
}
