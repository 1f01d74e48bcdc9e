//! Output on its way into a log: kept privately under the git directory as it comes, so that a killed run loses none.
//!
//! What comes here is masked already. While a spool is open nobody else can run the same piece of work.

use std::cell::Cell;
use std::fs::{File, TryLockError};
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::fs::FileType;

use super::folder::{Folder, fault};
use crate::model::{Fault, Kind, Result};

const FOLDER: &str = "captures";
/// How often a file is opened anew because another run has just ended with nothing in it.
const TRIES: usize = 20;

/// The spool of one piece of work, held by one process.
#[derive(Debug)]
pub struct Spool {
    folder: Folder,
    name: String,
    file: File,
    /// How much lay in it when it was opened.
    found: u64,
    /// How much is in it.
    size: Cell<u64>,
}

impl Spool {
    /// Opens the spool of this name under the store's private folder.
    ///
    /// # Errors
    /// `Locked` while another process runs the same work, `Disk` when it cannot be written.
    pub fn open(private: &Path, name: &str) -> Result<Self> {
        let folder = Folder::open_or_make(private)?.child_or_make(FOLDER)?.0;
        Self::hold(folder, name, |_| {})
    }

    /// Opens and locks the file of this name; `meanwhile` happens in between.
    fn hold(folder: Folder, name: &str, meanwhile: impl Fn(&Folder)) -> Result<Self> {
        let path = folder.path().join(name);
        for _ in 0..TRIES {
            let file = folder.open_appending(name)?;
            meanwhile(&folder);
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => break,
                Err(TryLockError::Error(error)) => return Err(fault("lock", &path, error)),
            }
            let about = file.metadata().map_err(|error| fault("look at", &path, error))?;
            // whoever had it may have taken the name away before it was locked here
            if folder.look(name)?.is_some_and(|there| (there.st_dev, there.st_ino) == (about.dev(), about.ino())) {
                let found = about.len();
                return Ok(Self { folder, name: name.to_owned(), file, found, size: Cell::new(found) });
            }
        }
        Err(Fault::new(Kind::Locked, "its command is being run by another process; nothing was started")
            .hint("wait until that one has ended"))
    }

    /// Where that lies which interrupted runs have left; what a run is adding to at this moment is passed over.
    ///
    /// # Errors
    /// `Disk`.
    pub fn kept(private: &Path) -> Result<Vec<PathBuf>> {
        if !private.exists() {
            return Ok(Vec::new());
        }
        let private = Folder::open(private)?;
        // one that is no folder is told by who looks at all of them
        let Ok(Some(folder)) = private.child(FOLDER) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for name in folder.names()? {
            let path = folder.path().join(&name);
            let is_plain = |about: &rustix::fs::Stat| FileType::from_raw_mode(about.st_mode) == FileType::RegularFile;
            let has_words = folder.look(&name)?.is_some_and(|about| is_plain(&about) && about.st_size > 0);
            let is_held =
                || File::open(&path).is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)));
            if has_words && !is_held() {
                found.push(path);
            }
        }
        found.sort_unstable();
        Ok(found)
    }

    /// Its name among what was captured.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Takes away what was captured under this name, once it is recorded; what is gone is fine.
    pub(super) fn drop_named(private: &Path, name: &str) -> Result<()> {
        match Folder::open_or_make(private)?.child(FOLDER)? {
            Some(folder) => folder.remove(name),
            None => Ok(()),
        }
    }

    /// Where it lies.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join(&self.name)
    }

    /// What an interrupted run has left.
    ///
    /// # Errors
    /// `Disk`.
    pub fn left(&self) -> Result<String> {
        let bytes = self.folder.read(&self.name)?.unwrap_or_default();
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Adds to it, all or nothing.
    ///
    /// # Errors
    /// `Disk`; then it is as it was.
    pub fn add(&self, text: &str) -> Result<()> {
        match (&self.file).write_all(text.as_bytes()) {
            Ok(()) => {
                self.size.set(self.size.get() + u64::try_from(text.len()).unwrap_or(0));
                Ok(())
            }
            Err(error) => {
                // a full disk takes a part
                self.cut(self.size.get());
                Err(fault("write", &self.path(), error))
            }
        }
    }

    /// Takes back everything that was added since it was opened.
    pub fn withdraw(&self) {
        self.cut(self.found);
    }

    #[expect(clippy::disallowed_methods, reason = "the spool takes back only what it has added itself")]
    fn cut(&self, to: u64) {
        // what cannot be taken back is only words that nobody reads
        if self.file.set_len(to).is_ok() {
            self.size.set(to);
        }
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        // one with nothing in it is of no use to anybody
        if self.size.get() == 0 {
            let _ = self.folder.remove(&self.name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_another_run_has_just_taken_away_is_made_anew() {
        let private = tempfile::tempdir().unwrap();
        let folder = Folder::open(private.path()).unwrap();
        let first = Cell::new(true);
        let spool = Spool::hold(folder, "a", |folder| {
            if first.take() {
                folder.remove("a").unwrap();
            }
        });
        spool.unwrap().add("one\n").unwrap();
        assert_eq!(std::fs::read_to_string(private.path().join("a")).unwrap(), "one\n");
        let gone = Spool::hold(Folder::open(private.path()).unwrap(), "b", |folder| folder.remove("b").unwrap());
        assert_eq!(gone.unwrap_err().kind, Kind::Locked, "it does not go on for ever");
    }

    #[test]
    fn it_is_one_processs_and_keeps_what_came() {
        let private = tempfile::tempdir().unwrap();
        let spool = Spool::open(private.path(), "a").unwrap();
        spool.add("one\n").unwrap();
        assert_eq!(Spool::open(private.path(), "a").unwrap_err().kind, Kind::Locked);
        assert!(Spool::kept(private.path()).unwrap().is_empty(), "it is being written");
        drop(spool);
        assert_eq!(Spool::kept(private.path()).unwrap(), [private.path().join(FOLDER).join("a")]);
        let again = Spool::open(private.path(), "a").unwrap();
        again.add("taken back\n").unwrap();
        again.withdraw();
        again.add("two\n").unwrap();
        assert_eq!(again.left().unwrap(), "one\ntwo\n");
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(again.path()).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
        Spool::drop_named(private.path(), "a").unwrap();
        drop(again);
        let fresh = Spool::open(private.path(), "a").unwrap();
        assert_eq!(fresh.left().unwrap(), "");
        let path = fresh.path();
        drop(fresh);
        assert!(!path.exists(), "nothing is left of one that nothing was put into");
    }
}
