//! `diff`: what changed between two points, in words.

use clap::Args;

use crate::cli::naming::{Which, say_gone};
use crate::cli::session::{Answer, Session};
use crate::model::Result;
use crate::render;
use crate::workspace::query;

/// Show what changed, in words: by field and item, moves told from changes
///
/// Alone: what you changed by hand and have not saved, otherwise the last change. With FROM: everything since then, up
/// to the runbook as it is now. A point is a commit, a time (`2026-12-01`, `2026-12-01 14:05`, `2h ago`: what was recorded
/// by then), `@file` for the file as it lies there, or the last event of a kind: @created, @scheduled, @approved,
/// @started, @finished, @closed. A `~` behind one of these means the commit before.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook diff acme/enforce-2fa-on-all-groups
  runbook diff 2fa @created
  runbook diff 2fa HEAD~ HEAD --json
  runbook diff 2fa yesterday --stat")]
pub(in crate::cli) struct Diff {
    #[command(flatten)]
    which: Which,
    /// Where to begin
    #[arg(value_name = "FROM")]
    from: Option<String>,
    /// Where to end [default: the runbook as it is now]
    #[arg(value_name = "TO")]
    to: Option<String>,
    /// Only count the changes, by part of the record
    #[arg(long)]
    stat: bool,
    /// End with 1 when a field or an item differs
    #[arg(long)]
    exit_code: bool,
}

impl Diff {
    /// Runs the command.
    ///
    /// # Errors
    /// `NotFound` for a point that does not exist, `Unreadable` for a record that does not parse there.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let (id, gone) = self.which.find_in_trail(session, &workspace)?;
        if let Some(gone) = gone {
            say_gone(session, &gone);
        }
        let point = |words: Option<&String>| words.map(|words| session.point(words)).transpose();
        let (from, to) = (point(self.from.as_ref())?, point(self.to.as_ref())?);
        let found = query::compare(&workspace, &id, from.as_ref(), to.as_ref())?;
        let compared = render::Compared {
            id: &id,
            from: &found.from,
            to: &found.to,
            changes: &found.changes,
            layout: found.layout,
        };
        if session.globals.json {
            session.shell.document(&render::json::diff(&compared))?;
        } else if self.stat {
            session.shell.page(&render::diff_stat(&compared, &session.style()))?;
        } else {
            session.shell.page(&render::diff(&compared, &session.style()))?;
        }
        Ok(if self.exit_code && !found.changes.is_empty() { Answer::No } else { Answer::Yes })
    }
}
