//! Each state of a store is judged once: most faults leave it as another one did, byte for byte, and what was found out of
//! the one then holds for the other.
//!
//! Alike are two stands whose files and folders have the same names, modes, links and contents. What is each copy's own is
//! left out: its place, the numbers of its processes, random names, and the numbers and times of files in git's index, of
//! which counts whether the files still have them.

use std::collections::HashMap;
use std::fs::Metadata;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::Mutex;

use memchr::memmem;
use sha2::{Digest, Sha256};

use super::stand::remembered;
use super::state::walk;
use crate::env::Sandbox;

/// The verdicts about the stores of one deed, which are all judged in the same way.
pub struct Verdicts<T>(Mutex<HashMap<(Vec<u8>, String), T>>);

impl<T: Clone> Verdicts<T> {
    /// None yet.
    pub fn new() -> Self {
        Self(Mutex::default())
    }

    /// The verdict on a stand, which is asked for unless one like it was judged; `said` is what else the verdict hangs on.
    /// Where judging fails there is none, so that every try that leads there fails.
    pub fn of(&self, sandbox: &Sandbox, said: &str, judge: impl FnOnce() -> T) -> T {
        let key = (likeness(sandbox), said.to_owned());
        if let Some(known) = self.known().get(&key) {
            return known.clone();
        }
        let found = judge();
        self.known().insert(key, found.clone());
        found
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<(Vec<u8>, String), T>> {
        self.0.lock().expect("nobody fails while it is held")
    }
}

/// The same for two stands that are alike.
fn likeness(sandbox: &Sandbox) -> Vec<u8> {
    let top = sandbox.top().display().to_string();
    let mut paths = Vec::new();
    walk(&sandbox.top(), &mut paths);
    paths.sort();
    let (traces, paths): (Vec<String>, Vec<String>) = paths.into_iter().partition(|path| path.contains("/trace."));
    let mut own = own_words(&top, &traces, &paths);
    own.extend(remembered(sandbox).file_stem().map(|name| name.to_string_lossy().into_owned()));
    let mut digest = Sha256::new();
    for path in &paths {
        let Ok(about) = std::fs::symlink_metadata(path) else { continue };
        let bytes = match about.file_type() {
            kind if kind.is_symlink() => {
                std::fs::read_link(path).map(|to| to.as_os_str().as_bytes().to_vec()).unwrap_or_default()
            }
            kind if kind.is_file() => std::fs::read(path).unwrap_or_default(),
            _ => Vec::new(),
        };
        let bytes = plain_index(&bytes, sandbox.store()).unwrap_or(bytes);
        // nothing of git's objects is each copy's own
        let is_object = path.contains("/objects/");
        let bytes = if is_object { bytes } else { without(&own, bytes) };
        let name = without(&own, path.clone().into_bytes());
        let links = if about.is_file() { about.nlink() } else { 0 };
        for part in [&name[..], &about.mode().to_le_bytes(), &links.to_le_bytes(), &bytes] {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
    }
    digest.finalize().to_vec()
}

/// The words that only this stand has: its place, the numbers of its processes, and random names.
fn own_words(top: &str, traces: &[String], paths: &[String]) -> Vec<String> {
    let mut own = vec![top.to_owned()];
    own.extend(paths.iter().filter_map(|path| {
        let name = path.rsplit('/').next()?;
        [".runbook-", "out-", "tmp_obj_"].iter().any(|start| name.starts_with(start)).then(|| name.to_owned())
    }));
    own.extend(traces.iter().filter_map(|path| path.rsplit('.').next().map(str::to_owned)));
    own
}

/// The bytes without these words.
fn without(words: &[String], mut bytes: Vec<u8>) -> Vec<u8> {
    for word in words.iter().map(String::as_bytes).filter(|word| word.len() > 2) {
        let mut kept = Vec::new();
        let mut end = 0;
        for at in memmem::find_iter(&bytes, word) {
            kept.extend_from_slice(&bytes[end..at]);
            kept.push(0);
            end = at + word.len();
        }
        if end > 0 {
            kept.extend_from_slice(&bytes[end..]);
            bytes = kept;
        }
    }
    bytes
}

/// An index of git's with, in place of what it knows of each file, whether that is still so; `None` for what is none.
fn plain_index(bytes: &[u8], store: &Path) -> Option<Vec<u8>> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    if !bytes.starts_with(b"DIRC") || !(2..=3).contains(&number(4)?) {
        return None;
    }
    let mut plain = bytes.get(..12)?.to_vec();
    let mut at = 12;
    for _ in 0..number(8)? {
        let name = at + if number(at + 60)? & 0x4000_0000 == 0 { 62 } else { 64 };
        let length = bytes.get(name..)?.iter().position(|byte| *byte == 0)?;
        let path = store.join(std::ffi::OsStr::from_bytes(bytes.get(name..name + length)?));
        let known = [number(at + 8)?, number(at + 12)?, number(at + 20)?, number(at + 36)?];
        plain.push(u8::from(path.symlink_metadata().is_ok_and(|about| numbers(&about) == known)));
        let end = at + ((name - at + length + 8) & !7);
        plain.extend_from_slice(bytes.get(at + 24..end)?);
        at = end;
    }
    // the check at its end goes with the numbers
    plain.extend_from_slice(bytes.get(at..bytes.len() - 20)?);
    Some(plain)
}

/// What an index knows of a file: seconds and nanoseconds of its last change, its number, its size.
fn numbers(about: &Metadata) -> [u32; 4] {
    let low = |number: u64| u32::try_from(number & u64::from(u32::MAX)).unwrap_or_default();
    [low(about.mtime().cast_unsigned()), low(about.mtime_nsec().cast_unsigned()), low(about.ino()), low(about.size())]
}

#[test]
fn stands_are_alike_until_something_differs() {
    let template = Sandbox::new();
    template.run(&["new", "Zoo - Other"]).ok();
    let copy = || super::stand::copy(&template);
    let same = likeness(&copy());
    let sandbox = copy();
    std::fs::write(sandbox.store().join(".git/runbook/lock"), format!("{} host", std::process::id())).expect("a lock");
    std::fs::write(sandbox.top().join(format!("trace.{}", std::process::id())), "").expect("a trace");
    let locked = likeness(&sandbox);
    let other = copy();
    std::fs::write(other.store().join(".git/runbook/lock"), "98765 host").expect("a lock");
    std::fs::write(other.top().join("trace.98765"), "").expect("a trace");
    assert!(likeness(&copy()) == same && locked != same && likeness(&other) == locked);
    let changes: [&dyn Fn(&Sandbox); 6] = [
        &|sandbox| sandbox.write("runbooks/zoo/other.toml", "another text\n"),
        &|sandbox| sandbox.write(".git/runbook/journal", ""),
        &|sandbox| drop(sandbox.git(&["commit", "--quiet", "--allow-empty", "-m", "More"])),
        &|sandbox| {
            let path = sandbox.store().join("runbooks/zoo/other.toml");
            std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o644)).expect("open");
        },
        // the same words in a file that the index does not know
        &|sandbox| {
            let text = sandbox.read("runbooks/zoo/other.toml");
            std::fs::remove_file(sandbox.store().join("runbooks/zoo/other.toml")).expect("gone");
            sandbox.write("runbooks/zoo/other.toml", text);
        },
        &|sandbox| drop(sandbox.git(&["rm", "--quiet", "--cached", "runbooks/zoo/other.toml"])),
    ];
    for (number, change) in changes.iter().enumerate() {
        let sandbox = copy();
        change(&sandbox);
        assert_ne!(likeness(&sandbox), same, "change {number}");
    }
}

#[test]
fn what_was_judged_is_not_judged_again_and_what_failed_is() {
    let template = Sandbox::bare();
    template.write("a", "one");
    let verdicts = Verdicts::new();
    let alike = [super::stand::copy(&template), super::stand::copy(&template)];
    let failed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        verdicts.of(&alike[0], "", || panic!("bad"));
    }));
    assert!(failed.is_err());
    assert_eq!(verdicts.of(&alike[0], "", || 1), 1);
    assert_eq!(verdicts.of(&alike[1], "", || 2), 1);
    assert_eq!(verdicts.of(&alike[1], "other words", || 3), 3);
    alike[1].write("a", "two");
    assert_eq!(verdicts.of(&alike[1], "", || 4), 4);
}
