//! The audit, of the runbooks that a person names by a part of their id.

use crate::audit::{self, AuditOptions};
use crate::model::{Audit, Result};
use crate::workspace::Workspace;

use super::resolve::resolve_in_trail;

/// Audits the trail behind the head.
///
/// # Errors
/// As [`audit::audit`].
pub fn audit(workspace: &Workspace, options: &AuditOptions) -> Result<Audit> {
    audit::audit(&workspace.repository, options, |part| Ok(resolve_in_trail(workspace, part)?.0))
}
