//! Commands that write beside the trail, each with what "old" and "new" mean for it, and what their stores have in common.

use std::path::Path;

use super::deed::Deed;
use super::file_deeds::FILES;
use super::list_deeds::LISTS;
use super::set_up_deeds::SET_UP;
use crate::env::Sandbox;

/// The folder for files for a person, as the words of a command name it.
pub const OUT: &str = "../out";
/// A list of targets that is to be loaded.
pub const LIST: &str = "../list";
/// A change of another record.
pub const ANOTHER: &[&str] = &["set", "zoo/other", "summary=next"];

/// All of them.
pub fn beside() -> impl Iterator<Item = &'static Deed> {
    [LISTS, SET_UP, FILES].into_iter().flatten()
}

/// A store with another record, where there is none, and with what commands are given.
pub fn with_another(sandbox: Sandbox) -> Sandbox {
    if !sandbox.store().join("runbooks/zoo/other.toml").exists() {
        sandbox.run(&["new", "Zoo - Other", "--summary", "Before"]).ok();
    }
    std::fs::create_dir(sandbox.top().join("out")).expect("a folder");
    sandbox.write(LIST, "a\nb\nd\n");
    sandbox
}

/// A store with three records.
pub fn three() -> Sandbox {
    let sandbox = with_another(Sandbox::new());
    sandbox.run(&["new", "Beta - Move"]).ok();
    sandbox.run(&["new", "Zoo - Third"]).ok();
    sandbox
}

/// The names in a folder, in order.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
