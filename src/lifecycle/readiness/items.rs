//! Readiness of the lists: checklist, permissions, tasks, the rollback, placeholders.

use crate::lifecycle::{Circumstances, Conditional, has_placeholder, placeholder, undecided, unspecific};
use crate::model::{CheckItem, Mark, Permission, PermissionState, Runbook, is_filled};

use super::gate::Gate;

pub(super) fn judge(runbook: &Runbook, _context: &Circumstances<'_>, gate: &mut Gate) {
    for item in runbook.pre_call.iter().filter(|item| item.is_applicable(&runbook.variables)) {
        check(item, "pre-call-open", gate);
    }
    for permission in runbook.permissions.iter().filter(|item| item.is_applicable(&runbook.variables)) {
        self::permission(permission, gate);
    }
    tasks(runbook, gate);
    rollback_steps(runbook, gate);
    for (path, hole) in placeholder::find(runbook) {
        let fix = match placeholder::names_in(&hole).first() {
            Some(name) => format!("runbook set ID var.{name}=VALUE"),
            None => "runbook edit ID".to_owned(),
        };
        gate.miss("placeholder", path.clone(), format!("{path} still holds the placeholder {hole}"), fix);
    }
    for (name, hanging) in undecided(runbook) {
        gate.warn("undecided", &name, open_question(&name, &hanging), decide(&name));
    }
    if !runbook.kept.is_empty() {
        gate.warn(
            "not-placed",
            "kept",
            format!("{} of the import's words found no place", runbook.kept.len()),
            "runbook edit ID",
        );
    }
}

/// A variable that is decided later does not hold up the beginning, because its cause may be found on the way; it holds
/// up the end of what hangs on it, by the lists that are looked at there.
pub(super) fn decided(runbook: &Runbook, lists: &[&str], gate: &mut Gate) {
    for (name, mut hanging) in undecided(runbook) {
        hanging.retain(|path| lists.iter().any(|list| path.starts_with(list)));
        if !hanging.is_empty() {
            gate.miss("undecided", &name, open_question(&name, &hanging), decide(&name));
        }
    }
}

/// Whether a required item before the call applies is known before anything that is permitted is done.
pub(super) fn required_decided(runbook: &Runbook, gate: &mut Gate) {
    let required: Vec<String> =
        runbook.pre_call.iter().filter(|item| item.required).map(|item| format!("pre_call.{}", item.id)).collect();
    for (name, mut hanging) in undecided(runbook) {
        hanging.retain(|path| required.contains(path));
        if !hanging.is_empty() {
            gate.forbid("undecided", &name, open_question(&name, &hanging), decide(&name));
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

fn decide(name: &str) -> String {
    format!("runbook set ID {name}=VALUE")
}

/// One checklist item, before or after the call: done, or prevented with a reason; with the evidence that it wants.
pub(super) fn check(item: &CheckItem, open_code: &'static str, gate: &mut Gate) {
    let id = &item.id;
    let text = item.text.as_str().lines().next().unwrap_or_default();
    let evidence = if item.wants_evidence { " --evidence LINK" } else { "" };
    match item.mark {
        Some(Mark::Done) if item.wants_evidence && !is_filled(&item.evidence) => {
            gate.miss(
                "evidence-missing",
                id,
                format!("“{text}” is done, but its evidence is missing"),
                format!("runbook check done ID {id} --evidence LINK"),
            );
        }
        Some(Mark::Done) => {}
        Some(Mark::Prevented) if !item.required && is_filled(&item.reason) => {}
        _ if item.required => {
            gate.forbid(
                open_code,
                id,
                format!("“{text}” is required and not done"),
                format!("runbook check done ID {id}{evidence}"),
            );
        }
        _ => {
            let message = format!("“{text}” is neither done nor explained");
            gate.miss(open_code, id, message, format!("runbook check done ID {id}{evidence}"));
            gate.or(format!("runbook check prevented ID {id} --reason WHY"));
        }
    }
}

fn permission(permission: &Permission, gate: &mut Gate) {
    let id = &permission.id;
    match permission.state {
        PermissionState::Granted => {}
        PermissionState::Refused => gate.forbid(
            "permission-refused",
            id,
            format!("“{}” was refused", permission.action),
            format!("runbook permission ask ID {id}"),
        ),
        PermissionState::Asked => gate.miss(
            "permission-open",
            id,
            format!("“{}” was asked and not answered", permission.action),
            format!("runbook permission grant ID {id} --by NAME --evidence LINK"),
        ),
        PermissionState::Wanted => {
            gate.miss(
                "permission-open",
                id,
                format!("“{}” was not asked yet", permission.action),
                format!("runbook permission ask ID {id}"),
            );
            let wrong = unspecific(permission.action.as_str()).filter(|_| !has_placeholder(permission.action.as_str()));
            if let Some(wrong) = wrong {
                gate.warn(
                    "unspecific",
                    id,
                    format!("“{}” cannot be asked like that: {wrong}", permission.action),
                    format!("runbook permission set ID {id} --action \"the change and its object\""),
                );
            }
        }
    }
}

fn tasks(runbook: &Runbook, gate: &mut Gate) {
    let mut any = false;
    for task in runbook.tasks.iter().filter(|task| task.is_applicable(&runbook.variables)) {
        any = true;
        let id = &task.id;
        if task.estimate.is_none() {
            gate.miss(
                "no-estimate",
                id,
                format!("“{}” has no estimate", task.title),
                format!("runbook task set ID {id} --estimate 10m"),
            );
        }
        if !is_filled(&task.link) {
            gate.warn(
                "task-without-link",
                id,
                format!("“{}” has no link to what documents it", task.title),
                format!("runbook task set ID {id} --link https://…"),
            );
        }
    }
    if !any {
        gate.miss("no-tasks", "tasks", "there is no task", "runbook task add ID --title WHAT --estimate 10m");
    }
}

fn rollback_steps(runbook: &Runbook, gate: &mut Gate) {
    let known = runbook.rollback.as_ref().is_some_and(|rollback| {
        is_filled(&rollback.plan)
            || is_filled(&rollback.irreversible)
            || rollback.links.iter().any(|link| !link.as_str().trim().is_empty())
            || rollback.steps.iter().any(|step| step.is_applicable(&runbook.variables))
    });
    if !known {
        gate.miss(
            "no-rollback",
            "rollback",
            "it does not say how to go back, or why there is no way back",
            "runbook rollback set ID --plan HOW",
        );
        gate.or("runbook rollback set ID --irreversible WHY");
    }
}
