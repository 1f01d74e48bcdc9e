//! Approving a plan: by somebody other than the DRI and than those who wrote it (`docs/format.md`,
//! “People and approval”).

use crate::lifecycle::{people, plan};
use crate::model::{Act, Approval, ApprovalAct, Event, Extra, Fault, Result, Runbook, State};

use super::given::Circumstances;
use super::needs::only_in;

/// `approve`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApprovalCommand {
    /// `approve`.
    Give,
    /// `approve --withdraw`.
    Withdraw,
}

pub(super) fn decide(runbook: &Runbook, command: ApprovalCommand, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    match command {
        ApprovalCommand::Give => approve(runbook, context),
        ApprovalCommand::Withdraw => withdraw(runbook, context),
    }
}

pub(super) fn apply(runbook: &mut Runbook, act: &ApprovalAct, event: &Event) {
    forget(runbook, event);
    match act {
        ApprovalAct::Give { plan } => runbook.approvals.push(Approval {
            by: event.by.clone(),
            at: event.at,
            plan: plan.clone(),
            extra: Extra::new(),
        }),
        ApprovalAct::Withdraw => {}
    }
}

/// The command that an act came from.
pub(in crate::lifecycle) fn command_of(act: &ApprovalAct) -> ApprovalCommand {
    match act {
        ApprovalAct::Give { .. } => ApprovalCommand::Give,
        ApprovalAct::Withdraw => ApprovalCommand::Withdraw,
    }
}

fn approve(runbook: &Runbook, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    let runbook_id = context.id;
    only_in(
        runbook,
        &[State::Draft, State::Scheduled],
        "a plan is approved before the call",
        &format!("runbook show {runbook_id}"),
    )?;
    let person = &context.stamp.by;
    if people::is_dri(runbook, person, context.settings) {
        return Err(Fault::refused(format!(
            "{} is the DRI of this runbook: a plan is approved by somebody else",
            person.name
        ))
        .hint(format!("ask a colleague to run: runbook approve {runbook_id}")));
    }
    if !context.settings.approval.allow_author && context.history.is_author(person) {
        return Err(Fault::refused(format!(
            "{} wrote part of this plan: it is approved by somebody else",
            person.name
        ))
        .hint(format!("ask a colleague to run: runbook approve {runbook_id}"))
        .hint("a store may allow it: allow_author = true under [approval] in .runbook.toml"));
    }
    let plan = plan::digest(runbook);
    let stands = runbook.approvals.iter().any(|own| own.by.is_same_person(person) && own.plan == plan);
    Ok(if stands { Vec::new() } else { vec![Act::Approval(ApprovalAct::Give { plan })] })
}

fn withdraw(runbook: &Runbook, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    let runbook_id = context.id;
    let person = &context.stamp.by;
    if runbook.approvals.iter().any(|own| own.by.is_same_person(person)) {
        return Ok(vec![Act::Approval(ApprovalAct::Withdraw)]);
    }
    Err(Fault::refused(format!("{} has not approved this runbook", person.name))
        .hint(format!("runbook show {runbook_id}")))
}

/// One person has one approval at a time; what they approved before stays in the trail.
fn forget(runbook: &mut Runbook, event: &Event) {
    runbook.approvals.retain(|approval| !approval.by.is_same_person(&event.by));
}
