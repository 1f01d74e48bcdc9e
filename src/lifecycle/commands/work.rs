//! Tasks, and the steps of the rollback: planned and timed alike, on two tracks.

use crate::lifecycle::reference::find;
use crate::model::{
    Act, Attempt, Cause, Ending, Event, Fault, Fields, Place, Prose, Result, Rollback, Runbook, RunbookId, Slug, State,
    Task, TaskOutcome, Track, WorkAct,
};

use super::attempt::{self, AttemptCommand, the};
use super::check::{applicable, brings_nothing};
use super::fields::{misfit, patch, patched, position, remove, the_item};
use super::given::{Circumstances, Named, Whereto, item_id};
use super::needs::only_in;
use super::task_gate;

/// `task`, and `rollback` where it is about a step.
#[expect(clippy::large_enum_variant, reason = "a command is made once and lent")]
#[expect(missing_docs, reason = "a variant's fields are what its line says")]
#[derive(Debug, Clone, PartialEq)]
pub enum WorkCommand {
    /// `task add`. The item's id is a wish unless `fixed_id`.
    Add { item: Task, fixed_id: bool, place: Whereto },
    /// `task set`, `rollback step`.
    Set { item: Named, fields: Fields },
    /// `task remove`.
    Remove { item: Named },
    /// `task move`.
    Move { item: Named, place: Whereto },
    /// `task start`, `finish`, `fail`, `skip`, `pause`.
    Attempt { item: Named, attempt: AttemptCommand },
}

pub(super) fn decide(
    runbook: &Runbook,
    track: Track,
    command: &WorkCommand,
    context: &Circumstances<'_>,
) -> Result<Vec<Act>> {
    let items = track.of(runbook);
    match command {
        WorkCommand::Add { item, fixed_id, place } => {
            let id = item_id(&item.id, *fixed_id, |id| items.iter().any(|own| own.id == *id))?;
            let place = found(items, place, track)?;
            Ok(vec![Act::Work(track, WorkAct::Add { item: Task { id, ..item.clone() }, place })])
        }
        WorkCommand::Set { item, fields } => {
            let own = the(runbook, track, item)?;
            patch(own, fields, |fields| Act::Work(track, WorkAct::Set { item: own.id.clone(), fields }))
        }
        WorkCommand::Remove { item } => {
            let own = the(runbook, track, item)?;
            free_to_go(runbook, track, own, context.id)?;
            Ok(vec![Act::Work(track, WorkAct::Remove { item: own.id.clone() })])
        }
        WorkCommand::Move { item, place } => {
            let own = the(runbook, track, item)?;
            let place = found(items, place, track)?;
            if stands_there(items, &own.id, &place)? {
                return Ok(Vec::new());
            }
            Ok(vec![Act::Work(track, WorkAct::Move { item: own.id.clone(), place })])
        }
        WorkCommand::Attempt { item, attempt } => match track {
            Track::Tasks => task_gate::attempted(runbook, item, attempt, context),
            Track::Steps => stepped(runbook, item, attempt, context),
        },
    }
}

pub(super) fn apply(runbook: &mut Runbook, track: Track, act: &WorkAct, event: &Event) -> Result<()> {
    let items = track.of_mut(runbook);
    match act {
        WorkAct::Add { item, place } => insert(items, item.clone(), place),
        WorkAct::Set { item, fields } => set(items, item, fields),
        WorkAct::Remove { item } => {
            remove(items, |own| &own.id, item)?;
            if track == Track::Steps {
                runbook.rollback = runbook.rollback.take().filter(|rollback| *rollback != Rollback::default());
            }
            Ok(())
        }
        WorkAct::Move { item, place } => relocate(items, item, place),
        WorkAct::Start { item, note } => begin(items, item, note, event),
        WorkAct::End { item, outcome, ending, .. } => end(items, item, *outcome, ending, event),
    }
}

/// The command that an act came from.
pub(in crate::lifecycle) fn command_of(act: &WorkAct) -> WorkCommand {
    match act {
        WorkAct::Add { item, place } => WorkCommand::Add { item: item.clone(), fixed_id: true, place: place.into() },
        WorkAct::Set { item, fields } => WorkCommand::Set { item: item.to_string(), fields: fields.clone() },
        WorkAct::Remove { item } => WorkCommand::Remove { item: item.to_string() },
        WorkAct::Move { item, place } => WorkCommand::Move { item: item.to_string(), place: place.into() },
        WorkAct::Start { item, note } => {
            let attempt = AttemptCommand::Start { note: note.clone() };
            WorkCommand::Attempt { item: item.to_string(), attempt }
        }
        WorkAct::End { verb, item, ending, .. } => {
            let attempt = AttemptCommand::ending(*verb, ending);
            WorkCommand::Attempt { item: item.to_string(), attempt }
        }
    }
}

