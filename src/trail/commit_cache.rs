//! A cache of which commit touched which runbook: fixed lines of 32 bytes, oldest first, added to at the end.
//!
//! A line is the commit, eight bytes of the runbook's hash, a kind and a check. The first one says by which rules the others
//! were found; a file that begins in another way is an earlier build's, and is written anew. What stands before the last
//! line that names a head is complete up to that head. The file may be lost, torn or wrong: nobody trusts it, answers are checked
//! against trees, and a damaged line is passed over.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;

use git2::Oid;
use sha2::{Digest, Sha256};

use super::private::{self, Lasting};
use crate::model::RunbookId;

const LINE: usize = 32;
/// Lines read at once, going backwards.
const CHUNK: usize = 2048;
/// After so many questions all answers are read at once.
const PATIENCE: u32 = 8;
/// Where a line holds its key.
const KEY: std::ops::Range<usize> = 20..28;
/// Bits of a line's kind: it names a runbook; it names the head; it begins the file.
const TOUCH: u8 = 1;
const HEAD: u8 = 2;
const START: u8 = 4;
/// What the first line says. To be counted up where another build would find other touches in the same history.
const RULES: CacheKey = *b"rules  2";

/// A runbook's key in the cache.
type CacheKey = [u8; 8];

/// One line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct CacheLine {
    commit: Oid,
    key: CacheKey,
    kind: u8,
}

/// A commit that is said to be the latest of some records, by their places.
pub(super) type Claimed = (Oid, Vec<usize>);

/// What is known about touches, up to one head.
pub(super) struct CommitCache {
    /// The head up to which it is complete.
    pub(super) head: Oid,
    file: Option<File>,
    /// Whole lines of the file that count.
    lines: u64,
    /// What is newer than the file's lines, oldest first.
    newer: Vec<CacheLine>,
    asked: u32,
    latest: Option<HashMap<CacheKey, Oid>>,
    /// Tips that were checked against the trees of this head.
    pub(super) checked: HashMap<RunbookId, Option<Oid>>,
}

fn key(id: &RunbookId) -> CacheKey {
    let mut key = CacheKey::default();
    for (to, from) in key.iter_mut().zip(Sha256::digest(id.to_string().as_bytes())) {
        *to = from;
    }
    key
}

impl CacheLine {
    /// The first of the file.
    fn start() -> Self {
        Self { commit: Oid::ZERO_SHA1, key: RULES, kind: START }
    }

    fn encode(self) -> [u8; LINE] {
        let mut bytes = [0; LINE];
        let content = self.commit.as_bytes().iter().chain(&self.key).chain(std::iter::once(&self.kind));
        for (to, from) in bytes.iter_mut().zip(content) {
            *to = *from;
        }
        let check = check(&bytes);
        if let Some(last) = bytes.last_chunk_mut::<3>() {
            *last = check;
        }
        bytes
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; LINE] = bytes.try_into().ok()?;
        if *bytes.last_chunk::<3>()? != check(bytes) {
            return None;
        }
        let (commit, rest) = bytes.split_at_checked(20)?;
        let (key, rest) = rest.split_first_chunk::<8>()?;
        Some(Self { commit: Oid::from_bytes(commit).ok()?, key: *key, kind: *rest.first()? })
    }
}

/// A check on the first 29 bytes, good enough to see a torn or shifted line.
fn check(bytes: &[u8; LINE]) -> [u8; 3] {
    let mut sum = 0x9e37_79b9_7f4a_7c15_u64;
    for (at, byte) in bytes.iter().enumerate() {
        let byte = if at < LINE - 3 { *byte } else { 0 };
        sum = (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    let [_, _, _, _, a, b, c, _] = sum.to_be_bytes();
    [a, b, c]
}

/// Lines for commits and what they touched; the last one names the head, even where it touched nothing.
fn lines_of<'a>(steps: impl Iterator<Item = (Oid, &'a [RunbookId])>, head: Oid) -> Vec<CacheLine> {
    let mut lines: Vec<CacheLine> = steps
        .flat_map(|(commit, ids)| ids.iter().map(move |id| CacheLine { commit, key: key(id), kind: TOUCH }))
        .collect();
    match lines.last_mut().filter(|line| line.commit == head) {
        Some(line) => line.kind |= HEAD,
        None => lines.push(CacheLine { commit: head, key: CacheKey::default(), kind: HEAD }),
    }
    lines
}

