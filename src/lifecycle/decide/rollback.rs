//! Commands on the rollback: the plan, its steps, and doing them.

use crate::lifecycle::{Circumstances, Command, TaskAct, command::item_id, reference::find};
use crate::model::{Act, Cause, Fault, Result, Runbook, State, Task, TaskOutcome};

use super::checks::{applicable, brings_nothing};
use super::needs::only_in;
use super::work;

pub(super) fn decide(runbook: &Runbook, command: &Command, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    match command {
        Command::SetRollback { fields } => {
            let own = runbook.rollback.clone().unwrap_or_default();
            work::patch(&own, fields, |fields| Act::RollbackSet { step: None, fields })
        }
        Command::AddStep { step, fixed_id, place } => {
            let id = item_id(&step.id, *fixed_id, |id| runbook.steps().iter().any(|own| own.id == *id))?;
            let place = work::place(runbook.steps(), place, "step")?;
            Ok(vec![Act::RollbackAdd { step: Task { id, ..step.clone() }, place }])
        }
        Command::SetStep { step, fields } => {
            let own = the(runbook, step)?;
            work::patch(own, fields, |fields| Act::RollbackSet { step: Some(own.id.clone()), fields })
        }
        Command::RemoveStep { step } => {
            let own = the(runbook, step)?;
            if !own.attempts.is_empty() {
                return Err(Fault::refused(format!(
                    "step `{}` has attempts; what was done stays in the record",
                    own.id
                ))
                .hint(format!("runbook rollback skip ID {} --note WHY", own.id)));
            }
            brings_nothing(runbook, &Cause::Step(own.id.clone()), "step")?;
            Ok(vec![Act::RollbackRemove { step: own.id.clone() }])
        }
        Command::MoveStep { step, place } => {
            let own = the(runbook, step)?;
            let place = work::place(runbook.steps(), place, "step")?;
            if work::stands_there(runbook.steps(), &own.id, &place)? {
                return Ok(Vec::new());
            }
            Ok(vec![Act::RollbackMove { step: own.id.clone(), place }])
        }
        Command::ActOnStep { step, act } => act_on(runbook, step, act, context),
        _ => Err(Fault::bug("not a command on the rollback")),
    }
}

fn the<'a>(runbook: &'a Runbook, part: &str) -> Result<&'a Task> {
    find(runbook.steps(), |own| &own.id, part, "step")
}

fn act_on(runbook: &Runbook, part: &str, act: &TaskAct, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    let own = the(runbook, part)?;
    only_in(
        runbook,
        &[State::RollingBack],
        "rollback steps are worked on while it is rolling back",
        "runbook abort ID --reason WHY",
    )?;
    applicable(own, runbook, "step", &own.id)?;
    let step = own.id.clone();
    Ok(vec![match (act, work::course(own, act, "rollback", context)?) {
        (TaskAct::Start { note }, _) => Act::RollbackStart { step, note: note.clone() },
        (_, Some((outcome, ending))) => match outcome {
            TaskOutcome::Success => Act::RollbackFinish { step, outcome, ending },
            TaskOutcome::Failed => Act::RollbackFail { step, outcome, ending },
            TaskOutcome::Skipped => Act::RollbackSkip { step, outcome, ending },
            TaskOutcome::Paused => Act::RollbackPause { step, outcome, ending },
        },
        (_, None) => return Err(Fault::bug("an ending without an outcome")),
    }])
}
