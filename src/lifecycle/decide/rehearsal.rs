//! Rehearsals: what `dry_run_command` came to, before the call or during it, and the checklist item that asks for one.

use crate::lifecycle::EndingWords;
use crate::model::{Act, Ending, Prose, Result, Runbook, TaskOutcome};

use super::{checks, tasks};

/// A rehearsal is evidence, not work: it needs no permission and no call. One that failed marks nothing.
pub(super) fn decide(
    runbook: &Runbook,
    part: &str,
    outcome: TaskOutcome,
    words: &EndingWords,
    items: &[String],
) -> Result<Vec<Act>> {
    let own = tasks::the(runbook, part)?;
    checks::applicable(own, runbook, "task", &own.id)?;
    let evidence = match &words.log {
        Some(log) => Some(Prose::new(log.as_str())?),
        None => words.note.clone(),
    };
    let ending = Ending {
        started_at: words.started_at,
        took: words.took.clone(),
        note: words.note.clone(),
        log: words.log.clone(),
        log_sha256: words.log_sha256.clone(),
    };
    let mut acts = vec![Act::Rehearse { task: own.id.clone(), outcome, ending }];
    if outcome == TaskOutcome::Success && !items.is_empty() {
        acts.extend(checks::done(runbook, items, &evidence)?);
    }
    Ok(acts)
}
