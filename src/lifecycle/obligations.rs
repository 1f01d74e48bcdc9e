//! Duties: whether one is owed, and by when. Computed from what happened to the item that brings it, never stored.
//!
//! A duty that an item brings is owed once that item happened, and owed again when it happened again after the duty was
//! discharged: who downloads data twice deletes it twice.

use crate::model::{Cause, CheckItem, Mark, Moment, Obligation, PermissionState, Runbook, Slug, Task, TaskOutcome};

use super::Conditional;

/// Where a duty stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DutyState {
    /// Its condition switches it off, or is not decided yet.
    NotApplicable,
    /// What brings it has not happened; it holds nothing up.
    Coming,
    /// It must be discharged before the runbook can be closed.
    Owed,
    /// It was discharged.
    Discharged,
}

impl DutyState {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotApplicable => "not-applicable",
            Self::Coming => "coming",
            Self::Owed => "owed",
            Self::Discharged => "discharged",
        }
    }
}

/// A duty as it stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DutyStanding {
    /// Where it stands.
    pub standing: DutyState,
    /// By when it is to be discharged, where that can be said.
    pub due: Option<Moment>,
}

impl DutyStanding {
    /// True when it must be discharged before the runbook can be closed.
    pub fn is_owed(&self) -> bool {
        self.standing == DutyState::Owed
    }

    /// True once what brings it has happened, whether or not it is discharged.
    pub fn has_arisen(&self) -> bool {
        matches!(self.standing, DutyState::Owed | DutyState::Discharged)
    }

    /// True when it is owed and its time is over.
    pub fn is_overdue(&self, now: Moment) -> bool {
        self.is_owed() && self.due.is_some_and(|due| due < now)
    }
}

/// How this duty of the runbook stands.
pub fn duty_standing(runbook: &Runbook, duty: &Obligation) -> DutyStanding {
    if !duty.is_applicable(&runbook.variables) {
        return DutyStanding { standing: DutyState::NotApplicable, due: None };
    }
    let times = match &duty.arises {
        Some(cause) => happenings(runbook, cause),
        None => vec![beginning(runbook)],
    };
    let unmet: Vec<Option<Moment>> = match (duty.discharged_at, &duty.arises) {
        (None, _) => times.clone(),
        (Some(_), None) => Vec::new(),
        // what happened at a time that nobody knows counts as before
        (Some(done), Some(_)) => times.iter().copied().filter(|time| time.is_some_and(|time| time > done)).collect(),
    };
    let standing = match (unmet.is_empty(), duty.discharged_at) {
        (false, _) => DutyState::Owed,
        (true, Some(_)) => DutyState::Discharged,
        (true, None) => DutyState::Coming,
    };
    let counted = if unmet.is_empty() { &times } else { &unmet };
    let from = || counted.iter().flatten().min().copied().or_else(|| beginning(runbook));
    let counts = standing != DutyState::Coming;
    let due = duty.due.or_else(|| Some(from()?.plus(duty.due_in.as_ref().filter(|_| counts)?)));
    DutyStanding { standing, due }
}

/// When the duty arose, where that is known: it cannot have been discharged before.
pub(super) fn arose_at(runbook: &Runbook, duty: &Obligation) -> Option<Moment> {
    happenings(runbook, duty.arises.as_ref()?).into_iter().flatten().min()
}

/// Every duty that is owed, with its standing.
pub fn owed(runbook: &Runbook) -> impl Iterator<Item = (&Obligation, DutyStanding)> {
    runbook
        .obligations
        .iter()
        .map(|duty| (duty, duty_standing(runbook, duty)))
        .filter(|(_, duty_standing)| duty_standing.is_owed())
}

/// True when there is an item that this cause names.
pub(super) fn exists(runbook: &Runbook, cause: &Cause) -> bool {
    match cause {
        Cause::Task(id) => runbook.tasks.iter().any(|own| own.id == *id),
        Cause::Step(id) => runbook.steps().iter().any(|own| own.id == *id),
        Cause::Permission(id) => runbook.permissions.iter().any(|own| own.id == *id),
        Cause::PreCall(id) => runbook.pre_call.iter().any(|own| own.id == *id),
        Cause::PostCall(id) => runbook.post_call.iter().any(|own| own.id == *id),
    }
}

/// The duties that this item brings, in words for a refusal to remove it; none when it brings none.
pub(super) fn brought_by(runbook: &Runbook, cause: &Cause) -> Option<String> {
    let duties: Vec<String> = runbook
        .obligations
        .iter()
        .filter(|duty| duty.arises.as_ref() == Some(cause))
        .map(|duty| format!("`{}`", duty.id))
        .collect();
    match duties.as_slice() {
        [] => None,
        [one] => Some(format!("obligation {one} comes with it")),
        several => Some(format!("obligations {} come with it", several.join(", "))),
    }
}

/// The times at which the item happened; a time is none where only a length is known.
fn happenings(runbook: &Runbook, cause: &Cause) -> Vec<Option<Moment>> {
    match cause {
        Cause::Task(id) => attempts(&runbook.tasks, id),
        Cause::Step(id) => attempts(runbook.steps(), id),
        Cause::Permission(id) => {
            let granted = |own: &&crate::model::Permission| own.id == *id && own.state == PermissionState::Granted;
            runbook.permissions.iter().filter(granted).map(|own| own.answered_at).collect()
        }
        Cause::PreCall(id) => done(&runbook.pre_call, id),
        Cause::PostCall(id) => done(&runbook.post_call, id),
    }
}

