//! Git's index as bytes: one entry is replaced or added, everything else stays as it is.
//!
//! Libgit2 can write an index too, but it decodes and encodes every entry, which costs more than all the rest of a
//! change in a large store, and drops what it does not know. Here entries of versions 2, 3 and 4 are stepped over, and
//! the one that changes is patched in. Extensions that the change would make wrong are mended (the cache of trees) or
//! left out (git rebuilds them). A split or sparse index is refused; nothing here touches the disk.

use std::cmp::Ordering;
use std::fs::Metadata;
use std::ops::ControlFlow;
use std::os::unix::fs::MetadataExt;

use sha1::{Digest, Sha1};

use super::cache_tree::{self, FolderChange};
use super::entries::{DIGEST, EXTENDED, FLAGS, HEADER, LENGTH, STAT, Spot, name_starts, number, push_name, walk};

/// Git's mark of an entry whose file is not to be looked at.
const ASSUME_UNCHANGED: u16 = 0x8000;
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
    /// Where the entries begin that were set.
    set: Vec<(String, usize)>,
}

/// An entry whose times do not tell whether its file is as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Racy {
    start: usize,
    /// Its path.
    pub(super) path: Vec<u8>,
    /// The object's name.
    pub(super) id: [u8; DIGEST],
}

impl IndexImage {
    /// Reads an index; no bytes are an index without entries.
    pub(super) fn read(bytes: Option<Vec<u8>>) -> Result<Self, Unfit> {
        let Some(mut bytes) = bytes.filter(|bytes| !bytes.is_empty()) else {
            let bytes = [b"DIRC".as_slice(), &2_u32.to_be_bytes(), &0_u32.to_be_bytes()].concat();
            return Ok(Self { bytes, version: 2, entries_end: HEADER, added: true, set: Vec::new() });
        };
        let version = number(&bytes, 4).ok_or(Unfit::Damaged)?;
        if !bytes.starts_with(b"DIRC") || !(2..=4).contains(&version) || bytes.len() < HEADER + DIGEST {
            return Err(Unfit::Damaged);
        }
        bytes.truncate(bytes.len() - DIGEST);
        let mut image = Self { bytes, version, entries_end: HEADER, added: false, set: Vec::new() };
        image.entries_end = image.walk(|_, _| ControlFlow::Continue(()))?;
        image.refuse_strange_extensions()?;
        Ok(image)
    }

    fn walk(&self, each: impl FnMut(Spot, &[u8]) -> ControlFlow<()>) -> Result<usize, Unfit> {
        walk(&self.bytes, self.version, each).ok_or(Unfit::Damaged)
    }

    fn id_at(&self, spot: Spot) -> [u8; DIGEST] {
        let id = self.bytes.get(spot.start + STAT..spot.start + FLAGS).and_then(|id| id.try_into().ok());
        id.unwrap_or_default()
    }

    /// The object that the index has for a path.
    pub(super) fn id_of(&self, path: &str) -> Option<[u8; DIGEST]> {
        let mut found = None;
        // read has made sure that it can be walked
        let _ = self.walk(|spot, name| match name.cmp(path.as_bytes()) {
            Ordering::Less => ControlFlow::Continue(()),
            Ordering::Equal => {
                found = spot.is_staged().then(|| self.id_at(spot));
                ControlFlow::Break(())
            }
            Ordering::Greater => ControlFlow::Break(()),
        });
        found
    }

    /// Entries whose file was changed in the same second as the index was last written, or later, and are therefore
    /// not known to be clean by their times alone.
    pub(super) fn racy(&self, written: i64) -> Vec<Racy> {
        let written = u32::try_from(written).unwrap_or(u32::MAX);
        let mut found = Vec::new();
        let _ = self.walk(|spot, name| {
            let field = |at| number(&self.bytes, spot.start + at).unwrap_or(0);
            let is_file = field(24) & 0o170_000 == 0o100_000;
            if field(8) >= written && is_file && spot.is_staged() && spot.flags & ASSUME_UNCHANGED == 0 {
                found.push(Racy { start: spot.start, path: name.to_vec(), id: self.id_at(spot) });
            }
            ControlFlow::Continue(())
        });
        found
    }

    /// True when the times, the file's number and its size in the entry are those of the file.
    pub(super) fn matches(&self, entry: &Racy, about: &Metadata) -> bool {
        let recorded = self.bytes.get(entry.start..entry.start + STAT);
        // the mode is git's own reduction of the file's mode: not compared
        let same =
            |range: std::ops::Range<usize>, stat: &[u8]| recorded.and_then(|r| r.get(range.clone())) == stat.get(range);
        let stat = stat_fields(about);
        same(0..24, &stat) && same(28..40, &stat)
    }

