//! What is wrong with a store, what to do about it, and doing it where that is safe.
//!
//! Looks, and with a stamp in `fix` mends only what loses nothing: permissions, git's attributes, leftovers of an
//! interrupted run.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;
use std::time::Duration;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::lifecycle::{Stamp, Standing};
use crate::model::{DoctorFinding, Kind, Moment, Result, RunbookId};
use crate::publish::{Leftover, StoreSession, WriteSession, leftovers};
use crate::store::atomic_fs::Folder;
use crate::store::drafts::Drafts;
use crate::store::following::Following;
use crate::store::index_lock::IndexLock;
use crate::store::targets::TargetStore;
use crate::store::{ATTRIBUTES_FILE, Places, RUNBOOKS, Records, exposed, read, unknown_keys, with_store_attributes};
use crate::trail::{BlobId, FileState, IndexState};

use super::Workspace;
use super::init::{mend_own_files, old_schemas};
use super::open::own_file;
use super::query::{read_file, standing_of};

/// Gathers findings.
struct DoctorReport {
    findings: Vec<DoctorFinding>,
}

impl DoctorReport {
    /// Passes over what git cannot say where the clone lacks part of the history: that is told already.
    fn unless_gap(&self, examined: Result<()>) -> Result<()> {
        let has_gap = || self.findings.iter().any(|finding| matches!(finding.code.as_str(), "shallow" | "partial"));
        examined.or_else(|fault| if fault.kind == Kind::Git && has_gap() { Ok(()) } else { Err(fault) })
    }

    fn note(&mut self, code: &str, message: impl Into<String>, fix: impl Into<String>, fixed: bool) {
        self.findings.push(DoctorFinding { code: code.to_owned(), message: message.into(), fix: fix.into(), fixed });
    }
}

/// Examines the store; with a stamp in `fix` mends what can be mended without losing anything. `tool` is where this
/// program lies, which git shall call.
///
/// # Errors
/// `Disk` and `Git` when the store cannot even be looked at.
pub fn examine(workspace: &Workspace, tool: &Path, fix: Option<&Stamp>, now: Moment) -> Result<Vec<DoctorFinding>> {
    let mut report = DoctorReport { findings: Vec::new() };
    examine_person(workspace, &mut report);
    examine_lock(workspace, now, &mut report)?;
    examine_repository(workspace, fix.is_some(), &mut report)?;
    examine_permissions(workspace, fix.is_some(), &mut report)?;
    let attributes = examine_attributes(workspace, fix, &mut report);
    report.unless_gap(attributes)?;
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
    examine_targets(workspace, fix.is_some(), &mut report)?;
    let records = examine_records(workspace, &mut report);
    report.unless_gap(records)?;
    for draft in Drafts::new(workspace.private()).list()? {
        report.note(
            "draft-kept",
            format!("a draft that was refused is kept: {}", draft.path.display()),
            "take from it what you need (runbook edit ID --resume), and then remove the file",
            false,
        );
    }
    Ok(report.findings)
}

fn examine_person(workspace: &Workspace, report: &mut DoctorReport) {
    match workspace.repository.identity(&workspace.env) {
        Ok(actors) => {
            if let Err(fault) = workspace.repository.can_sign(&actors.committer) {
                report.note("signing", fault.message, fault.hints.join("; "), false);
            }
        }
        Err(fault) => report.note("identity", fault.message, fault.hints.join("; "), false),
    }
}

/// Git's own lock, where a killed git has left it. It is never removed here: an editor may be open behind it.
fn examine_lock(workspace: &Workspace, now: Moment, report: &mut DoctorReport) -> Result<()> {
    let git_dir = Folder::open(workspace.repository.git_dir())?;
    if let Some(fault) = IndexLock::abandoned(&git_dir, workspace.top(), now)? {
        report.note("lock", fault.message, fault.hints.join("; "), false);
    }
    Ok(())
}

fn examine_repository(workspace: &Workspace, fix: bool, report: &mut DoctorReport) -> Result<()> {
    let left = || leftovers(&workspace.repository).unwrap_or_default().iter().map(told).collect::<BTreeSet<_>>();
    let found = left();
    if fix && !found.is_empty() {
        // what stops it is told by another finding, and these stay
        let _ = WriteSession::begin(&workspace.repository, &workspace.env, Duration::from_secs(1));
    }
    let still = if fix { left() } else { found.clone() };
    for words in found {
        let healed = !still.contains(&words);
        report.note("leftovers", words, "runbook doctor --fix, or any next change, finishes or undoes it", healed);
    }
    if let Err(fault) = workspace.repository.writable() {
        report.note("repository", fault.message, fault.hints.join("; "), false);
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
        report.note(
            "partial",
            "the clone is partial: git left out objects that the trail needs",
            "git fetch --refetch --no-filter",
            false,
        );
    }
    Ok(())
}

