//! Rehearsals: what `dry_run_command` came to, before the call or during it, and the checklist item that asks for one.

use crate::model::{Act, Attempt, Ending, Event, Prose, Result, Runbook, Slug, TaskOutcome, Track};

use super::attempt::the;
use super::check;
use super::fields::the_item;
use super::given::{Circumstances, EndingWords};

/// A rehearsal is evidence, not work: it needs no permission and no call. One that failed marks nothing.
pub(super) fn decide(
    runbook: &Runbook,
    part: &str,
    outcome: TaskOutcome,
    words: &EndingWords,
    items: &[String],
    context: &Circumstances<'_>,
) -> Result<Vec<Act>> {
    let own = the(runbook, Track::Tasks, part)?;
    check::applicable(own, runbook, "task", &own.id, context.id)?;
    let evidence = match &words.log {
        Some(log) => Some(Prose::new(log.as_str())?),
        None => words.note.clone(),
    };
    let mut acts = vec![Act::Rehearse { task: own.id.clone(), outcome, ending: words.into() }];
    if outcome == TaskOutcome::Success && !items.is_empty() {
        acts.extend(check::done(runbook, items, &evidence, context.id)?);
    }
    Ok(acts)
}

/// A rehearsal stands beside the attempts.
pub(super) fn apply(
    runbook: &mut Runbook,
    id: &Slug,
    outcome: TaskOutcome,
    ending: &Ending,
    event: &Event,
) -> Result<()> {
    the_item(&mut runbook.tasks, |own| &own.id, id)?.rehearsals.push(Attempt {
        started_at: ending.started_at,
        finished_at: ending.took.is_none().then_some(event.at),
        took: ending.took.clone(),
        outcome: Some(outcome),
        note: ending.note.clone(),
        log: ending.log.clone(),
        by: Some(event.by.clone()),
        ..Attempt::default()
    });
    Ok(())
}
