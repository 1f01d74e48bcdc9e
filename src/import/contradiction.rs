//! What a text says that cannot all be meant. It is imported as it stands; a person is told.

use super::languages::{holds, opposites};
use super::vocabulary::folded;
use super::writing::Writing;
use crate::lifecycle::outcome;
use crate::model::Mark;

/// Tells what contradicts itself.
pub(super) fn tell(writing: &mut Writing<'_>, number: u64) {
    let has_outcome = writing.runbook.tasks.iter().any(|task| outcome(task).is_some());
    let ticked =
        writing.runbook.post_call.iter().find(|item| item.mark == Some(Mark::Done)).map(|item| item.id.clone());
    if let (Some(item), false, false) = (ticked, has_outcome, writing.runbook.tasks.is_empty()) {
        let line = writing.place("post_call", item.as_str()).unwrap_or(number);
        writing.doubt(line, "the list after the call is ticked, but no task has an outcome");
    }
    let Some(name) = writing.task.as_ref().map(|task| folded(task.as_str())) else { return };
    // what has been done is a fact; only a plan can be meant otherwise
    let clash = writing.runbook.tasks.iter().filter(|task| outcome(task).is_none()).find_map(|task| {
        let title = folded(task.title.as_str());
        let pairs = opposites().flat_map(|(a, b)| [(a, b), (b, a)]);
        let mut clashing =
            pairs.filter(|(asked, done)| holds(&name, asked) && !holds(&name, done) && holds(&title, done));
        clashing.next().map(|(asked, done)| (task.id.clone(), task.title.clone(), asked, done))
    });
    if let Some((id, title, asked, done)) = clash {
        let line = writing.place("tasks", id.as_str()).unwrap_or(number);
        writing.doubt(line, format!("the runbook is to {asked}, and the task “{title}” is to {done}"));
    }
}
