//! One event of one runbook: the JSON of a `Runbook-Event` trailer.
//!
//! An event is complete: replaying the events of a runbook from its creation gives the record (`docs/format.md`,
//! “The trail”).

use serde::{Deserialize, Serialize};

use super::{Act, Identity, Moment, sole_keys};

/// The version of the event format.
pub const EVENT_VERSION: u64 = 1;

/// One event of one runbook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The format's version, 1.
    pub v: u64,
    /// What happened.
    #[serde(flatten)]
    pub act: Act,
    /// When it happened; when it was recorded is the commit's own time.
    pub at: Moment,
    /// Who did it: the git identity.
    pub by: Identity,
}

impl Event {
    /// An event of the current version.
    pub fn new(act: Act, at: Moment, by: Identity) -> Self {
        Self { v: EVENT_VERSION, act, at, by }
    }

    /// Reads an event from its JSON, in which no key may stand twice.
    ///
    /// # Errors
    /// What is wrong with the text, by its column.
    pub fn read(json: &str) -> serde_json::Result<Self> {
        sole_keys::read(json)
    }

    /// The event's name, as `do` says it.
    pub fn name(&self) -> &'static str {
        self.act.kind().name
    }
}
