//! The rollback's plan in words, its links, or why there is none; its steps are work.

use crate::model::{Act, Fields, Result, Rollback, Runbook};

use super::fields::{patch, patched};

pub(super) fn decide(runbook: &Runbook, fields: &Fields) -> Result<Vec<Act>> {
    let own = runbook.rollback.clone().unwrap_or_default();
    patch(&own, fields, |fields| Act::RollbackPlan { fields })
}

pub(super) fn apply(runbook: &mut Runbook, fields: &Fields) -> Result<()> {
    let rollback = patched(&runbook.rollback.clone().unwrap_or_default(), fields)?;
    runbook.rollback = Some(rollback).filter(|rollback| *rollback != Rollback::default());
    Ok(())
}
