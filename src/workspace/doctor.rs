//! What is wrong with a store, what to do about it, and doing it where that is safe.
//!
//! Looks, and with a stamp in `fix` mends only what loses nothing: permissions, git's attributes, leftovers of an
//! interrupted run.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use crate::lifecycle::{Stamp, Standing};
use crate::model::{DoctorFinding, Result, RunbookId};
use crate::publish::{WriteSession, leftovers};
use crate::store::drafts::Drafts;
use crate::store::{ATTRIBUTES_FILE, make_private, too_open, unknown_keys, with_store_attributes};
use crate::trail::BlobId;

use super::Workspace;
use super::init::{mend_own_files, old_schemas};
use super::query::{read_file, standing};

/// Gathers findings.
struct DoctorReport {
    findings: Vec<DoctorFinding>,
}

impl DoctorReport {
    fn note(&mut self, code: &str, message: impl Into<String>, fix: impl Into<String>, fixed: bool) {
        self.findings.push(DoctorFinding { code: code.to_owned(), message: message.into(), fix: fix.into(), fixed });
    }
}

/// Examines the store; with a stamp in `fix` mends what can be mended without losing anything. `tool` is where this
/// program lies, which git shall call.
///
/// # Errors
/// `Disk` and `Git` when the store cannot even be looked at.
pub fn examine(workspace: &Workspace, tool: &Path, fix: Option<&Stamp>) -> Result<Vec<DoctorFinding>> {
    let mut report = DoctorReport { findings: Vec::new() };
    examine_person(workspace, &mut report);
    examine_repository(workspace, fix.is_some(), &mut report);
    examine_permissions(workspace, fix.is_some(), &mut report)?;
    examine_attributes(workspace, fix, &mut report)?;
    examine_drivers(workspace, tool, fix.is_some(), &mut report)?;
    examine_schemas(workspace, fix, &mut report)?;
    for key in unknown_keys(&workspace.settings) {
        let way = match &key.near {
            Some(near) => format!("write it as `{near}` in .runbook.toml"),
            None => "remove it from .runbook.toml".to_owned(),
        };
        report.note("unknown-setting", format!(".runbook.toml: `{}` is not a setting", key.path), way, false);
    }
    examine_records(workspace, &mut report)?;
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
    if let Err(fault) = workspace.repository.identity(&workspace.env) {
        report.note("identity", fault.message, fault.hints.join("; "), false);
    }
}

fn examine_repository(workspace: &Workspace, fix: bool, report: &mut DoctorReport) {
    if leftovers(&workspace.repository).is_ok_and(|found| !found.is_empty()) {
        let healed = fix && WriteSession::begin(&workspace.repository, &workspace.env, Duration::from_secs(1)).is_ok();
        report.note(
            "leftovers",
            "an interrupted run left a change half written",
            "runbook doctor --fix, or any next change, finishes or undoes it",
            healed,
        );
    }
    if let Err(fault) = workspace.repository.writable() {
        report.note("repository", fault.message, fault.hints.join("; "), false);
    }
    if workspace.repository.is_shallow() {
        report.note(
            "shallow",
            "the clone is shallow: the trail before it cannot be read",
            "git fetch --unshallow",
            false,
        );
    }
}

fn examine_permissions(workspace: &Workspace, fix: bool, report: &mut DoctorReport) -> Result<()> {
    for path in too_open(&workspace.layout, workspace.private())? {
        let fixed = fix && make_private(&path).is_ok();
        let shown = path.strip_prefix(workspace.top()).unwrap_or(&path).display().to_string();
        report.note("permissions", format!("others can read {shown}"), format!("chmod go= {shown}"), fixed);
    }
    Ok(())
}

fn examine_attributes(workspace: &Workspace, fix: Option<&Stamp>, report: &mut DoctorReport) -> Result<()> {
    let attributes = workspace.layout.read_file(ATTRIBUTES_FILE)?;
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
        fix && workspace.repository.set_drivers(tool).is_ok(),
    );
    Ok(())
}

fn examine_schemas(workspace: &Workspace, fix: Option<&Stamp>, report: &mut DoctorReport) -> Result<()> {
    let old = old_schemas(&workspace.layout)?;
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
    for id in &records.ids {
        examine_record(workspace, id, recorded.remove(id), report)?;
    }
    for id in recorded.keys() {
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

fn examine_record(
    workspace: &Workspace,
    id: &RunbookId,
    known: Option<BlobId>,
    report: &mut DoctorReport,
) -> Result<()> {
    let bytes = match workspace.layout.read_record(id) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Ok(()),
        Err(fault) => {
            report.note("unreadable", fault.message, fault.hints.join("; "), false);
            return Ok(());
        }
    };
    if let Err(fault) = read_file(workspace, id, &bytes) {
        report.note("unreadable", fault.message, fault.hints.join("; "), false);
        return Ok(());
    }
    let what = match standing(workspace, id, known, BlobId::of(&bytes)?)? {
        Standing::Recorded => return Ok(()),
        Standing::Edited => "was changed by hand, in the file or in the index, and the change is not recorded",
        Standing::CommittedByHand => "was committed with plain git, without an event",
    };
    report.note("hand-edited", format!("{} {what}", id.path()), format!("runbook save {id}"), false);
    Ok(())
}
