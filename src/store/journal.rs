//! What a change is about to do, written down before it does it, so that the next run can finish what a kill tore.
//!
//! The journal holds names and digests only; the contents are git objects that are durable before it is. It exists from
//! shortly before the branch moves until file, index and branch agree again, and what follows beside the trail is done.
//!
//! One that a newer version has left is never taken for none: what was made ready with it may be all that is left.

use serde::{Deserialize, Serialize};

use super::atomic_fs::Staged;
use super::folder::{Folder, PRIVATE_FILE};
use super::following::Following;
use super::left_behind;
use crate::model::{CommitId, Result};

const NAME: &str = "journal";
const VERSION: u32 = 1;

/// One change on its way. A key that is not known is of a newer version, as another version is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journal {
    version: u32,
    /// The branch that moves, as a full reference name.
    pub branch: String,
    /// Where it stood; nothing for a first commit.
    pub old: Option<CommitId>,
    /// Where it goes.
    pub new: CommitId,
    /// The files that the commit changes.
    pub files: Vec<JournalFile>,
    /// What follows beside the trail, once the branch is at the new commit.
    #[serde(default)]
    pub follows: Vec<Following>,
}

/// One file of a change; contents by the name of their git object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JournalFile {
    /// Path below the top, with `/`.
    pub path: String,
    /// What lies in the work tree before; nothing where there is no file.
    pub before: Option<String>,
    /// What the index has before.
    pub indexed: Option<String>,
    /// What both have afterwards.
    pub after: String,
}

impl Journal {
    /// A journal of one change.
    pub fn new(
        branch: String,
        old: Option<CommitId>,
        new: CommitId,
        files: Vec<JournalFile>,
        follows: Vec<Following>,
    ) -> Self {
        Self { version: VERSION, branch, old, new, files, follows }
    }

    /// Writes it down under a passing name in `pending`; it counts once [`Journal::begin`] has named it.
    ///
    /// # Errors
    /// [`crate::model::Kind::Disk`].
    pub fn stage(&self, pending: &Folder) -> Result<Staged> {
        let text = serde_json::to_vec_pretty(self).unwrap_or_default();
        pending.stage(NAME, &text, PRIVATE_FILE)
    }

    /// Makes the staged journal the one that counts.
    ///
    /// # Errors
    /// [`crate::model::Kind::Disk`].
    pub fn begin(pending: &Folder, private: &Folder) -> Result<()> {
        pending.move_to(NAME, private, NAME)
    }

    /// The journal of an interrupted run, if there is one. One that is torn was never durable, and what it would have
    /// announced never began: it counts as none.
    ///
    /// # Errors
    /// [`crate::model::Kind::Disk`] when the file cannot be read, [`crate::model::Kind::NewerFormat`] when it is whole and
    /// says what this version does not know.
    pub fn read(private: &Folder) -> Result<Option<Self>> {
        left_behind::read(private, NAME, |journal: &Self| journal.version == VERSION)
    }

    /// Ends it.
    ///
    /// # Errors
    /// [`crate::model::Kind::Disk`].
    pub fn end(private: &Folder) -> Result<()> {
        private.remove(NAME)
    }
}
