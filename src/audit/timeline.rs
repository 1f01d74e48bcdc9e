//! Each runbook's own commits in order, out of everybody's.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::RunbookId;
use crate::trail::{Survey, SurveyedCommit, Touch};

/// A commit that concerns a runbook.
#[derive(Debug, Clone, Copy)]
pub(super) struct TimelineEntry<'s> {
    /// The commit.
    pub(super) step: &'s SurveyedCommit,
    /// What it did to the record; none where it left it as it was.
    pub(super) touch: Option<&'s Touch>,
    /// True when it claims an event of this runbook.
    pub(super) has_event: bool,
}

/// Every runbook with its commits, oldest first.
pub(super) type Timelines<'s> = BTreeMap<RunbookId, Vec<TimelineEntry<'s>>>;

/// Sorts what was surveyed by runbook.
pub(super) fn timelines(survey: &Survey) -> Timelines<'_> {
    let mut timelines = Timelines::new();
    for step in survey.steps() {
        let claimed = step.claims.as_ref().map(|(id, _)| id);
        for touch in &step.touches {
            let entry = TimelineEntry { step, touch: Some(touch), has_event: claimed == Some(&touch.id) };
            timelines.entry(touch.id.clone()).or_default().push(entry);
        }
        if let Some(id) = claimed.filter(|id| step.touches.iter().all(|touch| touch.id != **id)) {
            timelines.entry(id.clone()).or_default().push(TimelineEntry { step, touch: None, has_event: true });
        }
        let others: BTreeSet<RunbookId> = step.logs().iter().filter_map(|log| owner(&log.path)).collect();
        for id in others {
            let is_there = claimed == Some(&id) || step.touches.iter().any(|touch| touch.id == id);
            // output of what is no runbook here is nobody's evidence
            if let Some(entries) = timelines.get_mut(&id).filter(|_| !is_there) {
                entries.push(TimelineEntry { step, touch: None, has_event: false });
            }
        }
    }
    timelines
}

/// How many commits concern these runbooks.
pub(super) fn commits(timelines: &Timelines<'_>, wanted: &[RunbookId]) -> usize {
    let entries = wanted.iter().filter_map(|id| timelines.get(id)).flatten();
    entries.map(|entry| entry.step.place).collect::<BTreeSet<usize>>().len()
}

/// The runbook whose captured output lies at a path.
pub(super) fn owner(path: &str) -> Option<RunbookId> {
    let mut names = path.strip_prefix("logs/")?.split('/');
    let (customer, task) = (names.next()?, names.next()?);
    names.next()?;
    format!("{customer}/{task}").parse().ok()
}
