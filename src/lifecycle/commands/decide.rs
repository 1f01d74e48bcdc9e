//! What a command means for a runbook: the events that say it, or a refusal that names every unmet gate.
//!
//! Pure: reads the runbook and its circumstances, asks nobody for the time. What is decided always applies.

use crate::lifecycle::consistency;
use crate::model::{Act, Event, Fault, Result, RunResult, Runbook, State};

use super::command::Command;
use super::given::Circumstances;
use super::{
    apply, approval, check, contact, header, obligation, permission, phases, rehearsal, rollback, targets, undo, work,
};

/// The events of a command, in order; none when there is nothing to change.
///
/// `before` is none for [`Command::Create`] and [`Command::Import`] only.
///
/// # Errors
/// `Usage` for words that cannot be meant, `Refused` by state, gate or permission, `NotFound` and `Ambiguous` for items.
pub fn decide(before: Option<&Runbook>, command: &Command, circumstances: &Circumstances<'_>) -> Result<Vec<Event>> {
    let stamp = circumstances.stamp;
    if stamp.at() > stamp.now {
        return Err(Fault::refused(format!(
            "{} lies in the future: only what has happened can be recorded",
            stamp.at()
        ))
        .hint("leave out --at to record it as happening now"));
    }
    let acts = match (before, command) {
        (None, Command::Create { id, runbook, schedule }) => {
            header::create(id, runbook, schedule.as_ref(), circumstances)?
        }
        (None, Command::Import { id, runbook, source }) => header::import(id, runbook, source.as_ref())?,
        (None, _) => return Err(Fault::bug("a command for a runbook that does not exist")),
        (Some(_), Command::Create { .. } | Command::Import { .. }) => {
            return Err(Fault::bug("a runbook that exists cannot be created"));
        }
        (Some(runbook), command) => for_existing(runbook, command, circumstances)?,
    };
    let events: Vec<Event> = acts.into_iter().map(|act| Event::new(act, stamp.at(), stamp.by.clone())).collect();
    if let Some(after) = apply::replay(before.cloned(), &events)? {
        consistency::check(&after)?;
    }
    Ok(events)
}

fn for_existing(runbook: &Runbook, command: &Command, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    if runbook.state == State::Closed && !matches!(command, Command::Reopen { .. } | Command::Close { .. }) {
        let fault = Fault::refused("the runbook is closed; a closed runbook is changed only after it is reopened")
            .hint(format!("runbook reopen {} --reason WHY", context.id));
        return Err(match runbook.result {
            // reopening leads to the duties that are left, and to no time
            Some(RunResult::Cancelled) => {
                fault.hint("a call that takes place after all is another runbook: runbook new \"CUSTOMER - TASK\"")
            }
            _ => fault,
        });
    }
    match command {
        Command::Create { .. } | Command::Import { .. } => Err(Fault::bug("a runbook that exists cannot be created")),
        Command::Set { assignments } => header::set(runbook, assignments, context.id),
        Command::Schedule(to) => header::schedule(runbook, to, context),
        Command::Contact(command) => contact::decide(runbook, command),
        Command::Check(command) => check::decide(runbook, command, context),
        Command::Permission(command) => permission::decide(runbook, command, context),
        Command::Work(track, command) => work::decide(runbook, *track, command, context),
        Command::RollbackPlan { fields } => rollback::decide(runbook, fields),
        Command::Rehearse { task, outcome, words, items } => {
            rehearsal::decide(runbook, task, *outcome, words, items, context)
        }
        Command::Targets(command) => targets::decide(runbook, command, context),
        Command::Obligation(command) => obligation::decide(runbook, command, context),
        Command::Approval(command) => approval::decide(runbook, *command, context),
        Command::Start { overrides } => phases::start(runbook, overrides, context),
        Command::Finish { overrides } => phases::finish(runbook, overrides, context),
        Command::Abort { reason } => phases::abort(runbook, reason, context),
        Command::Cancel { reason } => phases::cancel(runbook, reason, context),
        Command::Close { result, reason, overrides } => phases::close(runbook, *result, reason, overrides, context),
        Command::Reopen { reason } => phases::reopen(runbook, reason, context),
        Command::Undo { last, earlier } => undo::decide(runbook, last, earlier.as_deref(), context),
    }
}
