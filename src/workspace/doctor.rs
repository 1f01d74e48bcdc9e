//! What is wrong with a store, what to do about it, and doing it where that is safe.
//!
//! Looks, and with a stamp in `fix` mends only what loses nothing: permissions, git's attributes, leftovers of an interrupted run.

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
use super::init::old_schemas;

/// Gathers findings.
struct DoctorReport {
    findings: Vec<DoctorFinding>,
}

impl DoctorReport {
    fn note(&mut self, code: &str, message: impl Into<String>, fix: impl Into<String>, fixed: bool) {
        self.findings.push(DoctorFinding { code: code.to_owned(), message: message.into(), fix: fix.into(), fixed });
    }
}

impl Workspace {
    /// Examines the store; with a stamp in `fix` mends what can be mended without losing anything. `tool` is where this
    /// program lies, which git shall call.
    ///
    /// # Errors
    /// `Disk` and `Git` when the store cannot even be looked at.
    pub fn doctor(&self, tool: &Path, fix: Option<&Stamp>) -> Result<Vec<DoctorFinding>> {
        let mut report = DoctorReport { findings: Vec::new() };
        self.examine_person(&mut report);
        self.examine_repository(fix.is_some(), &mut report);
        self.examine_permissions(fix.is_some(), &mut report)?;
        self.examine_attributes(fix, &mut report)?;
        self.examine_drivers(tool, fix.is_some(), &mut report)?;
        self.examine_schemas(fix, &mut report)?;
        for key in unknown_keys(&self.settings) {
            let way = match &key.near {
                Some(near) => format!("write it as `{near}` in .runbook.toml"),
                None => "remove it from .runbook.toml".to_owned(),
            };
            report.note("unknown-setting", format!(".runbook.toml: `{}` is not a setting", key.path), way, false);
        }
        self.examine_records(&mut report)?;
        for draft in Drafts::new(self.private()).list()? {
            report.note(
                "draft-kept",
                format!("a draft that was refused is kept: {}", draft.path.display()),
                format!("take from it what you need, then: rm {}", draft.path.display()),
                false,
            );
        }
        Ok(report.findings)
    }

    fn examine_person(&self, report: &mut DoctorReport) {
        if let Err(fault) = self.repository.identity(&self.env) {
            report.note("identity", fault.message, fault.hints.join("; "), false);
        }
    }

    fn examine_repository(&self, fix: bool, report: &mut DoctorReport) {
        if leftovers(&self.repository).is_ok_and(|found| !found.is_empty()) {
            let healed = fix && WriteSession::begin(&self.repository, &self.env, Duration::from_secs(1)).is_ok();
            report.note(
                "leftovers",
                "an interrupted run left a change half written",
                "runbook doctor --fix, or any next change, finishes or undoes it",
                healed,
            );
        }
        if let Err(fault) = self.repository.writable() {
            report.note("repository", fault.message, fault.hints.join("; "), false);
        }
        if self.repository.is_shallow() {
            report.note(
                "shallow",
                "the clone is shallow: the trail before it cannot be read",
                "git fetch --unshallow",
                false,
            );
        }
    }

    fn examine_permissions(&self, fix: bool, report: &mut DoctorReport) -> Result<()> {
        for path in too_open(&self.layout, self.private())? {
            let fixed = fix && make_private(&path).is_ok();
            let shown = path.strip_prefix(self.top()).unwrap_or(&path).display().to_string();
            report.note("permissions", format!("others can read {shown}"), format!("chmod go= {shown}"), fixed);
        }
        Ok(())
    }

    fn examine_attributes(&self, fix: Option<&Stamp>, report: &mut DoctorReport) -> Result<()> {
        let attributes = self.layout.read_file(ATTRIBUTES_FILE)?;
        let text = attributes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        if with_store_attributes(text.as_deref()).is_some() {
            let fixed = fix.is_some_and(|stamp| self.mend_own_files(stamp).is_ok());
            report.note(
                "attributes",
                format!("{ATTRIBUTES_FILE} does not tell git how to treat records"),
                "runbook init",
                fixed,
            );
        }
        Ok(())
    }

    fn examine_drivers(&self, tool: &Path, fix: bool, report: &mut DoctorReport) -> Result<()> {
        if self.repository.has_drivers(tool)? {
            return Ok(());
        }
        report.note(
            "drivers",
            "git in this clone does not yet compare and merge runbooks by field (git diff, git merge)",
            "runbook doctor --fix",
            fix && self.repository.set_drivers(tool).is_ok(),
        );
        Ok(())
    }

    fn examine_schemas(&self, fix: Option<&Stamp>, report: &mut DoctorReport) -> Result<()> {
        let old = old_schemas(&self.layout)?;
        if let Some((path, _)) = old.first() {
            let fixed = fix.is_some_and(|stamp| self.mend_own_files(stamp).is_ok());
            let more = if old.len() > 1 { " and others are" } else { " is" };
            let message = format!("{path}{more} missing, or of another version: editors check by it");
            report.note("schema", message, "runbook doctor --fix", fixed);
        }
        Ok(())
    }

    fn examine_records(&self, report: &mut DoctorReport) -> Result<()> {
        let records = self.layout.records()?;
        for stranger in &records.strangers {
            report.note("not-a-record", format!("{} is no record", stranger.path), stranger.why.clone(), false);
        }
        let head = self.repository.head()?.commit;
        let mut recorded: BTreeMap<RunbookId, BlobId> = match &head {
            Some(head) => self.repository.listing(head)?.records.into_iter().collect(),
            None => BTreeMap::new(),
        };
        for id in &records.ids {
            self.examine_record(id, recorded.remove(id), report)?;
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

    fn examine_record(&self, id: &RunbookId, known: Option<BlobId>, report: &mut DoctorReport) -> Result<()> {
        let bytes = match self.layout.read_record(id) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Ok(()),
            Err(fault) => {
                report.note("unreadable", fault.message, fault.hints.join("; "), false);
                return Ok(());
            }
        };
        if let Err(fault) = self.read_file(id, &bytes) {
            report.note("unreadable", fault.message, fault.hints.join("; "), false);
            return Ok(());
        }
        let what = match self.standing(id, known, BlobId::of(&bytes)?)? {
            Standing::Recorded => return Ok(()),
            Standing::Edited => "was changed by hand, in the file or in the index, and the change is not recorded",
            Standing::CommittedByHand => "was committed with plain git, without an event",
        };
        report.note("hand-edited", format!("{} {what}", id.path()), format!("runbook save {id}"), false);
        Ok(())
    }
}
