//! How an attempt ended, as events say it, and which events say it.
//!
//! Exhaustive over [`Act`]: whoever adds an act says here whether it ends an attempt.

use serde::{Deserialize, Serialize};

use super::{Act, Length, Line, Moment, Prose};

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

impl Act {
    /// The ending that it says of an attempt or a rehearsal.
    pub fn ending(&self) -> Option<&Ending> {
        match self {
            Self::TaskFinish { ending, .. }
            | Self::TaskFail { ending, .. }
            | Self::TaskSkip { ending, .. }
            | Self::TaskPause { ending, .. }
            | Self::RollbackFinish { ending, .. }
            | Self::RollbackFail { ending, .. }
            | Self::RollbackSkip { ending, .. }
            | Self::RollbackPause { ending, .. }
            | Self::Rehearse { ending, .. } => Some(ending),
            Self::Create { .. }
            | Self::Import { .. }
            | Self::Set { .. }
            | Self::Schedule { .. }
            | Self::ContactAdd { .. }
            | Self::ContactSet { .. }
            | Self::ContactRemove { .. }
            | Self::CheckAdd { .. }
            | Self::CheckSet { .. }
            | Self::CheckRemove { .. }
            | Self::CheckDone { .. }
            | Self::CheckPrevented { .. }
            | Self::CheckClear { .. }
            | Self::PermissionAdd { .. }
            | Self::PermissionSet { .. }
            | Self::PermissionRemove { .. }
            | Self::PermissionAsk { .. }
            | Self::PermissionGrant { .. }
            | Self::PermissionRefuse { .. }
            | Self::TaskAdd { .. }
            | Self::TaskSet { .. }
            | Self::TaskRemove { .. }
            | Self::TaskMove { .. }
            | Self::TaskStart { .. }
            | Self::TargetsLoad { .. }
            | Self::TargetsBegin { .. }
            | Self::TargetsRun { .. }
            | Self::TargetsMark { .. }
            | Self::TargetsRetry { .. }
            | Self::TargetsPurge {}
            | Self::RollbackSet { .. }
            | Self::RollbackAdd { .. }
            | Self::RollbackRemove { .. }
            | Self::RollbackMove { .. }
            | Self::RollbackStart { .. }
            | Self::ObligationAdd { .. }
            | Self::ObligationDischarge { .. }
            | Self::Approve { .. }
            | Self::ApproveWithdraw {}
            | Self::Start {}
            | Self::Finish {}
            | Self::Abort { .. }
            | Self::Cancel { .. }
            | Self::Close { .. }
            | Self::Reopen { .. }
            | Self::Override { .. }
            | Self::Edit { .. }
            | Self::Undo { .. } => None,
        }
    }
}
