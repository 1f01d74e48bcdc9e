//! `finish`: the work, or the way back, is over.

use clap::Args;

use crate::cli::gate::Passing;
use crate::cli::naming::{Happened, Which};
use crate::cli::session::{Answer, Session};
use crate::lifecycle::Command;
use crate::model::Result;

/// End the work: every task has an outcome, what follows is the wrap-up
///
/// While rolling back it ends the way back, once every step has an outcome.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook finish acme/enforce-2fa-on-all-groups
  runbook finish 2fa --at \"5m ago\"")]
pub(in crate::cli) struct Finish {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    passing: Passing,
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
        let overrides = self.passing.overrides(session)?;
        session.change(&workspace, &id, &Command::Finish { overrides }, self.happened.at.as_ref())
    }
}
