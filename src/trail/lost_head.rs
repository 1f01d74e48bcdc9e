//! What to do where git's head leads nowhere: `HEAD` is empty or gone, the branch is, or its commit is.
//!
//! Looks only after reading has failed. The reflog tells where the branch was; a commit is named only where it is whole.
//! Refuses to mend anything: which commit is the right one, a person must say.

use std::fs;
use std::path::Path;

use git2::{Oid, Repository as Git};

use super::failure::FETCH_ALL;
use super::unread::{SecondLook, first_unread, passing, unread};
use crate::model::{Fault, Kind, Result};

const HEADS: &str = "refs/heads/";

/// What is wrong with a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// Its reference does not hold a commit's name.
    Reference,
    /// It has no reference any more, and had commits.
    Gone,
    /// The commit that it names.
    Commit(Oid),
}

/// The fault of a `HEAD` that could not be read; without one git itself takes the folder for no repository.
pub(super) fn head_fault(git_dir: &Path) -> Fault {
    let file = git_dir.join("HEAD");
    let what = match fs::read(&file) {
        Ok(bytes) if is_head(&bytes) => return passing(&format!("“{}”", file.display())),
        Ok(bytes) if bytes.iter().all(|byte| *byte == 0 || byte.is_ascii_whitespace()) => "is empty",
        Ok(_) => "names neither a branch nor a commit",
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => "is missing",
        Err(error) => return unread(&file, &error),
    };
    let place = file.display().to_string();
    let fault = Fault::new(Kind::Git, format!("git's head {what} ({place}): nobody can tell which branch this is"));
    let branch = last_branch(git_dir).unwrap_or_else(|| "BRANCH".to_owned());
    let said = format!("ref: {HEADS}{}\\n", branch.replace('%', "%%"));
    fault
        .hint(format!("say which: printf {} > {}", shell_words::quote(&said), shell_words::quote(&place)))
        .hint("then look for more: git fsck --full")
}

/// True for what git writes there: the name of a branch or of a commit.
fn is_head(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let name = text.trim_end();
    match name.strip_prefix("ref: ") {
        Some(branch) => branch.starts_with(HEADS) && git2::Reference::is_valid_name(branch),
        None => is_commits_name(name),
    }
}

fn is_commits_name(text: &str) -> bool {
    text.len() == 40 && Oid::from_str(text).is_ok()
}

/// The machine's error, where it is one, that kept a branch or its commit from being read.
fn not_read(git: &Git, branch: Option<&str>, broken: Broken) -> Option<Fault> {
    let common = git.commondir();
    let packed = common.join("packed-refs");
    let own = branch.map(|branch| common.join(branch));
    if let Some(fault) = first_unread(own.iter().cloned().chain([packed.clone()])) {
        return Some(fault);
    }
    if let Broken::Commit(commit) = broken {
        let tree = git.find_commit(commit).ok().map(|commit| commit.tree_id());
        let look = SecondLook::at(&common.join("objects"));
        return look.fault(Some(tree.unwrap_or(commit)), None);
    }
    // what git would find there by hand was only not read
    let stands =
        own.and_then(|file| fs::read_to_string(file).ok()).is_some_and(|text| is_commits_name(text.trim_end()));
    let is_packed = |line: &str| line.split_once(' ').is_some_and(|(_, name)| Some(name) == branch);
    let in_pack = || fs::read_to_string(&packed).is_ok_and(|text| text.lines().any(is_packed));
    let is_whole = stands || (broken == Broken::Gone && in_pack());
    is_whole.then(|| passing(&format!("the branch {}", branch.unwrap_or_default())))
}

/// The branch that was switched to last, or else the only one.
fn last_branch(git_dir: &Path) -> Option<String> {
    let common = common_dir(git_dir);
    let is_there = |branch: &str| common.join(HEADS).join(branch).is_file() || has_log(&common, branch);
    let moves = fs::read_to_string(git_dir.join("logs/HEAD")).unwrap_or_default();
    let to =
        |line: &str| line.rsplit_once("\tcheckout: moving from ")?.1.rsplit_once(" to ").map(|(_, to)| to.to_owned());
    if let Some(branch) = moves.lines().rev().find_map(to).filter(|branch| is_there(branch)) {
        return Some(branch);
    }
    let names = fs::read_dir(common.join(HEADS)).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| common.join(HEADS).join(name).is_file()).collect();
    let packed = fs::read_to_string(common.join("packed-refs")).unwrap_or_default();
    names.extend(packed.lines().filter_map(|line| Some(line.split_once(HEADS)?.1.to_owned())));
    names.sort();
    names.dedup();
    if names.len() == 1 { names.pop() } else { None }
}

