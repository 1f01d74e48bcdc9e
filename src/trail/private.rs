//! Folders and caches of ours, under the git directory and in the person's folder for state: made for this person alone,
//! appended to, replaced whole.
//!
//! What is a cache can be lost and is rebuilt, so it does not wait for the disk; what a person has decided does. Refuses to
//! touch records or anything that git owns; those are written by the write protocol.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use super::failure::disk_fault;
use crate::model::Result;

/// What bears the name and is a link is not followed.
const NO_LINK: i32 = rustix::fs::OFlags::NOFOLLOW.bits().cast_signed();

/// Makes a folder and those above it that are missing, each for this person alone.
#[expect(clippy::disallowed_methods, reason = "the folders of a repository, before there is a store to write in")]
pub(super) fn make_folder(dir: &Path) -> Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .map_err(|error| disk_fault(format!("make the folder “{}”", dir.display()), &error))
}

/// Writes a passing file for a program that has to be given one, for this person alone.
pub(super) fn write_private(file: &Path, content: &[u8]) -> Result<()> {
    open_anew(file)
        .and_then(|mut file| file.write_all(content))
        .map_err(|error| disk_fault(format!("write “{}”", file.display()), &error))
}

/// A file of ours that holds nothing, for this person alone.
#[expect(clippy::disallowed_methods, reason = "passing files of ours, under names that only this process uses")]
fn open_anew(file: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).custom_flags(NO_LINK).open(file)
}

/// Removes a passing file, if it is there.
#[expect(clippy::disallowed_methods, reason = "hooks and signers read files; these are gone when the change is made")]
pub(super) fn remove_private(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(disk_fault(format!("remove “{}”", file.display()), &error))
        }
        _ => Ok(()),
    }
}

/// How the name of a passing file begins; the number of its process and its own follow.
const PASSING: &str = "passing-";

/// A passing file for a program that has to be given one; gone when this is dropped. It is locked as long as its process
/// lives, so that one which a kill has left can be told.
pub(super) struct TemporaryFile {
    path: std::path::PathBuf,
    _alive: File,
}

impl TemporaryFile {
    /// Writes it; no two in one process share a name.
    ///
    /// # Errors
    /// `Disk`.
    pub(super) fn write(folder: &Path, content: &[u8]) -> Result<Self> {
        static NUMBER: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let path = folder.join(format!("{PASSING}{}-{number}", std::process::id()));
        let failed = |error| disk_fault(format!("write “{}”", path.display()), &error);
        let mut file = open_anew(&path).map_err(failed)?;
        // where it cannot be locked, somebody who clears away may take it; then the command is run again
        let _ = file.try_lock();
        let written = file.write_all(content).map_err(failed);
        let passing = Self { path, _alive: file };
        written.map(|()| passing)
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Removes those that killed runs have left in this folder.
    pub(super) fn clear_dead(folder: &Path) {
        clear_dead(folder, PASSING.as_bytes());
    }
}

impl Drop for TemporaryFile {
    #[expect(clippy::disallowed_methods, reason = "a passing file of ours, under a name that only this process uses")]
    fn drop(&mut self) {
        // a leftover is in nobody's way
        let _ = fs::remove_file(&self.path);
    }
}

/// Takes everybody else's rights from a file that libgit2 wrote anew.
#[expect(clippy::disallowed_methods, reason = "libgit2 writes its settings by the umask, which may be wide")]
pub(super) fn restrict_file(file: &Path) -> Result<()> {
    let failed = |error| disk_fault(format!("restrict “{}”", file.display()), &error);
    let mode = fs::metadata(file).map_err(failed)?.permissions().mode() & 0o700;
    fs::set_permissions(file, fs::Permissions::from_mode(mode)).map_err(failed)
}

/// Takes everybody else's rights from a git directory that was just made.
#[expect(clippy::disallowed_methods, reason = "libgit2 makes a repository by the umask, which may be wide")]
pub(super) fn restrict(dir: &Path) -> Result<()> {
    let failed = |error| disk_fault(format!("restrict “{}”", dir.display()), &error);
    fs::set_permissions(dir, fs::Permissions::from_mode(0o700)).map_err(failed)?;
    for entry in fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() {
            restrict(&entry.path())?;
        } else if kind.is_file() {
            let mode = entry.metadata().map_err(failed)?.permissions().mode() & 0o700;
            fs::set_permissions(entry.path(), fs::Permissions::from_mode(mode)).map_err(failed)?;
        }
    }
    Ok(())
}

