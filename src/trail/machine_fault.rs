//! The fault of an object that could not be read: the machine's, where a second look finds that it is.

use git2::Oid;

use super::failure::git_fault;
use super::repository::Repository;
use super::unread::SecondLook;
use crate::model::Fault;

impl Repository {
    /// The fault for objects that could not be read: the machine's, where it is one. `doing` completes “cannot …”.
    pub(super) fn object_fault(&self, object: Option<Oid>, doing: impl AsRef<str>, error: &git2::Error) -> Fault {
        self.machine_fault(object, error).unwrap_or_else(|| git_fault(doing, error))
    }

    /// The machine's error, where it is one, behind what libgit2 says of an object.
    pub(super) fn machine_fault(&self, object: Option<Oid>, error: &git2::Error) -> Option<Fault> {
        let named = || {
            let (_, name) = error.message().rsplit_once('(')?;
            Oid::from_str(name.trim_end_matches(')')).ok()
        };
        SecondLook::at(&self.common_dir().join("objects")).fault(object.or_else(named), Some(error))
    }
}
