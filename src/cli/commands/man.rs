//! `man`: the manual pages.

use clap::Args;

use crate::cli::session::{Answer, Session};
use crate::model::{Fault, Result};

/// Print a manual page, as `man` reads it
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook man
  runbook man task finish")]
pub(in crate::cli) struct Man {
    /// The command that the page is about [default: the whole program]
    #[arg(value_name = "COMMAND")]
    path: Vec<String>,
}

impl Man {
    /// Runs the command.
    ///
    /// # Errors
    /// `Usage` for what is no command; `Disk` when the answer cannot be written.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let mut command = (session.itself.grammar)();
        command.build();
        let mut title = "runbook".to_owned();
        for word in &self.path {
            title = format!("{title}-{word}");
            command = command.find_subcommand(word).cloned().ok_or_else(|| {
                Fault::usage(format!("“{}” is not a command", self.path.join(" "))).hint("runbook --help")
            })?;
        }
        let page = clap_mangen::Man::new(command).title(title.to_uppercase()).manual("Runbooks");
        let mut roff = Vec::new();
        page.render(&mut roff).map_err(|error| Fault::bug(format!("the page cannot be written: {error}")))?;
        session.shell.bytes(&roff)?;
        Ok(Answer::Yes)
    }
}
