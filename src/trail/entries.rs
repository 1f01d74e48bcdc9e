//! The entries of git's index as they lie in its bytes, in versions 2, 3 and 4.
//!
//! Only stepping over them, and what an entry says of its file: what comes after the last one is read by others.

use std::fs::Metadata;
use std::ops::ControlFlow;
use std::os::unix::fs::MetadataExt;

/// Where the first entry begins.
pub(super) const HEADER: usize = 12;
/// The length of an object's name, and of the digest at the end.
pub(super) const DIGEST: usize = 20;
/// The length of what an entry says of its file.
pub(super) const STAT: usize = 40;
/// Where the flags of an entry are.
pub(super) const FLAGS: usize = STAT + DIGEST;
/// The flag of an entry with two more bytes of flags.
pub(super) const EXTENDED: u16 = 0x4000;
const STAGE: u16 = 0x3000;
/// The part of the flags that tells the length of the path, as far as it can.
pub(super) const LENGTH: u16 = 0x0fff;

/// The mode of a plain file, as git reduces it.
pub(super) const PLAIN_FILE: u32 = 0o100_644;

/// Where an entry lies in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    /// Where it begins.
    pub(super) start: usize,
    /// Where the next one begins.
    pub(super) end: usize,
    /// Its flags.
    pub(super) flags: u16,
}

impl Spot {
    /// True for a plain entry, false for one side of a conflict.
    pub(super) fn is_staged(self) -> bool {
        self.flags & STAGE == 0
    }
}

/// Steps over all entries in order until told to stop; answers with where it stopped, or nothing where the bytes are no
/// whole entries.
pub(super) fn walk(bytes: &[u8], version: u32, mut each: impl FnMut(Spot, &[u8]) -> ControlFlow<()>) -> Option<usize> {
    let mut path = Vec::new();
    let mut at = HEADER;
    for _ in 0..number(bytes, 8)? {
        let flags = u16::from_be_bytes(bytes.get(at + FLAGS..at + FLAGS + 2)?.try_into().ok()?);
        let (end, name) = match version {
            4 => (packed_name(bytes, name_starts(at, flags), &mut path)?, path.as_slice()),
            _ => plain_name(bytes, at, flags)?,
        };
        let spot = Spot { start: at, end, flags };
        at = end;
        if each(spot, name).is_break() {
            break;
        }
    }
    Some(at)
}

/// Where the entry ends, and its name as it stands there: padded with zeros to a multiple of eight, at least one.
fn plain_name(bytes: &[u8], start: usize, flags: u16) -> Option<(usize, &[u8])> {
    let at = name_starts(start, flags);
    let length = match flags & LENGTH {
        told if told < LENGTH => usize::from(told),
        // a longer name does not say how long it is
        _ => bytes.get(at..)?.iter().position(|byte| *byte == 0)?,
    };
    let name = bytes.get(at..at + length)?;
    let end = start + (at + length + 1 - start).next_multiple_of(8);
    (end <= bytes.len() && bytes.get(at + length) == Some(&0)).then_some((end, name))
}

/// Where the entry ends; `path` holds the name of the entry before and gets this one's.
fn packed_name(bytes: &[u8], at: usize, path: &mut Vec<u8>) -> Option<usize> {
    let (strip, at) = varint(bytes, at)?;
    let rest = bytes.get(at..)?;
    let length = rest.iter().position(|byte| *byte == 0)?;
    path.truncate(path.len().checked_sub(strip)?);
    path.extend_from_slice(rest.get(..length)?);
    Some(at + length + 1)
}

/// Where the name of an entry begins.
pub(super) fn name_starts(start: usize, flags: u16) -> usize {
    start + FLAGS + if flags & EXTENDED == 0 { 2 } else { 4 }
}

/// The forty bytes that git keeps of a plain file; each number cut to 32 bits, as git does.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "git's format keeps the low 32 bits")]
pub(super) fn stat_fields(about: &Metadata) -> [u8; STAT] {
    let fields = [
        about.ctime() as u32,
        about.ctime_nsec() as u32,
        about.mtime() as u32,
        about.mtime_nsec() as u32,
        about.dev() as u32,
        about.ino() as u32,
        PLAIN_FILE,
        about.uid(),
        about.gid(),
        about.size() as u32,
    ];
    let mut bytes = [0; STAT];
    for (field, place) in fields.iter().zip(bytes.chunks_exact_mut(4)) {
        place.copy_from_slice(&field.to_be_bytes());
    }
    bytes
}

/// The number of four bytes at a place.
pub(super) fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// Appends a name as version 4 writes it: how much of the one before is left out, then the rest.
pub(super) fn push_name(to: &mut Vec<u8>, before: &[u8], name: &[u8]) {
    let shared = before.iter().zip(name).take_while(|(a, b)| a == b).count();
    push_varint(to, before.len() - shared);
    to.extend_from_slice(name.get(shared..).unwrap_or_default());
    to.push(0);
}

/// The number coding that git also uses for offsets in packs: seven bits a byte, each step adding one.
fn varint(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let mut byte = *bytes.get(at)?;
    let mut value = usize::from(byte & 0x7f);
    while byte & 0x80 != 0 {
        at += 1;
        byte = *bytes.get(at)?;
        value = value.checked_add(1)?.checked_mul(128)? + usize::from(byte & 0x7f);
    }
    Some((value, at + 1))
}

fn push_varint(to: &mut Vec<u8>, mut value: usize) {
    let low = |value: usize| u8::try_from(value & 0x7f).unwrap_or(0);
    let mut coded = vec![low(value)];
    while value > 0x7f {
        value = (value >> 7) - 1;
        coded.push(0x80 | low(value));
    }
    to.extend(coded.iter().rev());
}
