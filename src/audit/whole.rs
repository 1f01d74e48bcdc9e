//! What can be seen without reading a record: missing objects, the order of time, paths that are none of a runbook's.

use crate::model::{AuditCode, Length, Moment, RunbookId};
use crate::trail::{Survey, SurveyedCommit};

use super::context::{AuditContext, short};
use super::ledger::{Ledger, Note, of_trouble};
use super::timeline;

/// Clocks of two machines may differ by so much before a commit lies in the future.
const SKEW: u64 = 5 * 60;

pub(super) fn examine(context: &AuditContext<'_>, ledger: &mut Ledger) {
    troubles(context.survey, ledger);
    times(context, ledger);
    for step in context.survey.steps() {
        if is_of_trail(step) {
            ledger.trail += 1;
        }
        foreign(step, ledger);
        if step.speaks && context.survey.parents(step.place).len() > 1 {
            let message = "the commit joins several, and has an event: what they recorded could be left out behind it";
            let note = Note::new(AuditCode::IllegalEvent, message).at(step.place);
            ledger.note(match main_runbook(step) {
                Some(id) => note.of(id),
                None => note,
            });
        }
        if step.speaks && step.claims.is_none() {
            let note = Note::new(AuditCode::Unreadable, "the commit has an event and does not say of which runbook");
            ledger.note(note.at(step.place));
        }
    }
}

/// True for a commit that changes a record or says that it does, or changes the settings that these are judged by.
pub(super) fn is_of_trail(step: &SurveyedCommit) -> bool {
    step.speaks || !step.touches.is_empty() || step.settings().is_some()
}

/// The runbook that a commit is mostly about.
pub(super) fn main_runbook(step: &SurveyedCommit) -> Option<&RunbookId> {
    step.claims.as_ref().map(|(id, _)| id).or_else(|| step.touches.first().map(|touch| &touch.id))
}

/// Objects that are missing, damaged or malformed.
pub(super) fn troubles(survey: &Survey, ledger: &mut Ledger) {
    let of_graph = survey.troubles.iter().map(|(place, trouble)| (*place, trouble));
    let of_trees = survey.steps().flat_map(|step| step.troubles().iter().map(|own| (Some(step.place), own)));
    for (place, trouble) in of_graph.chain(of_trees) {
        let note = of_trouble(trouble);
        ledger.note(match place {
            Some(place) => note.at(place),
            None => note,
        });
    }
}

/// Commits of the trail that were recorded before the one they follow, or after now.
fn times(context: &AuditContext<'_>, ledger: &mut Ledger) {
    let survey = context.survey;
    let now = context.options.now.plus(&Length::from_seconds(SKEW));
    let mut steps = survey.steps().filter(|step| is_of_trail(step)).peekable();
    // the last commit of the trail at or before each commit
    let mut latest: Vec<Option<(Moment, usize)>> = Vec::with_capacity(survey.len());
    for place in 0..survey.len() {
        let before = survey.parents(place).iter().filter_map(|parent| latest.get(*parent).copied().flatten()).max();
        let own = steps.next_if(|step| step.place == place).zip(survey.recorded(place));
        let Some((step, recorded)) = own else {
            latest.push(before);
            continue;
        };
        let about = |note: Note| match main_runbook(step) {
            Some(id) => note.at(place).of(id),
            None => note.at(place),
        };
        if let Some((earlier, other)) = before.filter(|(earlier, _)| recorded < *earlier) {
            let message = format!(
                "it was recorded at {recorded}, before {} that it follows, recorded at {earlier}",
                short(survey, other)
            );
            ledger.note(about(Note::new(AuditCode::TimeBackwards, message)));
        }
        if recorded > now {
            let message = format!("it was recorded at {recorded}, which is still to come");
            ledger.note(about(Note::new(AuditCode::TimeFuture, message)));
        }
        latest.push(Some((recorded, place)));
    }
}

/// A commit that claims an event touches its record and its logs, and nothing else.
fn foreign(step: &SurveyedCommit, ledger: &mut Ledger) {
    let Some((id, _)) = &step.claims else { return };
    let mut paths: Vec<String> =
        step.touches.iter().filter(|touch| touch.id != *id).map(|touch| touch.id.path()).collect();
    paths.extend(
        step.logs().iter().filter(|log| timeline::owner(&log.path).as_ref() != Some(id)).map(|log| log.path.clone()),
    );
    if step.settings().is_some() {
        paths.push(crate::store::SETTINGS_FILE.to_owned());
    }
    paths.extend(step.others().iter().cloned());
    if paths.is_empty() {
        return;
    }
    let message = format!("the commit touches what is none of its runbook's: {}", paths.join(", "));
    ledger.note(Note::new(AuditCode::ForeignPath, message).at(step.place).of(id).fields(paths));
}
