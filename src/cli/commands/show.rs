//! `show`: the whole runbook.

use clap::Args;

use crate::cli::naming::{Which, say_gone};
use crate::cli::session::{Answer, Session};
use crate::model::{Result, visible};
use crate::render;
use crate::workspace::query;

/// Show a runbook: everything it says, and how it stands
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook show acme/enforce-2fa-on-all-groups
  runbook show 2fa --json
  runbook show 2fa --toml
  runbook show 2fa --at HEAD
  runbook show 2fa --at @created")]
pub(in crate::cli) struct Show {
    #[command(flatten)]
    which: Which,
    /// The file itself
    #[arg(long, conflicts_with = "json")]
    toml: bool,
    /// As it was at this commit, time or mark, such as HEAD~2, 2026-12-01, @approved (as `diff` takes them)
    #[arg(long, value_name = "POINT")]
    at: Option<String>,
}

impl Show {
    /// Runs the command.
    ///
    /// # Errors
    /// `Unreadable` when the file does not parse; `NotFound` for runbook or commit.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let (id, gone) = self.which.find_in_trail(session, &workspace)?;
        let view = match (&self.at, gone) {
            (None, Some(gone)) => return Err(gone.fault()),
            (Some(words), gone) => {
                if let Some(gone) = gone {
                    say_gone(session, &gone);
                }
                query::view_at(&workspace, &id, &session.point(words)?)?.0
            }
            (None, None) => query::view(&workspace, &id)?,
        };
        if let Some(words) = view.standing.apart().filter(|_| self.toml || session.globals.json) {
            session.shell.note(&format!("{} {words}", id.path()));
        }
        if self.toml {
            return file(session, &view.bytes);
        }
        let readiness = query::readiness(&workspace, &view, session.around.now);
        if session.globals.json {
            let document = render::json::show(&id, view.commit.as_ref(), readiness.is_ready(), &view.runbook);
            session.shell.document(&document)?;
            return Ok(Answer::Yes);
        }
        let is_planned = view.runbook.state.is_before_call();
        let shown = render::Shown {
            id: &id,
            runbook: &view.runbook,
            commit: view.commit.as_ref(),
            standing: view.standing,
            readiness: is_planned.then_some(&readiness),
            began: if is_planned || self.at.is_some() { None } else { query::began(&workspace, &id)? },
            home_side: &workspace.settings().home_side,
        };
        let text = render::show(&shown, &session.style());
        session.shell.page(&text)?;
        Ok(Answer::Yes)
    }
}

/// The file's bytes; on a screen, what a terminal would act on is made visible.
fn file(session: &mut Session<'_>, bytes: &[u8]) -> Result<Answer> {
    if session.around.terminals.stdout {
        let text = String::from_utf8_lossy(bytes);
        session.shell.page(&visible(&text.replace("\r\n", "\n")))?;
    } else {
        session.shell.bytes(bytes)?;
    }
    Ok(Answer::Yes)
}
