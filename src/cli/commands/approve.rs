//! `approve`: a colleague's yes to the plan, or taking it back.

use clap::Args;

use crate::cli::naming::Which;
use crate::cli::session::{Answer, Session};
use crate::lifecycle::{ApprovalCommand, Command};
use crate::model::Result;

/// Approve the plan as it stands now; somebody other than the DRI does
///
/// An approval is of exactly this plan: when the plan changes it stays visible and is stale.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook approve acme/enforce-2fa-on-all-groups
  runbook approve 2fa --withdraw")]
pub(in crate::cli) struct Approve {
    #[command(flatten)]
    which: Which,
    /// Take your approval back
    #[arg(long)]
    withdraw: bool,
}

impl Approve {
    /// Runs the command.
    ///
    /// # Errors
    /// As the write door.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let command = if self.withdraw {
            Command::Approval(ApprovalCommand::Withdraw)
        } else {
            Command::Approval(ApprovalCommand::Give)
        };
        session.change(&workspace, &id, &command, None)
    }
}
