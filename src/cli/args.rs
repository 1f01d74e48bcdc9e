//! The grammar of the command line: the program, its flags, its commands.

use clap::{CommandFactory, Parser};

use super::commands::Command;
use super::globals::Globals;

/// Runbooks for scheduled customer work: TOML files in a git repository, every change of state a commit.
///
/// A runbook says what is done for a customer on a call, who attends, what is checked, permitted and done, and how to go
/// back. Ids may be shortened to any part that means one runbook.
#[derive(Debug, Parser)]
#[command(
    name = "runbook",
    bin_name = "runbook",
    version,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    subcommand_required = true,
    max_term_width = 100,
    after_help = "Examples:
  runbook init
  runbook new \"Acme - Enforce 2FA on all groups\"
  runbook ready acme/enforce-2fa-on-all-groups
  runbook demo"
)]
pub(super) struct Words {
    /// Flags of every command.
    #[command(flatten)]
    pub(super) globals: Globals,
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Command,
}

/// The grammar as data: for completion, manual pages and help.
pub(super) fn grammar() -> clap::Command {
    Words::command()
}
