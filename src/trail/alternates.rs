//! Folders of other repositories from which this one takes objects.

use std::path::PathBuf;

use super::borrowed::borrowed_by;
use super::repository::Repository;

impl Repository {
    /// The folders outside of this clone in which git looks for its objects as well, those that are there.
    pub fn borrowed_objects(&self) -> Vec<PathBuf> {
        borrowed_by(&self.common_dir().join("objects"))
    }
}
