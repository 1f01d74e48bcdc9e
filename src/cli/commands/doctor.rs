//! `doctor`: what is wrong with the store, and mending what can be mended without losing anything.

use clap::Args;

use crate::cli::session::{Answer, Session};
use crate::model::Result;
use crate::render;
use crate::workspace::doctor;

/// Look for what is wrong with the store, and say what to do about it
///
/// Permissions, identity, git's settings, hand edits, unreadable records, leftovers of an interrupted run. Ends with 1
/// as long as something is left to do.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook doctor
  runbook doctor --fix")]
pub(in crate::cli) struct Doctor {
    /// Mend what can be mended without losing anything
    #[arg(long)]
    fix: bool,
}

impl Doctor {
    /// Runs the command.
    ///
    /// # Errors
    /// `NotAStore`, `Disk` and `Git` when the store cannot even be looked at.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let stamp = if self.fix { Some(session.stamp(&workspace, None)?) } else { None };
        let examined = doctor::examine(&workspace, &session.around.program, stamp.as_ref(), session.around.now)?;
        let findings = examined.findings;
        let told = if session.globals.json {
            session.shell.document(&render::json::doctor(&findings))
        } else {
            let text = render::doctor(&findings, &session.style());
            session.shell.say(&text)
        };
        examined.notes.iter().for_each(|note| session.shell.note(note));
        told?;
        Ok(if findings.iter().all(|finding| finding.fixed) { Answer::Yes } else { Answer::No })
    }
}
