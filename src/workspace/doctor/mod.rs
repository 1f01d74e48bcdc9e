//! What is wrong with a store, what to do about it, and doing it where that is safe.
//!
//! Looks, and with a stamp in `fix` mends only what loses nothing that anybody wrote: permissions, the store's own files and
//! schemas (as a commit), git's settings and drivers, what an interrupted run has left, and lists of targets that a purge
//! had begun to remove.

mod access;
mod beside;
mod conversions;
mod mending;
mod privacy;
mod records;
mod report;
mod targets;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use crate::lifecycle::Stamp;
use crate::model::{DoctorFinding, Kind, Moment, Result};
use crate::publish::{Leftover, WriteSession, leftovers};
use crate::store::drafts::Drafts;
use crate::store::folder::Folder;
use crate::store::index_lock::IndexLock;
use crate::store::undelivered::{Undelivered, drop_taken};
use crate::store::{ATTRIBUTES_FILE, unknown_keys, with_store_attributes};
use crate::trail::{FETCH_ALL, SettingsPlace};

use super::Workspace;
use super::init::{mend_own_files, old_schemas};
use super::open::own_file;
use super::query::secret_rules;
use mending::set_up_git;
pub(super) use privacy::told_open;
use report::{DoctorReport, Found};

/// What an examination came to.
pub struct Examined {
    /// What is wrong, and what of it was mended.
    pub findings: Vec<DoctorFinding>,
    /// What a person has to be told of the mending, such as the words of a hook.
    pub notes: Vec<String>,
}

/// Examines the store; with a stamp in `fix` mends what can be mended without losing anything. `tool` is where this
/// program lies, which git shall call.
///
/// # Errors
/// `Disk` and `Git` when the store cannot even be looked at.
pub fn examine(workspace: &Workspace, tool: &Path, fix: Option<&Stamp>, now: Moment) -> Result<Examined> {
    let mut report = DoctorReport::default();
    if fix.is_some() {
        workspace.repository.clear_passing();
    }
    examine_person(workspace, &mut report);
    examine_lock(workspace, now, &mut report)?;
    examine_repository(workspace, fix.is_some(), &mut report)?;
    beside::examine_private(workspace, &mut report)?;
    access::examine_access(workspace, &mut report);
    privacy::examine_permissions(workspace, fix.is_some(), &mut report)?;
    let attributes = examine_attributes(workspace, fix, &mut report);
    report.unless_gap(attributes)?;
    conversions::examine_conversions(workspace, &mut report)?;
    examine_drivers(workspace, tool, fix.is_some(), &mut report)?;
    let schemas = examine_schemas(workspace, fix, &mut report);
    report.unless_gap(schemas)?;
    for key in unknown_keys(&workspace.settings) {
        let way = match &key.near {
            Some(near) => format!("write it as `{near}` in .runbook.toml"),
            None => "remove it from .runbook.toml".to_owned(),
        };
        report.note("unknown-setting", format!(".runbook.toml: `{}` is not a setting", key.path), way, false);
    }
    if let Err(fault) = secret_rules(workspace) {
        // every change would end with it
        report.note_fault("secret-pattern", &fault);
    }
    let targets = targets::examine_targets(workspace, fix.is_some(), &mut report);
    report.unless_gap(targets)?;
    let records = records::examine_records(workspace, tool, &mut report);
    report.unless_gap(records)?;
    examine_drafts(workspace, &mut report)?;
    beside::examine_captures(workspace, &mut report)?;
    Ok(Examined { findings: report.findings, notes: report.notes })
}

fn examine_person(workspace: &Workspace, report: &mut DoctorReport) {
    match workspace.repository.identity(&workspace.env) {
        Ok(actors) => {
            if let Err(fault) = workspace.repository.can_sign(&actors.committer) {
                report.note_fault("signing", &fault);
            }
        }
        // both halves are wanted
        Err(fault) => report.note("identity", fault.message, fault.hints.join(" && "), false),
    }
}

/// Git's own lock, where a killed git has left it. It is never removed here: an editor may be open behind it.
fn examine_lock(workspace: &Workspace, now: Moment, report: &mut DoctorReport) -> Result<()> {
    let git_dir = Folder::open(workspace.repository.git_dir())?;
    if let Some(fault) = IndexLock::abandoned(&git_dir, workspace.top(), now)? {
        report.note_fault("lock", &fault);
    }
    Ok(())
}

