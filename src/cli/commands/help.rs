//! `help`: what `--help` says, for people who ask with a word.

use clap::Args;

use crate::cli::session::{Answer, Session};
use crate::model::{Fault, Result};

/// Show the help of a command
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook help
  runbook help task finish")]
pub(in crate::cli) struct Help {
    /// The command
    #[arg(value_name = "COMMAND")]
    path: Vec<String>,
}

impl Help {
    /// Runs the command.
    ///
    /// # Errors
    /// `Usage` for what is no command; `Disk` when the answer cannot be written.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let mut command = (session.itself.grammar)();
        command.build();
        for word in &self.path {
            command = command.find_subcommand(word).cloned().ok_or_else(|| {
                Fault::usage(format!("“{}” is not a command", self.path.join(" "))).hint("runbook --help")
            })?;
        }
        let help = command.render_long_help();
        let text = if session.shell.color_out { help.ansi().to_string() } else { help.to_string() };
        session.shell.page(&text)?;
        Ok(Answer::Yes)
    }
}
