//! What is left of a runbook, stop by stop, in the order in which a call comes to it.
//!
//! Computed from the record and nothing else, so that whoever takes a call up again, on whatever machine, is at the same
//! place. It judges nothing itself: what is open is what the gates say.

use crate::model::{
    Checklist, Moment, Permission, PermissionState, Runbook, RunbookId, Slug, State, Task, TaskOutcome,
};

use super::readiness::{Listed, Missing, Remedy, acting, closing, finishing};
use super::{Conditional, open_attempt, outcome, was_attempted};

/// One thing that is still to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextStep {
    /// Something is missing that is no item of a list: a link, a schedule, somebody's yes.
    Mend(Missing),
    /// A checklist item is neither done nor explained, or its evidence is missing.
    Check(Checklist, Slug),
    /// A permission is not granted.
    Permission(Slug),
    /// The call has not begun.
    Start,
    /// A task has no outcome.
    Task(Slug),
    /// The time that is waited after this task is not over.
    Wait(Slug),
    /// A rollback step has no outcome.
    Step(Slug),
    /// The work is to be finished.
    Finish,
    /// A duty is owed.
    Duty(Slug),
    /// The runbook is to be closed.
    Close,
}

impl NextStep {
    /// True when both are about the same thing, whatever is said about it now.
    pub fn is_same(&self, other: &NextStep) -> bool {
        match (self, other) {
            (Self::Mend(one), Self::Mend(two)) => one.code == two.code && one.item == two.item,
            _ => self == other,
        }
    }
}

/// Everything that is left, the next first; nothing when the runbook is closed. `missing` is what readiness misses, which
/// counts before the call only, but for a file that was changed by hand: no command is taken before that is recorded.
pub fn next_steps(runbook_id: &RunbookId, runbook: &Runbook, missing: &[Missing], now: Moment) -> Vec<NextStep> {
    let mut left = Vec::new();
    if !runbook.state.is_before_call() {
        left.extend(missing.iter().filter(|point| point.code.remedy() == Remedy::Save).cloned().map(NextStep::Mend));
    }
    match runbook.state {
        State::Draft | State::Scheduled => {
            points(runbook, missing, &mut left);
            left.push(NextStep::Start);
        }
        State::Running => {
            left.extend(waiting(runbook, now).map(|(task, _)| NextStep::Wait(task.id.clone())));
            tasks(runbook, runbook_id, &mut left);
            points(runbook, &finishing(runbook_id, runbook).missing, &mut left);
            left.push(NextStep::Finish);
        }
        State::RollingBack => {
            let open = rollback_steps(runbook).into_iter().filter(|step| outcome(step).is_none());
            left.extend(open.map(|step| NextStep::Step(step.id.clone())));
            points(runbook, &finishing(runbook_id, runbook).missing, &mut left);
            left.push(NextStep::Finish);
        }
        State::WrapUp => {
            points(runbook, &closing(runbook_id, runbook).missing, &mut left);
            left.push(NextStep::Close);
        }
        State::Closed => {}
    }
    left
}

/// What a gate misses: first what is no item of a list, then the items.
fn points(runbook: &Runbook, missing: &[Missing], left: &mut Vec<NextStep>) {
    let (mut mends, mut items) = (Vec::new(), Vec::new());
    for point in missing {
        match item_of(runbook, point) {
            Some(stop) if items.contains(&stop) => {}
            Some(stop) => items.push(stop),
            // tasks and steps have an order of their own
            None if point.code.remedy() == Remedy::Item(Listed::Work) => {}
            None => mends.push(NextStep::Mend(point.clone())),
        }
    }
    left.append(&mut mends);
    left.append(&mut items);
}

