//! Git's index as bytes: one entry is replaced or added, everything else stays as it is.
//!
//! Libgit2 can write an index too, but it decodes and encodes every entry, which costs more than all the rest of a
//! change in a large store, and drops what it does not know. Here entries of versions 2, 3 and 4 are stepped over, and
//! the one that changes is patched in. Extensions that the change would make wrong are mended (the cache of trees) or
//! left out (git rebuilds them). A split or sparse index is refused; nothing here touches the disk.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;

use sha1::{Digest, Sha1};

use super::cache_tree::{self, FolderChange};

const HEADER: usize = 12;
const DIGEST: usize = 20;
const STAT: usize = 40;
const FLAGS: usize = STAT + DIGEST;
const EXTENDED: u16 = 0x4000;
const STAGE: u16 = 0x3000;
const PLAIN_FILE: u32 = 0o100_644;

/// Why an index cannot be patched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unfit {
    /// It is not a whole index.
    Damaged,
    /// It is split, sparse, or has an extension that must be understood.
    Strange(&'static str),
    /// Something staged is in the way of a path.
    InTheWay(&'static str),
}

/// An index that is being changed.
#[derive(Debug, Clone)]
pub(super) struct IndexImage {
    bytes: Vec<u8>,
    version: u32,
    /// Where the entries end and the extensions begin.
    entries_end: usize,
    added: bool,
}

/// One entry as it lies in the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Where it begins.
    pub(super) start: usize,
    /// Where it ends.
    end: usize,
    /// Its path.
    pub(super) path: Vec<u8>,
    /// The object's name.
    pub(super) id: [u8; DIGEST],
    flags: u16,
}

impl Entry {
    fn stage(&self) -> u16 {
        self.flags & STAGE
    }
}

impl IndexImage {
    /// Reads an index; no bytes are an index without entries.
    pub(super) fn read(bytes: Option<Vec<u8>>) -> Result<Self, Unfit> {
        let Some(mut bytes) = bytes.filter(|bytes| !bytes.is_empty()) else {
            let bytes = [b"DIRC".as_slice(), &2_u32.to_be_bytes(), &0_u32.to_be_bytes()].concat();
            return Ok(Self { bytes, version: 2, entries_end: HEADER, added: true });
        };
        let version = number(&bytes, 4).ok_or(Unfit::Damaged)?;
        if !bytes.starts_with(b"DIRC") || !(2..=4).contains(&version) || bytes.len() < HEADER + DIGEST {
            return Err(Unfit::Damaged);
        }
        bytes.truncate(bytes.len() - DIGEST);
        let mut image = Self { bytes, version, entries_end: HEADER, added: false };
        let mut walk = image.entries();
        while walk.next().is_some() {}
        image.entries_end = if walk.left == 0 { walk.at } else { return Err(Unfit::Damaged) };
        image.refuse_strange_extensions()?;
        Ok(image)
    }

