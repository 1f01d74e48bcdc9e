//! Git's own lock on the index, taken by us for the time of a change.
//!
//! It is a file that stays behind after a kill. Ours is a second name of a file of ours, so it appears at once with our
//! words in it, and whoever holds the store's lock knows that such a file belongs to a process that is dead. A lock that
//! is not proven ours is never removed.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::atomic_fs::settle;
use super::folder::{Folder, PRIVATE_FILE};
use super::lock::Wait;
use crate::model::{Fault, Kind, Moment, Result, visible_line};

const INDEX_LOCK: &str = "index.lock";
/// So many seconds a lock may lie there before it counts as left behind: git needs moments.
const LONGEST: i64 = 5 * 60;
const TOKEN: &str = "claim";
const NEW_TOKEN: &str = "claim.new";
const TOKEN_WORDS: &[u8] = b"Held by runbook; the file runbook/lock beside it names the process.\n";

/// Git's `index.lock`, held by us: nobody else's git changes index or branch through it meanwhile.
#[derive(Debug)]
pub struct IndexLock {
    git_dir: Folder,
}

impl IndexLock {
    /// Takes `index.lock` in the git directory of the work tree. The own lock must be held.
    ///
    /// # Errors
    /// [`Kind::Locked`] after the wait, naming the process that has it where that can be found out.
    pub fn take(private: &Folder, git_dir: Folder, wait: &mut Wait<'_>) -> Result<Self> {
        if private.read(TOKEN)?.as_deref() != Some(TOKEN_WORDS) {
            let fresh = private.stage(NEW_TOKEN, TOKEN_WORDS, PRIVATE_FILE)?;
            let made = settle(&[&fresh], &[]).and_then(|()| private.move_to(NEW_TOKEN, private, TOKEN));
            made.inspect_err(|_| drop(private.remove(NEW_TOKEN)))?;
        }
        while !private.claim(TOKEN, &git_dir, INDEX_LOCK)? {
            if Self::clear_dead(&git_dir)? {
                continue;
            }
            if !wait.another()? {
                return Err(held_by_git(&git_dir.path().join(INDEX_LOCK)));
            }
        }
        Ok(Self { git_dir })
    }

    /// Removes an `index.lock` that a dead run of ours left; true when there was one. The own lock must be held.
    ///
    /// # Errors
    /// [`Kind::Disk`] when it is ours and cannot be removed.
    pub fn clear_dead(git_dir: &Folder) -> Result<bool> {
        let ours = Self::is_ours(git_dir)?;
        if ours {
            git_dir.remove(INDEX_LOCK)?;
        }
        Ok(ours)
    }

    /// True when an `index.lock` lies there that this tool made.
    ///
    /// # Errors
    /// [`Kind::Disk`] when that cannot be found out.
    pub fn is_ours(git_dir: &Folder) -> Result<bool> {
        Ok(git_dir.read(INDEX_LOCK)?.is_some_and(|words| words == TOKEN_WORDS))
    }

    /// What is to be said of git's own lock where it has lain there for minutes, and neither a process that has it open
    /// nor a git at work below `top` is found. Removes nothing: that is the person's to decide.
    ///
    /// # Errors
    /// [`Kind::Disk`] when that cannot be found out.
    pub fn abandoned(git_dir: &Folder, top: &Path, now: Moment) -> Result<Option<Fault>> {
        let lock = git_dir.path().join(INDEX_LOCK);
        let Ok(about) = std::fs::symlink_metadata(&lock) else { return Ok(None) };
        let age = now.time().timestamp().saturating_sub(about.mtime());
        if age < LONGEST || Self::is_ours(git_dir)? || process_with(&lock).is_some() || is_git_at_work(top) {
            return Ok(None);
        }
        let what = format!(
            "git's {} has lain there for {} minutes, and no process was found that holds it: every change is refused",
            lock.display(),
            age / 60
        );
        Ok(Some(Fault::new(Kind::Locked, what).hint(removal(&lock))))
    }

    /// The git directory that is claimed.
    pub fn git_dir(&self) -> &Folder {
        &self.git_dir
    }
}

