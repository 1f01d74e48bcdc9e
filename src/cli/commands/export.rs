//! `export`: a runbook for somebody who does not have the store.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::arg_values::Between;
use crate::cli::export_all::ExportAll;
use crate::cli::export_one::{ExportOne, For, Format, Sheet};
use crate::cli::naming::Which;
use crate::cli::session::{Answer, Session};
use crate::model::{Fault, Line, Result, RunbookId, visible};
use crate::render::export::{Dialect, can_be_invited};
use crate::workspace::{Workspace, output, query};

/// Export a runbook as Markdown for an issue, a page, JSON, an event for calendars, or lists for spreadsheets
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook export 2fa --to markdown
  runbook export 2fa --to markdown --audience customer -o for-acme.md
  runbook export 2fa --to html -o 2fa.html
  runbook export 2fa --to csv --part contacts
  runbook export --to csv --part list -o runbooks.csv
  runbook export 2fa --to csv --excel --separator semicolon -o 2fa.csv
  runbook export --all --to html -o exported")]
pub(in crate::cli) struct Export {
    #[command(flatten)]
    which: Which,
    /// The format
    #[arg(long, value_name = "FORMAT", value_enum)]
    to: Format,
    /// Every runbook, closed ones too: a file each, and an index; wants -o DIR
    #[arg(long, requires = "output", conflicts_with = "id")]
    all: bool,
    /// The file to write, - for standard output, or the folder with --all [default: standard output]
    #[arg(short = 'o', long = "output", value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// Who it is for
    #[arg(long, value_name = "WHO", value_enum, default_value_t)]
    audience: For,
    /// Markdown without the folded record at its end
    #[arg(long)]
    plain: bool,
    /// The list that a CSV holds [default: tasks]
    #[arg(long, value_name = "LIST", value_enum)]
    part: Option<Sheet>,
    /// CSV that Excel opens right: with a byte-order mark, and text where it would see a formula
    #[arg(long)]
    excel: bool,
    /// What stands between the fields of a CSV; Excel opens the list separator of its country only [default: comma]
    #[arg(long, value_name = "SIGN", value_enum)]
    separator: Option<Between>,
    /// Write over a file that exists
    #[arg(long, requires = "output")]
    force: bool,
}

/// Says of an e-mail where it is none that a calendar can invite.
pub(super) fn tell_uninvited(session: &mut Session<'_>, email: &Line) {
    if !can_be_invited(email) {
        let words = "is not one e-mail address, such as name@example.com: a calendar invites nobody by it";
        session.shell.note(&format!("“{email}” {words}"));
    }
}

impl Export {
    /// Runs the command.
    ///
    /// # Errors
    /// `NotFound`, `Unreadable`; `Refused` for a place that must not be written over and for a calendar without a time.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let outgoing = self.outgoing()?;
        let workspace = session.open()?;
        let now = session.around.now;
        if let (true, Some(folder)) = (self.all, &self.output) {
            let folder = session.around.path(folder);
            return ExportAll { outgoing, folder: &folder, force: self.force }.run(session, &workspace);
        }
        let (id, text) = if outgoing.sheet == Sheet::List && self.which.id.is_none() {
            (None, outgoing.list(&workspace, None, now)?)
        } else {
            let id = self.which.find(session, &workspace)?;
            if let Some(words) = query::view(&workspace, &id)?.standing.apart() {
                session.shell.note(&format!("{} {words}", id.path()));
            }
            if query::is_cut(&workspace, &id)? {
                session.shell.note(&format!(
                    "this clone is shallow: what happened before it was cut off is not known here; {} brings it",
                    query::way_to_complete(&workspace)
                ));
            }
            let text = outgoing.text(&workspace, &id, now)?;
            if self.to == Format::Ics {
                let contacts = query::view(&workspace, &id)?.runbook.contacts;
                contacts.iter().filter_map(|own| own.email.as_ref()).for_each(|email| tell_uninvited(session, email));
            }
            (Some(id), text)
        };
        self.hand_over(session, &workspace, id.as_ref(), &text)?;
        Ok(Answer::Yes)
    }

    /// What is asked for, where the words fit together.
    fn outgoing(&self) -> Result<ExportOne> {
        let flags = [
            ("--part", self.part.is_some()),
            ("--excel", self.excel),
            ("--separator", self.separator.is_some()),
            ("--plain", self.plain),
        ];
        flags.into_iter().filter(|(_, is_given)| *is_given).try_for_each(|(flag, _)| self.to.takes(flag))?;
        let sheet = self.part.unwrap_or(Sheet::Tasks);
        if self.all && self.output.as_ref().is_some_and(|path| path.as_os_str() == "-") {
            return Err(Fault::usage("--all makes a file for each runbook: name the folder for them")
                .hint("runbook export --all --to html -o exported"));
        }
        if self.all && sheet == Sheet::List {
            return Err(Fault::usage("--part list is one list already: leave --all out")
                .hint("runbook export --to csv --part list -o runbooks.csv"));
        }
        let dialect = Dialect { excel: self.excel, separator: self.separator.map(Into::into).unwrap_or_default() };
        Ok(ExportOne { format: self.to, audience: self.audience.into(), plain: self.plain, sheet, dialect })
    }

    fn hand_over(
        &self,
        session: &mut Session<'_>,
        workspace: &Workspace,
        id: Option<&RunbookId>,
        text: &str,
    ) -> Result<()> {
        let is_json = session.globals.json;
        // a dash is the standard output, as everywhere; a file of that name is `./-`
        match self.output.as_ref().filter(|path| path.as_os_str() != "-") {
            Some(path) => {
                let path = session.around.path(path);
                output::write(workspace, &path, text.as_bytes(), self.force)?;
                let shown = path.display().to_string();
                if is_json {
                    session.shell.document(&json!({"files": [{"id": id, "path": shown}], "left_out": []}))?;
                } else {
                    session.shell.say(&format!("wrote {}", visible(&shown)))?;
                }
            }
            None if is_json && self.to != Format::Json => {
                session.shell.document(&json!({"id": id, "format": self.to.ending(), "text": text}))?;
            }
            None => session.shell.bytes(text.as_bytes())?,
        }
        Ok(())
    }
}
