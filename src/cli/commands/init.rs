//! `init`: makes a store, or mends what is missing in one.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::session::{Answer, Session};
use crate::lifecycle::Stamp;
use crate::model::{Result, visible};
use crate::workspace::init;

/// Make a store, or turn a git repository into one; a second run mends what is missing
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook init
  runbook init support-runbooks")]
pub(in crate::cli) struct Init {
    /// The store's folder [default: the working directory]
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    folder: Option<PathBuf>,
}

impl Init {
    /// Runs the command.
    ///
    /// # Errors
    /// As [`init::make_store`].
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let base = session.dir();
        let dir = self.folder.map_or_else(|| base.clone(), |folder| base.join(folder));
        let now = session.around.now;
        let done = init::make_store(&dir, &session.around.person(), &session.around.program, |by| Stamp {
            now,
            happened: None,
            by,
        })?;
        done.notes.iter().for_each(|note| session.shell.note(note));
        let top = done.top.display().to_string();
        if session.globals.json {
            session.shell.document(&json!({
                "store": top,
                "made_repository": done.made_repository,
                "written": done.written,
                "commit": done.commit,
                "set_up_git": done.set_up_git,
                "events": [],
            }))?;
            return Ok(Answer::Yes);
        }
        let top = visible(&top);
        let written = done.written.join(" and ");
        let text = match (&done.commit, done.made_repository) {
            (None, _) if !done.written.is_empty() => format!("{top} is a store already: put back {written}"),
            (None, _) if done.set_up_git => {
                format!("{top} is a store already: git here now compares and merges runbooks by field")
            }
            (None, _) => format!("{top} is a store already, and nothing is missing"),
            (Some(_), true) => format!("made the store {top}"),
            (Some(_), false) => format!("{top} is a store now: wrote {written}"),
        };
        session.shell.say(&text)?;
        if done.commit.is_some() {
            session.shell.say("  next:  runbook new \"CUSTOMER - TASK\"")?;
        }
        Ok(Answer::Yes)
    }
}