fn common_dir(git_dir: &Path) -> std::path::PathBuf {
    match fs::read_to_string(git_dir.join("commondir")) {
        Ok(relative) => git_dir.join(relative.trim_end()),
        Err(_) => git_dir.to_owned(),
    }
}

fn has_log(common: &Path, branch: &str) -> bool {
    common.join("logs").join(HEADS).join(branch).is_file()
}

/// True when the reflog of a branch without a reference says that it had commits when it was last moved.
///
/// # Errors
/// `Disk` when it cannot be read.
pub(super) fn had_commits(git: &Git, branch: &str) -> Result<bool> {
    let file = git.commondir().join("logs").join(branch);
    first_unread([file.clone()]).map_or(Ok(()), Err)?;
    let log = fs::read_to_string(file).unwrap_or_default();
    let last = log.lines().next_back().and_then(|line| line.split(' ').nth(1));
    Ok(last.and_then(|to| Oid::from_str(to).ok()).is_some_and(|to| !to.is_zero()))
}

/// The fault of a branch, or of a detached head (without `branch`), whose commit cannot be had.
pub(super) fn branch_fault(git: &Git, branch: Option<&str>, broken: Broken) -> Fault {
    if let Some(fault) = not_read(git, branch, broken) {
        return fault;
    }
    let name = branch.map_or("the head", |branch| branch.strip_prefix(HEADS).unwrap_or(branch));
    let message = match broken {
        Broken::Reference => format!("the branch “{name}” is damaged: its reference holds no commit's name"),
        Broken::Gone => format!("the branch “{name}” is lost: its reference is gone, and its reflog tells of commits"),
        Broken::Commit(commit) if branch.is_none() => {
            format!("the head names the commit {commit}, which is missing or damaged here, or its tree is")
        }
        Broken::Commit(commit) => {
            format!("the branch “{name}” names the commit {commit}, which is missing or damaged here, or its tree is")
        }
    };
    let good = last_whole(git, branch);
    let mut fault = Fault::new(
        Kind::Git,
        match good {
            Some(good) => format!("{message}; the last whole commit in the reflog is {good}"),
            None => format!("{message}; no whole commit is in the reflog"),
        },
    )
    .hint("see what is damaged: git fsck --full");
    if let Broken::Commit(_) = broken {
        fault = fault.hint(format!("get lost objects from another clone: {FETCH_ALL}"));
    }
    match (good, branch) {
        (Some(good), Some(branch)) if broken == Broken::Reference => {
            let file = git.commondir().join(branch).display().to_string();
            fault.hint(format!("set the branch by hand: printf '{good}\\n' > {}", shell_words::quote(&file)))
        }
        (Some(good), Some(branch)) => {
            fault.hint(format!("set the branch there: git update-ref {} {good}", shell_words::quote(branch)))
        }
        (Some(good), None) => fault.hint(format!("go there, files stay: git update-ref --no-deref HEAD {good}")),
        (None, _) => fault.hint("find commits that no branch has: git fsck --lost-found"),
    }
}

/// The last commit in the reflog that can be read, with its tree.
fn last_whole(git: &Git, branch: Option<&str>) -> Option<Oid> {
    let own = branch.and_then(|branch| fs::read_to_string(git.commondir().join("logs").join(branch)).ok());
    let log = own.or_else(|| fs::read_to_string(git.path().join("logs/HEAD")).ok())?;
    let names = |line: &str| -> Vec<Oid> {
        let mut words = line.split(' ');
        let (old, new) = (words.next(), words.next());
        [new, old].into_iter().flatten().filter_map(|word| Oid::from_str(word).ok()).collect()
    };
    let is_whole = |oid: &Oid| git.find_commit(*oid).is_ok_and(|commit| commit.tree().is_ok());
    log.lines().rev().flat_map(names).find(is_whole)
}
