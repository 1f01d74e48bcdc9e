//! One file of the work tree on its way to new content: looked at, made ready beside, put in place, or put back.
//!
//! A file that is not what the change was decided on is a person's work and is never replaced.

use std::fs::Metadata;

use crate::model::{Fault, Kind, Result};
use crate::store::atomic_fs::{Staged, settle};
use crate::store::folder::{Folder, PRIVATE_FILE};
use crate::trail::FileContent;

/// A file that a change replaces, adds, or finds already as it shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileEdit {
    /// Path below the top, with `/`; made from slugs.
    pub(super) path: String,
    /// What lies there, as the caller read it; nothing where there is no file.
    pub(super) before: Option<Vec<u8>>,
    /// What shall lie there. Equal to `before` for a file that a person edited and that is recorded as it is.
    pub(super) after: Vec<u8>,
}

/// The content at a path below the top; nothing where there is no file.
///
/// # Errors
/// `Disk` when something else is there, or a symbolic link is on the way.
pub(super) fn look(top: &Folder, path: &str) -> Result<Option<Vec<u8>>> {
    top.holder(path)?.map_or(Ok(None), |(folder, name)| folder.read(name))
}

impl FileEdit {
    /// What the commit holds.
    pub(super) fn content(&self) -> FileContent {
        FileContent { path: self.path.clone(), content: self.after.clone() }
    }
}

/// Makes an edit durably; what the file system knows of the file then, unless a person has changed it meanwhile.
///
/// # Errors
/// `Disk`, `HandEdited`.
pub(super) fn put_in_place(top: &Folder, edit: &FileEdit, pending: &Folder, number: usize) -> Result<Option<Metadata>> {
    let mut place = WorkFile::open(top, edit)?;
    place.stage(pending, number)?;
    settle(&place.staged().into_iter().collect::<Vec<_>>(), &[])?;
    let done = place.put(pending)?;
    place.keep();
    settle(&[], &place.folders().collect::<Vec<_>>())?;
    if done { place.metadata() } else { Ok(None) }
}

/// What a hook did to a file of the change.
pub(super) enum HookDeed {
    /// It wrote this.
    Rewrote(Vec<u8>),
    /// It took the file away.
    Removed,
}

/// An edit with its open folder. Folders that were made for it are removed again unless it is kept.
pub(super) struct WorkFile<'e> {
    edit: &'e FileEdit,
    folder: Folder,
    name: String,
    made: Vec<(Folder, String)>,
    staged: Option<(Staged, String)>,
    kept: bool,
}

impl<'e> WorkFile<'e> {
    /// Opens the folder of an edit below the top, making what is missing, and looks whether the file is as expected.
    ///
    /// # Errors
    /// `HandEdited` when it is not, `Disk` for a symbolic link on the way or a folder that cannot be written.
    pub(super) fn open(top: &Folder, edit: &'e FileEdit) -> Result<Self> {
        let mut names: Vec<&str> = edit.path.split('/').collect();
        let name = names.pop().unwrap_or_default().to_owned();
        let mut place =
            Self { edit, folder: Folder::open(top.path())?, name, made: Vec::new(), staged: None, kept: false };
        for name in names {
            let (below, is_new) = place.folder.child_or_make(name)?;
            let above = std::mem::replace(&mut place.folder, below);
            if is_new {
                place.made.push((above, name.to_owned()));
            }
        }
        place.folder.must_be_writable()?;
        place.must_be_as_expected()?;
        Ok(place)
    }

    /// Fails when the file is no longer what the change was decided on.
    ///
    /// # Errors
    /// `HandEdited`.
    pub(super) fn must_be_as_expected(&self) -> Result<()> {
        if self.is_as_expected()? {
            return Ok(());
        }
        let path = &self.edit.path;
        Err(Fault::new(
            Kind::HandEdited,
            format!("{path} was edited while the change was being made; nothing was changed"),
        )
        .hint("look at it, then run the command again"))
    }

    fn is_as_expected(&self) -> Result<bool> {
        Ok(self.folder.read(&self.name)? == self.edit.before)
    }

