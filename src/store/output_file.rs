//! A place for a file for a person, wherever they want it.
//!
//! It does not know what may not be written over; the workspace does.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::folder::Folder;
use crate::model::{Fault, Kind, Result};

/// A place for a file outside the records: an existing folder by its real path, and a name in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    folder: PathBuf,
    name: String,
}

impl OutputFile {
    /// The place that this path means once links on the way are followed.
    ///
    /// # Errors
    /// `Usage` for a path that names no file, `Disk` where its folder is missing.
    pub fn new(path: &Path) -> Result<Self> {
        let name = path.file_name().and_then(OsStr::to_str).filter(|_| !path.is_dir());
        let Some(name) = name else {
            return Err(Fault::usage(format!("{} is a folder; a file is wanted", path.display()))
                .hint("give the file's name behind it"));
        };
        let above = path.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = std::fs::canonicalize(above).map_err(|error| {
            Fault::new(Kind::Disk, format!("the folder {} cannot be used: {error}", above.display()))
                .hint(format!("make it first: mkdir -p {}", shell_words::quote(&above.to_string_lossy())))
        })?;
        Ok(Self { folder, name: name.to_owned() })
    }

    /// Its real path.
    pub fn path(&self) -> PathBuf {
        self.folder.join(&self.name)
    }

    /// The folder in which it is, by its real path.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Its name there.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Fails where a link or a file stands on the way to a file below this folder; makes nothing.
///
/// # Errors
/// `Disk`.
pub fn must_lead_below(folder: &Path, file: &str) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    Folder::open(folder)?.holder(file).map(drop)
}

/// Where a path leads once the links in what exists of it are followed.
///
/// # Errors
/// `Usage` for a path that goes back up through what does not exist.
pub fn real_path(path: &Path) -> Result<PathBuf> {
    if let Ok(real) = std::fs::canonicalize(path) {
        return Ok(real);
    }
    match (path.parent(), path.file_name()) {
        (Some(above), Some(name)) if !above.as_os_str().is_empty() => Ok(real_path(above)?.join(name)),
        _ => Err(Fault::usage(format!("{} leads nowhere", path.display())).hint("give the folder's whole path")),
    }
}

/// Makes a folder and what is missing above it, with mode 0700.
///
/// # Errors
/// `Disk` when one cannot be made, or something else bears the name.
pub fn make_folder(path: &Path) -> Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(above) = path.parent().filter(|above| !above.as_os_str().is_empty()) {
        make_folder(above)?;
    }
    Folder::open_or_make(path).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn folders_are_made_private_and_a_folder_is_no_file() {
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("a/b");
        make_folder(&deep).unwrap();
        assert_eq!(std::fs::metadata(&deep).unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(OutputFile::new(&deep).unwrap_err().kind, Kind::Usage);
        assert_eq!(OutputFile::new(&dir.path().join("none/x")).unwrap_err().kind, Kind::Disk);
    }
}
