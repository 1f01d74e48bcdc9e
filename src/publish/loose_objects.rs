//! The objects of a commit on their way among git's own: written under passing names, then given the names that git knows.

use crate::model::Result;
use crate::store::atomic_fs::{SEALED_FILE, Staged};
use crate::store::folder::Folder;
use crate::trail::{CommitDraft, Repository};

/// The objects of a draft, written under passing names.
pub(super) struct LooseObjects {
    /// The files, for being made durable.
    pub(super) staged: Vec<Staged>,
    folder: Folder,
    objects: Folder,
    names: Vec<(String, String)>,
}

impl LooseObjects {
    /// Writes them beside the place where they belong.
    ///
    /// # Errors
    /// `Disk`.
    pub(super) fn stage(repository: &Repository, pending: &Folder, draft: &CommitDraft) -> Result<Self> {
        let objects = Folder::open(&repository.common_dir().join("objects"))?;
        let beside = objects.is_beside(pending);
        let folder = Folder::open(if beside { pending.path() } else { objects.path() })?;
        let mut stored = Self { staged: Vec::new(), folder, objects, names: Vec::new() };
        for (number, object) in draft.objects().iter().enumerate() {
            stored.staged.push(stored.folder.stage(&passing(number), &object.bytes, SEALED_FILE)?);
            stored.names.push((object.folder.clone(), object.name.clone()));
        }
        Ok(stored)
    }

    /// Gives them their names; the folders that have to be made durable for that.
    ///
    /// # Errors
    /// `Disk`.
    pub(super) fn name(&self) -> Result<Vec<Folder>> {
        let mut folders = Vec::new();
        let mut made_any = false;
        for (number, (folder, name)) in self.names.iter().enumerate() {
            let (below, made) = self.objects.child_or_make(folder)?;
            self.folder.move_to(&passing(number), &below, name)?;
            made_any |= made;
            folders.push(below);
        }
        if made_any {
            folders.push(Folder::open(self.objects.path())?);
        }
        Ok(folders)
    }
}

/// Git's own way of naming what `git gc` may clear away.
fn passing(number: usize) -> String {
    format!("tmp_obj_runbook_{number}")
}