/// Adds to the end of a cache in one write.
#[expect(clippy::disallowed_methods, reason = "a cache that any reader may add to and nobody trusts")]
pub(super) fn append(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().append(true).create(true).mode(0o600).custom_flags(NO_LINK).open(path)?;
    file.write_all(bytes)
}

/// Whether what is written would survive a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lasting {
    /// It is rebuilt where it is lost.
    Cache,
    /// It is all that there is.
    Kept,
}

/// How the ending of a file begins before it gets its name; the number of its process follows.
const BESIDE: &str = "new-";

/// Removes the files whose names begin so and whose processes are dead: what lives is locked.
#[expect(clippy::disallowed_methods, reason = "passing files of ours, whose processes are dead")]
fn clear_dead(folder: &Path, start: &[u8]) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_one = entry.file_name().as_encoded_bytes().starts_with(start);
        if is_one && File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok()) {
            // one that stays is in nobody's way
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Replaces a file of ours whole; a reader sees the old or the new one, and so does whoever comes after a power cut where
/// it is kept.
#[expect(clippy::disallowed_methods, reason = "files of ours beside the trail: caches, and the heads that were seen")]
pub(super) fn replace(path: &Path, bytes: &[u8], lasting: Lasting) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let beside = path.with_extension(format!("{BESIDE}{}", std::process::id()));
    if let (Some(folder), Some(start)) = (path.parent(), path.with_extension(BESIDE).file_name()) {
        clear_dead(folder, start.as_encoded_bytes());
    }
    let written = open_anew(&beside).and_then(|mut file| {
        // where it cannot be locked, somebody else may clear it away, and the old one stays
        let _ = file.try_lock();
        file.write_all(bytes)?;
        if lasting == Lasting::Kept {
            file.sync_all()?;
        }
        // while it is locked: nobody takes it for a dead one
        fs::rename(&beside, path)
    });
    if written.is_err() {
        // a leftover would only be in the way of nobody; the first error is the one to tell
        let _ = fs::remove_file(&beside);
    }
    match path.parent().filter(|_| written.is_ok() && lasting == Lasting::Kept) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => written,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_kill_left_beside_a_file_goes_with_the_next_write() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("heads.json");
        for name in ["heads.new-17", "heads.new-18", "other.new-17", "heads.old"] {
            fs::write(place.path().join(name), "x").unwrap();
        }
        let living = File::open(place.path().join("heads.new-18")).unwrap();
        living.try_lock().unwrap();
        replace(&path, b"text", Lasting::Kept).unwrap();
        let mut names: Vec<String> = fs::read_dir(place.path())
            .unwrap()
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        assert_eq!(names, ["heads.json", "heads.new-18", "heads.old", "other.new-17"]);
        assert_eq!(fs::read_to_string(path).unwrap(), "text");
    }

    #[test]
    fn a_passing_file_goes_when_it_is_dropped_or_its_process_is_dead() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("passing-17-0"), "x").unwrap();
        fs::write(place.path().join("passage"), "x").unwrap();
        let living = TemporaryFile::write(place.path(), b"content").unwrap();
        TemporaryFile::clear_dead(place.path());
        assert_eq!(fs::read(living.path()).unwrap(), b"content");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 2);
        drop(living);
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }
}
