//! Git's drivers for records, in the settings of this clone alone: how `git diff` reads a record and how `git merge` puts
//! two together.
//!
//! Settings are never shared by a clone, so each clone is set up once. Where the tool is gone, or cannot read a record, the
//! same settings fall back to what git does without them: nobody's git fails because of us.

use std::path::{Path, PathBuf};

use super::failure::{disk_fault, git_fault};
use super::private;
use super::program::Program;
use super::repository::Repository;
use crate::model::{Fault, Kind, Result};

/// Git's own setting for who may read what it writes, and the value that leaves the person alone.
const SHARED: &str = "core.sharedRepository";
const PRIVATE: &str = "0600";

/// Which of git's settings of a clone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingsPlace {
    /// Those of the clone, with what they include.
    Clone,
    /// Those of this work tree alone, which count more.
    WorkTree,
}

impl SettingsPlace {
    /// The file.
    pub fn file(self, repository: &Repository) -> PathBuf {
        match self {
            Self::Clone => repository.common_dir().join("config"),
            Self::WorkTree => repository.git_dir().join("config.worktree"),
        }
    }
}

/// The keys that a clone needs, with their values for a tool that lies there.
fn settings(tool: &Path) -> [(&'static str, String); 4] {
    let quoted = shell_words::quote(&tool.to_string_lossy()).into_owned();
    // a tool that moved is looked for by its name
    let find = format!("p={quoted}; [ -x \"$p\" ] || p=runbook; if command -v \"$p\" >/dev/null 2>&1; then");
    let merge = format!("{find} \"$p\" driver merge %O %A %B %P; r=$?; fi", find = find.replace('%', "%%"));
    [
        ("diff.runbook.textconv", format!("f() {{ {find} \"$p\" driver text \"$1\"; else cat \"$1\"; fi; }}; f")),
        ("diff.runbook.xfuncname", "^([^ :]+):".to_owned()),
        ("merge.runbook.name", "runbooks, by field and item".to_owned()),
        (
            "merge.runbook.driver",
            format!(
                "r=9; {merge}; case $r in 0|1) exit $r;; esac; \
                 exec git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B"
            ),
        ),
    ]
}

impl Repository {
    /// True when git in this clone reads and merges records with this tool.
    ///
    /// # Errors
    /// `Git` when its settings cannot be read.
    pub fn has_drivers(&self, tool: &Path) -> Result<bool> {
        let config = self.local_settings()?;
        Ok(settings(tool).iter().all(|(key, value)| config.get_string(key).is_ok_and(|there| there == *value)))
    }

    /// Where git's settings do not say that what git writes is the person's alone, whatever the umask.
    ///
    /// # Errors
    /// `Git` when they cannot be read.
    pub fn widened(&self) -> Result<Vec<SettingsPlace>> {
        let mut found = Vec::new();
        if !self.local_settings()?.get_string(SHARED).is_ok_and(|value| value == PRIVATE) {
            found.push(SettingsPlace::Clone);
        }
        // a clone mostly has none of its own for a work tree
        let own = self.git.config().and_then(|config| config.open_level(git2::ConfigLevel::Worktree)).ok();
        if own.and_then(|own| own.get_string(SHARED).ok()).is_some_and(|value| value != PRIVATE) {
            found.push(SettingsPlace::WorkTree);
        }
        Ok(found)
    }

    /// True when git's settings of this clone bring in others.
    ///
    /// # Errors
    /// `Git` when they cannot be read.
    pub fn has_included_settings(&self) -> Result<bool> {
        includes(&self.local_settings()?)
    }

    /// The setting by which git keeps what it writes private.
    pub fn privacy() -> [(&'static str, String); 1] {
        [(SHARED, PRIVATE.to_owned())]
    }

    /// The settings by which git in this clone would read and merge records with this tool, where it does not.
    ///
    /// # Errors
    /// `Git` when its settings cannot be read.
    pub fn lacking_drivers(&self, tool: &Path) -> Result<Vec<(&'static str, String)>> {
        Ok(if self.has_drivers(tool)? { Vec::new() } else { settings(tool).into() })
    }

    /// The setting by which git in this clone would keep what it writes private, where it does not.
    ///
    /// # Errors
    /// `Git` when its settings cannot be read.
    pub fn lacking_privacy(&self) -> Result<Vec<(&'static str, String)>> {
        let is_wide = self.widened()?.contains(&SettingsPlace::Clone);
        Ok(if is_wide { Self::privacy().into() } else { Vec::new() })
    }

    /// Sets git up in a repository that nobody else has seen yet.
    ///
    /// # Errors
    /// `Git` when its settings cannot be written.
    pub fn set_up_new(&self, tool: &Path) -> Result<()> {
        let mut all = self.lacking_privacy()?;
        all.extend(self.lacking_drivers(tool)?);
        let file = self.common_dir().join("config");
        edit_settings(&file, &all)?;
        // libgit2 writes it anew by the umask, which may be wide
        private::restrict_file(&file)
    }

    fn local_settings(&self) -> Result<git2::Config> {
        self.git
            .config()
            .and_then(|config| config.open_level(git2::ConfigLevel::Local))
            .map_err(|error| git_fault("read git's settings of this clone", &error))
    }
}

/// Writes settings into a file of git's settings that nobody else uses. Who may read the store is said at the end, where
/// the file includes another one, so that it has the last word.
///
/// # Errors
/// `Git` when it does not parse or cannot be written.
pub fn edit_settings(file: &Path, settings: &[(&str, String)]) -> Result<()> {
    let wrong = |error: git2::Error| git_fault("write git's settings of this clone", &error);
    let mut config = git2::Config::open(file).map_err(wrong)?;
    let includes = includes(&config)?;
    let (last, plain): (Vec<_>, Vec<_>) = settings.iter().partition(|(key, _)| *key == SHARED && includes);
    plain.iter().try_for_each(|(key, value)| config.set_str(key, value).map_err(wrong))?;
    for (key, value) in last {
        let Some((section, name)) = key.split_once('.') else { continue };
        let line = format!("\n[{section}]\n\t{name} = {value}\n");
        private::append(file, line.as_bytes())
            .map_err(|error| disk_fault("write git's settings of this clone", &error))?;
    }
    Ok(())
}

/// True for settings that bring in others.
fn includes(config: &git2::Config) -> Result<bool> {
    let mut found = false;
    config
        .entries(Some(r"^include(if\..*)?\.path$"))
        .and_then(|entries| entries.for_each(|_| found = true))
        .map_err(|error| git_fault("read git's settings of this clone", &error))?;
    Ok(found)
}

/// Three files of a folder merged line by line, as git does it; none where the lines conflict.
///
/// # Errors
/// `Git` when git cannot be run.
pub fn merge_lines(folder: &Path, ours: &str, base: &str, theirs: &str) -> Result<Option<Vec<u8>>> {
    let words = ["merge-file", "-p", "-q", "--", ours, base, theirs].iter().map(Into::into).collect();
    let program = Program { file: "git".as_ref(), words, folder, vars: Vec::new(), input: &[] };
    let outcome = program
        .answer()
        .map_err(|error| Fault::new(Kind::Git, format!("git cannot be run: {error}")).hint("install git"))?;
    Ok(outcome.success.then_some(outcome.data))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_with_an_odd_path_is_quoted_for_the_shell_and_for_git() {
        let all = settings(Path::new("/opt/it's 100%/runbook"));
        let value = |wanted: &str| all.iter().find(|(key, _)| *key == wanted).map(|(_, value)| value.clone()).unwrap();
        assert!(value("diff.runbook.textconv").contains("100%/runbook"));
        assert!(value("merge.runbook.driver").contains("100%%/runbook"));
        for key in ["diff.runbook.textconv", "merge.runbook.driver"] {
            assert!(shell_words::split(&value(key)).is_ok(), "{}", value(key));
        }
    }
}
