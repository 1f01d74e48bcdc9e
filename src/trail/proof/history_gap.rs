//! What stands between a reader and the real history: shallow clones, grafts, replacements.
//!
//! Reads the files and names that git itself goes by. Refuses to call any of them harmless.

use crate::model::Result;
use crate::trail::failure::git_fault;
use crate::trail::repository::Repository;

/// Something that hides or replaces history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryGap {
    /// One sentence.
    pub message: String,
    /// The command that takes it away.
    pub fix: String,
}

impl Repository {
    /// Everything that hides or replaces history here.
    ///
    /// # Errors
    /// `Git` when the references cannot be listed.
    pub fn hindrances(&self) -> Result<Vec<HistoryGap>> {
        let mut found = Vec::new();
        let mut note = |message: String, fix: &str| found.push(HistoryGap { message, fix: fix.to_owned() });
        if has_lines(&self.common_dir().join("shallow")) || self.is_shallow() {
            note("the clone is shallow: older history was left out of it".into(), "git fetch --unshallow");
        }
        if has_lines(&self.common_dir().join("info/grafts")) {
            note("grafts change what git shows as history".into(), "rm .git/info/grafts");
        }
        let fault = |error| git_fault("list the references", &error);
        for reference in self.git.references_glob("refs/replace/*").map_err(fault)? {
            let reference = reference.map_err(fault)?;
            let name = String::from_utf8_lossy(reference.name_bytes()).into_owned();
            let object = name.trim_start_matches("refs/replace/").to_owned();
            note(
                format!("git shows another object in place of {object} (refs/replace)"),
                &format!("git replace -d {object}"),
            );
        }
        Ok(found)
    }
}

fn has_lines(file: &std::path::Path) -> bool {
    std::fs::read(file).is_ok_and(|bytes| {
        bytes.split(|byte| *byte == b'\n').any(|line| !line.is_empty() && line.first() != Some(&b'#'))
    })
}