    /// Makes git look into the file of this entry the next time, whatever its times say.
    pub(super) fn distrust(&mut self, entry: &Racy) {
        put(&mut self.bytes, entry.start + STAT - 4, &[0; 4]);
    }

    /// Sets a path to a plain file with this object; what was there before under the path is replaced.
    pub(super) fn set(&mut self, path: &str, id: [u8; DIGEST]) -> Result<(), Unfit> {
        let mut place = Place::default();
        let mut in_the_way = None;
        self.walk(|spot, name| {
            if is_above(name, path.as_bytes()) || is_above(path.as_bytes(), name) {
                in_the_way = Some("it has a file where a folder must be");
                return ControlFlow::Break(());
            }
            match name.cmp(path.as_bytes()) {
                Ordering::Less => {
                    place.before.clear();
                    place.before.extend_from_slice(name);
                    place.start = spot.end;
                }
                Ordering::Equal if spot.is_staged() => place.found = Some(spot),
                Ordering::Equal => in_the_way = Some("the path has a conflict in it"),
                Ordering::Greater => {
                    place.after = Some((spot, name.to_vec()));
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        })?;
        if let Some(why) = in_the_way {
            return Err(Unfit::InTheWay(why));
        }
        let start = match place.found {
            Some(spot) => {
                self.replace(spot, id);
                spot.start
            }
            None => self.insert(&place, path, id),
        };
        self.set.push((path.to_owned(), start));
        Ok(())
    }

    fn replace(&mut self, spot: Spot, id: [u8; DIGEST]) {
        put(&mut self.bytes, spot.start, &[0; STAT]);
        put(&mut self.bytes, spot.start + 24, &PLAIN_FILE.to_be_bytes());
        put(&mut self.bytes, spot.start + STAT, &id);
        // the length and the mark of longer flags stay; "assume unchanged", "skip" and "intent to add" do not
        put(&mut self.bytes, spot.start + FLAGS, &(spot.flags & (EXTENDED | LENGTH)).to_be_bytes());
        if spot.flags & EXTENDED != 0 {
            put(&mut self.bytes, spot.start + FLAGS + 2, &[0; 2]);
        }
    }

    fn insert(&mut self, place: &Place, path: &str, id: [u8; DIGEST]) -> usize {
        let start = place.start.max(HEADER);
        let mut fresh = vec![0; STAT];
        put(&mut fresh, 24, &PLAIN_FILE.to_be_bytes());
        fresh.extend_from_slice(&id);
        fresh.extend_from_slice(&u16::try_from(path.len()).unwrap_or(LENGTH).min(LENGTH).to_be_bytes());
        let mut end = start;
        if self.version == 4 {
            push_name(&mut fresh, &place.before, path.as_bytes());
            // the name of the next entry is told by its difference from the one before it
            if let Some((next, name)) = &place.after {
                let name_at = name_starts(next.start, next.flags);
                fresh.extend_from_slice(self.bytes.get(next.start..name_at).unwrap_or_default());
                push_name(&mut fresh, path.as_bytes(), name);
                end = next.end;
            }
        } else {
            fresh.extend_from_slice(path.as_bytes());
            let padding = 8 - fresh.len() % 8;
            fresh.resize(fresh.len() + padding, 0);
        }
        let grown = fresh.len() - (end - start);
        self.entries_end += grown;
        self.bytes.splice(start..end, fresh);
        for (_, later) in self.set.iter_mut().filter(|(_, later)| *later >= start) {
            *later += grown;
        }
        let count = number(&self.bytes, 8).unwrap_or(0) + 1;
        put(&mut self.bytes, 8, &count.to_be_bytes());
        self.added = true;
        start
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

    /// Notes what the file system knows of the file of a path that was set, so that git need not look into it.
    pub(super) fn witness(&mut self, path: &str, about: &Metadata) {
        if let Some((_, start)) = self.set.iter().find(|(set, _)| set == path) {
            put(&mut self.bytes, *start, &stat_fields(about));
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

/// Where a path stands among the entries, or would.
#[derive(Default)]
struct Place {
    found: Option<Spot>,
    /// The path of the entry before, and where that ends.
    before: Vec<u8>,
    start: usize,
    after: Option<(Spot, Vec<u8>)>,
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
