//! The grammar of the command line: the program, its flags, its commands.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches, Parser};

use super::commands::Command;
use super::free_text;
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
    // never read: clap stops at --version, and the program then looks whether it was said
    arg(
        clap::Arg::new("verbose")
            .long("verbose")
            .help("With --version: also commit, libgit2, zone data, and the licences of what is linked in")
            .action(clap::ArgAction::SetTrue)
            .requires("version")
    ),
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

impl Words {
    /// The words as understood.
    ///
    /// # Errors
    /// What clap stops at: words that cannot be understood, and questions for help.
    pub(super) fn read(words: &[OsString]) -> Result<Self, clap::Error> {
        Self::understood(Self::command(), words).or_else(|error| match error.kind() {
            ErrorKind::DisplayVersion => Err(error),
            // what is said of an error, or asked of the help, may be of any command
            _ => {
                let mut free = free_text::allowed(grammar(), words);
                if let Some(error) = free_text::forgotten(&mut free, words) {
                    return Err(error);
                }
                match free_text::without_texts(words)
                    .map(|plain| Self::understood(free_text::allowed(grammar(), &plain), &plain))
                {
                    Some(Err(error)) if is_about_flag(&error) => Err(error),
                    _ => Self::understood(free, words),
                }
            }
        })
    }

    fn understood(grammar: clap::Command, words: &[OsString]) -> Result<Self, clap::Error> {
        // it lives as long as the process: to take it apart would cost a tenth of a small command
        let grammar = Box::leak(Box::new(grammar));
        let mut matches = grammar.try_get_matches_from_mut(words)?;
        Self::from_arg_matches_mut(&mut matches).map_err(|error| error.format(grammar))
    }
}

/// True for the error of a flag that the command has not.
fn is_about_flag(error: &clap::Error) -> bool {
    let word = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(word)) => word.as_str(),
        _ => "",
    };
    error.kind() == ErrorKind::UnknownArgument && word.starts_with('-')
}

/// The grammar as data, with all arguments: for completion, manual pages and help.
pub(super) fn grammar() -> clap::Command {
    let mut grammar = Words::command();
    grammar.build();
    grammar
}