fn bytes_of(lines: &[CacheLine]) -> Vec<u8> {
    lines.iter().flat_map(|line| line.encode()).collect()
}

impl CommitCache {
    /// What the file knows; `None` where it names no head, or was found by other rules.
    pub(super) fn read(path: &Path) -> Option<Self> {
        let file = File::open(path).ok()?;
        let size = file.metadata().ok()?.len();
        if !size.is_multiple_of(LINE as u64) {
            // a torn end would shift every line after it
            return None;
        }
        let lines = size / LINE as u64;
        let mut first = [0; LINE];
        read_lines(&file, &mut first, 0, 1)?;
        CacheLine::decode(&first).filter(|line| *line == CacheLine::start())?;
        let head = last_head(&file, lines)?;
        Some(Self { head, file: Some(file), lines, newer: Vec::new(), asked: 0, latest: None, checked: HashMap::new() })
    }

    /// Begins anew from all of history, and replaces the file. A file that cannot be written is done without.
    pub(super) fn rebuilt<'a>(path: &Path, steps: impl Iterator<Item = (Oid, &'a [RunbookId])>, head: Oid) -> Self {
        let whole = Self::passing(steps, head);
        let mut bytes = CacheLine::start().encode().to_vec();
        bytes.extend(bytes_of(&whole.newer));
        let _ = private::replace(path, &bytes, Lasting::Cache);
        whole
    }

    /// All of history, for this once: where a clone was cut off, what is true of its commits changes with the cut.
    pub(super) fn passing<'a>(steps: impl Iterator<Item = (Oid, &'a [RunbookId])>, head: Oid) -> Self {
        let newer = lines_of(steps, head);
        Self { head, file: None, lines: 0, newer, asked: 0, latest: None, checked: HashMap::new() }
    }

    /// Goes on to a later head, and adds to the file unless somebody else has meanwhile.
    pub(super) fn go_on<'a>(&mut self, path: &Path, steps: impl Iterator<Item = (Oid, &'a [RunbookId])>, head: Oid) {
        let lines = lines_of(steps, head);
        let size = path.metadata().map(|found| found.len()).ok();
        if size == Some(self.lines * LINE as u64) {
            let _ = private::append(path, &bytes_of(&lines));
        }
        self.newer.extend(lines);
        self.head = head;
        self.latest = None;
        self.checked.clear();
    }

    /// The latest touch of a runbook.
    pub(super) fn latest(&mut self, id: &RunbookId) -> Option<Oid> {
        self.asked += 1;
        let wanted = key(id);
        if self.latest.is_none() && self.asked > PATIENCE {
            let mut latest = HashMap::new();
            self.backwards(None, |line| {
                latest.entry(line.key).or_insert(line.commit);
                true
            });
            self.latest = Some(latest);
        }
        if let Some(latest) = &self.latest {
            return latest.get(&wanted).copied();
        }
        let mut found = None;
        self.backwards(Some(wanted), |line| {
            found = Some(line.commit);
            false
        });
        found
    }

    /// The latest touches of many runbooks, the latest first: each commit with the places of its runbooks among `ids`.
    pub(super) fn latest_of(&self, ids: &[&RunbookId]) -> Vec<Claimed> {
        let mut wanted: HashMap<CacheKey, usize> = ids.iter().enumerate().map(|(place, id)| (key(id), place)).collect();
        let mut found: Vec<Claimed> = Vec::new();
        self.backwards(None, |line| {
            if let Some(place) = wanted.remove(&line.key) {
                match found.last_mut().filter(|(commit, _)| *commit == line.commit) {
                    Some((_, places)) => places.push(place),
                    None => found.push((line.commit, vec![place])),
                }
            }
            !wanted.is_empty()
        });
        // by the folder, so that each is read once
        found.iter_mut().for_each(|(_, places)| places.sort_unstable());
        found
    }

    /// The latest touch of each runbook that is none of `there`, the latest first.
    pub(super) fn of_others<'i>(&self, there: impl Iterator<Item = &'i RunbookId>) -> Vec<Oid> {
        let mut seen: HashSet<CacheKey> = there.map(key).collect();
        let mut found = Vec::new();
        self.backwards(None, |line| {
            if seen.insert(line.key) && found.last() != Some(&line.commit) {
                found.push(line.commit);
            }
            true
        });
        found
    }

    /// All touches of a runbook, the latest first.
    pub(super) fn all(&self, id: &RunbookId) -> Vec<Oid> {
        let mut found = Vec::new();
        self.backwards(Some(key(id)), |line| {
            found.push(line.commit);
            true
        });
        found
    }

    /// The commits that touched any runbook, the latest first, until `see` has seen enough.
    pub(super) fn commits(&self, mut see: impl FnMut(Oid) -> bool) {
        let mut last = None;
        self.backwards(None, |line| last.replace(line.commit) == Some(line.commit) || see(line.commit));
    }

    /// Shows every touch, or those of one runbook, the latest first, until `see` has seen enough.
    fn backwards(&self, wanted: Option<CacheKey>, mut see: impl FnMut(CacheLine) -> bool) {
        let is_wanted = |key: &[u8]| wanted.is_none_or(|wanted| wanted == key);
        let mut show = |line: CacheLine| line.kind & TOUCH == 0 || see(line);
        if !self.newer.iter().rev().filter(|line| is_wanted(&line.key)).all(|line| show(*line)) {
            return;
        }
        let Some(file) = &self.file else { return };
        let mut buffer = vec![0; CHUNK * LINE];
        let mut end = self.lines;
        while end > 0 {
            let start = end.saturating_sub(CHUNK as u64);
            let Some(chunk) = read_lines(file, &mut buffer, start, end) else { return };
            let lines = chunk.rchunks_exact(LINE).filter(|line| line.get(KEY).is_some_and(is_wanted));
            if !lines.filter_map(CacheLine::decode).all(&mut show) {
                return;
            }
            end = start;
        }
    }
}

