//! `blame`: for every field, who gave it its value, when, by which event.

use clap::Args;

use crate::cli::naming::{Which, say_gone};
use crate::cli::session::{Answer, Session};
use crate::model::Result;
use crate::render;
use crate::workspace::query;

/// Show for every field who gave it its value, when, and by which event
///
/// Speaks of the runbook as its last commit has it. With FIELD: only that field, or everything in that item or list,
/// such as `tasks.bulk-change` or `permissions`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook blame acme/enforce-2fa-on-all-groups
  runbook blame 2fa summary
  runbook blame 2fa tasks --json")]
pub(in crate::cli) struct Blame {
    #[command(flatten)]
    which: Which,
    /// Only this field, item or list
    #[arg(value_name = "FIELD")]
    field: Option<String>,
}

impl Blame {
    /// Runs the command.
    ///
    /// # Errors
    /// `NotFound` where nothing was recorded, `Unreadable` for a record that does not parse, `Git` for a shallow clone.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let (id, gone) = self.which.find_in_trail(session, &workspace)?;
        let (_, mut fields) = query::blame(&workspace, &id, session.globals.json)?;
        if let Some(wanted) = &self.field {
            let inside = format!("{wanted}.");
            fields.retain(|field| field.path == *wanted || field.path.starts_with(&inside));
        }
        if let Some(gone) = gone {
            say_gone(session, &gone);
        } else if query::view(&workspace, &id).map_or(true, |view| view.standing.is_another_text()) {
            session.shell.note(&format!("this is what the trail has; {} says something else", id.path()));
        }
        if session.globals.json {
            session.shell.document(&render::json::blame(&id, &fields))?;
        } else {
            session.shell.page(&render::blame(&fields, &session.style()))?;
        }
        Ok(Answer::Yes)
    }
}
