//! What leaves the store: the record as its reader may have it, and where a file of it may be put.
//!
//! Reads, and writes only outside: never over records, settings, logs, templates, or anything that is git's.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Workspace;
use crate::model::{Fault, Result, Runbook};
use crate::secret::Rules;
use crate::store::output_file::{OutputFile, make_folder, real_path};
use crate::store::{ATTRIBUTES_FILE, LOGS, RUNBOOKS, SCHEMAS, SETTINGS_FILE, TEMPLATES, render_inside};

impl Workspace {
    /// The record with everything masked that looks like a secret.
    ///
    /// # Errors
    /// `Unreadable` for a pattern of the settings that cannot be used.
    pub fn without_secrets(&self, runbook: &Runbook) -> Result<Runbook> {
        let rules = Rules::new(&self.settings.secrets.patterns)?;
        let record = serde_json::to_value(runbook).unwrap_or_default();
        let masked = mask(&rules, &record);
        if masked == record {
            return Ok(runbook.clone());
        }
        serde_json::from_value(masked).map_err(|error| Fault::bug(format!("a masked record is none: {error}")))
    }

    /// The record's TOML for a place inside another text.
    ///
    /// # Errors
    /// `Bug` only.
    pub fn record_inside(&self, runbook: &Runbook) -> Result<String> {
        render_inside(runbook)
    }

    /// Writes a file for a person.
    ///
    /// # Errors
    /// `Refused` for a place of the store's own, and for a file that exists unless `force` is given; `Disk`.
    pub fn write_outside(&self, path: &Path, bytes: &[u8], force: bool) -> Result<()> {
        self.keep_off(path, &real_path(path)?)?;
        let place = OutputFile::new(path)?;
        self.keep_off(path, &place.path())?;
        place.write(bytes, force)
    }

    /// A folder for files for a person, made where it is missing; its real path.
    ///
    /// # Errors
    /// `Refused` for a place of the store's own, `Disk` when it cannot be made.
    pub fn folder_outside(&self, path: &Path) -> Result<PathBuf> {
        let place = real_path(path)?;
        self.keep_off(path, &place)?;
        make_folder(&place)?;
        Ok(place)
    }

    fn keep_off(&self, path: &Path, place: &Path) -> Result<()> {
        match self.own_place(place) {
            Some(own) => {
                Err(Fault::refused(format!("{} belongs to the store ({own}), and nothing was written", path.display()))
                    .hint("choose a place outside the store's own folders"))
            }
            None => Ok(()),
        }
    }

    /// Which part of the store or of git lies there.
    fn own_place(&self, path: &Path) -> Option<String> {
        let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let gits = [self.repository.git_dir(), self.repository.common_dir()].map(real);
        let is_git = gits.iter().any(|git| path.starts_with(git)) || path.iter().any(|part| part == ".git");
        if is_git {
            return Some("git's own folder".to_owned());
        }
        let top = real(self.top());
        let owns = [RUNBOOKS, LOGS, TEMPLATES, SCHEMAS, SETTINGS_FILE, ATTRIBUTES_FILE];
        let paths = owns.map(|own| -> (PathBuf, &str) { (top.join(own), own) });
        paths.iter().find(|(own, _)| path.starts_with(own)).map(|(_, own)| (*own).to_owned())
    }
}

fn mask(rules: &Rules, value: &Value) -> Value {
    match value {
        Value::String(text) => Value::from(rules.mask(text).into_owned()),
        Value::Array(items) => items.iter().map(|item| mask(rules, item)).collect(),
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), mask(rules, value))).collect(),
        other => other.clone(),
    }
}
