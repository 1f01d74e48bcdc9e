//! Loading a list out of what a person has.

use crate::lifecycle::{Command, Stamp, TargetsCommand};
use crate::model::{Changed, Fault, Result, RunbookId};
use crate::store::following::Following;
use crate::store::targets::{TargetStore, Wanted, gather};
use crate::workspace::Workspace;
use crate::workspace::change::{self, ChangeOptions};

/// A list that was loaded.
pub struct LoadedTargets {
    /// What was recorded.
    pub changed: Changed,
    /// How many blank lines were left out.
    pub blank: usize,
    /// How many repetitions were left out.
    pub twice: usize,
    /// Whether whole lines were taken of what looks like a table.
    pub is_table: bool,
}

/// Loads the targets out of a text, which is read when it is known that they may be loaded. With `replace` they take the
/// place of a list that has results.
///
/// # Errors
/// `Usage` with the line for what is no list of targets; `Refused` for a list that was worked through elsewhere; as
/// [`change::execute`].
pub fn load(
    workspace: &Workspace,
    id: &RunbookId,
    read: impl FnOnce() -> Result<Vec<u8>>,
    wanted: &Wanted,
    replace: bool,
    stamp: &Stamp,
    options: &ChangeOptions,
) -> Result<LoadedTargets> {
    let runbook = change::changeable(workspace, id)?;
    let found = gather(&read()?, wanted)?;
    let store = TargetStore::open(workspace.private(), id)?;
    let (count, sha256) = (u64::try_from(found.list.count()).unwrap_or(u64::MAX), found.list.sha256()?);
    let is_the_same = runbook.targets.as_ref().is_some_and(|own| own.sha256.as_ref() == Some(&sha256));
    let has_list = store.holds(&found.list)?;
    let has_results = runbook.targets.as_ref().is_some_and(|own| own.totals().all() > 0);
    if is_the_same && has_results && !has_list && !replace {
        return Err(Fault::refused("this list was worked through elsewhere: its results are not on this machine")
            .hint("go on where it was begun, so that no target is done twice")
            .hint("--replace says that everything is to be done again"));
    }
    let command = Command::Targets(TargetsCommand::Load { count, sha256, replace });
    let comes = Following::KeepTargets { runbook: id.clone(), list: Some(found.list) };
    let changed = change::execute_with_following(workspace, id, &command, stamp, options, &[comes])?;
    Ok(LoadedTargets { changed, blank: found.blank, twice: found.twice, is_table: found.is_table })
}
