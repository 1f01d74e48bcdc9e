//! Naming a runbook and its items: by an id or a part of one, or chosen from a list where somebody can be asked.

use clap::Args;

use super::arg_values::TimeWords;
use super::complete;
use super::lists::List;
use super::session::Session;
use crate::model::{Fault, Line, Result, RunbookId};
use crate::workspace::Workspace;
use crate::workspace::query::{self, Removed, RowQuery};

/// The runbook that a command is about.
#[derive(Debug, Clone, Args)]
pub(super) struct Which {
    /// The runbook: its id or any unambiguous part of it
    #[arg(value_name = "ID", add = complete::runbooks())]
    pub(super) id: Option<String>,
}

/// When an act took place.
#[derive(Debug, Clone, Args)]
pub(super) struct Happened {
    /// When it happened, if not now: `14:05`, `2026-12-01 14:05`, `10m ago`; never the future
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(super) at: Option<TimeWords>,
}

/// A customer in a name, which is CUSTOMER - TASK and is split again at its first ` - `.
///
/// # Errors
/// `Usage` where the words hold one themselves.
pub(super) fn customer_of_a_name(customer: &Line) -> Result<()> {
    let Some((customer, task)) = customer.as_str().split_once(" - ") else { return Ok(()) };
    Err(Fault::usage(format!(
        "“{customer} - {task}” is no customer: a name is CUSTOMER - TASK, and “ - ” parts the two"
    ))
    .hint(shell_words::join(["--customer", customer, "--task", &format!("{task} …")])))
}

impl Which {
    /// The runbook that is meant, also one that is gone and that only the trail knows.
    ///
    /// # Errors
    /// As [`Which::find`].
    pub(super) fn find_in_trail(
        &self,
        session: &Session<'_>,
        workspace: &Workspace,
    ) -> Result<(RunbookId, Option<Removed>)> {
        match &self.id {
            Some(part) => query::resolve_in_trail(workspace, part),
            None => Ok((self.find(session, workspace)?, None)),
        }
    }

    /// The runbook that is meant.
    ///
    /// # Errors
    /// `NotFound`, `Ambiguous`; `Usage` when none is named and nobody can be asked.
    pub(super) fn find(&self, session: &Session<'_>, workspace: &Workspace) -> Result<RunbookId> {
        if let Some(part) = &self.id {
            return query::resolve(workspace, part);
        }
        let Some(asker) = session.asker() else {
            return Err(Fault::usage("the runbook is missing: give its id or a part of it as ID")
                .hint("runbook list shows the runbooks that are not closed"));
        };
        let mut rows = query::rows(workspace, &RowQuery::default(), session.around.now)?;
        rows.retain(|row| !row.is_stray());
        if rows.is_empty() {
            return Err(Fault::usage("there is no open runbook").hint("runbook new \"CUSTOMER - TASK\" makes one"));
        }
        let lines: Vec<String> = rows
            .iter()
            .map(|row| match (&row.name, row.state) {
                (Some(name), Some(state)) => format!("{}  {name} ({state})", row.id),
                _ => row.id.to_string(),
            })
            .collect();
        let chosen = asker.choose("Which runbook?", &lines)?;
        rows.get(chosen).map(|row| row.id.clone()).ok_or_else(|| Fault::bug("a choice outside the list"))
    }
}

/// Says of a runbook that is gone what became of it, and what leads on.
pub(super) fn say_gone(session: &mut Session<'_>, gone: &Removed) {
    session.shell.note(&gone.words());
    gone.ways().iter().skip(1).for_each(|way| session.shell.note(way));
}

/// The item that is meant, as typed; chosen from the list where it is left out and somebody can be asked.
///
/// # Errors
/// `Usage` when none is named and nobody can be asked, or when there is none.
pub(super) fn item(
    session: &Session<'_>,
    workspace: &Workspace,
    id: &RunbookId,
    list: List,
    part: Option<&String>,
) -> Result<String> {
    if let Some(part) = part {
        return Ok(part.clone());
    }
    let what = list.item();
    let Some(asker) = session.asker() else {
        return Err(Fault::usage(format!(
            "the {what} is missing: give its id or a part of it as {}",
            list.value_name()
        ))
        .hint(format!("runbook show {id}")));
    };
    let entries = list.entries(&query::view(workspace, id)?.runbook);
    if entries.is_empty() {
        return Err(Fault::usage(format!("this runbook has no {what} yet")));
    }
    let lines: Vec<String> = entries.iter().map(|(id, about)| format!("{id}  {about}")).collect();
    let chosen = asker.choose(&format!("Which {what}?"), &lines)?;
    entries.get(chosen).map(|(id, _)| id.to_string()).ok_or_else(|| Fault::bug("a choice outside the list"))
}