fn attempts(tasks: &[Task], id: &Slug) -> Vec<Option<Moment>> {
    let attempts = tasks.iter().filter(|task| task.id == *id).flat_map(|task| &task.attempts);
    attempts
        .filter(|attempt| attempt.outcome != Some(TaskOutcome::Skipped))
        .map(|attempt| attempt.started_at.or(attempt.finished_at))
        .collect()
}

fn done(items: &[CheckItem], id: &Slug) -> Vec<Option<Moment>> {
    items.iter().filter(|item| item.id == *id && item.mark == Some(Mark::Done)).map(|item| item.at).collect()
}

/// When the work began: its first attempt; before there is one, the agreed start.
fn beginning(runbook: &Runbook) -> Option<Moment> {
    let first = runbook.tasks.iter().flat_map(|task| attempts(std::slice::from_ref(task), &task.id)).flatten().min();
    first.or(runbook.scheduled_at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn runbook(duty: Value, attempts: Value) -> Runbook {
        serde_json::from_value(json!({
            "customer": "Acme", "task": "Look", "state": "running", "variables": {"paid": true},
            "scheduled_at": "2026-12-01T10:00:00Z",
            "tasks": [{"id": "download", "title": "Download", "attempts": attempts}],
            "pre_call": [{"id": "deadline", "text": "Agreed", "mark": "done", "at": "2026-12-01T09:00:00Z"}],
            "permissions": [{"id": "may", "action": "x", "state": "granted", "answered_at": "2026-12-01T09:30:00Z"}],
            "obligations": [duty],
        }))
        .unwrap()
    }

    fn stands(duty: Value, attempts: Value) -> (DutyState, Option<String>) {
        let mut whole = json!({"id": "delete", "kind": "delete-data", "what": "Delete"});
        whole.as_object_mut().unwrap().extend(duty.as_object().unwrap().clone());
        let runbook = runbook(whole, attempts);
        let found = duty_standing(&runbook, &runbook.obligations[0]);
        (found.standing, found.due.map(|due| due.to_string()))
    }

    #[test]
    fn a_duty_comes_with_the_item_that_brings_it() {
        let duty = json!({"arises": "tasks.download", "due_in": "24h"});
        assert_eq!(stands(duty.clone(), json!([])), (DutyState::Coming, None));
        assert_eq!(stands(duty.clone(), json!([{"outcome": "skipped"}])), (DutyState::Coming, None));
        let due = |at: &str| Some(at.to_owned());
        let begun = json!([{"started_at": "2026-12-01T11:00:00Z"}]);
        assert_eq!(stands(duty.clone(), begun), (DutyState::Owed, due("2026-12-02T11:00:00Z")));
        let timeless = json!([{"took": "5m", "outcome": "success"}]);
        assert_eq!(stands(duty, timeless), (DutyState::Owed, due("2026-12-02T10:00:00Z")), "from the agreed start");
        let by_list = json!({"arises": "pre_call.deadline", "due_in": "1h"});
        assert_eq!(stands(by_list, json!([])), (DutyState::Owed, due("2026-12-01T10:00:00Z")));
        let by_permission = json!({"arises": "permissions.may", "due_in": "1h"});
        assert_eq!(stands(by_permission, json!([])), (DutyState::Owed, due("2026-12-01T10:30:00Z")));
    }

    #[test]
    fn without_a_cause_it_is_owed_from_the_beginning() {
        assert_eq!(stands(json!({}), json!([])), (DutyState::Owed, None));
        let duty = json!({"due_in": "1h"});
        assert_eq!(stands(duty.clone(), json!([])).1.unwrap(), "2026-12-01T11:00:00Z");
        let begun = json!([{"started_at": "2026-12-01T10:20:00Z"}]);
        assert_eq!(stands(duty, begun).1.unwrap(), "2026-12-01T11:20:00Z");
        assert_eq!(stands(json!({"when": "not paid"}), json!([])), (DutyState::NotApplicable, None));
    }

    #[test]
    fn what_happens_again_is_owed_again() {
        let duty = json!({"arises": "tasks.download", "due_in": "1h", "discharged_at": "2026-12-01T12:00:00Z"});
        let once = json!([{"started_at": "2026-12-01T11:00:00Z", "outcome": "failed"}]);
        assert_eq!(stands(duty.clone(), once).0, DutyState::Discharged);
        let twice = json!([
            {"started_at": "2026-12-01T11:00:00Z", "outcome": "failed"},
            {"started_at": "2026-12-01T13:00:00Z"},
        ]);
        assert_eq!(stands(duty, twice), (DutyState::Owed, Some("2026-12-01T14:00:00Z".to_owned())));
        let plain = json!({"discharged_at": "2026-12-01T09:00:00Z"});
        assert_eq!(stands(plain, json!([])).0, DutyState::Discharged);
    }

    #[test]
    fn an_owed_duty_is_overdue_once_its_time_is_over() {
        let runbook = runbook(json!({"id": "a", "kind": "notify", "what": "x", "due_in": "1h"}), json!([]));
        let found = duty_standing(&runbook, &runbook.obligations[0]);
        let at = |time: &str| time.parse::<Moment>().unwrap();
        assert!(found.is_overdue(at("2026-12-01T11:00:01Z")) && !found.is_overdue(at("2026-12-01T11:00:00Z")));
    }
}
