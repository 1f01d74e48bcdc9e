//! A store at one moment: head, index, work tree with its modes. Two of them tell whether anything changed.
//!
//! Leaves out what git and the tool keep for themselves: objects that nothing names, locks, caches.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::Sandbox;

/// What a store looks like.
#[derive(PartialEq, Eq)]
pub struct Snapshot {
    facts: BTreeMap<String, Vec<u8>>,
}

impl Snapshot {
    /// Of the stand's store as it is now.
    pub fn of(sandbox: &Sandbox) -> Self {
        let mut facts = BTreeMap::new();
        if sandbox.store().join(".git").exists() {
            for words in [
                &["rev-parse", "--verify", "--quiet", "HEAD"][..],
                &["symbolic-ref", "--quiet", "HEAD"],
                &["for-each-ref"],
                &["ls-files", "--stage"],
                &["config", "--local", "--list"],
            ] {
                facts.insert(format!("git {}", words.join(" ")), sandbox.git_raw(words).stdout.into_bytes());
            }
        }
        walk(sandbox.store(), sandbox.store(), &mut facts);
        Self { facts }
    }

    /// The facts that differ, in words; empty when nothing does.
    pub fn differences(&self, later: &Self) -> String {
        let mut text = String::new();
        let keys = self.facts.keys().chain(later.facts.keys().filter(|key| !self.facts.contains_key(*key)));
        for key in keys {
            let show = |facts: &BTreeMap<String, Vec<u8>>| {
                facts.get(key).map_or("(absent)".to_owned(), |value| String::from_utf8_lossy(value).into_owned())
            };
            if self.facts.get(key) != later.facts.get(key) {
                let _ = writeln!(text, "{key}\n--- before\n{}\n--- after\n{}", show(&self.facts), show(&later.facts));
            }
        }
        text
    }
}

fn walk(top: &Path, folder: &Path, facts: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let Ok(about) = path.symlink_metadata() else { continue };
        if path == top.join(".git") {
            continue;
        }
        let name = path.strip_prefix(top).expect("inside").to_string_lossy().into_owned();
        let bytes = if about.is_dir() {
            walk(top, &path, facts);
            Vec::new()
        } else if about.is_symlink() {
            fs::read_link(&path).expect("a link").into_os_string().into_encoded_bytes()
        } else {
            fs::read(&path).unwrap_or_default()
        };
        facts.insert(format!("{name} ({:o})", about.permissions().mode()), bytes);
    }
}
