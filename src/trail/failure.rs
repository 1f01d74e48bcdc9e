//! Turns what libgit2 says into a [`Fault`], so that its error type stays in this room.
//!
//! Refuses nothing; it only words.

use crate::model::{Fault, Kind};

/// Brings every object that a clone left out, or lost, and leaves nothing out.
pub const FETCH_ALL: &str = "git fetch --refetch --no-filter";

/// The fault for a failed piece of git work; `doing` completes “cannot …”.
pub(super) fn git_fault(doing: impl AsRef<str>, error: &git2::Error) -> Fault {
    if (error.code(), error.class()) == (git2::ErrorCode::NotFound, git2::ErrorClass::Odb) {
        // libgit2 names it in brackets
        let name = error.message().rsplit_once('(').map(|(_, name)| name.trim_end_matches(')')).unwrap_or_default();
        return Fault::new(
            Kind::Git,
            format!(
                "cannot {}: git's object {name} is not here: a partial clone left it out, or it is lost",
                doing.as_ref()
            ),
        )
        .hint(FETCH_ALL);
    }
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
            .hint(format!("get lost objects from another clone: {FETCH_ALL}")),
        _ => fault,
    }
}

/// The fault for a failed piece of file work; `doing` completes “cannot …”.
pub(super) fn disk_fault(doing: impl AsRef<str>, error: &std::io::Error) -> Fault {
    Fault::new(Kind::Disk, format!("cannot {}: {error}", doing.as_ref()))
}
