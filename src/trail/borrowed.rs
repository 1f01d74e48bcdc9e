//! Folders of objects that a folder of objects names, as git follows them.

use std::path::{Path, PathBuf};

/// So far does git follow folders that name others again.
const DEPTH: usize = 5;

/// The folders that a folder of objects names, and those that they name, as far as they are there.
pub(super) fn borrowed_by(objects: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    gather(objects, DEPTH, &mut found);
    found
}

fn gather(objects: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    let named = std::fs::read_to_string(objects.join("info/alternates")).unwrap_or_default();
    for line in named.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let Ok(folder) = objects.join(line).canonicalize() else { continue };
        if depth > 0 && !found.contains(&folder) {
            found.push(folder.clone());
            gather(&folder, depth - 1, found);
        }
    }
}