fn examine_repository(workspace: &Workspace, fix: bool, report: &mut DoctorReport) -> Result<()> {
    let left =
        || -> Result<BTreeSet<(String, String)>> { Ok(leftovers(&workspace.repository)?.iter().map(told).collect()) };
    let found = match left() {
        Err(fault) if fault.kind == Kind::NewerFormat => {
            report.note_fault("leftovers", &fault);
            BTreeSet::new()
        }
        found => found?,
    };
    let is_mending = fix && !found.is_empty();
    let finished = if is_mending { finish(workspace) } else { Ok(()) };
    let still = if is_mending { left()? } else { found.clone() };
    for found in found {
        let is_still = still.contains(&found);
        let (words, way) = found;
        let mended = match &finished {
            _ if !is_mending => None,
            Err(fault) if is_still => Some(Err(fault.clone())),
            _ if is_still => None,
            _ => Some(Ok(())),
        };
        report.note_mend("leftovers", &words, &way, mended);
    }
    match workspace.repository.writable() {
        // what the machine does not give out is no fault of the store
        Err(fault) if fault.kind == Kind::Disk => return Err(fault),
        Err(fault) => report.note_fault("repository", &fault),
        Ok(()) => {}
    }
    if workspace.repository.is_shallow() {
        report.note(
            "shallow",
            "the clone is shallow: the trail before it cannot be read",
            workspace.repository.unshallow(),
            false,
        );
    } else if let Some(head) = workspace.repository.head()?.commit
        && workspace.repository.lacks_objects(&head)?
    {
        report.note("partial", "the clone is partial: git left out objects that the trail needs", FETCH_ALL, false);
    }
    Ok(())
}

/// Finishes or undoes what an interrupted run has left, as any next change does.
fn finish(workspace: &Workspace) -> Result<()> {
    WriteSession::begin(&workspace.repository, &workspace.env, Duration::from_secs(1))?;
    drop_taken(workspace.private())
}

/// Drafts that were refused.
fn examine_drafts(workspace: &Workspace, report: &mut DoctorReport) -> Result<()> {
    let drafts = Drafts::new(workspace.private()).list()?.into_iter().map(|draft| {
        let name = draft.path.display().to_string();
        let id = draft.runbook().map_or_else(|| "ID".to_owned(), |id| id.to_string());
        let fix = format!("take from it what you need (runbook edit {id} --resume), and then remove the file");
        Found { message: format!("a draft that was refused is kept: {name}"), fix, name }
    });
    report.note_all("draft-kept", ("drafts", &drafts.collect::<Vec<_>>()), |named| {
        let fix = "take from each what you need (runbook edit ID --resume), and then remove the file";
        (format!("drafts that were refused are kept: {named}"), fix.to_owned())
    });
    Ok(())
}

/// What an interrupted run has left, in words, and what to do about it.
fn told(leftover: &Leftover) -> (String, String) {
    let words = match leftover {
        Leftover::Unfinished(_) | Leftover::NeverMade | Leftover::IndexLock => {
            "an interrupted run left a change half written".to_owned()
        }
        Leftover::Settings => "an interrupted run left git's settings of this clone half written".to_owned(),
        Leftover::Files(Undelivered { folder, is_there: false, .. }) => {
            let shown = folder.display().to_string();
            let way = format!(
                "connect the disk that it is on; if it is gone for good: mkdir -p {} && runbook doctor --fix",
                shell_words::quote(&shown)
            );
            return (format!("an interrupted run did not write all its files in {shown}, which is not there"), way);
        }
        Leftover::Files(Undelivered { folder, taken, .. }) if taken.is_empty() => {
            format!("an interrupted run did not write all its files in {}", folder.display())
        }
        Leftover::Files(Undelivered { folder, taken, .. }) => format!(
            "an interrupted run did not write {} in {}, where something else bears that name by now: export again",
            taken.join(", "),
            folder.display()
        ),
    };
    (words, "runbook doctor --fix".to_owned())
}

fn examine_attributes(workspace: &Workspace, fix: Option<&Stamp>, report: &mut DoctorReport) -> Result<()> {
    let attributes = own_file(&workspace.repository, &workspace.layout, ATTRIBUTES_FILE)?;
    let text = attributes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    if with_store_attributes(text.as_deref()).is_some() {
        let mended = fix.map(|stamp| report.heard(mend_own_files(workspace, stamp)));
        report.note_mend(
            "attributes",
            &format!("{ATTRIBUTES_FILE} does not tell git how to treat records"),
            "runbook init",
            mended,
        );
    }
    Ok(())
}

fn examine_drivers(workspace: &Workspace, tool: &Path, fix: bool, report: &mut DoctorReport) -> Result<()> {
    if workspace.repository.has_drivers(tool)? {
        return Ok(());
    }
    let lacking = workspace.repository.lacking_drivers(tool)?;
    report.note_mend(
        "drivers",
        "git in this clone does not yet compare and merge runbooks by field (git diff, git merge)",
        "runbook doctor --fix",
        fix.then(|| set_up_git(workspace, SettingsPlace::Clone, &lacking)),
    );
    Ok(())
}

fn examine_schemas(workspace: &Workspace, fix: Option<&Stamp>, report: &mut DoctorReport) -> Result<()> {
    let old = old_schemas(&workspace.repository, &workspace.layout)?;
    if let Some((path, _)) = old.first() {
        let more = if old.len() > 1 { " and others are" } else { " is" };
        let message = format!("{path}{more} missing, or of another version: editors check by it");
        let mended = fix.map(|stamp| report.heard(mend_own_files(workspace, stamp)));
        report.note_mend("schema", &message, "runbook doctor --fix", mended);
    }
    Ok(())
}
