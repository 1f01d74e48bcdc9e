//! Approving a plan: by somebody other than the DRI and than those who wrote it (`settled.md`, people and approval).

use crate::lifecycle::{Circumstances, people, plan};
use crate::model::{Act, Fault, Result, Runbook, State};

use super::needs::only_in;

pub(super) fn approve(runbook: &Runbook, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    only_in(runbook, &[State::Draft, State::Scheduled], "a plan is approved before the call", "runbook show ID")?;
    let person = &context.stamp.by;
    if people::is_dri(runbook, person, context.settings) {
        return Err(Fault::refused(format!(
            "{} is the DRI of this runbook: a plan is approved by somebody else",
            person.name
        ))
        .hint("ask a colleague to run: runbook approve ID"));
    }
    if !context.settings.approval.allow_author && context.history.is_author(person) {
        return Err(Fault::refused(format!(
            "{} wrote part of this plan: it is approved by somebody else",
            person.name
        ))
        .hint("ask a colleague to run: runbook approve ID")
        .hint("a store may allow it: allow_author = true under [approval] in .runbook.toml"));
    }
    let plan = plan::digest(runbook);
    let stands = runbook.approvals.iter().any(|own| own.by.is_same_person(person) && own.plan == plan);
    Ok(if stands { Vec::new() } else { vec![Act::Approve { plan }] })
}

pub(super) fn withdraw(runbook: &Runbook, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    let person = &context.stamp.by;
    if runbook.approvals.iter().any(|own| own.by.is_same_person(person)) {
        return Ok(vec![Act::ApproveWithdraw {}]);
    }
    Err(Fault::refused(format!("{} has not approved this runbook", person.name)).hint("runbook show ID"))
}
