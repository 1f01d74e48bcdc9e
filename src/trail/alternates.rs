//! Folders of other repositories from which this one takes objects.

use std::path::{Path, PathBuf};

use super::repository::Repository;

/// So far does git follow folders that name others again.
const DEPTH: usize = 5;

impl Repository {
    /// The folders outside of this clone in which git looks for its objects as well, those that are there.
    pub fn borrowed_objects(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        gather(&self.common_dir().join("objects"), DEPTH, &mut found);
        found
    }
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
