//! Who may write now: the store's own lock, and the patience with which locks are waited for.
//!
//! The lock is the kernel's, so it is gone with its process however that ended. It is never taken away from anybody.

use std::fs::{File, TryLockError};
use std::io::Read;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::time::Duration;

use super::folder::Folder;
use crate::model::{Fault, Kind, Moment, Result, visible_line};

const LOCK: &str = "lock";
/// Wider than any words, so that the words of one holder cover those of the one before.
const WORDS_WIDTH: usize = 400;
const STEP: Duration = Duration::from_millis(15);

/// Patience: how long is waited, and what ends it early.
pub struct Wait<'a> {
    left: Duration,
    stop: &'a dyn Fn() -> bool,
}

impl<'a> Wait<'a> {
    /// Waits at most this long for all locks together, or until `stop` says so.
    pub fn new(patience: Duration, stop: &'a dyn Fn() -> bool) -> Self {
        Self { left: patience, stop }
    }

    /// Sleeps a little; false when patience is at its end.
    ///
    /// # Errors
    /// [`Kind::Interrupted`] when the person wants to stop.
    pub fn another(&mut self) -> Result<bool> {
        if (self.stop)() {
            return Err(Fault::new(Kind::Interrupted, "interrupted while waiting for a lock; nothing was changed"));
        }
        let step = STEP.min(self.left);
        std::thread::sleep(step);
        self.left = self.left.saturating_sub(step);
        Ok(!step.is_zero())
    }
}

/// The store's own lock, held until dropped.
#[derive(Debug)]
pub struct WriteLock {
    file: File,
}

impl WriteLock {
    /// Takes the lock of the private folder.
    ///
    /// # Errors
    /// [`Kind::Locked`] with the holder's name after the wait.
    pub fn take(private: &Folder, wait: &mut Wait<'_>) -> Result<Self> {
        loop {
            let file = private.open_private(LOCK)?;
            match file.try_lock() {
                // somebody may have removed the file while we opened it: then the lock is on nothing
                Ok(()) if is_there(private, &file)? => {
                    sign(&file);
                    return Ok(Self { file });
                }
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    if !wait.another()? {
                        return Err(held(&file));
                    }
                }
                Err(TryLockError::Error(e)) => {
                    let path = private.path().join(LOCK);
                    return Err(Fault::new(Kind::Disk, format!("cannot lock {}: {e}", path.display())));
                }
            }
        }
    }

    /// True when somebody holds the lock at this moment; says nothing of the next.
    pub fn is_held(private: &Folder) -> bool {
        let Ok(Some(_)) = private.look(LOCK) else { return false };
        match private.open_private(LOCK) {
            Ok(file) => matches!(file.try_lock(), Err(TryLockError::WouldBlock)),
            Err(_) => false,
        }
    }
}

impl Drop for WriteLock {
    fn drop(&mut self) {
        say(&self.file, "");
        // the kernel frees it with the process in any case
        let _ = self.file.unlock();
    }
}

/// Puts words for those who wait into the lock, over whatever an earlier holder left there. Where the file has another
/// name as well, it may be somebody's text, and nothing is written.
fn say(file: &File, words: &str) {
    if !file.metadata().is_ok_and(|about| about.nlink() == 1) {
        return;
    }
    let words = format!("{words:<WORDS_WIDTH$}\n");
    // nothing depends on them: without words the lock holds as well
    let _ = file.write_all_at(words.as_bytes(), 0);
}

fn is_there(private: &Folder, file: &File) -> Result<bool> {
    let mine = file.metadata().map_err(|e| Fault::new(Kind::Disk, format!("cannot look at the lock: {e}")))?;
    Ok(private.look(LOCK)?.is_some_and(|there| there.st_ino == mine.ino() && there.st_dev == mine.dev()))
}

fn sign(file: &File) {
    let system = rustix::system::uname();
    let words = format!("{} {}", std::process::id(), system.nodename().to_string_lossy());
    say(file, &words.chars().take(WORDS_WIDTH).collect::<String>());
}

/// The holder's process, host and command, and since when, as far as the lock and the system tell.
fn held(file: &File) -> Fault {
    let mut words = String::new();
    // no words, no name: the lock is held all the same
    let _ = file.take(1_000).read_to_string(&mut words);
    let who = match words.trim().split_once(' ') {
        Some((pid, host)) => {
            let command = command_of(pid).map(|command| format!(", “{command}”")).unwrap_or_default();
            let since = file.metadata().map(|about| format!(", since {}", Moment::from_git(about.mtime(), 0)));
            format!("process {} on {}{command}{}", visible_line(pid), visible_line(host), since.unwrap_or_default())
        }
        None => "another process".to_owned(),
    };
    Fault::new(Kind::Locked, format!("the store is being written by {who}; nothing was changed"))
        .hint("run the command again when that one has ended")
}

/// The program and the first words of a running process, without values that may follow.
fn command_of(pid: &str) -> Option<String> {
    let number: u32 = pid.parse().ok()?;
    let line = std::fs::read(format!("/proc/{number}/cmdline")).ok()?;
    let line = String::from_utf8_lossy(&line).into_owned();
    let mut words = line.split('\0');
    let program = words.next()?.rsplit('/').next()?.to_owned();
    let is_plain = |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let verbs = words.take_while(is_plain).take(2);
    let spoken: Vec<&str> = std::iter::once(program.as_str()).chain(verbs).filter(|word| !word.is_empty()).collect();
    Some(visible_line(&spoken.join(" ")).into_owned()).filter(|spoken| !spoken.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::folder::tests::room;

    fn short(stop: &dyn Fn() -> bool) -> Wait<'_> {
        Wait::new(Duration::from_millis(30), stop)
    }

    #[test]
    fn the_second_is_told_who_has_the_lock() {
        let (_dir, folder) = room();
        let first = WriteLock::take(&folder, &mut short(&|| false)).unwrap();
        assert!(WriteLock::is_held(&folder));
        let refused = WriteLock::take(&folder, &mut short(&|| false)).unwrap_err();
        assert_eq!(refused.kind, Kind::Locked);
        assert!(refused.message.contains(&std::process::id().to_string()), "{refused}");
        assert!(refused.message.contains("since 20"), "{refused}");
        drop(first);
        assert!(!WriteLock::is_held(&folder));
        WriteLock::take(&folder, &mut short(&|| false)).unwrap();
    }

    #[test]
    fn a_lock_with_another_name_holds_and_is_never_written() {
        let (dir, folder) = room();
        let other = dir.path().join("other");
        std::fs::write(&other, "words of somebody").unwrap();
        std::fs::hard_link(&other, dir.path().join(LOCK)).unwrap();
        let held = WriteLock::take(&folder, &mut short(&|| false)).unwrap();
        assert_eq!(WriteLock::take(&folder, &mut short(&|| false)).unwrap_err().kind, Kind::Locked);
        drop(held);
        assert_eq!(std::fs::read_to_string(&other).unwrap(), "words of somebody");
    }

    #[test]
    fn waiting_ends_at_once_when_the_person_stops_it() {
        let (_dir, folder) = room();
        let _first = WriteLock::take(&folder, &mut short(&|| false)).unwrap();
        let long = &mut Wait::new(Duration::from_secs(3_600), &|| true);
        assert_eq!(WriteLock::take(&folder, long).unwrap_err().kind, Kind::Interrupted);
    }
}
