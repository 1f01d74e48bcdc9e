//! `cancel`: work that has not begun is called off.

use clap::Args;

use crate::cli::naming::Which;
use crate::cli::session::{Answer, Session};
use crate::lifecycle::Command;
use crate::model::{Prose, Result};

/// Call the work off before it began
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook cancel acme/enforce-2fa-on-all-groups --reason \"the customer does it themselves\"
  runbook cancel 2fa --reason \"superseded by another request\"")]
pub(in crate::cli) struct Cancel {
    #[command(flatten)]
    which: Which,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: Option<Prose>,
}

impl Cancel {
    /// Runs the command.
    ///
    /// # Errors
    /// As the write door.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let reason = Some(session.needed(self.reason, "--reason", "reason")?);
        session.change(&workspace, &id, &Command::Cancel { reason }, None)
    }
}
