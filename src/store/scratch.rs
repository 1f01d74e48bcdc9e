//! New files and folders: private, under a name that nothing else bears, and a file gets its own name once it has all its
//! bytes.
//!
//! For what need not survive a power cut. Records and whatever else must are staged in a [`Folder`] and settled.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, Mode, RenameFlags, fchmod};
use rustix::io::Errno;
use tempfile::NamedTempFile;

use super::folder::{Folder, PRIVATE_FILE, fault};
use crate::model::{Fault, Kind, Result};

/// Makes a folder in `place` whose name begins with `prefix`.
///
/// # Errors
/// `Disk` when it cannot be made.
pub fn scratch_folder(place: &Path, prefix: &str) -> Result<PathBuf> {
    let folder = tempfile::Builder::new()
        .prefix(prefix)
        .permissions(std::fs::Permissions::from_mode(0o700))
        .tempdir_in(place)
        .map_err(|error| Fault::new(Kind::Disk, format!("no folder can be made in {}: {error}", place.display())))?;
    Ok(folder.keep())
}

/// A private folder in which something is made; it goes away with what is left in it.
///
/// It is locked as long as its process lives, so that one which a kill left behind can be told and cleared away.
#[derive(Debug)]
pub struct PassingFolder {
    made: tempfile::TempDir,
    stays: bool,
    _alive: Option<File>,
}

impl Drop for PassingFolder {
    fn drop(&mut self) {
        let (place, name) = (self.made.path().parent(), self.made.path().file_name().and_then(OsStr::to_str));
        if let (Some(place), Some(name), false) = (place, name, self.stays) {
            // first by the folder itself; `TempDir` tries once more what stays: nobody is told of one that lies in a person's own
            let _ = Folder::open(place).and_then(|place| place.remove_tree(name));
        }
    }
}

/// How the name of a file begins before it gets its own.
const SCRATCH: &str = ".runbook-tmp-";

/// How often a folder is made anew because somebody who clears away took it for a dead one.
const TRIES: usize = 20;

impl PassingFolder {
    /// Makes one in `place`, whose name begins with `prefix`. Dead ones of that name are cleared away first.
    ///
    /// # Errors
    /// `Disk` when it cannot be made.
    pub fn make(place: &Path, prefix: &str) -> Result<Self> {
        Self::clear_dead(place, |name| name.starts_with(prefix));
        Self::while_cleared(place, tempfile::Builder::new().prefix(prefix))
    }

    /// Makes one of exactly this name in `place`.
    ///
    /// # Errors
    /// `Disk` when it cannot be made.
    pub(super) fn named(place: &Path, name: &str) -> Result<Self> {
        Self::while_cleared(place, tempfile::Builder::new().prefix(name).rand_bytes(0))
    }

    fn while_cleared(place: &Path, builder: &mut tempfile::Builder<'_, '_>) -> Result<Self> {
        let builder = builder.permissions(std::fs::Permissions::from_mode(0o700));
        let make = || -> std::io::Result<Self> {
            let made = builder.tempdir_in(place)?;
            let alive = Folder::open(made.path()).ok().and_then(|folder| folder.lock());
            Ok(Self { made, stays: false, _alive: alive })
        };
        let wrong = |error| fault("make a folder in", place, error);
        for _ in 1..TRIES {
            let made = make().map_err(wrong)?;
            if made.path().exists() {
                return Ok(made);
            }
        }
        make().map_err(wrong)
    }