impl Drop for IndexLock {
    fn drop(&mut self) {
        // once more when it fails, because a person's git stands still as long as it lies there
        if Self::clear_dead(&self.git_dir).is_err() {
            let _ = Self::clear_dead(&self.git_dir);
        }
    }
}

/// Says who has a lock of git's, where that can be found out, and what to do.
pub fn held_by_git(lock: &Path) -> Fault {
    match process_with(lock) {
        Some(who) => {
            Fault::new(Kind::Locked, format!("git's {} is held by {who}; nothing was changed", lock.display()))
                .hint("run the command again when that one has ended")
        }
        None => Fault::new(
            Kind::Locked,
            format!(
                "git's {} lies there and no running process was found that has it open; nothing was changed",
                lock.display()
            ),
        )
        .hint(removal(lock)),
    }
}

fn removal(lock: &Path) -> String {
    let file = shell_words::quote(&lock.display().to_string()).into_owned();
    format!("if no git and no editor of a git commit is running here, remove it: rm {file}")
}

/// True when a process by the name of git works below a folder, where the system tells.
fn is_git_at_work(top: &Path) -> bool {
    let Ok(processes) = std::fs::read_dir("/proc") else { return false };
    let top = std::fs::canonicalize(top).unwrap_or_else(|_| top.to_owned());
    let is_it = |process: std::fs::DirEntry| {
        std::fs::read_to_string(process.path().join("comm")).is_ok_and(|name| name.starts_with("git"))
            && std::fs::read_link(process.path().join("cwd")).is_ok_and(|folder| folder.starts_with(&top))
    };
    processes.flatten().any(is_it)
}

/// The process that has a file open, where the system tells: best effort, for the sentence only.
fn process_with(lock: &Path) -> Option<String> {
    let lock = std::fs::canonicalize(lock).ok()?;
    for process in std::fs::read_dir("/proc").ok()?.flatten() {
        let name = process.file_name();
        let Some(pid) = name.to_str().filter(|name| name.bytes().all(|b| b.is_ascii_digit())) else { continue };
        let has_it =
            |entry: std::fs::DirEntry| std::fs::read_link(entry.path()).is_ok_and(|target: PathBuf| target == lock);
        if std::fs::read_dir(process.path().join("fd")).is_ok_and(|mut fds| fds.any(|fd| fd.is_ok_and(has_it))) {
            let command = std::fs::read_to_string(process.path().join("comm")).unwrap_or_default();
            return Some(format!("process {pid} ({})", visible_line(command.trim())));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::time::Duration;

    use super::*;
    use crate::store::folder::tests::room;

    fn short(stop: &dyn Fn() -> bool) -> Wait<'_> {
        Wait::new(Duration::from_millis(30), stop)
    }

    #[test]
    fn a_lock_of_git_is_waited_for_and_left_alone() {
        let (dir, folder) = room();
        let lock = dir.path().join("index.lock");
        std::fs::write(&lock, "").unwrap();
        let git_dir = Folder::open(dir.path()).unwrap();
        let refused = IndexLock::take(&folder, git_dir, &mut short(&|| false)).unwrap_err();
        assert_eq!(refused.kind, Kind::Locked);
        assert!(refused.hints[0].contains("rm "), "{refused:?}");
        assert!(lock.exists());
    }

    #[test]
    fn a_process_that_holds_the_lock_of_git_is_named() {
        let (dir, folder) = room();
        let _open = File::create(dir.path().join("index.lock")).unwrap();
        let git_dir = Folder::open(dir.path()).unwrap();
        let refused = IndexLock::take(&folder, git_dir, &mut short(&|| false)).unwrap_err();
        assert!(refused.message.contains(&format!("process {}", std::process::id())), "{refused}");
    }

    #[test]
    fn a_claim_that_a_dead_run_left_is_taken_over() {
        let (dir, folder) = room();
        let claim = IndexLock::take(&folder, Folder::open(dir.path()).unwrap(), &mut short(&|| false)).unwrap();
        std::mem::forget(claim);
        assert!(dir.path().join("index.lock").exists());
        let again = IndexLock::take(&folder, Folder::open(dir.path()).unwrap(), &mut short(&|| false)).unwrap();
        drop(again);
        assert!(!dir.path().join("index.lock").exists());
    }
}
