//! Every runbook at once: a file each, and an index that leads to them.
//!
//! A customer is never told of another one: for them there is an index a customer, and none over all.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::export_one::ExportOne;
use super::progress::ProgressLine;
use super::session::{Answer, Session};
use crate::model::{Fault, Kind, Line, Result, Row, Slug};
use crate::render::export::{Audience, ExportedEntry};
use crate::store::output_file::must_lead_below;
use crate::workspace::Workspace;
use crate::workspace::output::FilesForAFolder;
use crate::workspace::query::{self, RowQuery};

/// Where everything goes.
pub(super) struct ExportAll<'a> {
    /// What is asked for.
    pub(super) outgoing: ExportOne,
    /// The folder.
    pub(super) folder: &'a Path,
    /// Whether files that exist are written over.
    pub(super) force: bool,
}

impl ExportAll<'_> {
    /// Writes it all.
    ///
    /// # Errors
    /// `Refused` before anything is written, where a file is in the way; `Unreadable` when everything was written but
    /// what cannot be read; `Disk`.
    pub(super) fn run(&self, session: &mut Session<'_>, workspace: &Workspace) -> Result<Answer> {
        let rows = query::rows(workspace, &RowQuery { all: true, ..RowQuery::default() }, session.around.now)?;
        let mut files = FilesForAFolder::begin(workspace, self.folder)?;
        let folder = files.folder().to_owned();
        self.keep_clear(&folder, &rows)?;
        let mut progress = ProgressLine::begin(session, rows.len());
        let mut entries = Vec::new();
        let mut first_fault = None;
        for row in rows {
            let entry = self.one(session, workspace, &mut files, row, &mut first_fault);
            entries.push(entry?);
            progress.step(session);
        }
        progress.end(session);
        let indexes = self.write_indexes(session, workspace, &mut files, &entries)?;
        files.finish(self.force)?;
        self.tell(session, &folder, &entries, &indexes)?;
        let failed = entries.iter().filter(|entry| entry.row.problem.is_some()).count();
        match first_fault {
            None => Ok(Answer::Yes),
            Some(fault) => Err(Fault {
                message: format!(
                    "{failed} of {} runbooks could not be exported, the others were: {}",
                    entries.len(),
                    fault.message
                ),
                ..fault
            }),
        }
    }

    fn file_of(&self, row: &Row) -> String {
        format!("{}.{}", row.id, self.outgoing.format.ending())
    }

    /// Fails when a file would be written over, or a link would lead one elsewhere, before the first one is written.
    fn keep_clear(&self, folder: &Path, rows: &[Row]) -> Result<()> {
        let files = rows.iter().map(|row| self.file_of(row));
        let files: Vec<String> = files.chain(self.indexes(rows).into_iter().map(|(file, _)| file)).collect();
        files.iter().try_for_each(|file| must_lead_below(folder, file))?;
        let mut there = files.iter().map(|file| folder.join(file)).filter(|path| path.symlink_metadata().is_ok());
        match there.next() {
            Some(path) if !self.force => {
                let more = there.count();
                let more = if more > 0 { format!(" and {more} more exist") } else { " exists".to_owned() };
                Err(Fault::refused(format!("{}{more}, and nothing was written", path.display()))
                    .hint("choose another folder, or write over it with --force"))
            }
            _ => Ok(()),
        }
    }

    /// One runbook's file; what cannot be read becomes a line of the index that says so.
    fn one(
        &self,
        session: &mut Session<'_>,
        workspace: &Workspace,
        files: &mut FilesForAFolder<'_>,
        mut row: Row,
        first_fault: &mut Option<Fault>,
    ) -> Result<ExportedEntry> {
        if row.is_stray() {
            let why = row.problem.clone().unwrap_or_default();
            first_fault.get_or_insert_with(|| Fault::new(Kind::Unreadable, format!("{}: {why}", row.path)));
            return Ok(ExportedEntry { row, file: Err(why) });
        }
        let file = self.file_of(&row);
        match self.outgoing.text(workspace, &row.id, session.around.now) {
            Ok(text) => {
                files.add(&file, text.as_bytes())?;
                Ok(ExportedEntry { row, file: Ok(file) })
            }
            // the runbook has nothing for this format
            Err(fault) if fault.kind == Kind::Refused => Ok(ExportedEntry { row, file: Err(fault.message) }),
            Err(fault) => {
                let why = fault.message.clone();
                row.problem.get_or_insert_with(|| why.clone());
                first_fault.get_or_insert(fault);
                Ok(ExportedEntry { row, file: Err(why) })
            }
        }
    }

    /// The indexes with what each is called: one, or one a customer.
    fn indexes(&self, rows: &[Row]) -> Vec<(String, Option<Line>)> {
        let ending = self.outgoing.format.index_ending();
        if self.outgoing.audience == Audience::Internal {
            return vec![(format!("index.{ending}"), None)];
        }
        let mut customers: Vec<&Line> = rows.iter().filter_map(|row| row.customer.as_ref()).collect();
        customers.sort();
        customers.dedup();
        let mut files: Vec<(String, Option<Line>)> = Vec::new();
        for customer in customers {
            let slug = Slug::from_text(customer.as_str());
            let named = |number: usize| match number {
                1 => format!("{slug}.{ending}"),
                _ => format!("{slug}-{number}.{ending}"),
            };
            // two customers whose names make one slug are two
            let file = (1..).map(named).find(|file| !files.iter().any(|(own, _)| own == file)).unwrap_or_default();
            files.push((file, Some(customer.clone())));
        }
        files
    }

    fn write_indexes(
        &self,
        session: &Session<'_>,
        workspace: &Workspace,
        files: &mut FilesForAFolder<'_>,
        entries: &[ExportedEntry],
    ) -> Result<Vec<PathBuf>> {
        let rows: Vec<Row> = entries.iter().map(|entry| entry.row.clone()).collect();
        let mut written = Vec::new();
        for (file, customer) in self.indexes(&rows) {
            let is_theirs = |entry: &&ExportedEntry| customer.is_none() || entry.row.customer == customer;
            let lines = entries.iter().filter(is_theirs).map(|entry| self.line(session, workspace, entry));
            let listed: Vec<ExportedEntry> = lines.collect();
            let text = self.outgoing.format.index("Runbooks", &listed, session.around.now);
            files.add(&file, text.as_bytes())?;
            written.push(files.folder().join(file));
        }
        Ok(written)
    }

    /// A line of an index; a customer reads in it what their file says, and no more.
    fn line(&self, session: &Session<'_>, workspace: &Workspace, entry: &ExportedEntry) -> ExportedEntry {
        if self.outgoing.audience == Audience::Internal {
            return entry.clone();
        }
        let own = &entry.row;
        let row = self.outgoing.customer_row(workspace, &own.id, session.around.now);
        let row = row.unwrap_or_else(|_| Row { name: own.name.clone(), ..Row::new(own.id.clone()) });
        let file = entry.file.clone().map_err(|_| "not available".to_owned());
        ExportedEntry { row, file }
    }

    fn tell(
        &self,
        session: &mut Session<'_>,
        folder: &Path,
        entries: &[ExportedEntry],
        indexes: &[PathBuf],
    ) -> Result<()> {
        let shown = |path: &Path| path.display().to_string();
        let written = entries.iter().filter_map(|entry| Some((entry, entry.file.as_ref().ok()?)));
        let left_out = entries.iter().filter_map(|entry| Some((entry, entry.file.as_ref().err()?)));
        if session.globals.json {
            let mut files: Vec<Value> =
                written.map(|(entry, file)| json!({"id": entry.row.id, "path": shown(&folder.join(file))})).collect();
            files.extend(indexes.iter().map(|path| json!({"id": null, "path": shown(path)})));
            let left_out: Vec<Value> =
                left_out.map(|(entry, why)| json!({"id": entry.row.label(), "reason": why})).collect();
            return session.shell.document(&json!({"files": files, "left_out": left_out}));
        }
        let count = written.count();
        let noun = if count == 1 { "runbook" } else { "runbooks" };
        let index = match indexes {
            [] => String::new(),
            [index] => format!(", index {}", shown(index)),
            several => format!(", with {} indexes, one a customer", several.len()),
        };
        session.shell.say(&format!("{count} {noun} exported to {}{index}", shown(folder)))?;
        let reasons: Vec<String> =
            left_out.map(|(entry, why)| format!("{}: left out: {why}", entry.row.label())).collect();
        reasons.iter().for_each(|reason| session.shell.note(reason));
        Ok(())
    }
}
