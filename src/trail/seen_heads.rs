//! The head that an earlier audit has seen, kept outside the repository: `runbook/heads/` in the person's folder for state.
//!
//! One small file for each repository, by its path, that waits for the disk: what is accepted in it is the person's word.
//! One that is gone is begun anew; one that does not parse is neither believed nor written over. Whoever can write to the
//! person's own folders is not kept out by it.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::failure::disk_fault;
use super::private::{self, Lasting};
use super::repository::Repository;
use crate::model::{CommitId, Fault, Kind, Moment, Result};

/// A head that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenHead {
    /// The commit.
    pub commit: CommitId,
    /// When it was audited.
    pub at: Moment,
}

/// What is remembered of one repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenHeads {
    file: PathBuf,
    seen: Seen,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    /// Where the repository is, for a person who looks into the file.
    repository: String,
    /// The heads by branch.
    heads: BTreeMap<String, SeenHead>,
    /// The heads by branch up to which the person took a rewritten history as it is.
    #[serde(default)]
    accepted: BTreeMap<String, SeenHead>,
}

impl SeenHeads {
    /// What is remembered of a repository in this folder for state.
    ///
    /// # Errors
    /// `Disk` or `Unreadable` for a file that is there and cannot be understood: forgetting it in silence would be what
    /// somebody wants who rewrote history.
    pub fn of(state: &Path, repository: &Repository) -> Result<Self> {
        let common = repository.common_dir();
        let place = std::fs::canonicalize(common).unwrap_or_else(|_| common.to_owned());
        let digest = Sha256::digest(place.as_os_str().as_encoded_bytes());
        let name: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let file = state.join("runbook").join("heads").join(format!("{name}.json"));
        let seen = match std::fs::read(&file) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| {
                Fault::new(
                    Kind::Unreadable,
                    format!("{}, which remembers audited heads, does not parse: {error}", file.display()),
                )
                .hint(format!("to begin anew: rm {}", shell_words::quote(&file.to_string_lossy())))
            })?,
            // where a file stands in the place of a folder there is nothing either
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                Seen { repository: place.to_string_lossy().into_owned(), ..Seen::default() }
            }
            Err(error) => return Err(disk_fault(format!("read “{}”", file.display()), &error)),
        };
        Ok(Self { file, seen })
    }

    /// The head that was seen on a branch.
    pub fn head(&self, branch: &str) -> Option<&SeenHead> {
        self.seen.heads.get(branch)
    }

    /// The heads that were seen, of all branches.
    pub fn heads(&self) -> impl Iterator<Item = &SeenHead> {
        self.seen.heads.values()
    }

    /// The head that was seen last, with its branch.
    pub fn latest(&self) -> Option<(&str, &SeenHead)> {
        self.seen.heads.iter().max_by_key(|(_, seen)| seen.at).map(|(branch, seen)| (branch.as_str(), seen))
    }

    /// The head up to which a rewritten history was taken as it is.
    pub fn accepted(&self, branch: &str) -> Option<&SeenHead> {
        self.seen.accepted.get(branch)
    }

    /// Remembers a head.
    ///
    /// # Errors
    /// `Disk`.
    pub fn remember(&mut self, branch: &str, head: SeenHead) -> Result<()> {
        self.seen.heads.insert(branch.to_owned(), head);
        self.keep()
    }

    /// Forgets the head of a branch, in memory only: the file did not take it.
    pub fn forget(&mut self, branch: &str) {
        self.seen.heads.remove(branch);
    }

    /// Remembers that history up to this head is taken as it is.
    ///
    /// # Errors
    /// `Disk`.
    pub fn accept(&mut self, branch: &str, head: SeenHead) -> Result<()> {
        self.seen.accepted.insert(branch.to_owned(), head);
        self.keep()
    }

    fn keep(&self) -> Result<()> {
        let text = serde_json::to_string_pretty(&self.seen).map_err(|error| Fault::bug(error.to_string()))?;
        private::replace(&self.file, format!("{text}\n").as_bytes(), Lasting::Kept)
            .map_err(|error| disk_fault(format!("write “{}”", self.file.display()), &error))
    }
}
