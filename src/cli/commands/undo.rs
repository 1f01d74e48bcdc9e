//! `undo`: takes the last event of a runbook back by a new one.

use clap::Args;

use crate::cli::naming::Which;
use crate::cli::session::{Answer, Session};
use crate::model::{Fault, Kind, Result};
use crate::render;
use crate::workspace::change;

/// Take the last change back by a new one, where the rules allow; undone twice it is done again
///
/// Only your own last change, and never what the world has seen: a runbook that came into being, a closed one, a gate
/// passed by an override, a customer's no, a command that ran. The trail keeps both, the change and its undoing.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook undo acme/enforce-2fa-on-all-groups --dry-run
  runbook undo 2fa
  runbook undo 2fa --yes")]
pub(in crate::cli) struct Undo {
    #[command(flatten)]
    which: Which,
    /// Only show what would be taken back
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long, conflicts_with = "dry_run")]
    yes: bool,
}

impl Undo {
    /// Runs the command.
    ///
    /// # Errors
    /// `Refused` where the rules do not allow it, otherwise as the write door.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let stamp = session.stamp(&workspace, None)?;
        let undoing = change::undoing(&workspace, &id, &stamp)?;
        let preview = |style| render::undoing(&id, &undoing.last, &undoing.changes, &style);
        if self.dry_run {
            if session.globals.json {
                let document = render::json::undoing(&id, &undoing.last, &undoing.changes);
                session.shell.document(&document)?;
            } else {
                session.shell.page(&preview(session.style()))?;
            }
            return Ok(Answer::Yes);
        }
        if !self.yes
            && let Some(asker) = session.asker()
        {
            let style = render::Style { color: session.shell.color_err, ..session.around.style_on_stderr(false) };
            session.shell.complain(&preview(style));
            if !asker.confirm("take it back?", false)? {
                return Err(Fault::new(Kind::No, "nothing was taken back"));
            }
        }
        let changed = change::undo(&workspace, &id, &undoing, &stamp, &session.options())?;
        session.tell(&workspace, &changed)
    }
}
