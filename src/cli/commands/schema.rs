//! `schema`: what editors check records, templates and settings against.

use clap::Args;
use clap::ValueEnum;

use crate::cli::session::{Answer, Session};
use crate::model::{Described, Result};
use crate::store::schema_text;

/// Print the JSON Schema of records, templates or settings, for editors that check and complete while you type
///
/// `init` writes all of them into the store, under .runbook/, and each new record names its own in the first line, as
/// the TOML extensions of editors understand it. `doctor --fix` renews them.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook schema
  runbook schema template")]
pub(in crate::cli) struct Schema {
    /// Of which kind of file
    #[arg(value_name = "KIND", value_enum, default_value_t)]
    kind: Kind,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// A runbook's record
    #[default]
    Record,
    /// A template
    Template,
    /// .runbook.toml
    Settings,
}

impl Schema {
    /// Runs the command.
    ///
    /// # Errors
    /// `Disk` when the answer cannot be written.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let kind = match self.kind {
            Kind::Record => Described::Record,
            Kind::Template => Described::Template,
            Kind::Settings => Described::Settings,
        };
        session.shell.say(&schema_text(kind))?;
        Ok(Answer::Yes)
    }
}
