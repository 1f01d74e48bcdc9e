//! Finding a runbook by its id, or by a part of it that means one.
//!
//! Refuses to guess: a part that means several is answered with all of them.

use crate::lifecycle::suggestion;
use crate::model::{Fault, Kind, Result, RunbookId};
use crate::store::RUNBOOKS;

use crate::workspace::Workspace;

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
/// `NotFound` with the nearest ids, `Ambiguous` with the candidates.
pub fn resolve(workspace: &Workspace, part: &str) -> Result<RunbookId> {
    if let Ok(id) = part.parse::<RunbookId>()
        && matches!(workspace.layout.read_record(&id), Ok(Some(_)) | Err(_))
    {
        return Ok(id);
    }
    let mut known = ids(workspace)?;
    if let Some(found) = pick(&known, part)? {
        return Ok(found);
    }
    // a record whose file somebody deleted is still known to the trail
    if let Some(head) = workspace.repository.head()?.commit {
        let listed = workspace.repository.records(&head)?;
        known = listed.into_iter().map(|(id, _)| id).collect();
        if let Some(found) = pick(&known, part)? {
            return Ok(found);
        }
    }
    Err(nothing_named(&known, part))
}

fn pick(ids: &[RunbookId], part: &str) -> Result<Option<RunbookId>> {
    let lower = part.to_lowercase();
    let named: Vec<(String, &RunbookId)> = ids.iter().map(|id| (id.to_string(), id)).collect();
    if let Some((_, id)) = named.iter().find(|(name, _)| *name == lower) {
        return Ok(Some((*id).clone()));
    }
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

fn nothing_named(ids: &[RunbookId], part: &str) -> Fault {
    let fault = Fault::new(Kind::NotFound, format!("there is no runbook “{part}”"));
    let names: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let near = suggestion(part, names.iter().map(String::as_str)).map(str::to_owned).or_else(|| {
        let by_task = ids.iter().map(|id| id.task.as_str());
        let task = suggestion(part, by_task)?;
        ids.iter().find(|id| id.task.as_str() == task).map(ToString::to_string)
    });
    match near {
        Some(near) => fault.hint(format!("did you mean `{near}`?")),
        None if ids.is_empty() => fault.hint("runbook new \"CUSTOMER - TASK\" makes the first one"),
        None => fault.hint("runbook list --all shows every runbook"),
    }
}
