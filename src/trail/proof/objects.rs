//! Objects by their names, each hashed when it is read.
//!
//! Opened anew by each thread. Refuses an object whose content hashes to another name, and one of another type.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use git2::{ErrorCode, ObjectType, Odb, OdbLookupFlags, OdbObject, Oid};

use super::object_fault::ObjectFault;
use super::raw::ReadCommit;
use crate::model::{CommitId, Fault, Result};
use crate::trail::BlobId;
use crate::trail::failure::git_fault;
use crate::trail::repository::Repository;
use crate::trail::unread::SecondLook;

/// Where the objects of a repository lie, and whether the machine gave all of them out that were asked for.
#[derive(Debug, Clone)]
pub struct ObjectPlace {
    folder: PathBuf,
    /// The first error of the machine that any reader of this place met.
    unread: Arc<OnceLock<Fault>>,
}

impl ObjectPlace {
    /// Refuses to judge by what was read, where the machine kept something back: what nobody could read is neither
    /// missing nor damaged.
    ///
    /// # Errors
    /// The machine's.
    pub fn was_read(&self) -> Result<()> {
        self.unread.get().map_or(Ok(()), |fault| Err(fault.clone()))
    }
}

impl Repository {
    /// Where the objects lie, for readers in several threads.
    pub fn object_place(&self) -> ObjectPlace {
        ObjectPlace { folder: self.common_dir().join("objects"), unread: Arc::default() }
    }
}

/// So much of a pack is mapped at once, in bytes.
const WINDOW: usize = 1 << 19;
/// So much of all packs is mapped, in bytes.
const MAPPED: usize = 8 << 20;

/// Keeps large packs from being held in memory as a whole, which everything that was ever read of them is otherwise.
///
/// # Errors
/// `Git` when libgit2 does not take it.
fn map_little() -> Result<()> {
    static DONE: OnceLock<Result<()>> = OnceLock::new();
    #[expect(unsafe_code, reason = "libgit2's settings are the process's; these are made once, under a lock")]
    let set =
        || unsafe { git2::opts::set_mwindow_size(WINDOW).and_then(|()| git2::opts::set_mwindow_mapped_limit(MAPPED)) };
    DONE.get_or_init(|| set().map_err(|error| git_fault("limit what is mapped of packs", &error))).clone()
}

/// Reads objects.
pub struct Objects {
    odb: Odb<'static>,
    place: ObjectPlace,
    look: SecondLook,
}

impl Objects {
    /// Opens the objects; their names are checked from now on, and none is kept.
    ///
    /// # Errors
    /// `Git` when the folder of objects cannot be opened.
    pub fn open(place: &ObjectPlace) -> Result<Self> {
        // each object is read about once, and what is kept is not checked again
        git2::opts::enable_caching(false);
        git2::opts::strict_hash_verification(true);
        Self::open_hasty(place)
    }

    /// Opens the objects as libgit2 is set now, for who has told it what to check.
    ///
    /// # Errors
    /// As [`Objects::open`].
    pub(super) fn open_hasty(place: &ObjectPlace) -> Result<Self> {
        map_little()?;
        let look = SecondLook::at(&place.folder);
        let fault = |error| look.fault(None, Some(&error)).unwrap_or_else(|| git_fault("open the objects", &error));
        let odb = Odb::new().map_err(fault)?;
        odb.add_disk_alternate(&place.folder.to_string_lossy()).map_err(fault)?;
        Ok(Self { odb, place: place.clone(), look })
    }

    /// An object of this type.
    pub(super) fn read(&self, oid: Oid, kind: ObjectType) -> Result<OdbObject<'_>, ObjectFault> {
        let what = kind.str();
        let object = self.odb.read(oid).map_err(|error| match error.code() {
            _ if self.is_kept_back(oid, Some(&error)) => ObjectFault::Missing(format!("the {what} {oid} was not read")),
            ErrorCode::NotFound => ObjectFault::Missing(format!("the {what} {oid} is not in this repository")),
            _ => ObjectFault::Damaged(format!("the {what} {oid} is damaged: {}", error.message())),
        })?;
        match object.kind() {
            found if found == kind => Ok(object),
            found => Err(ObjectFault::Malformed(format!("{oid} is a {} where a {what} should be", found.str()))),
        }
    }

    /// The objects as libgit2 reads them.
    pub(super) fn into_odb(self) -> Odb<'static> {
        self.odb
    }

    /// True when the content of this name is among the objects as they were found when they were opened: no other place
    /// is looked for, which takes a look at the folder of packs for each name that is missing.
    pub(super) fn had(&self, id: BlobId) -> bool {
        oid(id).is_ok_and(|oid| self.odb.exists_ext(oid, OdbLookupFlags::NO_REFRESH))
    }

    /// Whether it is the machine that does not give out an object; then nothing that is read here is judged.
    fn is_kept_back(&self, oid: Oid, error: Option<&git2::Error>) -> bool {
        let fault = self.look.fault(Some(oid), error);
        fault.is_some_and(|fault| {
            self.place.unread.get_or_init(|| fault);
            true
        })
    }

    /// True when the content of this name is here.
    pub(super) fn has(&self, id: BlobId) -> bool {
        oid(id).is_ok_and(|oid| self.odb.exists(oid) || self.is_kept_back(oid, None))
    }

    /// The content of a file.
    ///
    /// # Errors
    /// What is wrong with the object.
    pub fn blob(&self, id: BlobId) -> Result<Vec<u8>, ObjectFault> {
        Ok(self.read(oid(id)?, ObjectType::Blob)?.data().to_vec())
    }

    /// Everything that a commit says.
    ///
    /// # Errors
    /// What is wrong with the object.
    pub fn testimony(&self, commit: &CommitId) -> Result<ReadCommit, ObjectFault> {
        let oid = Oid::from_str(commit.as_str()).map_err(|_| ObjectFault::Malformed(format!("{commit} is no name")))?;
        ReadCommit::read(commit.clone(), self.read(oid, ObjectType::Commit)?.data())
    }
}

fn oid(id: BlobId) -> Result<Oid, ObjectFault> {
    Oid::from_bytes(&id.raw()).map_err(|_| ObjectFault::Malformed(format!("{id} is no name")))
}
