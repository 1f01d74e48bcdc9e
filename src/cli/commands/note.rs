//! `note`: the one-line admin notes of a runbook.

use clap::Args;

use crate::cli::naming::Which;
use crate::cli::session::{Answer, Session};
use crate::model::Result;
use crate::render;
use crate::workspace::query;

/// Write the admin notes to leave on what was changed, a line each: Date | Note | Link
///
/// One line for each obligation of kind `admin-note` that applies. The date is that of the work, in UTC; the link is the
/// customer's ticket. Nothing is recorded: discharge the obligation once the note is left.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook note acme/enforce-2fa-on-all-groups
  runbook note 2fa --json")]
pub(in crate::cli) struct Note {
    #[command(flatten)]
    which: Which,
}

impl Note {
    /// Runs the command.
    ///
    /// # Errors
    /// As [`query::admin_notes`].
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let view = query::view(&workspace, &id)?;
        let notes = query::admin_notes(&workspace, &view, session.around.now)?;
        if session.globals.json {
            session.shell.document(&render::json::admin_notes(&id, &notes))?;
            return Ok(Answer::Yes);
        }
        let lines: Vec<&str> = notes.iter().map(|note| note.line.as_str()).collect();
        session.shell.say(&lines.join("\n"))?;
        for note in notes.iter().filter(|note| note.is_owed) {
            let Some(duty) = &note.obligation else { continue };
            session.shell.note(&format!("once it is left: runbook obligation discharge {id} {duty} --evidence LINK"));
        }
        Ok(Answer::Yes)
    }
}