/// The bytes of some lines.
fn read_lines<'b>(file: &File, buffer: &'b mut [u8], start: u64, end: u64) -> Option<&'b [u8]> {
    let size = usize::try_from(end.saturating_sub(start)).ok()? * LINE;
    let chunk = buffer.get_mut(..size)?;
    file.read_exact_at(chunk, start * LINE as u64).ok()?;
    Some(chunk)
}

/// The last head that some lines name.
fn last_head(file: &File, lines: u64) -> Option<Oid> {
    let mut buffer = vec![0; CHUNK * LINE];
    let mut end = lines;
    while end > 0 {
        // mostly the very last line is one
        let start = end.saturating_sub(if end == lines { 1 } else { CHUNK as u64 });
        let chunk = read_lines(file, &mut buffer, start, end)?;
        let head = chunk.rchunks_exact(LINE).filter_map(CacheLine::decode).find(|line| line.kind & HEAD != 0);
        if let Some(head) = head {
            return Some(head.commit);
        }
        end = start;
    }
    None
}

/// Adds one touch that made a new head, where the file is complete up to the head before.
pub(super) fn note(path: &Path, before: Option<Oid>, commit: Oid, id: &RunbookId) {
    let known = match (CommitCache::read(path), before) {
        (Some(touches), Some(before)) => touches.head == before,
        (None, None) => !path.exists(),
        _ => false,
    };
    if known {
        let line = CacheLine { commit, key: key(id), kind: TOUCH | HEAD };
        let first = before.is_none().then(CacheLine::start);
        let lines: Vec<CacheLine> = first.into_iter().chain([line]).collect();
        // a cache: who finds it behind walks the difference
        let _ = private::append(path, &bytes_of(&lines));
    }
}
