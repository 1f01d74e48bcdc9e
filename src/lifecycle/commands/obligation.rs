//! Duties that hold up closing: owed, then discharged with evidence.

use crate::lifecycle::obligations::{self, DutyState};
use crate::lifecycle::reference::find;
use crate::model::{Act, Event, Fault, Obligation, ObligationAct, Prose, Result, Runbook};

use super::check::applicable;
use super::fields::the_item;
use super::given::{Circumstances, Named, item_id};
use super::needs::needed_text;

/// `obligation`.
#[expect(clippy::large_enum_variant, reason = "a command is made once and lent")]
#[expect(missing_docs, reason = "a variant's fields are what its line says")]
#[derive(Debug, Clone, PartialEq)]
pub enum ObligationCommand {
    /// `obligation add`.
    Add { obligation: Obligation, fixed_id: bool },
    /// `obligation discharge`.
    Discharge { obligation: Named, evidence: Option<Prose> },
}

pub(super) fn decide(runbook: &Runbook, command: &ObligationCommand, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    match command {
        ObligationCommand::Add { obligation, fixed_id } => {
            let id = item_id(&obligation.id, *fixed_id, |id| runbook.obligations.iter().any(|own| own.id == *id))?;
            Ok(vec![Act::Obligation(ObligationAct::Add { obligation: Obligation { id, ..obligation.clone() } })])
        }
        ObligationCommand::Discharge { obligation, evidence } => discharge(runbook, obligation, evidence, context),
    }
}

pub(super) fn apply(runbook: &mut Runbook, act: &ObligationAct, event: &Event) -> Result<()> {
    match act {
        ObligationAct::Add { obligation } => runbook.obligations.push(obligation.clone()),
        ObligationAct::Discharge { obligation, evidence } => {
            let own = the_item(&mut runbook.obligations, |own| &own.id, obligation)?;
            own.discharged_at = Some(event.at);
            own.by = Some(event.by.clone());
            own.evidence = Some(evidence.clone());
        }
    }
    Ok(())
}

/// The command that an act came from.
pub(in crate::lifecycle) fn command_of(act: &ObligationAct) -> ObligationCommand {
    match act {
        ObligationAct::Add { obligation } => ObligationCommand::Add { obligation: obligation.clone(), fixed_id: true },
        ObligationAct::Discharge { obligation, evidence } => {
            ObligationCommand::Discharge { obligation: obligation.to_string(), evidence: Some(evidence.clone()) }
        }
    }
}

pub(super) fn discharge(
    runbook: &Runbook,
    part: &str,
    evidence: &Option<Prose>,
    context: &Circumstances<'_>,
) -> Result<Vec<Act>> {
    let own = find(&runbook.obligations, |own| &own.id, part, "obligation")?;
    let evidence = needed_text(evidence, "--evidence", "what shows that it was done")?;
    applicable(own, runbook, "obligation", &own.id, context.id)?;
    may_be_discharged(runbook, own, context)?;
    Ok(vec![Act::Obligation(ObligationAct::Discharge { obligation: own.id.clone(), evidence: evidence.clone() })])
}

/// A duty is discharged once it is owed, and not before it arose.
fn may_be_discharged(runbook: &Runbook, duty: &Obligation, context: &Circumstances<'_>) -> Result<()> {
    let (runbook_id, at) = (context.id, context.stamp.at());
    let refused = |why: String| {
        Err(Fault::refused(format!("obligation `{}` {why}", duty.id)).hint(format!("runbook show {runbook_id}")))
    };
    match (obligations::duty_standing(runbook, duty).standing, &duty.arises, obligations::arose_at(runbook, duty)) {
        (DutyState::Discharged, ..) => refused("is already discharged".to_owned()),
        (DutyState::Coming, Some(cause), _) => refused(format!("is not owed yet: it comes with {cause}")),
        (_, Some(cause), Some(arose)) if at < arose => {
            refused(format!("cannot be discharged at {at}: it came with {cause} at {arose}"))
        }
        _ => Ok(()),
    }
}