/// Where an item goes, with the neighbour found.
fn found(tasks: &[Task], whereto: &Whereto, track: Track) -> Result<Place> {
    let neighbour = |part: &str| find(tasks, |own| &own.id, part, track.item()).map(|own| own.id.clone());
    Ok(match whereto {
        Whereto::First => Place::First,
        Whereto::Last => Place::Last,
        Whereto::Before(part) => Place::Before(neighbour(part)?),
        Whereto::After(part) => Place::After(neighbour(part)?),
    })
}

/// True when moving there changes nothing.
fn stands_there(tasks: &[Task], id: &Slug, place: &Place) -> Result<bool> {
    let at = |wanted: &Slug| tasks.iter().position(|own| own.id == *wanted);
    let own = at(id);
    match place {
        Place::Before(other) | Place::After(other) if other == id => {
            Err(Fault::usage(format!("`{id}` cannot be moved next to itself")))
        }
        Place::First => Ok(own == Some(0)),
        Place::Last => Ok(own.map(|own| own + 1) == Some(tasks.len())),
        Place::Before(other) => Ok(own.map(|own| own + 1) == at(other)),
        Place::After(other) => Ok(own == at(other).map(|other| other + 1)),
    }
}

/// An attempt at a step, while it is rolling back.
fn stepped(runbook: &Runbook, part: &str, attempt: &AttemptCommand, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    let own = the(runbook, Track::Steps, part)?;
    only_in(
        runbook,
        &[State::RollingBack],
        "rollback steps are worked on while it is rolling back",
        &format!("runbook abort {} --reason WHY", context.id),
    )?;
    applicable(own, runbook, "step", &own.id, context.id)?;
    Ok(vec![Act::Work(Track::Steps, attempt::course(own, attempt, Track::Steps, context)?)])
}

/// What something refers to, or on which something was done, stays.
fn free_to_go(runbook: &Runbook, track: Track, own: &Task, runbook_id: &RunbookId) -> Result<()> {
    let (what, id) = (track.item(), || own.id.clone());
    if !own.attempts.is_empty() {
        return Err(Fault::refused(format!("{what} `{}` has attempts; what was done stays in the record", own.id))
            .hint(format!("runbook {} skip {runbook_id} {} --note WHY", track.verb(), own.id)));
    }
    match track {
        Track::Tasks => {
            brings_nothing(runbook, &Cause::Task(id()), what, runbook_id)?;
            task_gate::is_not_covered(runbook, own, runbook_id)
        }
        Track::Steps => brings_nothing(runbook, &Cause::Step(id()), what, runbook_id),
    }
}

fn set(tasks: &mut [Task], id: &Slug, fields: &Fields) -> Result<()> {
    let task = the_item(tasks, |own| &own.id, id)?;
    *task = patched(task, fields)?;
    Ok(())
}

fn insert(tasks: &mut Vec<Task>, task: Task, place: &Place) -> Result<()> {
    let at = match place {
        Place::First => 0,
        Place::Last => tasks.len(),
        Place::Before(id) => position(tasks, |own| &own.id, id)?,
        Place::After(id) => position(tasks, |own| &own.id, id)? + 1,
    };
    tasks.insert(at, task);
    Ok(())
}

fn relocate(tasks: &mut Vec<Task>, id: &Slug, place: &Place) -> Result<()> {
    let from = position(tasks, |own| &own.id, id)?;
    let task = tasks.remove(from);
    insert(tasks, task, place)
}

fn begin(tasks: &mut [Task], id: &Slug, note: &Option<Prose>, event: &Event) -> Result<()> {
    let task = the_item(tasks, |own| &own.id, id)?;
    task.attempts.push(Attempt {
        started_at: Some(event.at),
        note: note.clone(),
        by: Some(event.by.clone()),
        ..Attempt::default()
    });
    Ok(())
}

/// Ends the running attempt, or adds one that began and ended unrecorded.
fn end(tasks: &mut [Task], id: &Slug, outcome: TaskOutcome, ending: &Ending, event: &Event) -> Result<()> {
    let task = the_item(tasks, |own| &own.id, id)?;
    let open = task.attempts.last_mut().filter(|attempt| attempt.outcome.is_none());
    let attempt = match open {
        Some(attempt) => attempt,
        None => {
            task.attempts.push(Attempt { started_at: ending.started_at, ..Attempt::default() });
            task.attempts.last_mut().ok_or_else(|| misfit("an attempt cannot be added"))?
        }
    };
    attempt.outcome = Some(outcome);
    match &ending.took {
        Some(took) => attempt.took = Some(took.clone()),
        None => attempt.finished_at = Some(event.at),
    }
    attempt.note = both_notes(attempt.note.take(), ending.note.clone())?;
    if ending.log.is_some() {
        attempt.log.clone_from(&ending.log);
    }
    attempt.by = Some(event.by.clone());
    Ok(())
}

/// A note given at the start is not lost when another is given at the end.
fn both_notes(first: Option<Prose>, second: Option<Prose>) -> Result<Option<Prose>> {
    match (first, second) {
        (Some(first), Some(second)) => Prose::new(format!("{first}\n{second}")).map(Some),
        (first, second) => Ok(second.or(first)),
    }
}