    /// All entries in order. Ends early where the index is damaged, which [`IndexImage::read`] has refused.
    pub(super) fn entries(&self) -> Entries<'_> {
        Entries { image: self, at: HEADER, left: number(&self.bytes, 8).unwrap_or(0), path: Vec::new() }
    }

    /// The object that the index has for a path.
    pub(super) fn id_of(&self, path: &str) -> Option<[u8; DIGEST]> {
        self.entries()
            .take_while(|entry| entry.path.as_slice() <= path.as_bytes())
            .find_map(|entry| (entry.path == path.as_bytes() && entry.stage() == 0).then_some(entry.id))
    }

    /// Entries whose file was changed in the same second as the index was last written, or later, and are therefore
    /// not known to be clean by their times alone.
    pub(super) fn racy(&self, written: i64) -> impl Iterator<Item = Entry> {
        let written = u32::try_from(written).unwrap_or(u32::MAX);
        self.entries().filter(move |entry| {
            let field = |at| number(&self.bytes, entry.start + at).unwrap_or(0);
            entry.stage() == 0 && field(24) & 0o170_000 == 0o100_000 && field(8) >= written && entry.flags & 0x8000 == 0
        })
    }

    /// True when the times, the file's number and its size in the entry are those of the file.
    pub(super) fn matches(&self, entry: &Entry, about: &Metadata) -> bool {
        let recorded = self.bytes.get(entry.start..entry.start + STAT);
        // the mode is git's own reduction of the file's mode: not compared
        let same =
            |range: std::ops::Range<usize>, stat: &[u8]| recorded.and_then(|r| r.get(range.clone())) == stat.get(range);
        let stat = stat_fields(about);
        same(0..24, &stat) && same(28..40, &stat)
    }

    /// Makes git look into the file of this entry the next time, whatever its times say.
    pub(super) fn distrust(&mut self, entry: &Entry) {
        put(&mut self.bytes, entry.start + STAT - 4, &[0; 4]);
    }

    /// Sets a path to a plain file with this object; what was there before under the path is replaced.
    pub(super) fn set(&mut self, path: &str, id: [u8; DIGEST]) -> Result<(), Unfit> {
        let mut before: Option<Entry> = None;
        let mut found = None;
        let mut after = None;
        for entry in self.entries() {
            if is_above(&entry.path, path.as_bytes()) || is_above(path.as_bytes(), &entry.path) {
                return Err(Unfit::InTheWay("it has a file where a folder must be"));
            }
            match entry.path.as_slice().cmp(path.as_bytes()) {
                std::cmp::Ordering::Less => before = Some(entry),
                std::cmp::Ordering::Equal if entry.stage() == 0 => found = Some(entry),
                std::cmp::Ordering::Equal => return Err(Unfit::InTheWay("the path has a conflict in it")),
                std::cmp::Ordering::Greater => {
                    after = Some(entry);
                    break;
                }
            }
        }
        match found {
            Some(entry) => self.replace(&entry, id),
            None => self.insert(before.as_ref(), after.as_ref(), path, id),
        }
        Ok(())
    }

    fn replace(&mut self, entry: &Entry, id: [u8; DIGEST]) {
        put(&mut self.bytes, entry.start, &[0; STAT]);
        put(&mut self.bytes, entry.start + 24, &PLAIN_FILE.to_be_bytes());
        put(&mut self.bytes, entry.start + STAT, &id);
        // the length and the mark of longer flags stay; "assume unchanged", "skip" and "intent to add" do not
        put(&mut self.bytes, entry.start + FLAGS, &(entry.flags & (EXTENDED | 0x0fff)).to_be_bytes());
        if entry.flags & EXTENDED != 0 {
            put(&mut self.bytes, entry.start + FLAGS + 2, &[0; 2]);
        }
    }

    fn insert(&mut self, before: Option<&Entry>, after: Option<&Entry>, path: &str, id: [u8; DIGEST]) {
        let start = before.map_or(HEADER, |entry| entry.end);
        let mut fresh = vec![0; STAT];
        put(&mut fresh, 24, &PLAIN_FILE.to_be_bytes());
        fresh.extend_from_slice(&id);
        let length = u16::try_from(path.len()).unwrap_or(0x0fff).min(0x0fff);
        fresh.extend_from_slice(&length.to_be_bytes());
        let mut end = start;
        if self.version == 4 {
            push_name(&mut fresh, before.map_or(&[], |entry| &entry.path), path.as_bytes());
            // the name of the next entry is told by its difference from the one before it
            if let Some(next) = after {
                let name_at = next.start + FLAGS + if next.flags & EXTENDED == 0 { 2 } else { 4 };
                fresh.extend_from_slice(self.bytes.get(next.start..name_at).unwrap_or_default());
                push_name(&mut fresh, path.as_bytes(), &next.path);
                end = next.end;
            }
        } else {
            fresh.extend_from_slice(path.as_bytes());
            let padding = 8 - fresh.len() % 8;
            fresh.resize(fresh.len() + padding, 0);
        }
        self.entries_end = self.entries_end + fresh.len() - (end - start);
        self.bytes.splice(start..end, fresh);
        let count = number(&self.bytes, 8).unwrap_or(0) + 1;
        put(&mut self.bytes, 8, &count.to_be_bytes());
        self.added = true;
    }

    /// Brings the extensions in line with the changes made so far.
    pub(super) fn mend_extensions(&mut self, folders: &[FolderChange]) {
        let mut kept = Vec::new();
        for (name, data) in self.extensions() {
            let data = match &name {
                b"TREE" => cache_tree::mend(data, folders),
                // these tell where the entries lie
                b"EOIE" | b"IEOT" => None,
                // these speak of entries by their position, or of files that were not tracked
                b"FSMN" | b"UNTR" if self.added => None,
                _ => Some(data.to_vec()),
            };
            if let Some(data) = data {
                kept.extend_from_slice(&name);
                kept.extend_from_slice(&u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
                kept.extend_from_slice(&data);
            }
        }
        self.bytes.truncate(self.entries_end);
        self.bytes.extend_from_slice(&kept);
    }

    /// Notes what the file system knows of a path's file, so that git need not look into it.
    pub(super) fn witness(&mut self, path: &str, about: &Metadata) {
        let found = self.entries().find(|entry| entry.path == path.as_bytes() && entry.stage() == 0);
        if let Some(entry) = found {
            put(&mut self.bytes, entry.start, &stat_fields(about));
        }
    }

    /// The finished index with its digest, or without one where the store is set to leave it out.
    pub(super) fn sealed(&self, with_digest: bool) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.bytes.len() + DIGEST);
        bytes.extend_from_slice(&self.bytes);
        if with_digest {
            bytes.extend_from_slice(&Sha1::digest(&self.bytes));
        } else {
            bytes.extend_from_slice(&[0; DIGEST]);
        }
        bytes
    }

    fn refuse_strange_extensions(&self) -> Result<(), Unfit> {
        let mut seen = self.entries_end;
        for (name, data) in self.extensions() {
            seen += 8 + data.len();
            match &name {
                b"link" => return Err(Unfit::Strange("it is split")),
                b"sdir" => return Err(Unfit::Strange("it is sparse")),
                // git marks what must be understood by a small letter
                [first, ..] if !first.is_ascii_uppercase() => {
                    return Err(Unfit::Strange("it has an unknown extension"));
                }
                _ => {}
            }
        }
        if seen == self.bytes.len() { Ok(()) } else { Err(Unfit::Damaged) }
    }

    fn extensions(&self) -> impl Iterator<Item = ([u8; 4], &[u8])> {
        let mut at = self.entries_end;
        std::iter::from_fn(move || {
            let name: [u8; 4] = self.bytes.get(at..at + 4)?.try_into().ok()?;
            let length = usize::try_from(number(&self.bytes, at + 4)?).ok()?;
            let data = self.bytes.get(at + 8..at.checked_add(8)?.checked_add(length)?)?;
            at += 8 + length;
            Some((name, data))
        })
    }
}

