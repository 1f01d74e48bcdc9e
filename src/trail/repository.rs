//! An opened store: the repository, its work tree, and the private folder under its git directory.
//!
//! Opening is cheap: no status, no walk. Refuses repositories that libgit2 cannot serve (bare, SHA-256, reftable,
//! unknown extensions) and those of another user that git's settings do not trust, with a sentence that says so.

use std::cell::{Cell, OnceCell, RefCell};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use git2::{ErrorCode, RepositoryOpenFlags};

use super::commit_cache::CommitCache;
use super::config::GitConfig;
use super::environment::PersonEnv;
use super::failure::{disk_fault, git_fault};
use super::index::IndexSeen;
use super::private::{TemporaryFile, make_folder, restrict};
use super::refusal::{explain, is_headless, is_trusted_by_git, must_be_text};
use super::tree_cache::TreeCache;
use super::unread::first_unread;
use crate::model::{Fault, Kind, Result};

/// The file whose presence makes a repository a store.
const SETTINGS_FILE: &str = ".runbook.toml";
/// Where records lie in a commit's tree.
pub(super) const RECORDS: &str = "runbooks";

/// A git repository that holds, or may become, a store.
pub struct Repository {
    /// Libgit2's handle.
    pub(super) git: git2::Repository,
    /// What the person's environment says to git.
    pub(super) env: PersonEnv,
    top: PathBuf,
    /// Where the person stood when they named the store.
    place: PathBuf,
    private: PathBuf,
    config: OnceCell<GitConfig>,
    /// Whether commits are signed although git's settings do not ask for it.
    must_sign: Cell<bool>,
    /// Which commits touched which runbook, as far as it was asked for.
    pub(super) touches: RefCell<Option<CommitCache>>,
    /// The index as it was last read.
    pub(super) index: RefCell<Option<IndexSeen>>,
    /// The trees that were read last.
    pub(super) trees: TreeCache,
}

impl Repository {
    /// The version of libgit2 that serves repositories, such as `1.9.7`.
    pub fn library() -> String {
        let (major, minor, patch) = git2::Version::get().libgit2_version();
        format!("{major}.{minor}.{patch}")
    }

    /// Opens the repository that contains `start`, be it a work tree, a linked work tree or a submodule.
    ///
    /// # Errors
    /// `NotAStore` where there is none; `Git` for one that cannot be served: bare, SHA-256, reftable, another
    /// extension, or of another owner; `Disk` where our folder in it is a link.
    pub fn discover(start: &Path, env: &PersonEnv) -> Result<Self> {
        if !start.is_dir() {
            return Err(Fault::new(Kind::NotAStore, format!("there is no folder “{}”", start.display())));
        }
        match open(start, env, RepositoryOpenFlags::empty()) {
            Ok(git) => Self::wrap(git, env, start),
            Err(error) => Err(explain(start, &error)),
        }
    }

