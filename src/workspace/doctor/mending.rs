//! Git's settings of a clone, set as they should be.

use std::time::Duration;

use crate::model::Result;
use crate::publish::StoreSession;
use crate::trail::SettingsPlace;
use crate::workspace::Workspace;

/// Writes git's settings of this clone.
///
/// # Errors
/// As [`StoreSession::set_up_git`].
pub(super) fn set_up_git(workspace: &Workspace, place: SettingsPlace, settings: &[(&str, String)]) -> Result<()> {
    let wait = Duration::from_secs(workspace.settings.lock.wait.seconds());
    StoreSession::begin(&workspace.repository, wait)?.set_up_git(place, settings)
}
