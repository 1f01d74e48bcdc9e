//! `completions`: what a shell needs to complete commands, flags, ids, items and templates.

use clap::Args;
use clap_complete::env::Shells;

use crate::cli::complete;
use crate::cli::session::{Answer, Session};
use crate::model::{Fault, Result};

/// Print the lines that make a shell complete commands, flags, ids, items and templates
///
/// Put them where the shell reads its settings: in ~/.bashrc, for one, the line `source <(runbook completions bash)`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook completions bash
  runbook completions zsh
  runbook completions fish")]
pub(in crate::cli) struct Completions {
    /// The shell: bash, elvish, fish, powershell or zsh
    #[arg(value_name = "SHELL", value_parser = complete::SHELLS)]
    shell: String,
}

impl Completions {
    /// Runs the command.
    ///
    /// # Errors
    /// `Disk` when the answer cannot be written.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let shells = Shells::builtins();
        let completer = shells.completer(&self.shell).ok_or_else(|| Fault::bug("a shell without completion"))?;
        let mut script = Vec::new();
        completer
            .write_registration(complete::VARIABLE, "runbook", "runbook", "runbook", &mut script)
            .map_err(|error| Fault::bug(format!("the completion cannot be written: {error}")))?;
        session.shell.bytes(&script)?;
        Ok(Answer::Yes)
    }
}
