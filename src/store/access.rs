//! Whether the person could write in a place, asked before anything is tried, and what opens it to them.
//!
//! Only asks; changes no mode and makes no file.

use std::path::Path;

use rustix::fs::{Access, AtFlags, CWD, FileType, accessat, statat, statvfs};
use rustix::io::Errno;

/// What keeps the person out of a file or folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Barrier {
    /// The file system is mounted for reading only.
    ReadOnly,
    /// It is the person's own, and closed to them.
    Closed,
    /// It is another user's.
    Foreign,
    /// There is no room on its file system.
    Full,
    /// There is room for no more files on its file system.
    NoMoreFiles,
}

/// So much must be free, in bytes: a change writes about as much.
const LEAST: u64 = 64 << 10;
/// So many files must be free.
const LEAST_FILES: u64 = 16;

impl Barrier {
    /// The command that takes it away from a place, or shows what has to be done.
    pub fn way(self, place: &Path) -> String {
        let shown = place.display().to_string();
        let shown = shell_words::quote(&shown);
        match self {
            Self::ReadOnly => format!("have its file system mounted for writing: findmnt -T {shown}"),
            Self::Closed => format!("chmod u+rwX {shown}"),
            Self::Foreign => format!("sudo chown \"$(id -un)\" {shown}"),
            Self::Full => format!("make room on its file system: df -h {shown}"),
            Self::NoMoreFiles => format!("remove files from its file system: df -i {shown}"),
        }
    }
}

/// What keeps the person from writing in a folder, or into a file; nothing where there is none, or none of the two.
pub fn barrier(place: &Path) -> Option<Barrier> {
    let about = statat(CWD, place, AtFlags::SYMLINK_NOFOLLOW).ok()?;
    let wanted = match FileType::from_raw_mode(about.st_mode) {
        FileType::Directory => Access::WRITE_OK | Access::EXEC_OK | Access::READ_OK,
        FileType::RegularFile => Access::WRITE_OK | Access::READ_OK,
        _ => return None,
    };
    match accessat(CWD, place, wanted, AtFlags::EACCESS) {
        Err(Errno::ROFS) => Some(Barrier::ReadOnly),
        Err(Errno::ACCESS | Errno::PERM) if about.st_uid == rustix::process::geteuid().as_raw() => {
            Some(Barrier::Closed)
        }
        Err(Errno::ACCESS | Errno::PERM) => Some(Barrier::Foreign),
        _ => None,
    }
}

/// What keeps anybody from writing on the file system of this place, however open it is.
pub fn lack_of_room(place: &Path) -> Option<Barrier> {
    let about = statvfs(place).ok()?;
    let is_root = rustix::process::geteuid().is_root();
    let (blocks, files) = if is_root { (about.f_bfree, about.f_ffree) } else { (about.f_bavail, about.f_favail) };
    // a file system that counts neither says that it has none at all
    if about.f_blocks > 0 && blocks.saturating_mul(about.f_frsize) < LEAST {
        Some(Barrier::Full)
    } else if about.f_files > 0 && files < LEAST_FILES {
        Some(Barrier::NoMoreFiles)
    } else {
        None
    }
}

/// What lets the person write a file that they were kept from: what opens it, or its folder.
pub(super) fn way_in(path: &Path) -> String {
    let mut near = path.ancestors().take(2);
    let closed = near.find_map(|place| barrier(place).map(|barrier| barrier.way(place)));
    closed.unwrap_or_else(|| {
        let folder = path.parent().unwrap_or(path).display().to_string();
        format!("see who may write there: ls -ld {}", shell_words::quote(&folder))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_barrier_has_a_way_that_names_the_place() {
        let place = Path::new("/srv/it's here");
        let full = [Barrier::Full, Barrier::NoMoreFiles];
        for barrier in [Barrier::ReadOnly, Barrier::Closed, Barrier::Foreign].into_iter().chain(full) {
            let words = shell_words::split(&barrier.way(place)).unwrap();
            assert!(words.contains(&"/srv/it's here".to_owned()), "{words:?}");
        }
    }

    #[test]
    fn what_is_open_or_not_there_is_no_barrier() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("file"), "").unwrap();
        std::os::unix::fs::symlink("file", dir.path().join("link")).unwrap();
        for name in ["", "file", "none", "link"] {
            assert_eq!(barrier(&dir.path().join(name)), None, "{name}");
        }
        assert!(way_in(&dir.path().join("none")).contains("ls -ld"));
    }
}