/// Steps over the entries of an index.
pub(super) struct Entries<'a> {
    image: &'a IndexImage,
    at: usize,
    left: u32,
    path: Vec<u8>,
}

impl Iterator for Entries<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        if self.left == 0 {
            return None;
        }
        let bytes = &self.image.bytes;
        let start = self.at;
        let flags = u16::from_be_bytes(bytes.get(start + FLAGS..start + FLAGS + 2)?.try_into().ok()?);
        let mut at = start + FLAGS + if flags & EXTENDED == 0 { 2 } else { 4 };
        if self.image.version == 4 {
            let (strip, suffix) = varint(bytes, at)?;
            at = suffix;
            self.path.truncate(self.path.len().checked_sub(strip)?);
        } else {
            self.path.clear();
        }
        let rest = bytes.get(at..)?;
        let length = rest.iter().position(|byte| *byte == 0)?;
        self.path.extend_from_slice(rest.get(..length)?);
        let end = at + length + 1;
        let end = if self.image.version == 4 { end } else { start + (at + length - start + 8) / 8 * 8 };
        if end > bytes.len() {
            return None;
        }
        self.at = end;
        self.left -= 1;
        let id = bytes.get(start + STAT..start + FLAGS)?.try_into().ok()?;
        Some(Entry { start, end, path: self.path.clone(), id, flags })
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn put(bytes: &mut [u8], at: usize, fresh: &[u8]) {
    if let Some(old) = bytes.get_mut(at..at + fresh.len()) {
        old.copy_from_slice(fresh);
    }
}

/// The forty bytes that git keeps of a plain file; each number cut to 32 bits, as git does.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "git's format keeps the low 32 bits")]
fn stat_fields(about: &Metadata) -> [u8; STAT] {
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

fn is_above(folder: &[u8], path: &[u8]) -> bool {
    path.len() > folder.len() && path.get(folder.len()) == Some(&b'/') && path.starts_with(folder)
}

fn push_name(to: &mut Vec<u8>, before: &[u8], name: &[u8]) {
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
