//! An opened store: the repository, its work tree, and the private folder under its git directory.

use std::path::{Path, PathBuf};

/// A git repository that holds a store.
pub struct Repository {
    /// Libgit2's handle.
    pub(super) git: git2::Repository,
    /// The top of the work tree.
    pub(super) top: PathBuf,
    /// `runbook/` under the common git directory.
    pub(super) private: PathBuf,
}

impl Repository {
    /// The top of the work tree.
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// The folder for locks, journals, drafts and caches; never committed.
    pub fn private(&self) -> &Path {
        &self.private
    }
}
