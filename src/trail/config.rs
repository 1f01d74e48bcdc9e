//! Git's settings as a person and a repository have them, read once.
//!
//! Refuses to answer from the repository where that would let a clone choose a program to run: [`GitConfig::own_text`]
//! reads the person's own settings only.

use super::environment::PersonEnv;
use super::failure::git_fault;
use crate::model::Result;

/// Git's settings: the system's, the person's, the repository's, and those given for one run.
pub struct GitConfig {
    files: git2::Config,
    one_run: Vec<(String, String)>,
}

impl GitConfig {
    /// The settings as they are now.
    pub(super) fn read(git: &git2::Repository, env: &PersonEnv) -> Result<Self> {
        let files = git
            .config()
            .and_then(|mut config| config.snapshot())
            .map_err(|error| git_fault("read git's settings", &error))?;
        Ok(Self { files, one_run: env.config.clone() })
    }

    fn given(&self, key: &str) -> Option<&str> {
        self.one_run.iter().rev().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value.as_str())
    }

    /// The value of a key, the last one said winning.
    pub fn text(&self, key: &str) -> Option<String> {
        match self.given(key) {
            Some(value) => Some(value.to_owned()),
            None => self.files.get_string(key).ok(),
        }
    }

    /// The value of a key that the repository had no say in: the system's, the person's, or given for this run.
    pub fn own_text(&self, key: &str) -> Option<String> {
        if let Some(value) = self.given(key) {
            return Some(value.to_owned());
        }
        let mut found = None;
        let entries = self.files.entries(None).ok()?;
        // levels come in any order, so the strongest is kept; within one level the later entry wins
        let _ = entries.for_each(|entry| {
            let level = entry.level();
            if !is_own(level) || !entry.name().is_ok_and(|name| name.eq_ignore_ascii_case(key)) {
                return;
            }
            if let Ok(value) = entry.value()
                && found.as_ref().is_none_or(|(best, _)| level as i32 >= *best)
            {
                found = Some((level as i32, value.to_owned()));
            }
        });
        found.map(|(_, value)| value)
    }

    /// A path that the repository had no say in, with a leading `~/` made the person's home folder.
    pub fn own_path(&self, key: &str) -> Option<std::path::PathBuf> {
        if let Some(given) = self.given(key) {
            return Some(given.into());
        }
        use git2::ConfigLevel::{Global, ProgramData, System, XDG};
        let at = |level| self.files.open_level(level).and_then(|own| own.get_path(key)).ok();
        [Global, XDG, System, ProgramData].into_iter().find_map(at).filter(|path| !path.as_os_str().is_empty())
    }

    /// A switch; `None` where it is not set or says neither yes nor no.
    pub fn flag(&self, key: &str) -> Option<bool> {
        match self.given(key) {
            Some(value) => git2::Config::parse_bool(value).ok(),
            None => self.files.get_bool(key).ok(),
        }
    }

    /// A path, with a leading `~/` made the person's home folder.
    pub fn path(&self, key: &str) -> Option<std::path::PathBuf> {
        match self.given(key) {
            Some(value) => Some(value.into()),
            None => self.files.get_path(key).ok(),
        }
    }
}

fn is_own(level: git2::ConfigLevel) -> bool {
    use git2::ConfigLevel::{Global, ProgramData, System, XDG};
    matches!(level, ProgramData | System | XDG | Global)
}