    /// Opens the repository whose top is `dir`; none where there is none.
    ///
    /// # Errors
    /// As [`Repository::discover`], but for a missing one.
    pub fn at(dir: &Path, env: &PersonEnv) -> Result<Option<Self>> {
        must_be_text(&std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned()))?;
        match open(dir, env, RepositoryOpenFlags::NO_SEARCH) {
            Ok(git) => Self::wrap(git, env, dir).map(Some),
            Err(error) if error.code() == ErrorCode::NotFound && !is_headless(dir) => Ok(None),
            Err(error) => Err(explain(dir, &error)),
        }
    }

    /// Makes a repository in an empty folder: SHA-1, plain reference files, on the branch that `init.defaultBranch` names
    /// or `main`, the person's alone. A kill leaves it half made: it is made in a place of its own, and moved from there.
    ///
    /// # Errors
    /// `Git` when it cannot be made.
    pub fn make(dir: &Path, env: &PersonEnv) -> Result<Self> {
        let mut options = git2::RepositoryInitOptions::new();
        options.no_reinit(true).initial_head("main");
        let made = git2::Repository::init_opts(dir, &options)
            .map_err(|error| git_fault(format!("make a git repository in “{}”", dir.display()), &error))?;
        restrict(made.path())?;
        drop(made);
        let git = open(dir, env, RepositoryOpenFlags::NO_SEARCH).map_err(|error| explain(dir, &error))?;
        let repository = Self::wrap(git, env, dir)?;
        repository.name_first_branch()?;
        Ok(repository)
    }

    fn wrap(git: git2::Repository, env: &PersonEnv, place: &Path) -> Result<Self> {
        let Some(top) = git.workdir().filter(|_| !git.is_bare()) else {
            let place = git.path().display();
            return Err(Fault::new(Kind::Git, format!("the repository “{place}” is bare: it has no files to work on"))
                .hint("clone it and work in the clone"));
        };
        [top, git.path(), git.commondir()].into_iter().try_for_each(must_be_text)?;
        must_give_settings(&git)?;
        // libgit2 ends folders with a slash, which would show in every message
        let top = top.components().collect();
        let private = git.commondir().join("runbook");
        [private.as_path(), &git.path().join("runbook")].into_iter().try_for_each(must_be_no_link)?;
        Ok(Self {
            git,
            env: env.clone(),
            top,
            place: place.to_owned(),
            private,
            config: OnceCell::new(),
            must_sign: Cell::new(false),
            touches: RefCell::new(None),
            index: RefCell::new(None),
            trees: TreeCache::default(),
        })
    }

    fn name_first_branch(&self) -> Result<()> {
        let Some(branch) = self.config()?.text("init.defaultBranch").filter(|branch| branch != "main") else {
            return Ok(());
        };
        let name = format!("refs/heads/{branch}");
        if !git2::Reference::is_valid_name(&name) {
            return Err(Fault::new(Kind::Git, format!("init.defaultBranch is “{branch}”, which cannot name a branch"))
                .hint("git config --global init.defaultBranch main"));
        }
        self.git.set_head(&name).map_err(|error| git_fault(format!("begin on the branch “{branch}”"), &error))
    }

    /// The top of the work tree.
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// `runbook/` under the git directory that all linked work trees share: locks, drafts, machine settings. Never
    /// committed. The branches are shared, so whoever moves one takes the lock here.
    pub fn private(&self) -> &Path {
        &self.private
    }

    /// `runbook/` under this work tree's own git directory, where its index and `HEAD` are: what speaks of this work
    /// tree's files or head. The same as [`Repository::private`] unless this is a linked work tree.
    pub fn own_private(&self) -> PathBuf {
        self.git.path().join("runbook")
    }

    /// This work tree's git directory.
    pub fn git_dir(&self) -> &Path {
        self.git.path()
    }

    /// The git directory that all linked work trees share: objects, references, hooks.
    pub fn common_dir(&self) -> &Path {
        self.git.commondir()
    }

    /// True for a linked work tree.
    pub fn is_linked(&self) -> bool {
        self.git.is_worktree()
    }

    /// From now on every commit is signed or not made, whatever `commit.gpgsign` says.
    pub fn sign_always(&self) {
        self.must_sign.set(true);
    }

    /// True where every commit is signed whatever `commit.gpgsign` says.
    pub(super) fn must_sign(&self) -> bool {
        self.must_sign.get()
    }

    /// Removes the passing files that killed runs have left beside the trail.
    pub fn clear_passing(&self) {
        TemporaryFile::clear_dead(&self.own_private());
    }

    /// Makes the private folders, for this person alone.
    ///
    /// # Errors
    /// `Disk`.
    pub fn make_private(&self) -> Result<()> {
        make_folder(&self.private)?;
        make_folder(&self.own_private())
    }

    /// Git's settings, read at the first call.
    ///
    /// # Errors
    /// `Git` when a settings file does not parse.
    pub fn config(&self) -> Result<&GitConfig> {
        match self.config.get() {
            Some(config) => Ok(config),
            None => {
                let config = GitConfig::read(&self.git, &self.env, &self.place)?;
                Ok(self.config.get_or_init(|| config))
            }
        }
    }

    /// True when the settings file of a store stands at the top, or git leaves it out of the work tree.
    fn is_store(&self) -> Result<bool> {
        let file = self.top.join(SETTINGS_FILE);
        match fs::symlink_metadata(&file) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(disk_fault(format!("look at “{}”", file.display()), &error))
            }
            Err(_) => match self.is_left_out(SETTINGS_FILE) {
                Err(fault) if fault.kind != Kind::Disk => Ok(false),
                answer => answer,
            },
        }
    }

    /// Refuses a repository that is not a store.
    ///
    /// # Errors
    /// `NotAStore`; `Disk` where the machine does not say whether it is one.
    pub fn require_store(&self) -> Result<()> {
        if self.is_store()? {
            return Ok(());
        }
        let top = self.top.display();
        // its tree may have been left out of the clone as well
        if self.named_head().is_ok_and(|head| head.commit.is_some()) && !self.git_dir().join("index").exists() {
            let message = format!("nothing of the git repository “{top}” is checked out yet");
            return Err(Fault::new(Kind::NotAStore, message).hint("git checkout"));
        }
        Err(Fault::new(
            Kind::NotAStore,
            format!("the git repository “{top}” is not a store of runbooks: there is no {SETTINGS_FILE} at its top"),
        )
        .hint(format!("runbook init {}", shell_words::quote(&top.to_string()))))
    }
}

