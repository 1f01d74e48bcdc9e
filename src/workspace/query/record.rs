//! Reading the text of one record; where it does not parse, the fault says which version does.

use serde_json::{Map, Value};

use crate::model::{CommitId, Fault, Kind, Recorded, Result, Runbook, RunbookId};
use crate::store::{Read, read};

use crate::workspace::Workspace;

/// Reads what a runbook's file holds; where that does not parse, says which recorded version does.
pub(in crate::workspace) fn read_file(workspace: &Workspace, id: &RunbookId, bytes: &[u8]) -> Result<Read> {
    read(&id.path(), bytes).map_err(|fault| {
        let last = if fault.kind == Kind::Unreadable { last_readable(workspace, id) } else { Ok(None) };
        match last {
            Ok(Some(commit)) => {
                fault.hint(format!("see the version recorded last: runbook show {id} --at {}", commit.short()))
            }
            _ => fault,
        }
    })
}

/// The last commit whose record parses.
fn last_readable(workspace: &Workspace, id: &RunbookId) -> Result<Option<CommitId>> {
    for recorded in workspace.repository.log_of(id, None)? {
        let bytes = workspace.repository.blob_at(&recorded.commit, &id.path())?;
        if bytes.is_some_and(|bytes| read(&id.path(), &bytes).is_ok()) {
            return Ok(Some(recorded.commit));
        }
    }
    Ok(None)
}

/// A record as it was at a commit; a fault names the commit.
pub(in crate::workspace) fn read_at(id: &RunbookId, commit: &CommitId, bytes: &[u8]) -> Result<Runbook> {
    let read = read(&format!("{} at {}", id.path(), commit.short()), bytes).map_err(|fault| match fault.kind {
        Kind::Unreadable => Fault { hints: vec![format!("git show {}:{}", commit.short(), id.path())], ..fault }
            .hint(format!("another commit: runbook log {id}")),
        _ => fault,
    })?;
    Ok(read.runbook)
}

/// The record at a commit; none where there is none, or none that parses.
pub(super) fn record_at(workspace: &Workspace, id: &RunbookId, recorded: &Recorded) -> Result<Option<Runbook>> {
    let bytes = workspace.repository.blob_at(&recorded.commit, &id.path())?;
    Ok(bytes.and_then(|bytes| read_at(id, &recorded.commit, &bytes).ok()))
}

/// A record as JSON, for comparing; one that does not exist has no fields.
pub(super) fn as_json(runbook: Option<&Runbook>) -> Result<Value> {
    runbook.map_or_else(|| Ok(Value::Object(Map::new())), Runbook::to_json)
}
