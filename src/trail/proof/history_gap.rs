//! What stands between a reader and the real history: shallow clones, grafts, replacements.
//!
//! Reads the files and names that git itself goes by. Refuses to call any of them harmless.

use std::collections::BTreeMap;

use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice as _;

use super::objects::Objects;
use super::survey::{Survey, SurveyedCommit};
use crate::model::{CommitId, Result, RunbookId};
use crate::trail::BlobId;
use crate::trail::failure::git_fault;
use crate::trail::repository::Repository;

/// So many names are looked up by one thread in a row.
const RUN: usize = 4096;

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
            note("the clone is shallow: older history was left out of it".into(), self.unshallow());
        }
        let grafts = self.common_dir().join("info/grafts");
        if has_lines(&grafts) {
            let fix = format!("rm {}", shell_words::quote(&grafts.to_string_lossy()));
            note("grafts change what git shows as history".into(), &fix);
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

impl Repository {
    /// True when objects that the trail behind a commit needs were left out of this clone. Cheap for any other clone.
    ///
    /// # Errors
    /// `Git` when the objects cannot be opened.
    pub fn lacks_objects(&self, head: &CommitId) -> Result<bool> {
        if !self.is_partial() {
            return Ok(false);
        }
        let place = self.object_place();
        let survey = Survey::of(&place, head)?;
        let objects = Objects::open(&place)?;
        let is_absent = |step: &SurveyedCommit| {
            let records = step.touches.iter().flat_map(|touch| touch.old.iter().copied().chain([touch.new]));
            let logs = step.logs().iter().map(|log| log.new);
            let contents = records.chain(logs).chain(step.settings());
            !step.troubles().is_empty() || contents.flatten().any(|content| !objects.has(content))
        };
        let lacks = !survey.troubles.is_empty() || survey.steps().any(is_absent);
        place.was_read().map(|()| lacks)
    }
}

impl Repository {
    /// Those of these records whose content is not among the objects.
    ///
    /// # Errors
    /// `Git` when the folder of objects cannot be opened.
    pub fn lost(&self, records: &BTreeMap<RunbookId, BlobId>) -> Result<Vec<(RunbookId, BlobId)>> {
        let place = self.object_place();
        let mut lost: Vec<(&RunbookId, BlobId)> = records.iter().map(|(id, content)| (id, *content)).collect();
        // what a repacking git moved meanwhile is found when the folder is opened once more
        for is_last in [false, true] {
            let runs = lost.par_chunks(RUN).map(|run| {
                let objects = Objects::open(&place)?;
                Ok(run
                    .iter()
                    .filter(|(_, content)| !(objects.had(*content) || is_last && objects.has(*content)))
                    .copied()
                    .collect())
            });
            lost = runs.collect::<Result<Vec<Vec<_>>>>()?.concat();
        }
        place.was_read()?;
        Ok(lost.into_iter().map(|(id, content)| (id.clone(), content)).collect())
    }
}

fn has_lines(file: &std::path::Path) -> bool {
    std::fs::read(file).is_ok_and(|bytes| {
        bytes.split(|byte| *byte == b'\n').any(|line| !line.is_empty() && line.first() != Some(&b'#'))
    })
}
