//! `log`: the trail in words.

use clap::Args;

use crate::cli::naming::Which;
use crate::cli::session::{Answer, Session};
use crate::model::{Recorded, Result};
use crate::render;

/// Show the trail, newest first: of one runbook, or of all
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook log acme/enforce-2fa-on-all-groups
  runbook log --limit 20
  runbook log 2fa --json")]
pub(in crate::cli) struct Log {
    #[command(flatten)]
    which: Which,
    /// At most so many commits
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

impl Log {
    /// Runs the command.
    ///
    /// # Errors
    /// `Git` when history cannot be read.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.id.as_ref().map(|part| workspace.resolve(part)).transpose()?;
        if workspace.is_incomplete() {
            session
                .shell
                .note("the clone is shallow, so the trail is incomplete; git fetch --unshallow brings the rest");
        }
        let entries: Vec<Recorded> = workspace
            .log(id.as_ref(), self.limit)?
            .into_iter()
            .map(|(id, recorded)| Recorded { runbook: recorded.runbook.or(Some(id)), ..recorded })
            .collect();
        if session.globals.json {
            session.shell.document(&render::json::log(&entries))?;
        } else {
            let text = render::log(&entries, id.is_none(), &session.look());
            session.shell.page(&text)?;
        }
        Ok(Answer::Yes)
    }
}
