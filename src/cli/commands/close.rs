//! `close`: everything is done, every duty is discharged, the runbook ends with a result.

use clap::Args;

use crate::cli::arg_values;
use crate::cli::naming::{Happened, Which};
use crate::cli::override_args::OverrideArgs;
use crate::cli::session::{Answer, Session};
use crate::lifecycle::Command;
use crate::model::{Result, RunResult};

/// Close a runbook: the list after the call is marked, every obligation discharged
///
/// The result follows from the tasks; --result says otherwise, with --reason.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook close acme/enforce-2fa-on-all-groups
  runbook close 2fa --result partial --reason \"three groups are done next week\"")]
pub(in crate::cli) struct Close {
    #[command(flatten)]
    which: Which,
    /// How it ended, where that differs from what the tasks say
    #[arg(long, value_parser = arg_values::run_result())]
    result: Option<RunResult>,
    #[command(flatten)]
    passing: OverrideArgs,
    #[command(flatten)]
    happened: Happened,
}

impl Close {
    /// Runs the command.
    ///
    /// # Errors
    /// As the write door.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let (overrides, reason) = self.passing.overrides_and_reason(&id, session)?;
        let command = Command::Close { result: self.result, reason, overrides };
        session.change(&workspace, &id, &command, self.happened.at.as_ref())
    }
}
