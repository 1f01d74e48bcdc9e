//! How a folder was before a store is made in it, so that a failure leaves nothing that was not there.
//!
//! Refuses to take away anything once a branch has a commit, and whatever it does not know as made by the set-up itself.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What was there before.
pub struct BeforeInit {
    git_dir: PathBuf,
    /// The folders that were missing, the outermost first.
    missing: Vec<PathBuf>,
    had_repository: bool,
    made_repository: bool,
    had_private: bool,
    /// The objects of a repository in which nothing was ever committed or staged.
    objects: Option<HashSet<PathBuf>>,
}

impl BeforeInit {
    /// Looks at the folder.
    pub fn look(dir: &Path) -> Self {
        let git_dir = dir.join(".git");
        let mut missing: Vec<PathBuf> = dir.ancestors().take_while(|at| !at.exists()).map(Path::to_owned).collect();
        missing.reverse();
        let is_fresh = git_dir.is_dir() && !git_dir.join("index").exists() && !has_branch(&git_dir);
        Self {
            missing,
            had_repository: fs::symlink_metadata(&git_dir).is_ok(),
            made_repository: false,
            had_private: git_dir.join("runbook").exists(),
            objects: is_fresh.then(|| loose(&git_dir).into_iter().collect()),
            git_dir,
        }
    }

    /// Says that the repository which is there now is the set-up's own.
    pub fn repository_was_made(&mut self) {
        self.made_repository = true;
    }

    /// Takes away what a failed set-up made. What cannot be removed stays: the failure itself is told.
    #[expect(clippy::disallowed_methods, reason = "a repository that was just made, and what was put into one")]
    pub fn restore(&self) {
        if !self.had_repository {
            if self.made_repository && !has_branch(&self.git_dir) {
                let _ = fs::remove_dir_all(&self.git_dir);
            }
            // one that came meanwhile is somebody else's, and stays with all that is in it
            self.missing.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
            return;
        }
        if !self.had_private {
            let private = self.git_dir.join("runbook");
            // a folder that holds more, such as a journal, is not empty then and stays
            ["lock", "claim"].iter().for_each(|name| drop(fs::remove_file(private.join(name))));
            [private.join("pending"), private].iter().for_each(|folder| drop(fs::remove_dir(folder)));
        }
        let is_untouched = !self.git_dir.join("index").exists() && !has_branch(&self.git_dir);
        if let Some(before) = self.objects.as_ref().filter(|_| is_untouched) {
            for object in loose(&self.git_dir).iter().filter(|object| !before.contains(*object)) {
                let _ = fs::remove_file(object);
                object.parent().into_iter().for_each(|folder| drop(fs::remove_dir(folder)));
            }
        }
    }
}

fn has_branch(git_dir: &Path) -> bool {
    git_dir.join("packed-refs").exists() || !names(&git_dir.join("refs/heads")).is_empty()
}

fn loose(git_dir: &Path) -> Vec<PathBuf> {
    let is_object_folder = |path: &PathBuf| path.file_name().is_some_and(|name| name.len() == 2);
    names(&git_dir.join("objects")).into_iter().filter(is_object_folder).flat_map(|folder| names(&folder)).collect()
}

fn names(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect()
}