    /// Clears away those of these names that a kill has left in `place`. What cannot be told for dead, or not removed,
    /// stays.
    pub fn clear_dead(place: &Path, is_one: impl Fn(&str) -> bool) {
        let Ok(folder) = Folder::open(place) else { return };
        let names = folder.names().unwrap_or_default();
        for name in names.iter().filter(|name| is_one(name)) {
            let Ok(Some(found)) = folder.child(name) else { continue };
            if let Some(_dead) = Some(found).filter(Folder::is_mine).and_then(|found| found.lock()) {
                // one that stays is in nobody's way
                let _ = folder.remove_tree(name);
            }
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.made.path()
    }

    /// Leaves it to the next run.
    pub(super) fn keep(mut self) {
        self.stays = true;
        self.made.disable_cleanup(true);
    }

    /// Removes the locks of a repository that was made in it, whose git directory lies there. Nobody else works in it: a
    /// lock is one that git's library could not remove, and says nothing of.
    ///
    /// # Errors
    /// `Disk`.
    pub fn clear_locks(&self, git_dir: &str) -> Result<()> {
        let Some((above, name)) = Folder::open(self.path())?.holder(git_dir)? else { return Ok(()) };
        let Some(folder) = above.child(name)? else { return Ok(()) };
        remove_locks(&folder)?;
        folder.child("refs")?.map_or(Ok(()), |refs| remove_locks_below(&refs))
    }

    /// Waits until what was made in it would survive a power cut.
    ///
    /// # Errors
    /// `Disk`.
    pub fn settle(&self) -> Result<()> {
        Folder::open(self.path())?.settle_tree()
    }

    /// Moves a folder that was made in it to its own place, where there is nothing, or a folder with nothing but, perhaps,
    /// this one. A folder that is there is closed to others where it is the person's own.
    ///
    /// # Errors
    /// `Refused` when something is there by now; `Disk` when it cannot be moved. Nothing was moved then, or, where
    /// something came while it was, nothing that is git's.
    pub fn give(self, name: &str, to: &Path) -> Result<()> {
        let in_the_way =
            |at: &Path| Fault::refused(format!("{} has come meanwhile, and was left as it is", at.display()));
        let made = self.path().join(name);
        let Ok(into) = std::fs::symlink_metadata(to) else {
            return match rustix::fs::renameat_with(CWD, &made, CWD, to, RenameFlags::NOREPLACE) {
                // a file system that cannot do it in one step
                Err(Errno::INVAL | Errno::NOSYS) => rustix::fs::rename(&made, to),
                other => other,
            }
            .map_err(|error| if error == Errno::EXIST { in_the_way(to) } else { fault("make", to, error) });
        };
        if !into.is_dir() {
            return Err(in_the_way(to));
        }
        // somebody may stand in it, so it stays the folder that it is
        let place = Folder::open(to)?;
        let own = self.path().file_name().filter(|_| self.path().parent() == Some(to));
        if let Some(theirs) = place.names()?.iter().find(|name| own != Some(OsStr::new(name))) {
            return Err(in_the_way(&to.join(theirs)));
        }
        let made = Folder::open(&made)?;
        // git's own folder last: without it there is no repository
        let (git, mut rest): (Vec<String>, Vec<String>) = made.names()?.into_iter().partition(|name| name == ".git");
        rest.extend(git);
        for name in &rest {
            if !made.move_new(name, &place, name)? {
                return Err(in_the_way(&to.join(name)));
            }
        }
        // a mode that cannot be set is told by who looks at what is open
        let _ = place.restrict();
        Ok(())
    }
}

fn remove_locks(folder: &Folder) -> Result<()> {
    folder.names()?.iter().filter(|name| name.ends_with(".lock")).try_for_each(|name| folder.remove(name))
}

fn remove_locks_below(folder: &Folder) -> Result<()> {
    remove_locks(folder)?;
    for name in folder.names()? {
        if let Ok(Some(inside)) = folder.child(&name) {
            remove_locks_below(&inside)?;
        }
    }
    Ok(())
}

/// A file with these bytes in this folder, for [`NamedTempFile::persist`]; without that it goes away again.
///
/// # Errors
/// `Disk`; nothing stays behind then.
pub(super) fn scratch_file(folder: &Folder, bytes: &[u8]) -> Result<NamedTempFile> {
    let make = || -> std::io::Result<NamedTempFile> {
        let mut file = NamedTempFile::with_prefix_in(SCRATCH, folder.path())?;
        // where it cannot be locked, it cannot be told for dead either
        let _ = file.as_file().try_lock();
        file.write_all(bytes)?;
        // said outright, because a umask may have taken more away than it should
        fchmod(file.as_file(), Mode::from_raw_mode(PRIVATE_FILE))?;
        Ok(file)
    };
    make().map_err(|error| fault("write in", folder.path(), error))
}

/// The files that a kill has left in this folder before they got their names.
pub(super) fn dead_files(folder: &Folder) -> Result<Vec<String>> {
    let mut names = folder.names()?;
    names.retain(|name| {
        let is_dead = || File::open(folder.path().join(name)).is_ok_and(|file| file.try_lock().is_ok());
        name.starts_with(SCRATCH) && is_dead()
    });
    Ok(names)
}

/// Gives a file these bytes, all of them or none; what bore the name before is replaced, a link not followed. What an
/// earlier run left in the folder when it was killed is cleared away.
///
/// # Errors
/// `Disk`; then nothing was changed.
pub fn write_whole(folder: &Folder, name: &str, bytes: &[u8]) -> Result<()> {
    let path = folder.path().join(name);
    // one that stays is in nobody's way
    dead_files(folder).unwrap_or_default().iter().for_each(|dead| drop(folder.remove(dead)));
    scratch_file(folder, bytes)?.persist(&path).map(drop).map_err(|failed| fault("write", &path, failed.error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_new_private_and_stays() {
        let place = tempfile::tempdir().unwrap();
        let (a, b) = (scratch_folder(place.path(), "demo-").unwrap(), scratch_folder(place.path(), "demo-").unwrap());
        assert_ne!(a, b);
        assert_eq!(std::fs::metadata(&a).unwrap().permissions().mode() & 0o777, 0o700);
        assert!(scratch_folder(&place.path().join("none"), "demo-").is_err());
    }

    #[test]
    fn what_a_kill_left_is_cleared_away_and_what_lives_is_not() {
        let place = tempfile::tempdir().unwrap();
        let dead = place.path().join(".made-dead");
        std::fs::create_dir_all(dead.join("a/b")).unwrap();
        std::os::unix::fs::symlink(place.path(), dead.join("a/link")).unwrap();
        let living = PassingFolder::make(place.path(), ".made-").unwrap();
        assert!(!dead.exists() && living.path().exists() && place.path().exists());
        std::fs::write(place.path().join(".made-file"), "x").unwrap();
        let other = PassingFolder::make(place.path(), ".made-").unwrap();
        assert!(living.path().exists() && other.path().exists() && place.path().join(".made-file").exists());
        let gone = living.path().to_owned();
        drop(living);
        assert!(!gone.exists());
    }

    #[test]
    fn a_file_that_a_kill_left_goes_with_the_next_and_anybody_elses_stays() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(place.path()).unwrap();
        let living = scratch_file(&folder, b"living").unwrap();
        for name in [".runbook-tmp-dead", ".tmp-theirs", "theirs"] {
            std::fs::write(place.path().join(name), "content").unwrap();
        }
        assert_eq!(dead_files(&folder).unwrap(), [".runbook-tmp-dead"]);
        write_whole(&folder, "new", b"new").unwrap();
        let mut names = folder.names().unwrap();
        names.sort();
        let living = living.path().file_name().unwrap().to_str().unwrap().to_owned();
        assert_eq!(names, [living.as_str(), ".tmp-theirs", "new", "theirs"]);
    }

    #[test]
    fn what_is_made_comes_where_nothing_is_and_over_nothing() {
        let place = tempfile::tempdir().unwrap();
        let made = || {
            let made = PassingFolder::make(place.path(), ".made-").unwrap();
            std::fs::create_dir(made.path().join("new")).unwrap();
            std::fs::write(made.path().join("new/a"), "ours").unwrap();
            made
        };
        let to = place.path().join("to");
        made().give("new", &to).unwrap();
        assert_eq!(std::fs::read_to_string(to.join("a")).unwrap(), "ours");
        std::fs::write(to.join("a"), "theirs").unwrap();
        for came in [&to, &to.join("a")] {
            let refused = made().give("new", came).unwrap_err();
            assert!(refused.kind == Kind::Refused && refused.message.contains("has come meanwhile"), "{refused}");
        }
        assert_eq!(std::fs::read_to_string(to.join("a")).unwrap(), "theirs");
        let empty = place.path().join("empty");
        std::fs::create_dir(&empty).unwrap();
        made().give("new", &empty).unwrap();
        assert_eq!(std::fs::read_to_string(empty.join("a")).unwrap(), "ours");
        let other = Folder::open(&empty).unwrap();
        assert!(!Folder::open(&to).unwrap().move_new("a", &other, "a").unwrap());
        assert_eq!(std::fs::read_to_string(empty.join("a")).unwrap(), "ours");
    }

    #[test]
    fn no_lock_goes_with_a_repository_that_was_made() {
        let place = tempfile::tempdir().unwrap();
        let made = PassingFolder::make(place.path(), ".made-").unwrap();
        let git = made.path().join("store/.git");
        std::fs::create_dir_all(git.join("refs/heads/a")).unwrap();
        for name in ["HEAD.lock", "refs/heads/a/b.lock", "HEAD", "../Cargo.lock"] {
            std::fs::write(git.join(name), "").unwrap();
        }
        made.clear_locks("store/.git").unwrap();
        let is_there =
            ["HEAD.lock", "refs/heads/a/b.lock", "HEAD", "../Cargo.lock"].map(|name| git.join(name).exists());
        assert_eq!(is_there, [false, false, true, true]);
    }

    #[test]
    fn a_file_is_whole_private_and_alone_under_its_name() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(place.path()).unwrap();
        for text in ["one", "two"] {
            write_whole(&folder, "a", text.as_bytes()).unwrap();
            assert_eq!(std::fs::read_to_string(place.path().join("a")).unwrap(), text);
        }
        assert_eq!(std::fs::metadata(place.path().join("a")).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(write_whole(&folder, "none/a", b"x").is_err());
        assert_eq!(folder.names().unwrap(), ["a"], "nothing is left behind");
    }
}
