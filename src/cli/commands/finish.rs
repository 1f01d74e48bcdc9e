//! `finish`: the work, or the rollback, is over.

use clap::Args;

use crate::cli::naming::{Happened, Which};
use crate::cli::override_args::OverrideArgs;
use crate::cli::session::{Answer, Session};
use crate::lifecycle::Command;
use crate::model::Result;

/// End the work: every task has an outcome, what follows is the wrap-up
///
/// While rolling back it ends the rollback, once every step has an outcome.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook finish acme/enforce-2fa-on-all-groups
  runbook finish 2fa --at \"5m ago\"")]
pub(in crate::cli) struct Finish {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    passing: OverrideArgs,
    #[command(flatten)]
    happened: Happened,
}

impl Finish {
    /// Runs the command.
    ///
    /// # Errors
    /// As the write door.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let overrides = self.passing.overrides(&id, session)?;
        session.change(&workspace, &id, &Command::Finish { overrides }, self.happened.at.as_ref())
    }
}
