//! A commit of the trail as far as runbooks are concerned.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use super::{Event, Fault, Identity, Moment, Result, RunbookId};

/// A commit's name: forty hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct CommitId(String);

impl CommitId {
    /// The name as git prints it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first ten digits, for people.
    pub fn short(&self) -> &str {
        self.0.get(..10).unwrap_or(&self.0)
    }
}

impl fmt::Display for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for CommitId {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self> {
        if text.len() == 40 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(Fault::usage(format!("“{text}” is not the full name of a commit")))
        }
    }
}

impl<'de> Deserialize<'de> for CommitId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// One commit with what its trailers say; a commit by plain git has no events.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// The commit.
    pub commit: CommitId,
    /// Its author.
    pub author: Identity,
    /// The committer's time: when it was recorded.
    pub recorded_at: Moment,
    /// The first line of its message.
    pub subject: String,
    /// The runbook that its trailer names.
    pub runbook: Option<RunbookId>,
    /// The runbook's own previous commit, as the trailer claims.
    pub previous: Option<CommitId>,
    /// Its events, in order.
    pub events: Vec<Event>,
    /// What is wrong with its trailers, where there are some that cannot be read.
    pub problem: Option<String>,
}

impl Recorded {
    /// The subject without the runbook's id in front of it.
    pub fn words(&self) -> &str {
        self.runbook
            .as_ref()
            .and_then(|id| self.subject.strip_prefix(&id.to_string())?.strip_prefix(": "))
            .unwrap_or(&self.subject)
    }
}