fn item_of(runbook: &Runbook, point: &Missing) -> Option<NextStep> {
    let is = |id: &Slug| id.as_str() == point.item;
    let Remedy::Item(list) = point.code.remedy() else { return None };
    match list {
        Listed::Check => [Checklist::Pre, Checklist::Post]
            .into_iter()
            .find_map(|list| runbook.checklist(list).iter().find(|own| is(&own.id)).map(|own| (list, own)))
            .map(|(list, own)| NextStep::Check(list, own.id.clone())),
        Listed::Permission => {
            runbook.permissions.iter().find(|own| is(&own.id)).map(|own| NextStep::Permission(own.id.clone()))
        }
        Listed::Obligation => {
            runbook.obligations.iter().find(|own| is(&own.id)).map(|own| NextStep::Duty(own.id.clone()))
        }
        Listed::Work => None,
    }
}

/// The tasks without an outcome, those that run first; before each the permissions without which it cannot begin, and
/// what must be verified before anything that is permitted is done.
fn tasks(runbook: &Runbook, runbook_id: &RunbookId, left: &mut Vec<NextStep>) {
    let open = || runbook.tasks.iter().filter(|task| outcome(task).is_none() && task.is_applicable(&runbook.variables));
    let running = open().filter(|task| open_attempt(task).is_some());
    for task in running.chain(open().filter(|task| open_attempt(task).is_none())) {
        if open_attempt(task).is_none() {
            let mut needed = Vec::new();
            if is_covered(runbook, task) {
                points(runbook, &acting(runbook_id, runbook).missing, &mut needed);
            }
            needed.extend(unmet(runbook, task).map(NextStep::Permission));
            needed.retain(|stop| !left.contains(stop));
            left.append(&mut needed);
        }
        left.push(NextStep::Task(task.id.clone()));
    }
}

fn unmet(runbook: &Runbook, task: &Task) -> impl Iterator<Item = Slug> {
    covering(runbook, task).filter(|own| own.state != PermissionState::Granted).map(|own| own.id.clone())
}

fn is_covered(runbook: &Runbook, task: &Task) -> bool {
    covering(runbook, task).next().is_some()
}

fn covering<'a>(runbook: &'a Runbook, task: &Task) -> impl Iterator<Item = &'a Permission> {
    runbook.permissions.iter().filter(|own| own.covers.contains(&task.id) && own.is_applicable(&runbook.variables))
}

/// The task after which is waited now, and until when: it succeeded last, and nothing was begun since.
pub fn waiting(runbook: &Runbook, now: Moment) -> Option<(&Task, Moment)> {
    let attempts = || runbook.tasks.iter().flat_map(|task| task.attempts.iter().map(move |attempt| (task, attempt)));
    let (task, ended) =
        attempts().filter_map(|(task, own)| Some((task, own.finished_at?))).max_by_key(|(_, at)| *at)?;
    let wait = task.wait.as_ref().filter(|_| outcome(task) == Some(TaskOutcome::Success))?;
    let is_begun = attempts().any(|(_, own)| own.outcome.is_none() || own.started_at.is_some_and(|at| at > ended));
    let until = ended.plus(wait);
    (until > now && !is_begun).then_some((task, until))
}

/// The rollback steps in the order in which they are gone: a step that bears the id of a task, or `undo-` and
/// that id, takes that task back, so these follow the tasks that were begun from the last to the first; the others come
/// as they are planned.
pub fn rollback_steps(runbook: &Runbook) -> Vec<&Task> {
    let applicable: Vec<&Task> = runbook.steps().iter().filter(|step| step.is_applicable(&runbook.variables)).collect();
    let place = |step: &Task| {
        let id = step.id.as_str();
        let of = id.strip_prefix("undo-").unwrap_or(id);
        runbook.tasks.iter().position(|task| task.id.as_str() == id || task.id.as_str() == of)
    };
    let mut back: Vec<(usize, &Task)> =
        applicable.iter().filter_map(|step| place(step).map(|at| (at, *step))).collect();
    back.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let mut steps: Vec<&Task> = back.into_iter().map(|(_, step)| step).collect();
    steps.extend(applicable.into_iter().filter(|step| place(step).is_none()));
    steps
}

