//! Who may read what: a store is the person's alone, its files 0600, its folders 0700, what can be run 0700, what git has
//! sealed 0400.
//!
//! Looks at the store's own files and at everything in the git directory, in parallel, and counts rather than lists.
//! Changes nothing but permissions, and only when told to; follows no symbolic link, and leaves what belongs to another
//! user as it is, and what other names lead to: such a name gets a file of its own.

use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, Stat, fchmod, fstat, openat, statat};
use rustix::io::Errno;

use super::layout::{ATTRIBUTES_FILE, LOGS, RUNBOOKS, SCHEMAS, SETTINGS_FILE, TEMPLATES};
use super::parting::{clear_dead, part};
use crate::model::{Fault, Kind, Result};

/// So many are named.
const NAMED: usize = 3;
/// What others may do.
const OTHERS: u32 = 0o077;
/// What in a git directory tells of the store. The rest (words of the last commit, hooks, lists of work trees) git makes
/// by the umask whatever it is told, and a git directory that is closed keeps it.
const TELLING: [&str; 9] =
    ["HEAD", "config", "config.worktree", "index", "packed-refs", "objects", "refs", "logs", "runbook"];

/// What others than the owner can get at.
#[must_use = "what is still open has to be told"]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exposed {
    /// The person's own files and folders.
    pub own: Places,
    /// Those of another user, which only that user can close.
    pub foreign: Places,
}

/// How many places, and a few of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// How many.
    pub count: usize,
    /// The first of them, from the top of the store where they are in it.
    pub first: Vec<String>,
    /// How many of them were closed.
    pub closed: usize,
}

impl Places {
    fn add(&mut self, path: &str, is_closed: bool) {
        self.count += 1;
        self.closed += usize::from(is_closed);
        if self.first.len() < NAMED {
            self.first.push(path.to_owned());
        }
    }

    fn take(&mut self, other: Self) {
        self.count += other.count;
        self.closed += other.closed;
        let room = NAMED.saturating_sub(self.first.len());
        self.first.extend(other.first.into_iter().take(room));
    }
}

impl Exposed {
    fn and(mut self, other: Self) -> Self {
        self.own.take(other.own);
        self.foreign.take(other.foreign);
        self
    }
}

/// Everything of a store that others than the owner can get at; closed at once where that is wanted. `git` is the git
/// directory that all work trees share.
///
/// # Errors
/// `Disk` when the store's folder cannot be opened.
pub fn exposed(top: &Path, git: &Path, close: bool) -> Result<Exposed> {
    let walk = Walk { me: rustix::process::geteuid().as_raw(), close };
    let folder = open_folder(CWD, top).map_err(|error| unreadable(top, error))?;
    let mut found = Exposed::default();
    let about = statat(&folder, ".", AtFlags::empty()).map_err(|error| unreadable(top, error))?;
    walk.judge(about, &|mode| fchmod(&folder, mode), ".", &mut found);
    for part in [RUNBOOKS, LOGS, SCHEMAS, TEMPLATES, SETTINGS_FILE, ATTRIBUTES_FILE] {
        found = found.and(walk.look(&folder, part, part));
    }
    let shown = git.strip_prefix(top).unwrap_or(git).display().to_string();
    let folder = open_folder(CWD, git).map_err(|error| unreadable(git, error))?;
    let about = statat(&folder, ".", AtFlags::empty()).map_err(|error| unreadable(git, error))?;
    let is_open = about.st_mode & OTHERS != 0;
    walk.judge(about, &|mode| fchmod(&folder, mode), &shown, &mut found);
    let of_git = walk.inside(folder, &shown, &|name| is_open || close || TELLING.contains(&name));
    Ok(found.and(of_git))
}

/// True for a folder of objects that others can get at: neither it nor one of the two above it, which are the git directory
/// and mostly the top of that repository, is closed to them.
pub fn is_open(objects: &Path) -> bool {
    let is_open = |folder| statat(CWD, folder, AtFlags::empty()).is_ok_and(|about| about.st_mode & OTHERS != 0);
    objects.ancestors().take(3).all(is_open)
}

/// One look at everything.
struct Walk {
    me: u32,
    close: bool,
}

impl Walk {
    /// A file or folder with all that is in it; what is neither, or is gone by now, is passed over.
    fn look(&self, parent: &OwnedFd, name: &str, path: &str) -> Exposed {
        let mut found = Exposed::default();
        let Ok(about) = statat(parent, name, AtFlags::SYMLINK_NOFOLLOW) else { return found };
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        match FileType::from_raw_mode(about.st_mode) {
            FileType::RegularFile => {
                let close = |mode| {
                    let file = openat(parent, name, flags, Mode::empty())?;
                    match fstat(&file)?.st_nlink {
                        0 | 1 => fchmod(&file, mode),
                        _ => part(parent, name, file, mode),
                    }
                };
                self.judge(about, &close, path, &mut found);
                found
            }
            FileType::Directory => match openat(parent, name, flags | OFlags::DIRECTORY, Mode::empty()) {
                Ok(folder) => {
                    self.judge(about, &|mode| fchmod(&folder, mode), path, &mut found);
                    found.and(self.inside(folder, path, &|_| true))
                }
                // what lies in it cannot be looked at; the folder itself can
                Err(error) => {
                    self.judge(about, &|_| Err(error), path, &mut found);
                    found
                }
            },
            _ => found,
        }
    }

    fn inside(&self, folder: OwnedFd, path: &str, wanted: &(dyn Fn(&str) -> bool + Sync)) -> Exposed {
        let names: Vec<String> = match Dir::read_from(&folder) {
            // a name that is no text cannot be git's, nor the store's
            Ok(entries) => {
                entries.filter_map(|entry| entry.ok()?.file_name().to_str().ok().map(str::to_owned)).collect()
            }
            Err(_) => return Exposed::default(),
        };
        let mut names: Vec<String> =
            names.into_iter().filter(|name| !matches!(name.as_str(), "." | "..") && wanted(name)).collect();
        // what an earlier closing has left when it was killed
        names.retain(|name| !(self.close && clear_dead(&folder, name)));
        names.sort_unstable();
        let look = |name: String| self.look(&folder, &name, &format!("{path}/{name}"));
        names.into_par_iter().map(look).reduce(Exposed::default, Exposed::and)
    }

    fn judge(&self, about: Stat, close: &dyn Fn(Mode) -> Result<(), Errno>, path: &str, found: &mut Exposed) {
        if about.st_mode & OTHERS == 0 {
            return;
        }
        if about.st_uid != self.me {
            found.foreign.add(path, false);
            return;
        }
        let narrow = Mode::from_raw_mode(about.st_mode & 0o700);
        found.own.add(path, self.close && close(narrow).is_ok());
    }
}

fn open_folder(at: impl AsFd, path: &Path) -> Result<OwnedFd, Errno> {
    openat(at, path, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())
}

fn unreadable(path: &Path, error: Errno) -> Fault {
    Fault::new(Kind::Disk, format!("{} cannot be looked at: {}", path.display(), std::io::Error::from(error)))
}
