//! What a tampering hand does, in the forms that several kinds share.

use std::os::unix::fs::PermissionsExt;

use serde_json::json;

use super::forge::{FILE, Forge};

/// One kind of tampering, and a code that the audit must answer with.
pub struct Kind {
    pub name: &'static str,
    pub code: &'static str,
    pub tamper: fn(&Forge),
}

/// The mode of a plain file in a tree.
pub const FILE_MODE: &str = "100644";

/// The record with another summary.
pub fn edited(forge: &Forge) -> String {
    forge.file(&forge.head(), FILE).replace("Enforce it", "Enforce something else")
}

/// Everything of a commit's message again, one word changed.
pub fn amend_last(forge: &Forge, from: &str, to: &str) {
    let mut raw = forge.raw(&forge.head());
    assert!(raw.message.contains(from), "{}", raw.message);
    raw.message = raw.message.replace(from, to);
    let commit = forge.write(&raw);
    forge.move_head(&commit);
}

/// A commit of the head with another line in its header.
pub fn recast_last(forge: &Forge, field: &str, change: impl Fn(&str) -> String) {
    let mut raw = forge.raw(&forge.head());
    let prefix = format!("{field} ");
    let old = raw.header.iter().find_map(|line| line.strip_prefix(&prefix)).expect("a field").to_owned();
    raw.set(field, &change(&old));
    let commit = forge.write(&raw);
    forge.move_head(&commit);
}

/// `Name <email> seconds offset` with other seconds.
pub fn shifted(line: &str, by: i64) -> String {
    let (who, when) = line.rsplit_once("> ").expect("a person");
    let (seconds, offset) = when.split_once(' ').expect("a time");
    format!("{who}> {} {offset}", seconds.parse::<i64>().expect("seconds") + by)
}

/// The file of a loose object, writable.
pub fn loose(forge: &Forge, name: &str) -> std::path::PathBuf {
    let (folder, rest) = name.split_at(2);
    let file = forge.sandbox.store().join(".git/objects").join(folder).join(rest);
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).expect("a loose object");
    file
}

/// A branch with one more event, merged in such a way that the merge holds `kept`.
pub fn merged(forge: &Forge, kept: &str) {
    let fork = forge.head();
    forge.says_and_does(json!({"do": "set", "fields": {"summary": "Said on main"}}));
    let main = forge.head();
    forge.move_head(&fork);
    let tree = forge.tree(&fork, &[("notes.md", Some((FILE_MODE, "n\n")))]);
    let side = forge.commit(&tree, "notes\n");
    let tree = forge.tree(&side, &[(FILE, Some((FILE_MODE, kept)))]);
    let merge = forge.git(&["commit-tree", &tree, "-p", &side, "-p", &main, "-m", "Merge"]);
    forge.move_head(&merge);
}
