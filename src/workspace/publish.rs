//! Publishing a change.

use std::time::Duration;

use crate::model::{CommitId, Moment, Result};
use crate::trail::{Message, PersonEnv, Repository};

/// What is to be committed.
pub(super) struct Publication {
    pub(super) expected_head: Option<CommitId>,
    pub(super) files: Vec<(String, Vec<u8>)>,
    pub(super) message: String,
    /// The trailers that must survive the hooks.
    pub(super) claims: Option<Message>,
    pub(super) recorded: Moment,
}

/// The right to write, from the locks to the commit.
pub(super) struct Session<'a> {
    repository: &'a Repository,
    env: &'a PersonEnv,
}

impl<'a> Session<'a> {
    pub(super) fn begin(repository: &'a Repository, env: &'a PersonEnv, _wait: Duration) -> Result<Self> {
        repository.writable()?;
        Ok(Self { repository, env })
    }

    pub(super) fn publish(self, publication: Publication) -> Result<CommitId> {
        let _ = publication.claims;
        self.repository.commit_plainly(
            publication.expected_head.as_ref(),
            &publication.files,
            &publication.message,
            publication.recorded,
            self.env,
        )
    }
}

/// Whether an interrupted run left something.
pub(super) fn has_leftovers(_repository: &Repository) -> bool {
    false
}
