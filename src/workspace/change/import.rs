//! Bringing in runbooks that were written elsewhere: read from a text, checked all together, recorded one commit each.
//!
//! Nothing is written before every runbook of the text could be written.

use std::collections::{HashMap, HashSet};

use crate::import::{Folded, Ground, ImportDraft, ImportOptions, ORIGIN, Origin, read, read_knowing};
use crate::lifecycle::{Command, Stamp, drop_agreement_of};
use crate::model::{
    Changed, Extra, Fault, Imported, ImportedHow, Kept, Line, Prose, Remark, Result, Runbook, RunbookId,
};
use crate::render::export::markdown;
use crate::store;
use crate::workspace::Workspace;
use crate::workspace::query::secret_rules;

use super::change_options::ChangeOptions;
use super::create::{GivenIds, bring_in, first, free_id, gone_before};
use super::edit::{TypedIn, edit};
use super::guard::refused;

/// A runbook of a text, ready to be recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// The line of the text on which it begins.
    pub line: u64,
    /// The record under its name.
    pub runbook: Runbook,
    /// What was mended.
    pub repairs: Vec<Remark>,
    /// What a person must look at.
    pub doubts: Vec<Remark>,
}

/// The runbooks of a text, with what is to be said about each; nothing is written.
///
/// # Errors
/// `Usage` for what is no text; `Secret`, naming the lines, for what looks like one and is not allowed.
pub fn drafts(
    workspace: &Workspace,
    bytes: &[u8],
    asked: &ImportOptions,
    options: &ChangeOptions,
) -> Result<Vec<ImportDraft>> {
    let mut drafts = read(bytes, asked)?;
    if options.allow_secret.is_none() {
        no_secret_in_text(workspace, bytes)?;
    }
    let records: Vec<Runbook> =
        drafts.iter().filter_map(|draft| Some(record_of(draft.folded.as_ref()?).ok()?.0)).collect();
    if !records.is_empty() {
        drafts = read_knowing(bytes, asked, &records)?;
    }
    for draft in &mut drafts {
        unfold(workspace, draft, asked)?;
    }
    Ok(drafts)
}

/// The record that is folded away in a text, with its own text.
fn record_of(folded: &Folded) -> Result<(Runbook, String)> {
    let place = format!("the folded record at line {}", folded.line);
    store::read(&place, folded.toml.as_bytes()).map(|read| (read.runbook, folded.toml.clone())).or_else(|fault| {
        let straight = folded.straightened();
        store::read(&place, straight.as_bytes()).map(|read| (read.runbook, straight)).map_err(|_| fault)
    })
}

/// Takes the record that an export folded away in the text; a block that is no record is a doubt.
fn unfold(workspace: &Workspace, draft: &mut ImportDraft, asked: &ImportOptions) -> Result<()> {
    let Some(folded) = draft.folded.clone() else { return Ok(()) };
    let (record, toml) = match record_of(&folded) {
        Ok(read) => read,
        Err(fault) => {
            draft.doubt(folded.line, format!("{}; what the text shows is taken", fault.message));
            return Ok(());
        }
    };
    let text = markdown(&record, &asked.home_side, Some(&toml));
    let unnamed = ImportOptions { customer: None, task: None, ..asked.clone() };
    let all_shown = read(text.as_bytes(), &unnamed)?;
    let Some(shown) = all_shown.first() else { return Ok(()) };
    if asked.customer.is_none() && asked.task.is_none() {
        draft.origin = origin(workspace, draft, asked, &record, shown)?.map(Box::new);
    }
    draft.refold(Ground { record: &record, exported: &record, shown, stored: None })
}

