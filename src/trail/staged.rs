//! What stands in the index for one path, read straight from git's index file.
//!
//! A question about one record must not build thousands of entries. Refuses to guess: a file in any form but the common
//! one (versions 2 and 3, neither split nor sparse) is left to libgit2.

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

const HEADER: usize = 12;
/// Where an entry holds its content's name.
const OID: std::ops::Range<usize> = 40..60;
/// Where an entry holds its flags: twelve bits of the name's length, two of the stage, one for more flags.
const FLAGS: std::ops::Range<usize> = 60..62;
const LENGTH: u16 = 0x0fff;
const STAGE: u16 = 0x3000;
const EXTENDED: u16 = 0x4000;
/// The hash at the end of the file.
const CHECKSUM: usize = 20;

/// What an index file says of a path; `None` where the file has a form that is not read here.
pub(super) fn find(index: &[u8], path: &str) -> Option<IndexState> {
    let (header, mut rest) = index.split_at_checked(HEADER)?;
    let count = match (header.get(..4)?, number(header.get(4..8)?)?) {
        (b"DIRC", 2 | 3) => number(header.get(8..12)?)?,
        _ => return None,
    };
    let mut state = IndexState::Absent;
    for _ in 0..count {
        let flags = u16::from_be_bytes(rest.get(FLAGS)?.try_into().ok()?);
        let start = if flags & EXTENDED == 0 { FLAGS.end } else { FLAGS.end + 2 };
        let length = match flags & LENGTH {
            // a longer name does not say how long it is
            LENGTH => rest.get(start..)?.iter().position(|byte| *byte == 0)?,
            length => usize::from(length),
        };
        if rest.get(start..start + length)? == path.as_bytes() {
            state = match flags & STAGE {
                0 => IndexState::Staged(BlobId::from_bytes(rest.get(OID)?)?),
                _ => IndexState::Conflict,
            };
        }
        // an entry ends in one to eight zeros, so that the next one begins at a multiple of eight
        rest = rest.get((start + length + 8) / 8 * 8..)?;
    }
    all_optional(rest).then_some(state)
}

/// True when no extension changes what the entries mean; such ones are in lower case.
fn all_optional(mut rest: &[u8]) -> bool {
    while rest.len() > CHECKSUM {
        let Some((head, tail)) = rest.split_at_checked(8) else { return false };
        let size = head.get(4..8).and_then(number).and_then(|size| usize::try_from(size).ok());
        let Some(next) = size.and_then(|size| tail.get(size..)) else { return false };
        if !head.first().is_some_and(u8::is_ascii_uppercase) {
            return false;
        }
        rest = next;
    }
    rest.len() == CHECKSUM
}

fn number(bytes: &[u8]) -> Option<u32> {
    bytes.try_into().ok().map(u32::from_be_bytes)
}
