//! Turns what libgit2 says into a [`Fault`], so that its error type stays in this room.
//!
//! Refuses nothing; it only words.

use crate::model::{Fault, Kind};

/// The fault for a failed piece of git work; `doing` completes “cannot …”.
pub(super) fn git_fault(doing: impl AsRef<str>, error: &git2::Error) -> Fault {
    let kind = match (error.code(), error.class()) {
        (git2::ErrorCode::Locked, _) => Kind::Locked,
        (_, git2::ErrorClass::Os | git2::ErrorClass::Filesystem) => Kind::Disk,
        _ => Kind::Git,
    };
    let fault = Fault::new(kind, format!("cannot {}: {}", doing.as_ref(), error.message()));
    match error.class() {
        // an object is missing or damaged, which no command of ours can bring back
        git2::ErrorClass::Odb | git2::ErrorClass::Object | git2::ErrorClass::Zlib | git2::ErrorClass::Tree => fault
            .hint("see what is damaged: git fsck --full")
            .hint("get lost objects from another clone: git fetch --refetch"),
        _ => fault,
    }
}

/// The fault for a failed piece of file work; `doing` completes “cannot …”.
pub(super) fn disk_fault(doing: impl AsRef<str>, error: &std::io::Error) -> Fault {
    Fault::new(Kind::Disk, format!("cannot {}: {error}", doing.as_ref()))
}
