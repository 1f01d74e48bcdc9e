//! Whether it is the machine that does not give out what git has: a missing right, a broken disk, too many open files.
//!
//! Libgit2 hides most of that behind "not found" and "invalid". So the files that git would read are opened by hand, and an
//! object is asked for once more by a fresh handle. Nothing is called damaged or lost before both have said so, and nothing
//! is advised here that would throw anything away.

use std::cell::OnceCell;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use git2::{ErrorClass, ErrorCode, Odb, Oid};

use super::borrowed::borrowed_by;
use crate::model::{Fault, Kind};

/// A file of this size is read as a whole, of a longer one both ends.
const WHOLE: u64 = 1 << 20;
/// So many bytes stand at the end of a pack.
const END: u64 = 20;

/// The fault of a file that is there and that the system does not give out: nothing is known to be damaged.
pub(super) fn unread(file: &Path, error: &io::Error) -> Fault {
    Fault::new(Kind::Disk, format!("cannot read “{}”: {error}", file.display()))
        .hint("see whose it is and who may read it; what it holds is not lost")
}

/// The fault of what could not be read at first, and can be now.
pub(super) fn passing(what: &str) -> Fault {
    Fault::new(Kind::Disk, format!("git could not read {what}: the machine refused it for a moment"))
        .hint("nothing says that anything is lost; run the command again")
}

/// The first of these files that is there and cannot be read.
pub(super) fn first_unread(files: impl IntoIterator<Item = PathBuf>) -> Option<Fault> {
    files.into_iter().find_map(|file| refused(try_to_read(&file)).map(|error| unread(&file, &error)))
}

/// The names in a folder; none where it is not there.
fn names(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let listed = fs::read_dir(folder).and_then(|entries| entries.map(|own| Ok(own?.path())).collect());
    match listed {
        Ok(found) => Ok(found),
        Err(error) => refused(Err(error)).map_or(Ok(Vec::new()), |error| Err(unread(folder, &error))),
    }
}

/// What says more than that nothing is there.
fn refused(tried: io::Result<()>) -> Option<io::Error> {
    tried.err().filter(|error| !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory))
}

fn try_to_read(file: &Path) -> io::Result<()> {
    let mut open = File::open(file)?;
    let size = open.metadata()?.len();
    if size <= WHOLE {
        return io::copy(&mut open, &mut io::sink()).map(|_| ());
    }
    open.read_exact(&mut [0])?;
    open.seek(SeekFrom::Start(size - END))?;
    io::copy(&mut open, &mut io::sink()).map(|_| ())
}

/// The look at objects that follows after libgit2 could not have one.
pub(super) struct SecondLook {
    /// The repository's own folder of objects, and those that it borrows from.
    folders: Vec<PathBuf>,
    /// What of the packs cannot be read; looked for once.
    packs: OnceCell<Option<Fault>>,
    /// Another handle than the one that failed.
    again: OnceCell<Option<Odb<'static>>>,
}

impl SecondLook {
    /// At the objects in this folder.
    pub(super) fn at(objects: &Path) -> Self {
        let folders = std::iter::once(objects.to_owned()).chain(borrowed_by(objects)).collect();
        Self { folders, packs: OnceCell::new(), again: OnceCell::new() }
    }

    /// The machine's error, where it is one, that kept an object from being read; libgit2's word is `error`, where it
    /// said one.
    pub(super) fn fault(&self, object: Option<Oid>, error: Option<&git2::Error>) -> Option<Fault> {
        let loose = |oid: Oid| {
            let name = oid.to_string();
            let (folder, rest) = name.split_at_checked(2)?;
            first_unread(self.folders.iter().map(|objects| objects.join(folder).join(rest)))
        };
        let packs = || self.packs.get_or_init(|| self.unread_packs().err()).clone();
        object.and_then(loose).or_else(packs).or_else(|| {
            let is_here = object.is_some_and(|oid| self.reads(oid)) || error.is_some_and(never_looked);
            let own = error.filter(|error| is_of_the_machine(error)).map(git2::Error::message);
            let name = object.map_or_else(|| "its objects".to_owned(), |oid| format!("the object {oid}"));
            match own {
                Some(said) => Some(passing(&format!("{name} ({said})"))),
                None => is_here.then(|| passing(&name)),
            }
        })
    }

    fn unread_packs(&self) -> Result<(), Fault> {
        for objects in &self.folders {
            let others = ["info/alternates", "info/commit-graph"].map(|name| objects.join(name));
            let packs = names(&objects.join("pack"))?;
            first_unread(packs.into_iter().chain(others)).map_or(Ok(()), Err)?;
        }
        Ok(())
    }

    fn reads(&self, object: Oid) -> bool {
        let again = self.again.get_or_init(|| {
            let odb = Odb::new().ok()?;
            odb.add_disk_alternate(&self.folders.first()?.to_string_lossy()).ok()?;
            Some(odb)
        });
        again.as_ref().is_some_and(|odb| odb.read(object).is_ok())
    }
}

/// True where libgit2 could not even see which packs there are, which a folder that can be read does not explain.
fn never_looked(error: &git2::Error) -> bool {
    error.message().contains("failed to refresh packfiles")
}

/// True where libgit2 itself says that the system refused something. A pack that is not one it words in the same way.
fn is_of_the_machine(error: &git2::Error) -> bool {
    error.code() != ErrorCode::NotFound
        && matches!(error.class(), ErrorClass::Os | ErrorClass::NoMemory)
        && !error.message().starts_with("invalid packfile")
}