    /// Writes the new content beside, so that no space is needed later.
    ///
    /// # Errors
    /// `Disk`.
    pub(super) fn stage(&mut self, pending: &Folder, number: usize) -> Result<()> {
        if self.needs_nothing() {
            return Ok(());
        }
        let (folder, name) = self.folder.anteroom(&self.name, pending, &format!("file-{number}"));
        let staged = folder.stage(&name, &self.edit.after, PRIVATE_FILE)?;
        self.staged = Some((staged, name));
        Ok(())
    }

    /// The written new content, for being made durable.
    pub(super) fn staged(&self) -> Option<&Staged> {
        self.staged.as_ref().map(|(staged, _)| staged)
    }

    fn needs_nothing(&self) -> bool {
        self.edit.before.as_ref() == Some(&self.edit.after)
    }

    /// Puts the new content in place, if it is not there yet. False when a person has changed the file meanwhile: then
    /// theirs stays.
    ///
    /// # Errors
    /// `Disk`; then the file is what it was.
    pub(super) fn put(&self, pending: &Folder) -> Result<bool> {
        let Some((staged, name)) = &self.staged else { return self.is_as_expected() };
        if staged.is(&self.folder, &self.name)? {
            return Ok(true);
        }
        if !self.is_as_expected()? {
            return Ok(false);
        }
        let (from, _) = self.folder.anteroom(&self.name, pending, name);
        from.move_to(name, &self.folder, &self.name)?;
        Ok(true)
    }

    /// Puts the old content back where the new one was put.
    ///
    /// # Errors
    /// `Disk`.
    pub(super) fn put_back(&self, pending: &Folder) -> Result<()> {
        let Some((staged, _)) = &self.staged else { return Ok(()) };
        if !staged.is(&self.folder, &self.name)? {
            return Ok(());
        }
        match &self.edit.before {
            None => self.folder.remove(&self.name),
            Some(before) => self.put_old(before, pending),
        }
    }

    /// What a hook did to it, if anything.
    ///
    /// # Errors
    /// `Disk`.
    pub(super) fn hook_deed(&self) -> Result<Option<HookDeed>> {
        let there = self.folder.read(&self.name)?;
        Ok((there != self.edit.before).then(|| there.map_or(HookDeed::Removed, HookDeed::Rewrote)))
    }

    /// Puts back what lay there before a hook wrote something else.
    ///
    /// # Errors
    /// `Disk`; then the file is as the hook left it.
    pub(super) fn undo_hook(&self, pending: &Folder) -> Result<()> {
        match &self.edit.before {
            None => self.folder.remove(&self.name),
            Some(before) => self.put_old(before, pending),
        }
    }

    fn put_old(&self, before: &[u8], pending: &Folder) -> Result<()> {
        let (from, name) = self.folder.anteroom(&self.name, pending, "back");
        from.stage(&name, before, PRIVATE_FILE)?;
        from.move_to(&name, &self.folder, &self.name)
    }

    /// What the file system knows of the new content.
    ///
    /// # Errors
    /// `Disk`.
    pub(super) fn metadata(&self) -> Result<Option<Metadata>> {
        match &self.staged {
            Some((staged, _)) => staged.metadata().map(Some),
            // as a person left it; its times are looked up by its path, through no link, as they were when it was read
            None => Ok(std::fs::symlink_metadata(self.folder.path().join(&self.name)).ok().filter(Metadata::is_file)),
        }
    }

    /// Keeps the folders that were made.
    pub(super) fn keep(&mut self) {
        self.kept = true;
    }

    /// Lets the folders that were made go again, where nothing is in them.
    pub(super) fn forsake(&mut self) {
        self.kept = false;
    }

    /// The folder of the file, and those above in which one was made, for being made durable.
    pub(super) fn folders(&self) -> impl Iterator<Item = &Folder> {
        std::iter::once(&self.folder).chain(self.made.iter().map(|(above, _)| above))
    }

    /// What the change was decided on; empty where nothing lay there.
    pub(super) fn before(&self) -> &[u8] {
        self.edit.before.as_deref().unwrap_or_default()
    }

    /// Path below the top.
    pub(super) fn path(&self) -> &str {
        &self.edit.path
    }
}

impl Drop for WorkFile<'_> {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        if let Some((_, name)) = &self.staged
            && name.starts_with('.')
        {
            // best effort on the way out; the name says what it is
            let _ = self.folder.remove(name);
        }
        for (above, name) in self.made.iter().rev() {
            let _ = above.remove_empty(name);
        }
    }
}
