//! `log`: the trail in words.

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::cli::naming::{Which, say_gone};
use crate::cli::revision_arg::Edge;
use crate::cli::session::{Answer, Session};
use crate::model::{EVENTS, Result};
use crate::render;
use crate::workspace::query::{self, LogQuery, NO_EVENT};

/// Show the trail, newest first: of one runbook, or of all
///
/// Times are those at which something was recorded; a date alone is the whole day.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook log acme/enforce-2fa-on-all-groups
  runbook log --limit 20
  runbook log 2fa --kind task --kind abort --reverse
  runbook log 2fa --by jane --since yesterday --patch
  runbook log 2fa --json")]
pub(in crate::cli) struct Log {
    #[command(flatten)]
    which: Which,
    /// At most so many commits
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Only events of this name or family, such as task.finish, task, check, close; no-event for commits made with plain
    /// git (repeatable)
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(kinds()), hide_possible_values = true)]
    kind: Vec<String>,
    /// Only what people did whose name or e-mail holds this
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
    /// Only what was recorded since: 2026-12-01, 2026-12-01 14:05, 2h ago, yesterday
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Only what was recorded until then
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// With what each entry changed, by field and item
    #[arg(short = 'p', long)]
    patch: bool,
    /// Oldest first, as a story is told
    #[arg(long)]
    reverse: bool,
}

impl Log {
    /// Runs the command.
    ///
    /// # Errors
    /// `Git` when history cannot be read.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let found = self.which.id.as_ref().map(|part| query::resolve_in_trail(&workspace, part)).transpose()?;
        let (id, gone) = found.map_or((None, None), |(id, gone)| (Some(id), gone));
        if let Some(gone) = gone {
            say_gone(session, &gone);
        }
        let is_cut = match &id {
            Some(id) => query::is_cut(&workspace, id)?,
            None => query::is_incomplete(&workspace),
        };
        if is_cut {
            session.shell.note(&format!(
                "the clone is shallow, so the trail is incomplete; {} brings the rest",
                query::way_to_complete(&workspace)
            ));
        }
        let instant = |words: Option<&String>, edge| words.map(|words| session.instant(words, edge)).transpose();
        let query = LogQuery {
            since: instant(self.since.as_ref(), Edge::Begin)?,
            until: instant(self.until.as_ref(), Edge::End)?,
            kinds: self.kind,
            by: self.by,
            limit: self.limit,
            patch: self.patch,
        };
        let mut entries = query::search_log(&workspace, id.as_ref(), &query)?;
        if self.reverse {
            entries.reverse();
        }
        if session.globals.json {
            session.shell.document(&render::json::log(&entries, self.reverse))?;
        } else {
            let text = render::log(&entries, id.is_none(), &session.style());
            session.shell.page(&text)?;
        }
        Ok(Answer::Yes)
    }
}

/// Every name, every family, and the word for commits without an event.
fn kinds() -> Vec<&'static str> {
    let mut kinds: Vec<&str> = EVENTS.iter().map(|kind| kind.name).collect();
    for kind in EVENTS {
        if !kinds.contains(&kind.family()) {
            kinds.push(kind.family());
        }
    }
    kinds.push(NO_EVENT);
    kinds
}
