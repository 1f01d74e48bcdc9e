//! Readiness of the lists: checklist, permissions, tasks, the rollback, placeholders.

use crate::lifecycle::{
    Circumstances, Conditional, condition, has_placeholder, placeholder, undecided, undecided_in, unspecific, way_back,
};
use crate::model::{CheckItem, Mark, Permission, PermissionState, Runbook, RunbookId, is_filled};

use super::codes::ReadinessCode;
use super::gate::Gate;

pub(super) fn judge(runbook: &Runbook, context: &Circumstances<'_>, gate: &mut Gate) {
    let runbook_id = context.id;
    for item in runbook.pre_call.iter().filter(|item| item.is_applicable(&runbook.variables)) {
        check(item, ReadinessCode::PreCallOpen, runbook_id, gate);
    }
    for permission in runbook.permissions.iter().filter(|item| item.is_applicable(&runbook.variables)) {
        self::permission(permission, runbook_id, gate);
    }
    tasks(runbook, runbook_id, gate);
    rollback_steps(runbook, runbook_id, gate);
    for (path, hole) in placeholder::find(runbook) {
        let fix = placeholder::ways_to_fill(runbook_id, Some(&path), &hole).into_iter().next().unwrap_or_default();
        gate.miss(ReadinessCode::Placeholder, path.clone(), format!("{path} still holds the placeholder {hole}"), fix);
    }
    for (path, wrong) in condition::unfit(runbook) {
        gate.miss(
            ReadinessCode::Unreadable,
            path.clone(),
            format!("{path}.when: {wrong}"),
            format!("runbook edit {runbook_id}"),
        );
    }
    for (name, hanging) in undecided(runbook) {
        gate.warn(ReadinessCode::Undecided, &name, open_question(&name, &hanging), decide(&name, runbook_id));
    }
    let not_placed = runbook.kept.iter().filter(|kept| kept.is_not_placed()).count();
    if not_placed > 0 {
        gate.warn(
            ReadinessCode::NotPlaced,
            "kept",
            format!("{not_placed} of the import's words found no place"),
            format!("runbook edit {runbook_id}"),
        );
    }
}

/// A variable that is decided later does not hold up the beginning, because its cause may be found on the way; it holds
/// up the end of what hangs on it, by the lists that are looked at there.
pub(super) fn decided(runbook: &Runbook, lists: &[&str], runbook_id: &RunbookId, gate: &mut Gate) {
    for (name, hanging) in undecided_in(runbook, lists) {
        gate.miss(ReadinessCode::Undecided, &name, open_question(&name, &hanging), decide(&name, runbook_id));
    }
}

/// Whether a required item before the call applies is known before anything that is permitted is done.
pub(super) fn required_decided(runbook: &Runbook, runbook_id: &RunbookId, gate: &mut Gate) {
    let required: Vec<String> =
        runbook.pre_call.iter().filter(|item| item.required).map(|item| format!("pre_call.{}", item.id)).collect();
    for (name, mut hanging) in undecided(runbook) {
        hanging.retain(|path| required.contains(path));
        if !hanging.is_empty() {
            gate.forbid(ReadinessCode::Undecided, &name, open_question(&name, &hanging), decide(&name, runbook_id));
        }
    }
}

/// How many of the items that hang on a variable are named; `show` names them all.
const TOLD: usize = 3;

fn open_question(name: &str, hanging: &[String]) -> String {
    let (verb, they) = if hanging.len() == 1 { ("hangs", "it applies") } else { ("hang", "they apply") };
    let (told, more) = hanging.split_at(hanging.len().min(TOLD));
    let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
    format!("`{name}` is not decided yet, and {}{more} {verb} on it: whether {they} is open", told.join(", "))
}

fn decide(name: &str, runbook_id: &RunbookId) -> String {
    format!("runbook set {runbook_id} {name}=VALUE")
}

