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

/// What is to be said of some of the runbooks once all are through.
#[derive(Default)]
struct Told {
    /// Why there is no file of one.
    faults: Vec<Fault>,
    /// What is to be known of the file of one.
    notes: Vec<String>,
}

/// Where everything lies below the folder.
struct Places {
    /// The file of each runbook.
    files: Vec<String>,
    /// The indexes, each with the customer whose it is.
    indexes: Vec<(String, Option<Line>)>,
}

/// The file of this name, or of the next that is free.
fn free(stem: &str, ending: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let named = |number: usize| match number {
        1 => format!("{stem}.{ending}"),
        _ => format!("{stem}-{number}.{ending}"),
    };
    (1..).map(named).find(|file| !is_taken(file)).unwrap_or_default()
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
        let places = self.places(&rows);
        self.keep_clear(&folder, &places)?;
        let mut progress = ProgressLine::begin(session, rows.len());
        let mut entries = Vec::new();
        let mut told = Told::default();
        for (row, file) in rows.into_iter().zip(places.files) {
            let entry = self.one(session, workspace, &mut files, row, &file, &mut told);
            entries.push(entry?);
            progress.step(session);
        }
        progress.end(session);
        let indexes = self.write_indexes(session, workspace, &mut files, places.indexes, &entries)?;
        files.finish(self.force)?;
        self.tell(session, &folder, &entries, &indexes)?;
        told.notes.iter().for_each(|note| session.shell.note(note));
        let failed = told.faults.len();
        match told.faults.into_iter().next() {
            None => Ok(Answer::Yes),
            Some(fault) => Err(Fault {
                message: format!(
                    "{failed} of {} runbooks could not be exported, {} were: {}",
                    entries.len(),
                    entries.iter().filter(|entry| entry.file.is_ok()).count(),
                    fault.message
                ),
                ..fault
            }),
        }
    }

    /// Where each of them lies below the folder.
    fn places(&self, rows: &[Row]) -> Places {
        let indexes = self.indexes(rows);
        let (ending, index) = (self.outgoing.format.ending(), self.outgoing.format.index_ending());
        let mut files: Vec<String> = Vec::new();
        for row in rows {
            // a folder is handed over whole: it is that of the customer, whatever the id says of an earlier one
            let theirs = indexes.iter().find(|(_, customer)| customer.is_some() && *customer == row.customer);
            let stem = theirs.and_then(|(file, _)| file.strip_suffix(index)?.strip_suffix('.'));
            let (folder, task) = (stem.unwrap_or(row.id.customer.as_str()), &row.id.task);
            files.push(free(&format!("{folder}/{task}"), ending, |file| files.iter().any(|own| own == file)));
        }
        Places { files, indexes }
    }

    /// Fails when a file would be written over, or a link would lead one elsewhere, before the first one is written.
    fn keep_clear(&self, folder: &Path, places: &Places) -> Result<()> {
        let files: Vec<&String> = places.files.iter().chain(places.indexes.iter().map(|(file, _)| file)).collect();
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
        file: &str,
        told: &mut Told,
    ) -> Result<ExportedEntry> {
        if row.is_stray() {
            let why = row.problem.clone().unwrap_or_default();
            told.faults.push(Fault::new(Kind::Unreadable, format!("{}: {why}", row.path)));
            return Ok(ExportedEntry { row, file: Err(why) });
        }
        match self.outgoing.text(workspace, &row.id, session.around.now) {
            Ok(text) => {
                files.add(file, text.as_bytes())?;
                let standing = query::view(workspace, &row.id)?.standing;
                told.notes.extend(standing.apart().map(|words| format!("{} {words}", row.path)));
                Ok(ExportedEntry { row, file: Ok(file.to_owned()) })
            }
            // the runbook has nothing for this format
            Err(fault) if fault.kind == Kind::Refused => Ok(ExportedEntry { row, file: Err(fault.message) }),
            Err(fault) => {
                let why = fault.message.clone();
                row.problem.get_or_insert_with(|| why.clone());
                told.faults.push(fault);
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
            // two customers whose names make one slug are two
            let file = free(slug.as_str(), ending, |file| files.iter().any(|(own, _)| own == file));
            files.push((file, Some(customer.clone())));
        }
        files
    }

    fn write_indexes(
        &self,
        session: &Session<'_>,
        workspace: &Workspace,
        files: &mut FilesForAFolder<'_>,
        indexes: Vec<(String, Option<Line>)>,
        entries: &[ExportedEntry],
    ) -> Result<Vec<PathBuf>> {
        let mut written = Vec::new();
        for (file, customer) in indexes {
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

    /// Files of an earlier export, by their endings, which this one did not write: of a runbook that is gone, or that is
    /// another customer's by now. They may be somebody's own, so that they are told and not removed.
    fn left_over(&self, folder: &Path, entries: &[ExportedEntry], indexes: &[PathBuf]) -> Vec<String> {
        let ends = |path: &PathBuf, ending: &str| path.extension().is_some_and(|own| own == ending);
        let written: Vec<PathBuf> =
            entries.iter().filter_map(|entry| entry.file.as_ref().ok()).map(|file| folder.join(file)).collect();
        let is_written = |path: &PathBuf| written.contains(path) || indexes.contains(path);
        let is_folder = |path: &&PathBuf| path.symlink_metadata().is_ok_and(|own| own.is_dir());
        let top = listed(folder);
        let below = top.iter().filter(is_folder).flat_map(|path| listed(path));
        let pages = below.filter(|path| ends(path, self.outgoing.format.ending()));
        let indexes = top.iter().filter(|path| ends(path, self.outgoing.format.index_ending())).cloned();
        let found = indexes.chain(pages).filter(|path| !is_written(path));
        let mut found: Vec<String> =
            found.filter_map(|path| Some(path.strip_prefix(folder).ok()?.display().to_string())).collect();
        found.sort();
        found
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
        let left_over = self.left_over(folder, entries, indexes);
        if session.globals.json {
            let mut files: Vec<Value> =
                written.map(|(entry, file)| json!({"id": entry.row.id, "path": shown(&folder.join(file))})).collect();
            files.extend(indexes.iter().map(|path| json!({"id": null, "path": shown(path)})));
            let left_out: Vec<Value> =
                left_out.map(|(entry, why)| json!({"id": entry.row.label(), "reason": why})).collect();
            return session.shell.document(&json!({"files": files, "left_out": left_out, "left_over": left_over}));
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
        if let Some((first, more)) = left_over.split_first() {
            let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
            session.shell.note(&format!(
                "{first}{more} lay there before and belongs to no runbook of this export: look at it, and remove it, before \
                 you hand the folder over"
            ));
        }
        Ok(())
    }
}

/// What lies in a folder; nothing where it cannot be read.
fn listed(folder: &Path) -> Vec<PathBuf> {
    folder.read_dir().into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect()
}
