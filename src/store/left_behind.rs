//! What a run writes down for the one that comes after a kill, read back: torn it counts for nothing, and what a newer
//! version has written is never taken for torn.

use serde::Deserialize;

use super::folder::Folder;
use crate::model::{Fault, Kind, Result};

/// What stands in a file of this name; nothing where there is none, or a part of one. `is_known` says whether its version
/// is one of ours.
///
/// # Errors
/// `NewerFormat` for what is whole and not known, `Disk` when it cannot be read.
pub(super) fn read<T: for<'a> Deserialize<'a>>(
    folder: &Folder,
    name: &str,
    is_known: impl Fn(&T) -> bool,
) -> Result<Option<T>> {
    let Some(bytes) = folder.read(name)? else { return Ok(None) };
    match serde_json::from_slice(&bytes) {
        Ok(read) if is_known(&read) => Ok(Some(read)),
        // a part of a text never parses
        Err(_) if serde_json::from_slice::<serde::de::IgnoredAny>(&bytes).is_err() => Ok(None),
        _ => Err(newer(folder, name)),
    }
}

fn newer(folder: &Folder, name: &str) -> Fault {
    let place = folder.path().join(name).display().to_string();
    Fault::new(
        Kind::NewerFormat,
        format!(
            "a newer version of runbook was interrupted here, and {place} says how it goes on; nothing was changed"
        ),
    )
    .hint("with the newer version: runbook doctor --fix")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::folder::PRIVATE_FILE;
    use serde::Serialize;

    #[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Note {
        version: u32,
    }

    #[test]
    fn a_part_counts_for_nothing_and_what_is_not_known_for_newer() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let of = |text: &[u8]| {
            folder.stage("note", text, PRIVATE_FILE).unwrap();
            read(&folder, "note", |note: &Note| note.version == 1)
        };
        assert_eq!(read::<Note>(&folder, "none", |_| true).unwrap(), None);
        let whole = serde_json::to_vec_pretty(&Note { version: 1 }).unwrap();
        for end in 0..whole.len() {
            assert_eq!(of(&whole[..end]).unwrap(), None, "torn at {end}");
        }
        assert_eq!(of(&[0; 32]).unwrap(), None, "a power cut leaves zeros");
        assert_eq!(of(&whole).unwrap(), Some(Note { version: 1 }));
        for newer in [&b"{\"version\": 2}"[..], b"{\"version\": 1, \"more\": []}", b"{}", b"{\"version\": \"two\"}"] {
            assert_eq!(of(newer).unwrap_err().kind, Kind::NewerFormat, "{}", String::from_utf8_lossy(newer));
        }
    }
}
