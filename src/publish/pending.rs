//! The folder of passing files of a change, emptied when the change has ended.

use std::cell::Cell;

use crate::model::Result;
use crate::store::folder::Folder;

/// Its name, under the private folder of the work tree.
pub(super) const PENDING: &str = "pending";

/// The folder of passing files, emptied at the end unless what is in it is still needed.
pub(super) struct PendingFolder(pub(super) Folder, Cell<bool>);

impl PendingFolder {
    /// That of a work tree's own private folder.
    ///
    /// # Errors
    /// `Disk`.
    pub(super) fn open(own: &Folder) -> Result<Self> {
        Ok(Self(own.child_or_make(PENDING)?.0, Cell::new(false)))
    }

    /// Leaves what is in it to the next run.
    pub(super) fn keep(&self) {
        self.1.set(true);
    }

    /// Needs it no longer.
    pub(super) fn let_go(&self) {
        self.1.set(false);
    }

    /// Removes everything in it.
    pub(super) fn sweep(&self) {
        // an error that passes shall leave nothing; what it cannot remove is written over by the next change
        let names = self.0.names().or_else(|_| self.0.names()).unwrap_or_default();
        for name in names {
            let _ = self.0.remove(&name).or_else(|_| self.0.remove(&name));
        }
    }
}

impl Drop for PendingFolder {
    fn drop(&mut self) {
        if !self.1.get() {
            self.sweep();
        }
    }
}
