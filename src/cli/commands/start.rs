//! `start`: the call begins, if everything that it needs is there.

use clap::Args;

use crate::cli::naming::{Happened, Which};
use crate::cli::override_args::OverrideArgs;
use crate::cli::session::{Answer, Session};
use crate::lifecycle::Command;
use crate::model::Result;

/// Start the call: from here on tasks are worked on and timed
///
/// Refused as long as the runbook is not ready; everything that is missing is named at once, each with the command that
/// mends it. Starting before the scheduled time is fine.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook start acme/enforce-2fa-on-all-groups
  runbook start 2fa --at \"10m ago\"
  runbook start 2fa --override no-meeting-url --reason \"the customer calls us by phone\"")]
pub(in crate::cli) struct Start {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    passing: OverrideArgs,
    #[command(flatten)]
    happened: Happened,
}

impl Start {
    /// Runs the command.
    ///
    /// # Errors
    /// As the write door.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let overrides = self.passing.overrides(&id, session)?;
        session.change(&workspace, &id, &Command::Start { overrides }, self.happened.at.as_ref())
    }
}