/// The runbook of this store that an export was made of, and what the text has since become of it.
fn origin(
    workspace: &Workspace,
    draft: &ImportDraft,
    asked: &ImportOptions,
    record: &Runbook,
    shown: &ImportDraft,
) -> Result<Option<Origin>> {
    let Some(folded) = &draft.folded else { return Ok(None) };
    let id = folded.origin().unwrap_or_else(|| RunbookId::from_name(record.customer.as_str(), record.task.as_str()));
    let Some(bytes) = workspace.layout.read_record(&id)? else { return Ok(None) };
    let stored = store::read(&id.path(), &bytes)?.runbook;
    let mut onto = draft.clone();
    let (mut told, mut nearest) = (Vec::new(), None);
    match base(workspace, &id, record, &folded.toml, &stored)? {
        None => onto.refold(Ground { record: &stored, exported: record, shown, stored: Some(&id) })?,
        // a folded record that this store never held was changed by hand, too, and says nothing of what was exported
        Some(base) => {
            let text = markdown(&base, &asked.home_side, Some(&store::render_inside(&base)?));
            let unnamed = ImportOptions { customer: None, task: None, ..asked.clone() };
            if let Some(shown) = read(text.as_bytes(), &unnamed)?.first() {
                onto.refold(Ground { record: &stored, exported: &base, shown, stored: Some(&id) })?;
            }
            nearest = Some(store::render_inside(&base)?);
        }
    }
    // a time that nobody has decided on is kept in words
    onto.leave_open();
    told.extend(onto.doubts.iter().cloned());
    let (customer, task) = (onto.customer.clone(), onto.task.clone());
    let mut merged =
        onto.named(customer.unwrap_or_else(|| stored.customer.clone()), task.unwrap_or_else(|| stored.task.clone()));
    if drop_agreement_of(&stored, &mut merged) {
        let words = "the time was moved, and nobody agreed to the new one: the agreement is dropped";
        told.push(Remark::new(folded.line, words.to_owned()));
    }
    if let Some(nearest) = nearest {
        let words = match keep_folded(folded, &nearest, &mut merged)? {
            true => format!("the folded record was changed as well, which is read by nobody: its lines are kept; what they say is changed in the editor: runbook edit {id}"),
            false => "the folded record was changed as well: what is new is told by the record of this store that it is nearest to".to_owned(),
        };
        told.push(Remark::new(folded.line, words));
    }
    Ok(Some(Origin { id, bytes, stored, merged, doubts: told }))
}

/// Keeps the lines of a folded record that neither the record nearest to it has nor what becomes of it; true where there
/// are any.
fn keep_folded(folded: &Folded, nearest: &str, merged: &mut Runbook) -> Result<bool> {
    let after = store::render_inside(merged)?;
    let known: HashSet<&str> = nearest.lines().chain(after.lines()).map(str::trim).collect();
    let lines = folded.toml.lines().map(str::trim);
    let new: Vec<&str> = lines.filter(|line| !line.starts_with(ORIGIN.trim_end()) && !known.contains(line)).collect();
    let text = new.join("\n");
    if text.trim().is_empty() {
        return Ok(false);
    }
    let (text, under) = (Prose::new(text)?, Some(Line::new("the folded record")?));
    if !merged.kept.iter().any(|own| own.text == text && own.under == under) {
        merged.kept.push(Kept { line: Some(folded.line), under, text, extra: Extra::new() });
    }
    Ok(true)
}

/// The record of this store that a folded one is nearest to, where it is none of them itself: the one that shares most of
/// its lines, and of several the newest.
fn base(
    workspace: &Workspace,
    id: &RunbookId,
    record: &Runbook,
    toml: &str,
    stored: &Runbook,
) -> Result<Option<Runbook>> {
    if stored == record {
        return Ok(None);
    }
    let mut nearest = (likeness(toml, &store::render_inside(stored)?), stored.clone());
    for recorded in workspace.repository.log_of(id, None)? {
        let bytes = workspace.repository.blob_at(&recorded.commit, &id.path())?;
        let Some(before) = bytes.and_then(|bytes| store::read(&id.path(), &bytes).ok()) else { continue };
        if before.runbook == *record {
            return Ok(None);
        }
        let alike = likeness(toml, &store::render_inside(&before.runbook)?);
        if alike > nearest.0 {
            nearest = (alike, before.runbook);
        }
    }
    Ok(Some(nearest.1))
}

/// How many lines two texts share, less those that only one of them has.
fn likeness(one: &str, other: &str) -> i64 {
    let mut counts: HashMap<&str, i64> = HashMap::new();
    one.lines().for_each(|line| *counts.entry(line.trim_end()).or_default() += 1);
    let (mut shared, mut alone) = (0, 0);
    for line in other.lines() {
        match counts.get_mut(line.trim_end()).filter(|left| **left > 0) {
            Some(left) => (*left, shared) = (*left - 1, shared + 1),
            None => alone += 1,
        }
    }
    shared - alone - counts.values().sum::<i64>()
}

/// Records what a text has made of the runbook that it was exported from, as an edit that says from which file it came.
///
/// # Errors
/// As [`edit`].
pub fn bring_back(
    workspace: &Workspace,
    origin: &Origin,
    file: Option<&Line>,
    stamp: &Stamp,
    options: &ChangeOptions,
) -> Result<Changed> {
    let read = store::read(&origin.id.path(), &origin.bytes)?;
    let typed = store::rewrite(&read, &origin.merged)?;
    edit(workspace, &origin.id, &origin.bytes, &typed, TypedIn::Text(file), stamp, options)
}

