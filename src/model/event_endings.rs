//! Which events end an attempt or a rehearsal.
//!
//! Exhaustive over [`Act`]: whoever adds an act says it here.

use super::{Act, Ending};

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
