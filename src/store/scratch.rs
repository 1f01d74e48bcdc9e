//! A new folder to try things in: private, empty, with a name that nothing else bears. It stays until a person removes it.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::model::{Fault, Kind, Result};

/// Makes a folder in `place` whose name begins with `prefix`.
///
/// # Errors
/// `Disk` when it cannot be made.
pub fn scratch_folder(place: &Path, prefix: &str) -> Result<PathBuf> {
    let folder = tempfile::Builder::new()
        .prefix(prefix)
        .permissions(std::fs::Permissions::from_mode(0o700))
        .tempdir_in(place)
        .map_err(|error| Fault::new(Kind::Disk, format!("no folder can be made in {}: {error}", place.display())))?;
    Ok(folder.keep())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_new_private_and_stays() {
        let place = tempfile::tempdir().unwrap();
        let (a, b) = (scratch_folder(place.path(), "demo-").unwrap(), scratch_folder(place.path(), "demo-").unwrap());
        assert_ne!(a, b);
        assert_eq!(std::fs::metadata(&a).unwrap().permissions().mode() & 0o777, 0o700);
        assert!(scratch_folder(&place.path().join("none"), "demo-").is_err());
    }
}
