//! A file that lies under other names too, given a content of its own: a clone by plain git on the same disk shares its
//! objects with the repository that it came from, and what is done to one is done to both.
//!
//! Refuses nothing and changes nothing but the one name; the others keep content and mode.

use std::fs::{File, Metadata};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::MetadataExt;
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::fs::{AtFlags, Mode, OFlags, fchmod, openat, renameat, unlinkat};
use rustix::io::Errno;

/// How the name of a copy begins before it gets its own; git clears such names away where it keeps objects, and
/// [`clear_dead`] everywhere.
const PASSING: &str = "tmp_obj_";

/// Removes a copy that a kill has left under a passing name; true when it was one.
pub(super) fn clear_dead(folder: &OwnedFd, name: &str) -> bool {
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let numbers = name.strip_prefix(PASSING).and_then(|rest| rest.split_once('-'));
    if !numbers.is_some_and(|(process, number)| is_number(process) && is_number(number)) {
        return false;
    }
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    // a living process has it locked
    openat(folder, name, flags, Mode::empty()).map(File::from).is_ok_and(|copy| copy.try_lock().is_ok())
        && unlinkat(folder, name, AtFlags::empty()).is_ok()
}

/// Gives the name in this folder a file of its own with the same content and these permissions. What a kill leaves is the
/// old file or the new one, whole; `file` is the old one, open for reading.
///
/// # Errors
/// What the file system says; then the name is the old file still.
pub(super) fn part(folder: &OwnedFd, name: &str, file: OwnedFd, mode: Mode) -> Result<(), Errno> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let passing = format!("{PASSING}{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let copy = File::from(openat(folder, &passing, flags, Mode::RUSR | Mode::WUSR)?);
    // where it cannot be locked, somebody else may clear it away, and the name keeps its old file
    let _ = copy.try_lock();
    // the copy stays locked until it has its name: nobody takes it for a dead one
    let parted = fill(File::from(file), &copy, &|| look(folder, name), mode)
        .map_err(|error| Errno::from_io_error(&error).unwrap_or(Errno::IO))
        .and_then(|()| renameat(folder, &passing, folder, name));
    if parted.is_err() {
        // a leftover is private, and the first error is the one to tell
        let _ = unlinkat(folder, &passing, AtFlags::empty());
    }
    parted
}

fn fill(mut file: File, mut copy: &File, there: &dyn Fn() -> io::Result<Metadata>, mode: Mode) -> io::Result<()> {
    let before = file.metadata()?;
    io::copy(&mut file, &mut copy)?;
    // git goes by the age of what it keeps
    copy.set_modified(before.modified()?)?;
    fchmod(copy, mode)?;
    copy.sync_all()?;
    // somebody who wrote meanwhile is not undone
    let known = |about: &Metadata| (about.dev(), about.ino(), about.len(), about.mtime(), about.mtime_nsec());
    let is_same = known(&there()?) == known(&before) && known(&file.metadata()?) == known(&before);
    if is_same { Ok(()) } else { Err(Errno::BUSY.into()) }
}

/// What bears the name now.
fn look(folder: &OwnedFd, name: &str) -> io::Result<Metadata> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    File::from(openat(folder, name, flags, Mode::empty())?).metadata()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_copy_that_a_kill_left_is_cleared_away_and_nothing_else_is() {
        let place = tempfile::tempdir().unwrap();
        let folder = OwnedFd::from(File::open(place.path()).unwrap());
        for name in ["tmp_obj_17-0", "tmp_obj_18-0", "tmp_obj_AbCdEf", "tmp_obj_1-x", "tmp_obj_-1", "other"] {
            std::fs::write(place.path().join(name), "content").unwrap();
        }
        std::os::unix::fs::symlink("other", place.path().join("tmp_obj_19-0")).unwrap();
        let living = File::open(place.path().join("tmp_obj_18-0")).unwrap();
        living.try_lock().unwrap();
        let names = || -> Vec<String> {
            let entries = std::fs::read_dir(place.path()).unwrap().flatten();
            entries.map(|entry| entry.file_name().into_string().unwrap()).collect()
        };
        let cleared: Vec<String> = names().into_iter().filter(|name| clear_dead(&folder, name)).collect();
        assert_eq!(cleared, ["tmp_obj_17-0"]);
        assert!(names().len() == 6 && !names().contains(&cleared[0]));
        drop(living);
        assert!(clear_dead(&folder, "tmp_obj_18-0"));
    }

    #[test]
    fn only_the_one_name_gets_another_file() {
        let place = tempfile::tempdir().unwrap();
        let (theirs, ours) = (place.path().join("theirs"), place.path().join("ours"));
        std::fs::write(&theirs, "content").unwrap();
        std::fs::set_permissions(&theirs, std::fs::Permissions::from_mode(0o444)).unwrap();
        std::fs::hard_link(&theirs, &ours).unwrap();
        let folder = OwnedFd::from(File::open(place.path()).unwrap());
        let modified = |path: &std::path::Path| std::fs::metadata(path).unwrap().modified().unwrap();
        part(&folder, "ours", File::open(&ours).unwrap().into(), Mode::RUSR).unwrap();
        for (path, mode) in [(&theirs, 0o444), (&ours, 0o400)] {
            assert_eq!(std::fs::read_to_string(path).unwrap(), "content");
            assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, mode);
        }
        assert_eq!(modified(&theirs), modified(&ours));
        assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 2, "nothing is left behind");
        let other = File::open(&theirs).unwrap();
        assert_eq!(
            part(&folder, "ours", other.into(), Mode::RUSR),
            Err(Errno::BUSY),
            "another file bears the name by now"
        );
        assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 2);
    }
}
