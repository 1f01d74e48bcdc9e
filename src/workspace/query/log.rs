//! The trail in order, for people and scripts, and the part of it that somebody asks for.

use crate::lifecycle::HistoryFacts;
use crate::model::{Event, Logged, Moment, Recorded, Result, RunbookId};
use crate::workspace::Workspace;

use super::replayed::steps_of;
use super::revision::undone;
use super::secrets::masked;

/// The kind that stands for commits made with plain git.
pub const NO_EVENT: &str = "no-event";

/// Which entries of the log are wanted; everything by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogQuery {
    /// Events of these names or families, `task` as well as `task.finish`; [`NO_EVENT`] for commits without one.
    pub kinds: Vec<String>,
    /// Only by people whose name or address holds this.
    pub by: Option<String>,
    /// Only what was recorded at this time or later.
    pub since: Option<Moment>,
    /// Only what was recorded at this time or earlier.
    pub until: Option<Moment>,
    /// At most so many commits.
    pub limit: Option<usize>,
    /// With what each event changed.
    pub patch: bool,
}

impl LogQuery {
    fn is_plain(&self) -> bool {
        self.kinds.is_empty() && self.by.is_none() && self.since.is_none() && self.until.is_none()
    }

    fn wants(&self, recorded: &Recorded) -> bool {
        let at = recorded.recorded_at;
        self.since.is_none_or(|since| at >= since)
            && self.until.is_none_or(|until| at <= until)
            && self.by.as_ref().is_none_or(|part| is_by(recorded, part))
            && (self.kinds.is_empty()
                || (recorded.events.is_empty() && self.kinds.iter().any(|kind| kind == NO_EVENT))
                || recorded.events.iter().any(|event| self.wants_event(event)))
    }

    fn wants_event(&self, event: &Event) -> bool {
        let own = event.act.kind();
        self.kinds.is_empty() || self.kinds.iter().any(|kind| kind == own.name || kind == own.family())
    }
}

fn is_by(recorded: &Recorded, part: &str) -> bool {
    let part = part.to_lowercase();
    let people = std::iter::once(&recorded.author).chain(recorded.events.iter().map(|event| &event.by));
    people.map(|person| person.to_string().to_lowercase()).any(|person| person.contains(&part))
}

/// True when the clone is shallow: what happened before it was cut off cannot be read.
pub fn is_incomplete(workspace: &Workspace) -> bool {
    workspace.repository.is_shallow()
}

/// The command that brings what a shallow clone lacks.
pub fn way_to_complete(workspace: &Workspace) -> &'static str {
    workspace.repository.unshallow()
}

/// True when some of a runbook's trail is not in this clone, because that was cut off.
///
/// # Errors
/// `Git` when history cannot be read.
pub fn is_cut(workspace: &Workspace, id: &RunbookId) -> Result<bool> {
    Ok(is_incomplete(workspace) && workspace.repository.is_cut_off(id, &workspace.repository.log_of(id, None)?))
}

/// Every commit of one runbook, the latest first.
///
/// # Errors
/// `Git` when some of its history is not in this clone, or cannot be read.
pub fn whole_log(workspace: &Workspace, id: &RunbookId) -> Result<Vec<Recorded>> {
    workspace.repository.require_history()?;
    workspace.repository.log_of(id, None)
}

/// The commits of one runbook, or of all, the latest first, each with the runbook that it touched.
///
/// # Errors
/// `Git` when history cannot be read.
pub fn log(workspace: &Workspace, id: Option<&RunbookId>, limit: Option<usize>) -> Result<Vec<(RunbookId, Recorded)>> {
    let mut log: Vec<(RunbookId, Recorded)> = match id {
        Some(id) => {
            let log = workspace.repository.log_of(id, limit)?;
            log.into_iter().map(|recorded| (id.clone(), recorded)).collect()
        }
        None => {
            let log = workspace.repository.log_all(limit)?;
            log.into_iter().map(|entry| (entry.id, entry.recorded)).collect()
        }
    };
    if is_incomplete(workspace) {
        // where the clone was cut off every record seems new, whoever wrote it
        log.retain(|(id, own)| own.tells_of(id) || !workspace.repository.is_cut_below(&own.commit));
    }
    masked(workspace, log.iter_mut().map(|(_, recorded)| recorded))?;
    Ok(log)
}

/// When the call of this runbook began, as the trail tells; none before, and where the trail is cut off.
///
/// # Errors
/// `Git` when history cannot be read.
pub fn began(workspace: &Workspace, id: &RunbookId) -> Result<Option<Moment>> {
    let log = workspace.repository.log_of(id, None)?;
    if workspace.repository.is_cut_off(id, &log) {
        return Ok(None);
    }
    Ok(HistoryFacts::of(log.iter().rev().flat_map(|entry| &entry.events)).started_at)
}

/// The entries that a query wants, the latest first.
///
/// # Errors
/// `Git` when history cannot be read.
pub fn search_log(workspace: &Workspace, id: Option<&RunbookId>, query: &LogQuery) -> Result<Vec<Logged>> {
    let log = log(workspace, id, query.limit.filter(|_| query.is_plain()))?;
    let recorded: Vec<&Recorded> = log.iter().map(|(_, recorded)| recorded).collect();
    let gone: std::collections::HashSet<_> = undone(&recorded).into_iter().cloned().collect();
    let wanted = log.into_iter().filter(|(_, recorded)| query.wants(recorded));
    wanted
        .take(query.limit.unwrap_or(usize::MAX))
        .map(|(id, recorded)| {
            let taken_back = gone.contains(&recorded.commit);
            let changes = query.patch.then(|| patches(workspace, &id, &recorded, query)).transpose()?;
            let events = recorded.events.iter().filter(|event| query.wants_event(event)).cloned().collect();
            Ok(Logged { id, recorded: Recorded { events, ..recorded }, changes, taken_back })
        })
        .collect()
}

/// What each wanted event of a commit changed.
fn patches(
    workspace: &Workspace,
    id: &RunbookId,
    recorded: &Recorded,
    query: &LogQuery,
) -> Result<Vec<Vec<crate::model::Change>>> {
    let steps = steps_of(workspace, id, recorded)?.into_iter();
    Ok(steps
        .filter(|step| step.event.as_ref().is_none_or(|event| query.wants_event(event)))
        .map(|step| step.changes)
        .collect())
}

/// What the trail says about the runbook's earlier life.
pub(in crate::workspace) fn history(workspace: &Workspace, id: &RunbookId) -> Result<HistoryFacts> {
    workspace.repository.require_history()?;
    let log = workspace.repository.log_of(id, None)?;
    let mut history = HistoryFacts::of(log.iter().rev().flat_map(|recorded| &recorded.events));
    for recorded in log.iter().filter(|recorded| recorded.events.is_empty()) {
        history.add_author(&recorded.author);
    }
    Ok(history)
}
