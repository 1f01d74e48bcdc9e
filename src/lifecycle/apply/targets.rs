//! Events on the list of targets: its number and digest, and how many came to what.

use crate::model::{Act, Event, Extra, Result, Runbook, Targets};

use super::fields::misfit;

/// Applies the event if it is one of this file's; false if it is not.
pub(super) fn apply(runbook: &mut Runbook, act: &Act, event: &Event) -> Result<bool> {
    match act {
        Act::TargetsLoad { count, sha256 } => {
            let extra = runbook.targets.take().map_or_else(Extra::new, |before| before.extra);
            runbook.targets = Some(Targets::fresh(*count, sha256.clone(), extra));
        }
        Act::TargetsBegin { task, totals }
        | Act::TargetsRun { task, totals }
        | Act::TargetsMark { task, totals }
        | Act::TargetsRetry { task, totals } => {
            let targets = the(runbook)?;
            if totals.all() > targets.count.unwrap_or(0) {
                return Err(misfit("there are more results than targets"));
            }
            *targets = targets.with(task, *totals);
        }
        Act::TargetsPurge {} => the(runbook)?.purged_at = Some(event.at),
        _ => return Ok(false),
    }
    Ok(true)
}

fn the(runbook: &mut Runbook) -> Result<&mut Targets> {
    runbook.targets.as_mut().ok_or_else(|| misfit("there is no list of targets"))
}
