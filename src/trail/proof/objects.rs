//! Objects by their names, each hashed when it is read.
//!
//! Opened anew by each thread. Refuses an object whose content hashes to another name, and one of another type.

use std::path::PathBuf;

use git2::{ErrorCode, ObjectType, Odb, Oid};

use super::raw::Testimony;
use super::trouble::Trouble;
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
        let fault = |error| git_fault("open the objects", &error);
        let odb = Odb::new().map_err(fault)?;
        odb.add_disk_alternate(&place.0.to_string_lossy()).map_err(fault)?;
        Ok(Self { odb })
    }

    /// The bytes of an object of this type.
    pub(super) fn read(&self, oid: Oid, kind: ObjectType) -> Result<Vec<u8>, Trouble> {
        let what = kind.str();
        let object = self.odb.read(oid).map_err(|error| match error.code() {
            ErrorCode::NotFound => Trouble::Missing(format!("the {what} {oid} is not in this repository")),
            _ => Trouble::Damaged(format!("the {what} {oid} is damaged: {}", error.message())),
        })?;
        match object.kind() {
            found if found == kind => Ok(object.data().to_vec()),
            found => Err(Trouble::Malformed(format!("{oid} is a {} where a {what} should be", found.str()))),
        }
    }

    /// The content of a file.
    ///
    /// # Errors
    /// What is wrong with the object.
    pub fn blob(&self, id: BlobId) -> Result<Vec<u8>, Trouble> {
        self.read(oid(id)?, ObjectType::Blob)
    }

    /// Everything that a commit says.
    ///
    /// # Errors
    /// What is wrong with the object.
    pub fn testimony(&self, commit: &CommitId) -> Result<Testimony, Trouble> {
        let oid = Oid::from_str(commit.as_str()).map_err(|_| Trouble::Malformed(format!("{commit} is no name")))?;
        Testimony::read(commit.clone(), &self.read(oid, ObjectType::Commit)?)
    }
}

fn oid(id: BlobId) -> Result<Oid, Trouble> {
    Oid::from_bytes(&id.raw()).map_err(|_| Trouble::Malformed(format!("{id} is no name")))
}
