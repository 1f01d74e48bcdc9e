//! Git's settings of a clone, set as they should be.

use std::time::Duration;

use crate::publish::StoreSession;
use crate::trail::SettingsPlace;
use crate::workspace::Workspace;

/// True when git's settings of this clone were written.
pub(super) fn set_up_git(workspace: &Workspace, place: SettingsPlace, settings: &[(&str, String)]) -> bool {
    let wait = Duration::from_secs(workspace.settings.lock.wait.seconds());
    StoreSession::begin(&workspace.repository, wait).and_then(|session| session.set_up_git(place, settings)).is_ok()
}
