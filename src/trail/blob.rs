//! The name that git gives to the content of a file.
//!
//! Made by the hash that sees attempts at a collision, because it decides whether a file is what was recorded.

use std::fmt;

use git2::{ObjectType, Oid};

use super::failure::git_fault;
use crate::model::{Fault, Result};

/// The name of a file's content: git's hash of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobId([u8; 20]);

impl BlobId {
    /// The name that git would give to this content, without filters.
    ///
    /// # Errors
    /// `Git` when libgit2 cannot hash it.
    pub fn of(content: &[u8]) -> Result<Self> {
        let oid = Oid::hash_object(ObjectType::Blob, content).map_err(|error| git_fault("hash a file", &error))?;
        Ok(Self::from_oid(oid))
    }

    /// From the twenty bytes as git stores them.
    pub(super) const fn from_raw(raw: [u8; 20]) -> Self {
        Self(raw)
    }

    pub(super) const fn raw(self) -> [u8; 20] {
        self.0
    }

    pub(super) fn from_oid(oid: Oid) -> Self {
        let mut bytes = [0; 20];
        for (to, from) in bytes.iter_mut().zip(oid.as_bytes()) {
            *to = *from;
        }
        Self(bytes)
    }
}

impl fmt::Display for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::str::FromStr for BlobId {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self> {
        Oid::from_str(text).map(Self::from_oid).map_err(|error| git_fault(format!("name the content {text}"), &error))
    }
}

impl fmt::Debug for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
