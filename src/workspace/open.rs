//! An opened store: its repository, its files, its settings, and the person who acts.
//!
//! Neither reads nor writes a record; that is for the doors.

use std::path::Path;

use crate::model::{Identity, Result, RunbookId, Settings};
use crate::publish::{Leftover, leftovers};
use crate::store::{Layout, SETTINGS_FILE, read_settings};
use crate::trail::{PersonEnv, Repository};

/// A store, opened for one command.
pub struct Workspace {
    pub(super) repository: Repository,
    pub(super) layout: Layout,
    pub(super) settings: Settings,
    pub(super) env: PersonEnv,
}

impl Workspace {
    /// Opens the store that contains `dir`.
    ///
    /// # Errors
    /// `NotAStore` where there is none, `Git` for a repository that cannot be served, `Unreadable` for settings that
    /// do not parse.
    pub fn open(dir: &Path, env: &PersonEnv) -> Result<Self> {
        let repository = Repository::discover(dir, env)?;
        repository.require_store()?;
        Self::over(repository, env)
    }

    pub(super) fn over(repository: Repository, env: &PersonEnv) -> Result<Self> {
        let layout = Layout::new(repository.top());
        let settings = match own_file(&repository, &layout, SETTINGS_FILE)? {
            Some(bytes) => read_settings(&bytes)?,
            None => Settings::default(),
        };
        if settings.signatures.required {
            repository.sign_always();
        }
        Ok(Self { repository, layout, settings, env: env.clone() })
    }

    /// The text of a record: of its file, or of the head where git leaves that out of the work tree.
    pub(super) fn record_text(&self, id: &RunbookId) -> Result<Option<Vec<u8>>> {
        own_file(&self.repository, &self.layout, &id.path())
    }

    /// The files that an interrupted run has recorded and not written yet, by their paths below the top.
    pub(super) fn unwritten(&self) -> Vec<String> {
        let left = leftovers(&self.repository).unwrap_or_default();
        let files = |left| if let Leftover::Unfinished(paths) = left { paths } else { Vec::new() };
        left.into_iter().flat_map(files).collect()
    }

    /// What the team decided for this store.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The top of the store's work tree.
    pub fn top(&self) -> &Path {
        self.repository.top()
    }

    /// The folder for drafts, caches and locks under the git directory.
    pub fn private(&self) -> &Path {
        self.repository.private()
    }

    /// The person who acts, as git knows them.
    ///
    /// # Errors
    /// `Identity` when git knows nobody.
    pub fn identity(&self) -> Result<Identity> {
        Ok(self.repository.identity(&self.env)?.author)
    }

    /// A setting of git's in which the repository has no say: the system's, the person's, or given for this run.
    pub fn own_setting(&self, key: &str) -> Option<String> {
        self.repository.config().ok()?.own_text(key)
    }
}

/// The bytes of a file of the store's own: as it lies there, or as the head has it where git leaves it out of the work
/// tree.
pub(super) fn own_file(repository: &Repository, layout: &Layout, path: &str) -> Result<Option<Vec<u8>>> {
    match layout.read_file(path)? {
        Some(bytes) => Ok(Some(bytes)),
        None => repository.text_left_out(path),
    }
}
