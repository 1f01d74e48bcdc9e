//! `abort`: the work is broken off.

use clap::Args;

use crate::cli::naming::{Happened, Which};
use crate::cli::session::{Answer, Session};
use crate::lifecycle::Command;
use crate::model::{Prose, Result};

/// Break the work off: what was begun is rolled back, or there is nothing to take back
///
/// A running attempt ends as failed with the same reason. With tasks attempted and a rollback planned the runbook goes to
/// rolling-back, otherwise straight to the wrap-up.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook abort acme/enforce-2fa-on-all-groups --reason \"the customer's SSO rejects every login\"
  runbook abort 2fa --reason \"outage on our side\" --at \"5m ago\"")]
pub(in crate::cli) struct Abort {
    #[command(flatten)]
    which: Which,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: Option<Prose>,
    #[command(flatten)]
    happened: Happened,
}

impl Abort {
    /// Runs the command.
    ///
    /// # Errors
    /// As the write door.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let reason = Some(session.needed(self.reason, "--reason", "reason")?);
        session.change(&workspace, &id, &Command::Abort { reason }, self.happened.at.as_ref())
    }
}
