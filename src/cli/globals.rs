//! The flags that every command takes, before or after its name.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::model::Prose;

/// When to use colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Flags of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Everywhere")]
pub(super) struct Globals {
    /// The store, or any folder in it [default: $RUNBOOK_STORE, otherwise the store around the working directory]
    #[arg(short = 'C', value_name = "DIR", global = true, value_hint = clap::ValueHint::DirPath)]
    pub(super) dir: Option<PathBuf>,

    /// Answer with one JSON document; errors are JSON on stderr
    #[arg(long, global = true)]
    pub(super) json: bool,

    /// Never ask; a missing value is an error that names the flag
    #[arg(long, global = true)]
    pub(super) no_input: bool,

    /// Color: auto, always or never
    #[arg(
        long,
        value_name = "WHEN",
        global = true,
        value_enum,
        default_value_t,
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(super) color: Color,

    /// Show long answers as they are, not in a pager
    #[arg(long, global = true)]
    pub(super) no_pager: bool,

    /// Record a change although its words look like a secret, and why they are none
    #[arg(long, value_name = "REASON", global = true)]
    pub(super) allow_secret: Option<Prose>,
}