/// The tasks on which somebody worked, the last one first: what there is to take back.
pub fn rollback_order(runbook: &Runbook) -> Vec<&Task> {
    runbook.tasks.iter().rev().filter(|task| was_attempted(task)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn runbook(state: &str, more: serde_json::Value) -> Runbook {
        let mut record = json!({"customer": "Acme", "task": "x", "state": state});
        record.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(record).unwrap()
    }

    fn id() -> RunbookId {
        "acme/x".parse().unwrap()
    }

    fn at(time: &str) -> Moment {
        format!("2026-12-01T{time}:00Z").parse().unwrap()
    }

    fn words(left: &[NextStep]) -> Vec<String> {
        let word = |stop: &NextStep| match stop {
            NextStep::Mend(point) => point.code.to_string(),
            NextStep::Check(_, id) => format!("check {id}"),
            NextStep::Permission(id) => format!("permission {id}"),
            NextStep::Task(id) => format!("task {id}"),
            NextStep::Wait(id) => format!("wait {id}"),
            NextStep::Step(id) => format!("step {id}"),
            NextStep::Duty(id) => format!("duty {id}"),
            NextStep::Start => "start".to_owned(),
            NextStep::Finish => "finish".to_owned(),
            NextStep::Close => "close".to_owned(),
        };
        left.iter().map(word).collect()
    }

    #[test]
    fn what_runs_comes_first_and_a_permission_before_its_task() {
        let call = runbook(
            "running",
            json!({
                "pre_call": [{"id": "owner", "text": "Who owns it?", "required": true}],
                "permissions": [{"id": "p", "action": "do it", "covers": ["b"]}],
                "tasks": [
                    {"id": "a", "title": "A", "attempts": [{"outcome": "success", "took": "1m"}]},
                    {"id": "b", "title": "B"},
                    {"id": "c", "title": "C", "attempts": [{"started_at": "2026-12-01T14:00:00Z"}]},
                ],
            }),
        );
        assert_eq!(
            words(&next_steps(&id(), &call, &[], at("14:10"))),
            ["task c", "check owner", "permission p", "task b", "finish"]
        );
    }

    #[test]
    fn waiting_lasts_as_long_as_planned_or_until_something_is_begun() {
        let ended =
            json!({"started_at": "2026-12-01T14:00:00Z", "finished_at": "2026-12-01T14:10:00Z", "outcome": "success"});
        let call = |more: serde_json::Value| {
            runbook(
                "running",
                json!({"tasks": [
                    {"id": "a", "title": "A", "wait": "10m", "attempts": [ended.clone()]},
                    {"id": "b", "title": "B", "attempts": more},
                ]}),
            )
        };
        assert_eq!(words(&next_steps(&id(), &call(json!([])), &[], at("14:19"))), ["wait a", "task b", "finish"]);
        assert_eq!(words(&next_steps(&id(), &call(json!([])), &[], at("14:20"))), ["task b", "finish"]);
        let begun = call(json!([{"started_at": "2026-12-01T14:12:00Z"}]));
        assert_eq!(words(&next_steps(&id(), &begun, &[], at("14:13"))), ["task b", "finish"]);
    }

    #[test]
    fn steps_that_take_tasks_back_follow_them_from_the_last_to_the_first() {
        let call = runbook(
            "rolling-back",
            json!({
                "tasks": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}],
                "rollback": {"steps": [
                    {"id": "tell", "title": "Tell"}, {"id": "undo-a", "title": "A"}, {"id": "b", "title": "B"},
                    {"id": "check", "title": "Check"},
                ]},
            }),
        );
        assert_eq!(
            words(&next_steps(&id(), &call, &[], at("14:00"))),
            ["step b", "step undo-a", "step tell", "step check", "finish"]
        );
    }

    #[test]
    fn after_the_work_come_the_list_the_duties_and_the_end() {
        let call = runbook(
            "wrap-up",
            json!({
                "post_call": [{"id": "a", "text": "A", "mark": "done"}, {"id": "b", "text": "B"}],
                "obligations": [{"id": "o", "kind": "update-issue", "what": "Update"}],
            }),
        );
        assert_eq!(words(&next_steps(&id(), &call, &[], at("14:00"))), ["check b", "duty o", "close"]);
        assert_eq!(next_steps(&id(), &runbook("closed", json!({"result": "completed"})), &[], at("14:00")), []);
    }
}
