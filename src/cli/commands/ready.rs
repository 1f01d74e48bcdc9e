//! `ready`: everything that is still missing before the call, of one runbook or of many.

use clap::Args;

use crate::cli::complete;
use crate::cli::naming::Which;
use crate::cli::session::{Answer, Session};
use crate::lifecycle::{self, Readiness, ReadinessCode};
use crate::model::{Fault, Kind, Length, Moment, Result, Row, RunbookId};
use crate::render::{self, ReadyReport};
use crate::workspace::Workspace;
use crate::workspace::query::{self, Revision, RowQuery};

/// Say what is still missing before the call can start, and the command that mends it
///
/// Ends with 0 only when every runbook asked about is ready, otherwise with 1.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook ready acme/enforce-2fa-on-all-groups
  runbook ready --all --within 24h
  runbook ready 2fa --at HEAD~
  runbook ready 2fa --json")]
pub(in crate::cli) struct Ready {
    /// The runbooks: their ids or any unambiguous parts of them
    #[arg(value_name = "ID", conflicts_with = "all", add = complete::runbooks())]
    ids: Vec<String>,
    /// Every draft and every scheduled runbook
    #[arg(long)]
    all: bool,
    /// Only calls within this time from now, and overdue ones
    #[arg(long, value_name = "DURATION", requires = "all")]
    within: Option<Length>,
    /// As it was at this commit, time or mark (as `diff` takes them), judged by the time at which that was recorded
    #[arg(long, value_name = "POINT", conflicts_with = "all")]
    at: Option<String>,
}

impl Ready {
    /// Runs the command.
    ///
    /// # Errors
    /// `NotFound` and `Ambiguous` for ids, `Unreadable` for a named record that does not parse.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let now = session.around.now;
        let reports = if self.all {
            all(&workspace, self.within.as_ref(), now)?
        } else {
            let mut ids: Vec<RunbookId> = Vec::new();
            for part in &self.ids {
                let id = query::resolve(&workspace, part)?;
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
            if ids.is_empty() {
                ids.push(Which { id: None }.find(session, &workspace)?);
            }
            let at = self.at.as_ref().map(|words| session.point(words)).transpose()?;
            ids.iter().map(|id| report(&workspace, id, at.as_ref(), now)).collect::<Result<_>>()?
        };
        if session.globals.json {
            session.shell.document(&render::json::ready(&reports))?;
        } else {
            let text = render::ready(&reports, &session.style());
            session.shell.say(&text)?;
        }
        let is_ready = reports.iter().all(|report| report.readiness.is_ready());
        Ok(if is_ready { Answer::Yes } else { Answer::No })
    }
}

fn report(workspace: &Workspace, id: &RunbookId, at: Option<&Revision>, now: Moment) -> Result<ReadyReport> {
    let (view, then) = match at {
        Some(point) => query::view_at(workspace, id, point)?,
        None => (query::view(workspace, id)?, None),
    };
    Ok(ReadyReport {
        id: id.to_string(),
        name: Some(view.runbook.name()),
        scheduled_at: view.runbook.scheduled_at,
        time_zone: view.runbook.time_zone,
        readiness: query::readiness(workspace, &view, then.unwrap_or(now)),
    })
}

/// Drafts and scheduled ones; what cannot be read is reported as not ready, never passed over.
fn all(workspace: &Workspace, within: Option<&Length>, now: Moment) -> Result<Vec<ReadyReport>> {
    let horizon = within.map(|length| now.plus(length));
    let mut reports = Vec::new();
    for row in query::rows(workspace, &RowQuery::default(), now)? {
        let is_near = horizon.is_none_or(|horizon| row.scheduled_at.is_some_and(|at| at <= horizon));
        match row.state {
            Some(state) if !state.is_before_call() => {}
            Some(_) if !is_near && row.problem.is_none() => {}
            _ if row.is_stray() => reports.push(stray(&row)),
            _ => reports.push(match report(workspace, &row.id, None, now) {
                Ok(report) => report,
                Err(fault) if is_about_the_file(&fault) => unreadable(row.id, &fault),
                Err(fault) => return Err(fault),
            }),
        }
    }
    Ok(reports)
}

fn is_about_the_file(fault: &Fault) -> bool {
    matches!(fault.kind, Kind::Unreadable | Kind::NewerFormat | Kind::HandEdited | Kind::Disk | Kind::NotFound)
}

fn unreadable(id: RunbookId, fault: &Fault) -> ReadyReport {
    let fix = fault.hints.first().cloned().unwrap_or_else(|| format!("mend {} and then: runbook save {id}", id.path()));
    let point = lifecycle::Missing::new(ReadinessCode::Unreadable, "", &fault.message, fix);
    let readiness = Readiness { missing: vec![point], ..Readiness::default() };
    ReadyReport { id: id.to_string(), name: None, scheduled_at: None, time_zone: None, readiness }
}

/// A file that can be no record: what is wrong with it says what to do.
fn stray(row: &Row) -> ReadyReport {
    let way = format!("give {} the name of a record, or move it away", row.path);
    let point = lifecycle::Missing::new(ReadinessCode::Unreadable, "", row.problem.as_deref().unwrap_or_default(), way);
    let readiness = Readiness { missing: vec![point], ..Readiness::default() };
    ReadyReport { id: row.label().to_owned(), name: None, scheduled_at: None, time_zone: None, readiness }
}