/// One checklist item, before or after the call: done, or prevented with a reason; with the evidence that it wants.
pub(super) fn check(item: &CheckItem, open_code: ReadinessCode, runbook_id: &RunbookId, gate: &mut Gate) {
    let id = &item.id;
    let text = item.text.as_str().lines().next().unwrap_or_default();
    match item.mark {
        Some(Mark::Done) if item.wants_evidence && !is_filled(&item.evidence) => {
            gate.miss(
                ReadinessCode::EvidenceMissing,
                id,
                format!("“{text}” is done, but its evidence is missing"),
                format!("runbook check done {runbook_id} {id} --evidence LINK"),
            );
        }
        Some(Mark::Done) => {}
        Some(Mark::Prevented) if !item.required && is_filled(&item.reason) => {}
        _ if item.required => {
            gate.forbid(open_code, id, format!("“{text}” is required and not done"), done_command(runbook_id, item));
        }
        _ => {
            let message = format!("“{text}” is neither done nor explained");
            gate.miss(open_code, id, message, done_command(runbook_id, item));
            gate.or(format!("runbook check prevented {runbook_id} {id} --reason WHY"));
        }
    }
}

/// The command that marks an item as done.
pub fn done_command(runbook_id: &RunbookId, item: &CheckItem) -> String {
    let evidence = if item.wants_evidence { " --evidence LINK" } else { "" };
    format!("runbook check done {runbook_id} {}{evidence}", item.id)
}

/// The command that brings a permission on: it is asked for, or its answer recorded.
pub fn permission_command(runbook_id: &RunbookId, permission: &Permission) -> String {
    let id = &permission.id;
    match permission.state {
        PermissionState::Asked => format!("runbook permission grant {runbook_id} {id} --by NAME --evidence LINK"),
        PermissionState::Wanted | PermissionState::Refused | PermissionState::Granted => {
            format!("runbook permission ask {runbook_id} {id}")
        }
    }
}

fn permission(permission: &Permission, runbook_id: &RunbookId, gate: &mut Gate) {
    let id = &permission.id;
    match permission.state {
        PermissionState::Granted => {}
        PermissionState::Refused => gate.miss(
            ReadinessCode::PermissionRefused,
            id,
            format!("“{}” was refused", permission.action),
            permission_command(runbook_id, permission),
        ),
        PermissionState::Asked => gate.miss(
            ReadinessCode::PermissionOpen,
            id,
            format!("“{}” was asked and not answered", permission.action),
            permission_command(runbook_id, permission),
        ),
        PermissionState::Wanted => {
            gate.miss(
                ReadinessCode::PermissionOpen,
                id,
                format!("“{}” was not asked yet", permission.action),
                permission_command(runbook_id, permission),
            );
            let wrong = unspecific(permission.action.as_str()).filter(|_| !has_placeholder(permission.action.as_str()));
            if let Some(wrong) = wrong {
                gate.warn(
                    ReadinessCode::Unspecific,
                    id,
                    format!("“{}” cannot be asked like that: {wrong}", permission.action),
                    format!("runbook permission set {runbook_id} {id} --action \"the change and its object\""),
                );
            }
        }
    }
}

fn tasks(runbook: &Runbook, runbook_id: &RunbookId, gate: &mut Gate) {
    let mut any = false;
    for task in runbook.tasks.iter().filter(|task| task.is_applicable(&runbook.variables)) {
        any = true;
        let id = &task.id;
        if task.estimate.is_none() {
            gate.miss(
                ReadinessCode::NoEstimate,
                id,
                format!("“{}” has no estimate", task.title),
                format!("runbook task set {runbook_id} {id} --estimate 10m"),
            );
        }
        if !is_filled(&task.link) {
            gate.warn(
                ReadinessCode::TaskWithoutLink,
                id,
                format!("“{}” has no link to what documents it", task.title),
                format!("runbook task set {runbook_id} {id} --link https://…"),
            );
        }
    }
    if !any {
        gate.miss(
            ReadinessCode::NoTasks,
            "tasks",
            "there is no task",
            format!("runbook task add {runbook_id} --title WHAT --estimate 10m"),
        );
    }
}

fn rollback_steps(runbook: &Runbook, runbook_id: &RunbookId, gate: &mut Gate) {
    if !way_back::is_told(runbook) {
        let plan = runbook.rollback.as_ref().and_then(|own| own.plan.as_ref()).map(|plan| plan.as_str().trim());
        let message = match plan.and_then(|plan| plan.lines().next()) {
            Some(plan) => {
                format!("the rollback plan, “{plan}”, says neither how to go back nor why there is no way back")
            }
            None => "it does not say how to go back, or why there is no way back".to_owned(),
        };
        gate.miss(
            ReadinessCode::NoRollback,
            "rollback",
            message,
            format!("runbook rollback set {runbook_id} --plan HOW"),
        );
        gate.or(format!("runbook rollback set {runbook_id} --irreversible WHY"));
    }
}
