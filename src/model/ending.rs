//! How an attempt or a rehearsal ended, as events say it.

use serde::{Deserialize, Serialize};

use super::{Length, Line, Moment, Prose};

/// The result of an attempt or a rehearsal as an event says it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ending {
    /// When the attempt began, where the event says so itself instead of closing an open attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Moment>,
    /// Its length, where the times are not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub took: Option<Length>,
    /// What is to be said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Prose>,
    /// The captured output, as a path in the store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<Line>,
    /// The SHA-256 of the captured output, in hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_sha256: Option<Line>,
}

impl Ending {
    /// The captured output that it vouches for: its path in the store, and the SHA-256 of its content.
    pub fn captured(&self) -> Option<(&Line, Option<&Line>)> {
        self.log.as_ref().map(|log| (log, self.log_sha256.as_ref()))
    }
}
