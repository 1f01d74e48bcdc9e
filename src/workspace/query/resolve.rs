//! Finding a runbook by its id, or by a part of it that means one.
//!
//! Refuses to guess: a part that means several is answered with all of them. One that only a removed runbook has ever borne
//! says what became of that one.

use crate::lifecycle::suggestion;
use crate::model::{Fault, Kind, Result, RunbookId};
use crate::store::RUNBOOKS;

use crate::workspace::Workspace;

use super::removed::{Removed, removed};

/// What a part of an id names.
pub(super) enum Named {
    /// A runbook that is there.
    Here(RunbookId),
    /// One that is gone, and that only the trail knows.
    Gone(Box<Removed>),
}

/// Every runbook in the store, by its files and by what git leaves out of the work tree.
///
/// # Errors
/// `Disk` when the folder of records cannot be listed.
pub fn ids(workspace: &Workspace) -> Result<Vec<RunbookId>> {
    let mut ids = workspace.layout.records()?.ids;
    let left_out = workspace.repository.left_out(RUNBOOKS)?;
    if !left_out.is_empty() {
        ids.extend(left_out.iter().filter_map(|path| RunbookId::from_path(path)));
        ids.sort_unstable();
        ids.dedup();
    }
    Ok(ids)
}

/// The one runbook that `part`, an id or an unambiguous part of one, names.
///
/// # Errors
/// `NotFound` with the nearest ids, or with what became of one that is gone; `Ambiguous` with the candidates.
pub fn resolve(workspace: &Workspace, part: &str) -> Result<RunbookId> {
    match named(workspace, part)? {
        Named::Here(id) => Ok(id),
        Named::Gone(removed) => Err(removed.fault()),
    }
}

/// The one runbook that `part`, an id or an unambiguous part of one, names, be it there or gone.
///
/// # Errors
/// As [`resolve`], but for one that is gone.
pub(super) fn named(workspace: &Workspace, part: &str) -> Result<Named> {
    if let Some(whole) = RunbookId::typed(part).map(|id| whole(workspace, id)).transpose()?.flatten() {
        return Ok(whole);
    }
    let mut known = ids(workspace)?;
    let mut found = pick(&known, part)?;
    // a record whose file somebody deleted is still known to the trail
    if let (None, Some(head)) = (&found, workspace.repository.head()?.commit) {
        let listed = workspace.repository.records(&head)?;
        known = listed.into_iter().map(|(id, _)| id).collect();
        found = pick(&known, part)?;
    }
    if let Some(found) = found {
        return Ok(Named::Here(found));
    }
    let gone = workspace.repository.removed_ids()?;
    let picked = pick(&gone, part).map_err(|fault| {
        let message = format!("{}; all of them are gone", fault.message);
        Fault { message, ..fault }
    })?;
    if let Some(gone) = picked.map(|id| removed(workspace, &id)).transpose()?.flatten() {
        return Ok(Named::Gone(Box::new(gone)));
    }
    Err(nothing_named(&known, !gone.is_empty(), part))
}

/// What a whole id names: the runbook that bears it, or that has ever borne it. It means that one alone, whatever others
/// hold it as a part.
fn whole(workspace: &Workspace, id: RunbookId) -> Result<Option<Named>> {
    if matches!(workspace.layout.read_record(&id), Ok(Some(_)) | Err(_)) {
        return Ok(Some(Named::Here(id)));
    }
    let head = workspace.repository.head()?.commit;
    if head.map(|head| workspace.repository.blob_id_at(&head, &id.path())).transpose()?.flatten().is_some() {
        return Ok(Some(Named::Here(id)));
    }
    Ok(removed(workspace, &id)?.map(|gone| Named::Gone(Box::new(gone))))
}

/// The one runbook of which `part`, no whole id of any of them, is a part.
fn pick(ids: &[RunbookId], part: &str) -> Result<Option<RunbookId>> {
    let lower = part.to_lowercase();
    let named: Vec<(String, &RunbookId)> = ids.iter().map(|id| (id.to_string(), id)).collect();
    let matches: Vec<&(String, &RunbookId)> =
        named.iter().filter(|(name, _)| !lower.is_empty() && name.contains(&lower)).collect();
    match matches.as_slice() {
        [] => Ok(None),
        [(_, id)] => Ok(Some((*id).clone())),
        several => {
            let names: Vec<&str> = several.iter().take(10).map(|(name, _)| name.as_str()).collect();
            let more = several.len().saturating_sub(names.len());
            let tail = if more > 0 { format!(", and {more} more") } else { String::new() };
            Err(Fault::new(
                Kind::Ambiguous,
                format!("“{part}” names more than one runbook: {}{tail}", names.join(", ")),
            )
            .hint("write enough of the id to mean one"))
        }
    }
}

fn nothing_named(ids: &[RunbookId], is_any_gone: bool, part: &str) -> Fault {
    let fault = Fault::new(Kind::NotFound, format!("there is no runbook “{part}”"));
    let names: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let near = suggestion(part, names.iter().map(String::as_str)).map(str::to_owned).or_else(|| {
        let by_task = ids.iter().map(|id| id.task.as_str());
        let task = suggestion(part, by_task)?;
        ids.iter().find(|id| id.task.as_str() == task).map(ToString::to_string)
    });
    match near {
        Some(near) => fault.hint(format!("did you mean `{near}`?")),
        None if ids.is_empty() && is_any_gone => fault.hint("runbook log tells of those that are gone"),
        None if ids.is_empty() => fault.hint("runbook new \"CUSTOMER - TASK\" makes the first one"),
        None => fault.hint("runbook list --all shows every runbook"),
    }
}

/// The one runbook that `part` names, also one that is gone.
///
/// # Errors
/// As [`resolve`], but for one that is gone.
pub fn resolve_in_trail(workspace: &Workspace, part: &str) -> Result<(RunbookId, Option<Removed>)> {
    Ok(match named(workspace, part)? {
        Named::Here(id) => (id, None),
        Named::Gone(gone) => (gone.id.clone(), Some(*gone)),
    })
}