/// Git itself refuses to work where the repository's own settings cannot be read; libgit2 goes on as if it had none.
fn must_give_settings(git: &git2::Repository) -> Result<()> {
    first_unread([git.commondir().join("config"), git.path().join("config.worktree")]).map_or(Ok(()), Err)
}

/// What is written there is private and stays below the git directory: a link would lead it elsewhere.
fn must_be_no_link(private: &Path) -> Result<()> {
    if !private.is_symlink() {
        return Ok(());
    }
    let shown = private.display().to_string();
    let fault = Fault::new(Kind::Disk, format!("{shown} is a symbolic link, which is not followed"));
    Err(fault.hint(format!("take the link away, the folder is made again: rm {}", shell_words::quote(&shown))))
}

/// Opens it where git would: one of another user only where the person's git settings trust it, which git is asked where
/// libgit2 does not see it (a folder with all below it, a link, settings of one run).
fn open(dir: &Path, env: &PersonEnv, flags: RepositoryOpenFlags) -> Result<git2::Repository, git2::Error> {
    match open_own(dir, env, flags) {
        Err(error) if error.code() == ErrorCode::Owner && is_trusted_by_git(dir) => {
            let _ = check_owners(false);
            let opened = open_own(dir, env, flags);
            let _ = check_owners(true);
            opened
        }
        // what the machine refuses for a moment looks the same
        Err(error) if error.code() == ErrorCode::NotFound => open_own(dir, env, flags),
        opened => opened,
    }
}

/// Whether libgit2 asks whose a repository is.
#[expect(unsafe_code, reason = "libgit2's settings are the process's; nothing else uses it while a store is opened")]
fn check_owners(on: bool) -> Result<(), git2::Error> {
    unsafe { git2::opts::set_verify_owner_validation(on) }
}

fn open_own(dir: &Path, env: &PersonEnv, flags: RepositoryOpenFlags) -> Result<git2::Repository, git2::Error> {
    // FROM_ENV makes libgit2 honour GIT_CONFIG_GLOBAL and its kin, but it would follow GIT_WORK_TREE as well
    let flags = if env.redirected { flags } else { flags | RepositoryOpenFlags::FROM_ENV };
    git2::Repository::open_ext(dir, flags, &env.ceilings)
}