/// Says of each runbook that gets another id than its name makes that its name is taken.
///
/// # Errors
/// As [`would_import`].
pub fn tell_of_twins(workspace: &Workspace, all: &mut [Incoming]) -> Result<()> {
    let head = workspace.repository.head()?.commit;
    let ids = GivenIds::default();
    let mut first_lines: HashMap<RunbookId, u64> = HashMap::new();
    for one in all {
        let wanted = RunbookId::from_name(one.runbook.customer.as_str(), one.runbook.task.as_str());
        let id = free_id(workspace, &one.runbook, head.as_ref(), &ids)?;
        if id != wanted {
            let gone = gone_before(workspace, &one.runbook, &id)?;
            let is_there = || match first_lines.get(&wanted) {
                Some(line) => format!("the runbook of line {line} has this name too: this is another one, {id}"),
                None => format!(
                    "{wanted} is in this store already: this is another one, {id}; if it is that one, change it (runbook edit {wanted}) and call this one off (runbook cancel {id} --reason \"the same as {wanted}\")"
                ),
            };
            one.doubts.push(Remark::new(one.line, gone.unwrap_or_else(is_there)));
            one.doubts.sort();
        }
        first_lines.insert(id.clone(), one.line);
        ids.give(id);
    }
    Ok(())
}

/// Refuses a text with secrets in it by their lines, which a person can find, and not by their places in a record.
fn no_secret_in_text(workspace: &Workspace, bytes: &[u8]) -> Result<()> {
    let text = String::from_utf8_lossy(bytes);
    let found = secret_rules(workspace)?.find_lines(&text, |_| true);
    let places: Vec<(String, String)> = found.into_iter().map(|(line, kind)| (format!("line {line}"), kind)).collect();
    if places.is_empty() { Ok(()) } else { Err(refused(&places)) }
}

/// What importing these runbooks would come to.
///
/// # Errors
/// As [`import`].
pub fn would_import(
    workspace: &Workspace,
    all: &[Incoming],
    source: Option<&Line>,
    stamp: &Stamp,
    options: &ChangeOptions,
) -> Result<Vec<Imported>> {
    let head = workspace.repository.head()?.commit;
    let ids = GivenIds::default();
    let mut done = Vec::new();
    for one in all {
        let id = free_id(workspace, &one.runbook, head.as_ref(), &ids)?;
        let first = first(workspace, &id, head.as_ref(), &command(&id, one, source), stamp, options)?;
        ids.give(id.clone());
        let (repairs, doubts) = (one.repairs.clone(), one.doubts.clone());
        let how = ImportedHow::WouldBeMade;
        done.push(Imported { id, how, commit: None, runbook: first.after, repairs, doubts, notes: Vec::new() });
    }
    Ok(done)
}

/// Records these runbooks, each with one commit, after all of them were found fit.
///
/// # Errors
/// As [`create`](super::create()); where some of them are recorded already, the fault says which.
pub fn import(
    workspace: &Workspace,
    all: &[Incoming],
    source: Option<&Line>,
    stamp: &Stamp,
    options: &ChangeOptions,
) -> Result<Vec<Imported>> {
    would_import(workspace, all, source, stamp, options)?;
    let mut done: Vec<Imported> = Vec::new();
    let ids = GivenIds::default();
    for one in all {
        let changed = bring_in(workspace, &one.runbook, &ids, stamp, options, |id| command(id, one, source))
            .map_err(|fault| after(&done, fault))?;
        let (repairs, doubts) = (one.repairs.clone(), one.doubts.clone());
        let Changed { id, commit, after: runbook, notes, .. } = changed;
        done.push(Imported { id, how: ImportedHow::Made, commit, runbook, repairs, doubts, notes });
    }
    Ok(done)
}

fn command(id: &RunbookId, one: &Incoming, source: Option<&Line>) -> Command {
    Command::Import { id: id.clone(), runbook: Box::new(one.runbook.clone()), source: source.cloned() }
}

/// A fault in the middle says what is recorded already.
fn after(done: &[Imported], fault: Fault) -> Fault {
    if done.is_empty() {
        return fault;
    }
    let ids: Vec<String> = done.iter().map(|one| one.id.to_string()).collect();
    Fault { message: format!("{}; recorded before that: {}", fault.message, ids.join(", ")), ..fault }
}
