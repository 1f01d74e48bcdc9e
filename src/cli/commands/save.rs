//! `save`: records a file that was edited by hand.

use clap::Args;

use crate::cli::naming::Which;
use crate::cli::session::{Answer, Session};
use crate::model::{Prose, Result};
use crate::workspace::change;

/// Record what you changed in a runbook's file by hand
///
/// The file stays byte for byte as you left it; only an agreement to another time is taken out of it. A change that was
/// committed with plain git is adopted, where the same change of the file would be recorded.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook save acme/enforce-2fa-on-all-groups
  runbook save 2fa -m \"estimates after the dry run\"
  runbook save 2fa --allow-secret \"an expired sample\"")]
pub(in crate::cli) struct Save {
    #[command(flatten)]
    which: Which,
    /// Why it was changed
    #[arg(short = 'm', long = "message", value_name = "WHY")]
    why: Option<Prose>,
}

impl Save {
    /// Runs the command.
    ///
    /// # Errors
    /// As [`change::save`].
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let stamp = session.stamp(&workspace, None)?;
        let changed = change::save(&workspace, &id, self.why, &stamp, &session.options())?;
        session.tell(&workspace, &changed)
    }
}
