//! `runbook --version --verbose`: what this program is made of, and the notices that come with it.
//!
//! `--version` alone is clap's own answer, and never comes here.

use serde_json::json;

use super::shell::Shell;
use crate::docs::notices;
use crate::model::{Result, Zone};
use crate::trail::Repository;

/// Says version, commit, libgit2, zone data and notices.
///
/// # Errors
/// As [`Shell::say`].
pub(super) fn explain(shell: &mut Shell, as_json: bool) -> Result<()> {
    let version = env!("CARGO_PKG_VERSION");
    // the build script's, or that of whoever packaged the sources
    let commit = option_env!("RUNBOOK_COMMIT");
    let libgit2 = Repository::library();
    let zones = Zone::DATABASE;
    if as_json {
        return shell.document(&json!({
            "version": version,
            "commit": commit,
            "libgit2": libgit2,
            "zone_data": zones,
            "licence": notices::LICENCE,
            "notices": notices::TEXT,
        }));
    }
    let commit = commit.unwrap_or("unknown");
    shell.page(&format!(
        "runbook {version}\ncommit: {commit}\nlibgit2: {libgit2}\nzone data: {zones}\n\n{}\n{}",
        notices::LICENCE,
        notices::TEXT
    ))
}
