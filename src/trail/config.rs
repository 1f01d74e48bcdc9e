//! Git's settings as a person and a repository have them, read once.
//!
//! Libgit2 reads them; where they hold a condition that only git can judge, the person's git is asked for all of them.
//! Refuses to answer where neither can be done, because a change would be recorded under a doubtful name, and to answer
//! from the repository where that would let a clone choose a program to run: [`GitConfig::own_text`] reads the person's
//! own settings only.

use std::path::{Path, PathBuf};

use super::asked_settings::{Asked, ask, doubt};
use super::environment::PersonEnv;
use super::failure::git_fault;
use super::unread::{first_unread, passing};
use crate::model::{Fault, Kind, Result, visible_line};

/// Git's settings: the system's, the person's, the repository's, and those given for one run.
pub struct GitConfig {
    source: Source,
    home: Option<PathBuf>,
}

enum Source {
    /// Libgit2's reading of the files, with what was given for one run.
    Files { files: git2::Config, one_run: Vec<(String, String)> },
    /// Git's own answer, in its order: a later one wins.
    Git(Vec<Asked>),
}

impl GitConfig {
    /// The settings as they are now, for a person who stands in `place`.
    pub(super) fn read(git: &git2::Repository, env: &PersonEnv, place: &Path) -> Result<Self> {
        let fault =
            |error: git2::Error| git_fault("read git's settings", &error).hint("git config --list --show-origin");
        let mut all = git.config().map_err(fault)?;
        let own = git.commondir().join("config");
        if own.exists() && all.open_level(git2::ConfigLevel::Local).is_err() {
            // libgit2 goes on without a file that it may not read
            return Err(first_unread([own.clone()]).unwrap_or_else(|| passing(&format!("“{}”", own.display()))));
        }
        let files = all.snapshot().map_err(fault)?;
        let source = match doubt(&files, env, place) {
            Some(doubt) => Source::Git(ask(&doubt, env, place)?),
            None => Source::Files { files, one_run: env.config.clone() },
        };
        Ok(Self { source, home: env.home.clone() })
    }

    /// The words of a key as they stand there; those of a person's own only, where that is asked for.
    fn words(&self, key: &str, only_own: bool) -> Option<String> {
        match &self.source {
            Source::Files { files, one_run } => {
                let given = one_run.iter().rev().find(|(name, _)| name.eq_ignore_ascii_case(key));
                match given {
                    Some((_, value)) => Some(value.clone()),
                    None if only_own => own_words(files, key),
                    None => files.get_string(key).ok(),
                }
            }
            Source::Git(all) => {
                let of_key = |asked: &&Asked| asked.key.eq_ignore_ascii_case(key) && (asked.is_own || !only_own);
                all.iter().rev().find(of_key).map(|asked| asked.value.clone().unwrap_or_default())
            }
        }
    }

    /// The value of a key, the last one said winning.
    pub fn text(&self, key: &str) -> Option<String> {
        self.words(key, false)
    }

    /// The value of a key that the repository had no say in: the system's, the person's, or given for this run.
    pub fn own_text(&self, key: &str) -> Option<String> {
        self.words(key, true)
    }

    /// A path that the repository had no say in, with a leading `~/` made the person's home folder.
    pub fn own_path(&self, key: &str) -> Option<PathBuf> {
        self.words(key, true).filter(|words| !words.is_empty()).map(|words| self.as_path(words))
    }

    /// A switch; `None` where it is not set or says neither yes nor no.
    pub fn flag(&self, key: &str) -> Option<bool> {
        match &self.source {
            // a key alone is a switch that is on
            Source::Git(all) => {
                let said = all.iter().rev().find(|asked| asked.key.eq_ignore_ascii_case(key))?;
                said.value.as_ref().map_or(Some(true), |value| git2::Config::parse_bool(value.as_str()).ok())
            }
            Source::Files { files, one_run } => match one_run.iter().rev().find(|(k, _)| k.eq_ignore_ascii_case(key)) {
                Some((_, value)) => git2::Config::parse_bool(value.as_str()).ok(),
                None => files.get_bool(key).ok(),
            },
        }
    }

    /// A switch on which more depends than a guess may decide; `None` where it is not set.
    ///
    /// # Errors
    /// `Git` where it says neither yes nor no: git itself does not go on then.
    pub fn switch(&self, key: &str) -> Result<Option<bool>> {
        match (self.flag(key), self.text(key)) {
            (None, Some(words)) => Err(Fault::new(
                Kind::Git,
                format!("git's setting {key} is “{}”, which is neither yes nor no", visible_line(&words)),
            )
            .hint(format!("git config {key} true"))
            .hint(format!("see where it stands: git config --show-origin --get-all {key}"))),
            (said, _) => Ok(said),
        }
    }

    /// A path, with a leading `~/` made the person's home folder.
    pub fn path(&self, key: &str) -> Option<PathBuf> {
        self.words(key, false).map(|words| self.as_path(words))
    }

    fn as_path(&self, words: String) -> PathBuf {
        match (words.strip_prefix("~/"), &self.home) {
            (Some(below), Some(home)) => home.join(below),
            _ => words.into(),
        }
    }
}

fn own_words(files: &git2::Config, key: &str) -> Option<String> {
    let mut found = None;
    let entries = files.entries(None).ok()?;
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

fn is_own(level: git2::ConfigLevel) -> bool {
    use git2::ConfigLevel::{Global, ProgramData, System, XDG};
    matches!(level, ProgramData | System | XDG | Global)
}
