//! `driver`: what git calls to compare and to merge records. People do not type it; `init` and `doctor --fix` set git up.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::session::{Answer, Session};
use crate::model::{Result, visible};
use crate::workspace::driver::{MergeFiles, comparable_text, merge_records};

/// What git calls to compare and to merge records
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook driver text runbooks/acme/enforce-2fa-on-all-groups.toml
  runbook driver merge base.toml ours.toml theirs.toml runbooks/acme/enforce-2fa-on-all-groups.toml")]
pub(in crate::cli) struct Driver {
    #[command(subcommand)]
    work: Work,
}

#[derive(Debug, Subcommand)]
enum Work {
    Text(Text),
    Merge(Merge),
}

/// Print a record as lines that can be compared
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook driver text runbooks/acme/enforce-2fa-on-all-groups.toml
  runbook driver text .runbook.toml")]
struct Text {
    /// The file
    file: PathBuf,
}

/// Put two records together by field and item; ends with 1 when both sides changed the same
///
/// The result replaces OURS. Where both sides changed the same, OURS keeps its value and says at its top, in comments,
/// what the other side has.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook driver merge base.toml ours.toml theirs.toml runbooks/acme/enforce-2fa-on-all-groups.toml
  runbook driver merge base.toml ours.toml theirs.toml ours.toml")]
struct Merge {
    /// What both grew out of
    base: PathBuf,
    /// Our side
    ours: PathBuf,
    /// Their side
    theirs: PathBuf,
    /// What the file is called in the store
    path: String,
}

impl Driver {
    /// Runs the command.
    ///
    /// # Errors
    /// `Unreadable` for a side that is no record, which git then merges line by line.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        match self.work {
            Work::Text(text) => {
                let file = session.around.path(&text.file);
                session.shell.say(&comparable_text(&file)?)?;
                Ok(Answer::Yes)
            }
            Work::Merge(files) => {
                let path = visible(&files.path).into_owned();
                let merging =
                    MergeFiles { base: &files.base, ours: &files.ours, theirs: &files.theirs, path: &files.path };
                let clashes = merge_records(&session.around.dir, &merging)?;
                for clash in &clashes {
                    session.shell.note(&format!("{path}: {clash}"));
                }
                Ok(if clashes.is_empty() { Answer::Yes } else { Answer::No })
            }
        }
    }
}