/// What an interrupted run has left, in words.
fn told(leftover: &Leftover) -> String {
    match leftover {
        Leftover::Unfinished(_) | Leftover::NeverMade | Leftover::IndexLock => {
            "an interrupted run left a change half written".to_owned()
        }
        Leftover::Settings => "an interrupted run left git's settings of this clone half written".to_owned(),
        Leftover::Files(folder) => format!("an interrupted run did not write all its files in {}", folder.display()),
    }
}

/// A list of targets that the record takes for deleted holds what was to be deleted.
fn examine_targets(workspace: &Workspace, fix: bool, report: &mut DoctorReport) -> Result<()> {
    for id in TargetStore::all(workspace.private())? {
        let Some(bytes) = workspace.record_text(&id)? else { continue };
        let Ok(record) = read(&id.path(), &bytes) else { continue };
        if record.runbook.targets.is_none_or(|targets| targets.purged_at.is_none()) {
            continue;
        }
        let deleted = || {
            let session = StoreSession::begin(&workspace.repository, Duration::from_secs(1))?;
            session.do_beside(&[Following::PurgeTargets { runbook: id.clone() }])
        };
        report.note(
            "targets-kept",
            format!("the list of targets of {id} is recorded as deleted, and is still on this machine"),
            format!("runbook targets purge {id}"),
            fix && deleted().is_ok(),
        );
    }
    Ok(())
}

fn examine_permissions(workspace: &Workspace, fix: bool, report: &mut DoctorReport) -> Result<()> {
    if !workspace.repository.keeps_private()? {
        let message = "git in this clone lets others read what it writes (core.sharedRepository)";
        let fixed = fix && set_up_git(workspace, &workspace.repository.lacking_privacy()?);
        report.note("shared", message, "git config core.sharedRepository 0600", fixed);
    }
    let found = exposed(workspace.top(), workspace.repository.common_dir(), fix)?;
    if found.own.count > 0 {
        let way = match found.own.first.as_slice() {
            [one] => format!("chmod go= {}", shell_words::quote(one)),
            _ => "runbook doctor --fix".to_owned(),
        };
        let message = format!("others can read {}", named(&found.own));
        report.note("permissions", message, way, found.own.closed == found.own.count);
    }
    if found.foreign.count > 0 {
        let message =
            format!("others can read {}, of another user, which only that user can mend", named(&found.foreign));
        let first = found.foreign.first.first().map(String::as_str).unwrap_or_default();
        report.note("foreign-owner", message, format!("sudo chown \"$(id -un)\" {}", shell_words::quote(first)), false);
    }
    Ok(())
}

/// How many places, with a few of them.
fn named(places: &Places) -> String {
    let first = places.first.join(", ");
    match places.count - places.first.len() {
        0 => first,
        more => format!("{} files and folders: {first} and {more} more", places.count),
    }
}

fn examine_attributes(workspace: &Workspace, fix: Option<&Stamp>, report: &mut DoctorReport) -> Result<()> {
    let attributes = own_file(&workspace.repository, &workspace.layout, ATTRIBUTES_FILE)?;
    let text = attributes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    if with_store_attributes(text.as_deref()).is_some() {
        let fixed = fix.is_some_and(|stamp| mend_own_files(workspace, stamp).is_ok());
        report.note(
            "attributes",
            format!("{ATTRIBUTES_FILE} does not tell git how to treat records"),
            "runbook init",
            fixed,
        );
    }
    Ok(())
}

fn examine_drivers(workspace: &Workspace, tool: &Path, fix: bool, report: &mut DoctorReport) -> Result<()> {
    if workspace.repository.has_drivers(tool)? {
        return Ok(());
    }
    report.note(
        "drivers",
        "git in this clone does not yet compare and merge runbooks by field (git diff, git merge)",
        "runbook doctor --fix",
        fix && set_up_git(workspace, &workspace.repository.lacking_drivers(tool)?),
    );
    Ok(())
}

/// True when git's settings of this clone were written.
fn set_up_git(workspace: &Workspace, settings: &[(&str, String)]) -> bool {
    let wait = Duration::from_secs(workspace.settings.lock.wait.seconds());
    StoreSession::begin(&workspace.repository, wait).and_then(|session| session.set_up_git(settings)).is_ok()
}

