//! `export`: a runbook for somebody who does not have the store.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::naming::Which;
use crate::cli::session::{Answer, Session};
use crate::model::{Result, Runbook, RunbookId};
use crate::render::{self, Audience};
use crate::workspace::Workspace;

/// Export a runbook as Markdown for an issue
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook export 2fa --to markdown
  runbook export 2fa --to markdown --audience customer -o for-acme.md")]
pub(in crate::cli) struct Export {
    #[command(flatten)]
    which: Which,
    /// The format
    #[arg(long, value_name = "FORMAT", value_enum)]
    to: Format,
    /// The file to write [default: standard output]
    #[arg(short = 'o', long = "output", value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// Who it is for: a customer gets only what may go out
    #[arg(long, value_enum, default_value_t)]
    audience: For,
    /// Without the folded record at the end of Markdown
    #[arg(long)]
    plain: bool,
    /// Write over a file that exists
    #[arg(long, requires = "output")]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For an issue, in the documents' structure; `runbook import` reads it back.
    Markdown,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum For {
    /// Everything.
    #[default]
    Internal,
    /// What the customer may see, and nothing else.
    Customer,
}

impl Export {
    /// Runs the command.
    ///
    /// # Errors
    /// `NotFound`, `Unreadable`; `Refused` for a place that must not be written over; `Disk`.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let text = self.text(&workspace, &id, session)?;
        match &self.output {
            Some(path) => workspace.write_outside(&session.around.path(path), text.as_bytes(), self.force)?,
            None => session.shell.bytes(text.as_bytes())?,
        }
        Ok(Answer::Yes)
    }

    fn audience(&self) -> Audience {
        match self.audience {
            For::Internal => Audience::Internal,
            For::Customer => Audience::Customer,
        }
    }

    fn text(&self, workspace: &Workspace, id: &RunbookId, session: &Session<'_>) -> Result<String> {
        let runbook = self.record(workspace, id, session)?;
        let Format::Markdown = self.to;
        let home_side = &workspace.settings().home_side;
        let is_folded = !self.plain && self.audience() == Audience::Internal;
        let folded = is_folded.then(|| workspace.record_inside(&runbook)).transpose()?;
        Ok(render::markdown(&runbook, self.audience(), home_side, folded.as_deref()))
    }

    /// The record as its reader may have it.
    fn record(&self, workspace: &Workspace, id: &RunbookId, session: &Session<'_>) -> Result<Runbook> {
        let runbook = workspace.look(id)?.runbook;
        let home_side = &workspace.settings().home_side;
        match self.audience() {
            Audience::Customer => {
                workspace.without_secrets(&render::for_customer(&runbook, home_side, session.around.now))
            }
            // somebody looked at what seemed to be one, and said why it is none
            Audience::Internal if runbook.overrides.iter().any(|own| own.code.as_str() == "secret") => Ok(runbook),
            Audience::Internal => workspace.without_secrets(&runbook),
        }
    }
}
