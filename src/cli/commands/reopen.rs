//! `reopen`: a closed runbook is taken up again.

use clap::Args;

use crate::cli::naming::Which;
use crate::cli::session::{Answer, Session};
use crate::lifecycle::Command;
use crate::model::{Prose, Result};

/// Take a closed runbook up again, in the wrap-up
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook reopen acme/enforce-2fa-on-all-groups --reason \"the customer reported three users without 2FA\"
  runbook reopen 2fa --reason \"evidence was missing\"")]
pub(in crate::cli) struct Reopen {
    #[command(flatten)]
    which: Which,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: Option<Prose>,
}

impl Reopen {
    /// Runs the command.
    ///
    /// # Errors
    /// As the write door.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let reason = Some(session.needed(self.reason, "--reason", "reason")?);
        session.change(&workspace, &id, &Command::Reopen { reason }, None)
    }
}
