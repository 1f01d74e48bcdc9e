//! What stands in the index for one path, read straight from git's index file.
//!
//! A question about one record must not build thousands of entries. Refuses to guess: a file in any form but the common
//! one (versions 2 to 4, neither split nor sparse) is left to libgit2.

use std::ops::ControlFlow;

use super::entries::{DIGEST, FLAGS, STAT, number, walk};
use super::history::BlobId;

/// What stands in the index for a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexState {
    /// Nothing: the path is not tracked, or its removal is staged.
    Absent,
    /// This content.
    Staged(BlobId),
    /// A merge left it unresolved.
    Conflict,
}

/// What an index file says of a path; `None` where the file has a form that is not read here.
pub(super) fn find(index: &[u8], path: &str) -> Option<IndexState> {
    let version = number(index, 4).filter(|version| index.starts_with(b"DIRC") && (2..=4).contains(version))?;
    let mut state = IndexState::Absent;
    let end = walk(index, version, |spot, name| {
        if name == path.as_bytes() {
            let id = index.get(spot.start + STAT..spot.start + FLAGS).and_then(BlobId::from_bytes);
            state = match id.filter(|_| spot.is_staged()) {
                Some(id) => IndexState::Staged(id),
                None => IndexState::Conflict,
            };
        }
        ControlFlow::Continue(())
    })?;
    all_optional(index.get(end..)?).then_some(state)
}

/// True when no extension changes what the entries mean; such ones are in lower case.
fn all_optional(mut rest: &[u8]) -> bool {
    while rest.len() > DIGEST {
        let Some((head, tail)) = rest.split_at_checked(8) else { return false };
        let size = number(head, 4).and_then(|size| usize::try_from(size).ok());
        let Some(next) = size.and_then(|size| tail.get(size..)) else { return false };
        if !head.first().is_some_and(u8::is_ascii_uppercase) {
            return false;
        }
        rest = next;
    }
    rest.len() == DIGEST
}
