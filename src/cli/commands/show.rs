//! `show`: the whole runbook.

use clap::Args;

use crate::cli::naming::{Which, say_gone};
use crate::cli::session::{Answer, Session};
use crate::lifecycle::Standing;
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
        let look = match (&self.at, gone) {
            (None, Some(gone)) => return Err(gone.fault()),
            (Some(words), gone) => {
                if let Some(gone) = gone {
                    say_gone(session, &gone);
                }
                query::view_at(&workspace, &id, &session.point(words)?)?.0
            }
            (None, None) => query::view(&workspace, &id)?,
        };
        if let Some(words) = apart(look.standing).filter(|_| self.toml || session.globals.json) {
            session.shell.note(&format!("{} {words}", id.path()));
        }
        if self.toml {
            return file(session, &look.bytes);
        }
        let readiness = query::readiness(&workspace, &look, session.around.now);
        if session.globals.json {
            let document = render::json::show(&id, look.commit.as_ref(), readiness.is_ready(), &look.runbook);
            session.shell.document(&document)?;
            return Ok(Answer::Yes);
        }
        let is_planned = look.runbook.state.is_before_call();
        let shown = render::Shown {
            id: &id,
            runbook: &look.runbook,
            commit: look.commit.as_ref(),
            standing: look.standing,
            readiness: is_planned.then_some(&readiness),
            began: if is_planned || self.at.is_some() { None } else { query::began(&workspace, &id)? },
            home_side: &workspace.settings().home_side,
        };
        let text = render::show(&shown, &session.look());
        session.shell.page(&text)?;
        Ok(Answer::Yes)
    }
}

/// What is to be known of a file that is not the trail's head.
pub(super) fn apart(standing: Standing) -> Option<&'static str> {
    match standing {
        Standing::Recorded => None,
        Standing::Edited => Some("was changed by hand; this is the file as it lies there, not the trail's head"),
        Standing::CommittedByHand => Some("was committed with plain git; no event explains it yet"),
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
