//! What was once found out about files and commits, kept under the git directory as digests of all that it rests on.
//!
//! Each fact names the build of this program that judged, the folder in which it is kept, and what was judged: a file's
//! stamp and content, or a commit, a record and the packs that hold them. Nothing that is asked for has the digest of a
//! fact that is damaged, or of an older build, another clone or an earlier state: such a cache costs time and never an
//! answer. Refuses to keep what only is so by the word of something that can change in silence: a file that was written
//! just now, objects outside of the packs of this clone.

use std::collections::HashSet;
use std::fs::{read_dir, symlink_metadata};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use git2::Oid;
use sha2::{Digest, Sha256};

use super::private::{Lasting, TemporaryFile, replace};
use super::repository::Repository;
use crate::model::FileStamp;

/// So many bytes tell one fact from any other.
const LENGTH: usize = 16;
/// What these facts mean; another number where they come to mean something else.
const MEANING: &[u8] = b"facts 1";

/// Something that was found to be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fact([u8; LENGTH]);

/// What is known, and what of it was of use this time.
pub struct Facts {
    /// Where they are kept; nowhere, where it cannot be told who judges.
    path: Option<PathBuf>,
    basis: Sha256,
    known: HashSet<Fact>,
    used: HashSet<Fact>,
}

/// The packs of a clone as they lie there, and what lies beside them.
pub(super) struct Packs {
    folder: PathBuf,
    /// All of them, by name and stamp.
    pub(super) digest: [u8; 32],
    /// What lies outside of them; nothing where that cannot be told.
    loose: OnceLock<Option<HashSet<Oid>>>,
}

/// The time by the clock that stamps files, read when it is first asked for.
pub struct FileClock {
    folder: PathBuf,
    read: OnceLock<Option<FileStamp>>,
}

impl Repository {
    /// The facts that this build of the program, which lies there, has found out about this work tree.
    pub fn facts(&self, program: &Path) -> Facts {
        let folder = self.own_private();
        let judge = program.metadata().ok().map(|about| FileStamp::from(&about));
        let place = folder.metadata().ok().map(|about| FileStamp::from(&about));
        let mut basis = Sha256::new_with_prefix(MEANING);
        let Some((judge, place)) = judge.zip(place) else {
            return Facts { path: None, basis, known: HashSet::new(), used: HashSet::new() };
        };
        basis.update(concat!(env!("CARGO_PKG_VERSION"), " "));
        basis.update(option_env!("RUNBOOK_COMMIT").unwrap_or_default());
        basis.update(judge.bytes());
        basis.update(place.place());
        let path = folder.join("facts");
        let bytes = std::fs::read(&path).unwrap_or_default();
        let known = bytes.as_chunks::<LENGTH>().0.iter().map(|bytes| Fact(*bytes)).collect();
        Facts { path: Some(path), basis, known, used: HashSet::new() }
    }

    /// The clock by which files of this work tree are stamped.
    pub fn file_clock(&self) -> FileClock {
        FileClock { folder: self.own_private(), read: OnceLock::new() }
    }

    /// The packs of this clone; none where objects may come from elsewhere.
    pub(super) fn packs(&self) -> Option<Packs> {
        let folder = self.common_dir().join("objects");
        if folder.join("info/alternates").symlink_metadata().is_ok() {
            return None;
        }
        let mut all = Vec::new();
        for entry in read_dir(folder.join("pack")).ok()? {
            let path = entry.ok()?.path();
            all.push((path.clone(), FileStamp::from(&path.metadata().ok()?).bytes()));
        }
        all.sort_unstable();
        let mut digest = Sha256::new();
        for (path, stamp) in all {
            digest.update(path.as_os_str().as_encoded_bytes());
            digest.update([0]);
            digest.update(stamp);
        }
        Some(Packs { folder, digest: digest.finalize().into(), loose: OnceLock::new() })
    }
}

impl Facts {
    /// The fact of this kind about these things.
    pub fn fact(&self, kind: &str, things: &[&[u8]]) -> Fact {
        let mut digest = self.basis.clone();
        for part in std::iter::once(&kind.as_bytes()).chain(things) {
            digest.update(part.len().to_le_bytes());
            digest.update(part);
        }
        let mut fact = [0; LENGTH];
        for (to, from) in fact.iter_mut().zip(digest.finalize()) {
            *to = from;
        }
        Fact(fact)
    }

    /// True when this was found out before.
    pub fn holds(&self, fact: &Fact) -> bool {
        self.known.contains(fact)
    }

    /// Keeps a fact for the next time: one that was found out now, or one that was known and of use.
    pub fn keep(&mut self, fact: Fact) {
        self.used.insert(fact);
    }

    /// How much of what was of use is new.
    #[cfg(test)]
    pub(super) fn found_out(&self) -> usize {
        self.used.difference(&self.known).count()
    }

    /// Writes down what was of use, where anything of it is new. What cannot be written is found out again.
    pub fn write(self) {
        let Some(path) = self.path.filter(|_| !self.used.is_subset(&self.known)) else { return };
        let bytes: Vec<u8> = self.used.iter().flat_map(|fact| fact.0).collect();
        let _ = replace(&path, &bytes, Lasting::Cache);
    }
}

impl Packs {
    /// True when the object lies outside of the packs as well, where it can vanish by itself.
    pub(super) fn is_loose(&self, oid: Oid) -> bool {
        let loose = self.loose.get_or_init(|| loose_objects(&self.folder).ok());
        loose.as_ref().is_none_or(|loose| loose.contains(&oid))
    }
}

/// The objects that lie outside of packs.
fn loose_objects(folder: &Path) -> std::io::Result<HashSet<Oid>> {
    let names = |folder: &Path| -> std::io::Result<Vec<String>> {
        read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    };
    let mut found = HashSet::new();
    for start in names(folder)?.iter().filter(|name| name.len() == 2) {
        let rests = names(&folder.join(start))?;
        found.extend(rests.iter().filter_map(|rest| Oid::from_str(&format!("{start}{rest}")).ok()));
    }
    Ok(found)
}

impl FileClock {
    /// The time before which files must have been written to be known by their stamps; nothing where no file can be made
    /// to see it.
    pub fn now(&self) -> Option<FileStamp> {
        *self.read.get_or_init(|| {
            let file = TemporaryFile::write(&self.folder, b"").ok()?;
            Some(FileStamp::from(&symlink_metadata(file.path()).ok()?))
        })
    }
}
