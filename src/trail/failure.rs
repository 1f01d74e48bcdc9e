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
    Fault::new(kind, format!("cannot {}: {}", doing.as_ref(), error.message()))
}

/// The fault for a failed piece of file work; `doing` completes “cannot …”.
pub(super) fn disk_fault(doing: impl AsRef<str>, error: &std::io::Error) -> Fault {
    Fault::new(Kind::Disk, format!("cannot {}: {error}", doing.as_ref()))
}
