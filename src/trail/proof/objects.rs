//! Objects by their names, each hashed when it is read.
//!
//! Opened anew by each thread. Refuses an object whose content hashes to another name, and one of another type.

use std::path::PathBuf;
use std::sync::OnceLock;

use git2::{ErrorCode, ObjectType, Odb, OdbObject, Oid};

use super::object_fault::ObjectFault;
use super::raw::ReadCommit;
use crate::model::{CommitId, Result};
use crate::trail::BlobId;
use crate::trail::failure::git_fault;
use crate::trail::repository::Repository;

/// Where the objects of a repository lie.
#[derive(Debug, Clone)]
pub struct ObjectPlace(PathBuf);

impl Repository {
    /// Where the objects lie, for readers in several threads.
    pub fn object_place(&self) -> ObjectPlace {
        ObjectPlace(self.common_dir().join("objects"))
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
        map_little()?;
        let fault = |error| git_fault("open the objects", &error);
        let odb = Odb::new().map_err(fault)?;
        odb.add_disk_alternate(&place.0.to_string_lossy()).map_err(fault)?;
        Ok(Self { odb })
    }

    /// An object of this type.
    pub(super) fn read(&self, oid: Oid, kind: ObjectType) -> Result<OdbObject<'_>, ObjectFault> {
        let what = kind.str();
        let object = self.odb.read(oid).map_err(|error| match error.code() {
            ErrorCode::NotFound => ObjectFault::Missing(format!("the {what} {oid} is not in this repository")),
            _ => ObjectFault::Damaged(format!("the {what} {oid} is damaged: {}", error.message())),
        })?;
        match object.kind() {
            found if found == kind => Ok(object),
            found => Err(ObjectFault::Malformed(format!("{oid} is a {} where a {what} should be", found.str()))),
        }
    }

    /// True when the content of this name is here.
    pub(super) fn has(&self, id: BlobId) -> bool {
        oid(id).is_ok_and(|oid| self.odb.exists(oid))
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
