//! Why a repository could not be opened, in words that help.
//!
//! Looks only after opening has failed, and never opens the repository by another way.

use std::fs;
use std::path::{Path, PathBuf};

use git2::{ConfigLevel, ErrorCode};

use super::failure::git_fault;
use super::lost_head::head_fault;
use super::program::Program;
use super::unread::first_unread;
use crate::model::{Fault, Kind, Result};

/// What is wrong with the repository at or above `start`, given libgit2's own word.
pub(super) fn explain(start: &Path, error: &git2::Error) -> Fault {
    let top = top_above(start);
    let place = top.display();
    match error.code() {
        // what libgit2 and git take for a repository has a head
        ErrorCode::NotFound if is_headless(&top) => head_fault(&top.join(".git")),
        ErrorCode::NotFound => first_unread([top.join(".git/HEAD")]).unwrap_or_else(|| {
            let message =
                format!("“{}” is not inside a git repository, so there is no store of runbooks", start.display());
            Fault::new(Kind::NotAStore, message).hint("runbook init")
        }),
        ErrorCode::Owner => Fault::new(
            Kind::Git,
            format!("the repository “{place}” belongs to another user, and git does not trust it"),
        )
        .hint(format!(
            "if you do: git config --global --add safe.directory {}",
            shell_words::quote(&place.to_string())
        )),
        _ => extension_fault(start, &top).unwrap_or_else(|| git_fault(format!("open the repository “{place}”"), error)),
    }
}

/// True where the person's git works in a repository of another user: `safe.directory` says that it may.
pub(super) fn is_trusted_by_git(dir: &Path) -> bool {
    let words = ["rev-parse", "--git-dir"].map(std::ffi::OsString::from).to_vec();
    let program = Program { file: "git".as_ref(), words, folder: dir, vars: Vec::new(), input: &[] };
    program.answer().is_ok_and(|outcome| outcome.success)
}

/// The folder that holds `.git`, as far as it can be seen from outside.
fn top_above(start: &Path) -> PathBuf {
    let start = fs::canonicalize(start).unwrap_or_else(|_| start.to_owned());
    start.ancestors().find(|dir| dir.join(".git").exists()).unwrap_or(&start).to_owned()
}

/// True for a folder whose `.git` is a git directory in all but its head.
pub(super) fn is_headless(top: &Path) -> bool {
    let git_dir = top.join(".git");
    let head = fs::symlink_metadata(git_dir.join("HEAD"));
    let has_none = head.is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound);
    has_none && git_dir.join("objects").is_dir() && git_dir.join("refs").is_dir()
}

fn extension_fault(start: &Path, top: &Path) -> Option<Fault> {
    let git_dir = git2::Repository::discover_path(start, [] as [&Path; 0]).ok()?;
    let common = match fs::read_to_string(git_dir.join("commondir")) {
        Ok(relative) => git_dir.join(relative.trim_end()),
        Err(_) => git_dir,
    };
    let mut config = git2::Config::new().ok()?;
    config.add_file(&common.join("config"), ConfigLevel::Local, true).ok()?;
    let place = top.display();
    let value = |key: &str| config.get_string(key).ok().filter(|value| !value.is_empty());

    if let Some(format) = value("extensions.objectformat").filter(|format| !format.eq_ignore_ascii_case("sha1")) {
        return Some(
            Fault::new(
                Kind::Git,
                format!("the repository “{place}” names its objects by {format}; only SHA-1 can be used"),
            )
            .hint("make the store in a repository made with: git init --object-format=sha1"),
        );
    }
    if let Some(storage) = value("extensions.refstorage").filter(|storage| !storage.eq_ignore_ascii_case("files")) {
        return Some(
            Fault::new(
                Kind::Git,
                format!("the repository “{place}” keeps its references as {storage}; only plain files can be used"),
            )
            .hint("git refs migrate --ref-format=files"),
        );
    }
    unknown_extension(&config).map(|name| {
        Fault::new(
            Kind::Git,
            format!("the repository “{place}” uses git's extension {name}, which cannot be used here"),
        )
        .hint("make the store in a repository of its own: runbook init DIR")
    })
}

/// The first extension that libgit2 does not know.
fn unknown_extension(config: &git2::Config) -> Option<String> {
    const KNOWN: [&str; 6] =
        ["noop", "objectformat", "worktreeconfig", "preciousobjects", "relativeworktrees", "refstorage"];
    let mut unknown = None;
    let entries = config.entries(Some("^extensions\\.")).ok()?;
    let _ = entries.for_each(|entry| {
        let Some(name) = entry.name().ok().and_then(|name| name.strip_prefix("extensions.")) else { return };
        if unknown.is_none() && !KNOWN.contains(&name) {
            unknown = Some(name.to_owned());
        }
    });
    unknown
}

/// What libgit2 and the trail say of places is text: a path that is none would lead to another place.
///
/// # Errors
/// `Git` for one that is not.
pub fn must_be_text(place: &Path) -> Result<()> {
    if place.to_str().is_some() {
        return Ok(());
    }
    let message = format!("the path of the store, “{}”, is not UTF-8 text: no store is kept there", place.display());
    Err(Fault::new(Kind::Git, message).hint("rename the folder whose name is not text, or take another one"))
}