fn examine_schemas(workspace: &Workspace, fix: Option<&Stamp>, report: &mut DoctorReport) -> Result<()> {
    let old = old_schemas(&workspace.repository, &workspace.layout)?;
    if let Some((path, _)) = old.first() {
        let fixed = fix.is_some_and(|stamp| mend_own_files(workspace, stamp).is_ok());
        let more = if old.len() > 1 { " and others are" } else { " is" };
        let message = format!("{path}{more} missing, or of another version: editors check by it");
        report.note("schema", message, "runbook doctor --fix", fixed);
    }
    Ok(())
}

fn examine_records(workspace: &Workspace, report: &mut DoctorReport) -> Result<()> {
    let records = workspace.layout.records()?;
    for stranger in &records.strangers {
        report.note("not-a-record", format!("{} is no record", stranger.path), stranger.why.clone(), false);
    }
    let head = workspace.repository.head()?.commit;
    let mut recorded: BTreeMap<RunbookId, BlobId> = match &head {
        Some(head) => workspace.repository.listing(head)?.records.into_iter().collect(),
        None => BTreeMap::new(),
    };
    examine_objects(workspace, &recorded, report)?;
    let staged = workspace.repository.all_staged();
    for (id, content) in contents(workspace, &records) {
        let known = recorded.remove(id);
        let index = match &staged {
            Some(staged) => staged.get(id).copied().unwrap_or(IndexState::Absent),
            None => workspace.repository.staged(&id.path())?,
        };
        match content {
            Some(content) => examine_record(workspace, id, (known, index, content), report)?,
            None => examine_unreadable(workspace, id, report),
        }
    }
    let left_out = workspace.repository.left_out(RUNBOOKS)?;
    let left_out: HashSet<RunbookId> = left_out.iter().filter_map(|path| RunbookId::from_path(path)).collect();
    for id in recorded.keys().filter(|id| !left_out.contains(id)) {
        let path = id.path();
        report.note(
            "deleted",
            format!("{path} was deleted by hand"),
            format!("git restore --staged --worktree {path}"),
            false,
        );
    }
    Ok(())
}

/// Records whose recorded text is lost, although the file lies there.
fn examine_objects(
    workspace: &Workspace,
    recorded: &BTreeMap<RunbookId, BlobId>,
    report: &mut DoctorReport,
) -> Result<()> {
    if report.findings.iter().any(|finding| finding.code == "partial") {
        return Ok(());
    }
    for (id, content) in workspace.repository.lost(recorded)? {
        let path = id.path();
        let is_same = workspace.repository.file_state(&path)? == FileState::File(content);
        let way = match is_same {
            true => format!("the file holds it: git hash-object -w --no-filters {path}"),
            false => "get it from another clone: git fetch --refetch --no-filter".to_owned(),
        };
        report.note(
            "lost-object",
            format!("what is recorded of {id} is lost: git's object {content} is not there"),
            way,
            false,
        );
    }
    Ok(())
}

/// The names of what the records' files hold, where they are records; read in parallel.
fn contents<'r>(workspace: &Workspace, records: &'r Records) -> Vec<(&'r RunbookId, Option<BlobId>)> {
    let layout = &workspace.layout;
    let content = |id: &RunbookId| {
        let bytes = layout.read_record(id).ok()??;
        read(&id.path(), &bytes).ok()?;
        BlobId::of(&bytes).ok()
    };
    records.ids.par_iter().map(|id| (id, content(id))).collect()
}

fn examine_unreadable(workspace: &Workspace, id: &RunbookId, report: &mut DoctorReport) {
    let read = match workspace.layout.read_record(id) {
        Ok(Some(bytes)) => read_file(workspace, id, &bytes).map(drop),
        Ok(None) => Ok(()),
        Err(fault) => Err(fault),
    };
    if let Err(fault) = read {
        report.note("unreadable", fault.message, fault.hints.join("; "), false);
    }
}

fn examine_record(
    workspace: &Workspace,
    id: &RunbookId,
    (known, index, content): (Option<BlobId>, IndexState, BlobId),
    report: &mut DoctorReport,
) -> Result<()> {
    let what = match standing_of(workspace, id, known, index, content)? {
        Standing::Recorded => return Ok(()),
        Standing::Edited => "was changed by hand, in the file or in the index, and the change is not recorded",
        Standing::CommittedByHand => "was committed with plain git, without an event",
    };
    report.note("hand-edited", format!("{} {what}", id.path()), format!("runbook save {id}"), false);
    Ok(())
}
