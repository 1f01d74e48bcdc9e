//! From recorded events back to the command that they came from.
//!
//! Exhaustive over [`Act`]: whoever adds an act says here which command it is held against.

use serde_json::Value;

use crate::lifecycle::{Command, EndingWords, Overrides, ScheduleTo, TargetsAct, TaskAct, Whereto};
use crate::model::{Act, Ending, Event, Fields, Line, Place, Prose, Runbook, Slug, Totals};

/// The code under which leave for words that look like a secret is recorded; no gate is passed by it.
const SECRET: &str = "secret";

/// What an event is held against.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum CommandOf {
    /// A command, which must answer with exactly these events.
    Command(Box<Command>),
    /// A person's own edit: no command made it, it is judged by what it changed.
    Edit,
    /// The last commit was taken back: judged by what that one did.
    Undo,
    /// A whole record that was found or brought in.
    Whole,
    /// Recorded beside another event; changes no state and passes no gate.
    Aside,
}

/// How many events at the beginning came from one command, and which; or why no command could have recorded them.
pub(super) fn command_of(events: &[Event]) -> (usize, Result<CommandOf, String>) {
    let Some(first) = events.first() else { return (0, Ok(CommandOf::Aside)) };
    match &first.act {
        Act::Override { code, reason } => passed(events, code, reason),
        Act::TaskFail { .. } => broken_off(events).unwrap_or_else(|| (1, Ok(of_act(&first.act)))),
        Act::TargetsLoad { count, sha256 } => {
            let act = TargetsAct::Load { count: *count, sha256: sha256.clone(), replace: true };
            let brings_duty = matches!(events.get(1).map(|event| &event.act), Some(Act::ObligationAdd { .. }));
            (1 + usize::from(brings_duty), Ok(CommandOf::Command(Box::new(Command::Targets(act)))))
        }
        Act::TargetsRun { task, totals } => run_over(task, *totals, events.get(1).map(|event| &event.act)),
        act => (1, Ok(of_act(act))),
    }
}

/// A run over the list of targets ends its task's attempt.
fn run_over(task: &Slug, totals: Totals, then: Option<&Act>) -> (usize, Result<CommandOf, String>) {
    let ending = match then {
        Some(Act::TaskFinish { ending, .. }) => TaskAct::Finish(words(ending)),
        Some(Act::TaskFail { ending, .. }) => TaskAct::Fail(words(ending)),
        Some(Act::TaskPause { ending, .. }) => TaskAct::Pause(words(ending)),
        _ => return (1, Err("the run over the targets ended no attempt".to_owned())),
    };
    let act = TargetsAct::Run { task: task.to_string(), totals, ending };
    (2, Ok(CommandOf::Command(Box::new(Command::Targets(act)))))
}

/// Overrides are recorded before the step that they open.
fn passed(events: &[Event], code: &Line, reason: &Prose) -> (usize, Result<CommandOf, String>) {
    let codes: Vec<Line> = events
        .iter()
        .map_while(|event| match &event.act {
            Act::Override { code, .. } => Some(code.clone()),
            _ => None,
        })
        .collect();
    let overrides = || Overrides { codes: codes.clone(), reason: Some(reason.clone()) };
    let command = match events.get(codes.len()).map(|event| &event.act) {
        Some(Act::Start {}) => Command::Start { overrides: overrides() },
        Some(Act::Finish {}) => Command::Finish { overrides: overrides() },
        Some(Act::Close { result, reason }) => {
            Command::Close { result: Some(*result), reason: reason.clone(), overrides: overrides() }
        }
        _ if code.as_str() == SECRET => return (1, Ok(CommandOf::Aside)),
        _ => return (1, Err(format!("the override of `{code}` opens nothing: no step follows it"))),
    };
    (codes.len() + 1, Ok(CommandOf::Command(Box::new(command))))
}

/// An abort ends what is running first.
fn broken_off(events: &[Event]) -> Option<(usize, Result<CommandOf, String>)> {
    let ended = events.iter().take_while(|event| matches!(event.act, Act::TaskFail { .. })).count();
    match events.get(ended).map(|event| &event.act) {
        Some(Act::Abort { reason, .. }) => {
            let command = Command::Abort { reason: Some(reason.clone()) };
            Some((ended + 1, Ok(CommandOf::Command(Box::new(command)))))
        }
        _ => None,
    }
}

fn of_act(act: &Act) -> CommandOf {
    let command = match act {
        Act::Create { by_hand: true, .. } | Act::Import { .. } => return CommandOf::Whole,
        Act::Edit { .. } => return CommandOf::Edit,
        Act::Undo { .. } => return CommandOf::Undo,
        Act::Override { .. } => return CommandOf::Aside,
        Act::Create { runbook, record, .. } => match serde_json::from_value::<Runbook>(Value::Object(record.clone())) {
            Ok(record) => Command::Create { id: runbook.clone(), runbook: Box::new(record), schedule: None },
            // what does not parse does not apply either, and was refused before
            Err(_) => return CommandOf::Whole,
        },
        Act::Set { fields } => Command::Set { assignments: assignments(fields) },
        Act::Schedule { scheduled_at, time_zone, agreed } => Command::Schedule(ScheduleTo {
            scheduled_at: *scheduled_at,
            time_zone: *time_zone,
            agreed: agreed.clone(),
            // that the past was allowed is a flag of the day and stands in no event
            allow_past: true,
        }),
        Act::ContactAdd { contact } => Command::AddContact { contact: contact.clone(), fixed_id: true },
        Act::ContactSet { contact, fields } => {
            Command::SetContact { contact: contact.to_string(), fields: fields.clone() }
        }
        Act::ContactRemove { contact } => Command::RemoveContact { contact: contact.to_string() },
        Act::CheckAdd { list, item } => Command::AddCheck { list: *list, item: item.clone(), fixed_id: true },
        Act::CheckSet { item, fields } => Command::SetCheck { item: item.to_string(), fields: fields.clone() },
        Act::CheckRemove { item } => Command::RemoveCheck { item: item.to_string() },
        Act::CheckDone { item, evidence } => {
            Command::DoneCheck { items: vec![item.to_string()], evidence: evidence.clone() }
        }
        Act::CheckPrevented { item, reason } => {
            Command::PreventCheck { item: item.to_string(), reason: Some(reason.clone()) }
        }
        Act::CheckClear { item } => Command::ClearCheck { item: item.to_string() },
        Act::PermissionAdd { permission } => Command::AddPermission {
            from: permission.from.as_ref().map(ToString::to_string),
            covers: permission.covers.iter().map(ToString::to_string).collect(),
            permission: permission.clone(),
            fixed_id: true,
        },
        Act::PermissionSet { permission, fields } => Command::SetPermission {
            permission: permission.to_string(),
            fields: fields.clone(),
            from: None,
            covers: None,
        },
        Act::PermissionRemove { permission } => Command::RemovePermission { permission: permission.to_string() },
        Act::PermissionAsk { permission } => Command::AskPermission { permission: permission.to_string() },
        Act::PermissionGrant { permission, answered_by, evidence } => Command::AnswerPermission {
            permission: permission.to_string(),
            granted: true,
            answered_by: Some(answered_by.clone()),
            evidence: Some(evidence.clone()),
        },
        Act::PermissionRefuse { permission, answered_by, evidence } => Command::AnswerPermission {
            permission: permission.to_string(),
            granted: false,
            answered_by: Some(answered_by.clone()),
            evidence: Some(evidence.clone()),
        },
        Act::TaskAdd { task, place } => Command::AddTask { task: task.clone(), fixed_id: true, place: whereto(place) },
        Act::TaskSet { task, fields } => Command::SetTask { task: task.to_string(), fields: fields.clone() },
        Act::TaskRemove { task } => Command::RemoveTask { task: task.to_string() },
        Act::TaskMove { task, place } => Command::MoveTask { task: task.to_string(), place: whereto(place) },
        Act::TaskStart { task, note } => {
            Command::ActOnTask { task: task.to_string(), act: TaskAct::Start { note: note.clone() } }
        }
        Act::TaskFinish { task, ending, .. } => on_task(task, TaskAct::Finish(words(ending))),
        Act::TaskFail { task, ending, .. } => on_task(task, TaskAct::Fail(words(ending))),
        Act::TaskSkip { task, ending, .. } => on_task(task, TaskAct::Skip(words(ending))),
        Act::TaskPause { task, ending, .. } => on_task(task, TaskAct::Pause(words(ending))),
        Act::Rehearse { task, outcome, ending } => {
            Command::Rehearse { task: task.to_string(), outcome: *outcome, words: words(ending), items: Vec::new() }
        }
        Act::TargetsLoad { count, sha256 } => {
            Command::Targets(TargetsAct::Load { count: *count, sha256: sha256.clone(), replace: true })
        }
        Act::TargetsBegin { task, totals } => {
            Command::Targets(TargetsAct::Begin { task: task.to_string(), totals: *totals })
        }
        Act::TargetsRun { .. } => return CommandOf::Aside,
        Act::TargetsMark { totals, .. } => Command::Targets(TargetsAct::Mark { totals: *totals }),
        Act::TargetsRetry { totals, .. } => Command::Targets(TargetsAct::Retry { totals: *totals }),
        Act::TargetsPurge {} => Command::Targets(TargetsAct::Purge { obligations: Vec::new() }),
        Act::RollbackSet { step: None, fields } => Command::SetRollback { fields: fields.clone() },
        Act::RollbackSet { step: Some(step), fields } => {
            Command::SetStep { step: step.to_string(), fields: fields.clone() }
        }
        Act::RollbackAdd { step, place } => {
            Command::AddStep { step: step.clone(), fixed_id: true, place: whereto(place) }
        }
        Act::RollbackRemove { step } => Command::RemoveStep { step: step.to_string() },
        Act::RollbackMove { step, place } => Command::MoveStep { step: step.to_string(), place: whereto(place) },
        Act::RollbackStart { step, note } => on_step(step, TaskAct::Start { note: note.clone() }),
        Act::RollbackFinish { step, ending, .. } => on_step(step, TaskAct::Finish(words(ending))),
        Act::RollbackFail { step, ending, .. } => on_step(step, TaskAct::Fail(words(ending))),
        Act::RollbackSkip { step, ending, .. } => on_step(step, TaskAct::Skip(words(ending))),
        Act::RollbackPause { step, ending, .. } => on_step(step, TaskAct::Pause(words(ending))),
        Act::ObligationAdd { obligation } => Command::AddObligation { obligation: obligation.clone(), fixed_id: true },
        Act::ObligationDischarge { obligation, evidence } => {
            Command::DischargeObligation { obligation: obligation.to_string(), evidence: Some(evidence.clone()) }
        }
        Act::Approve { .. } => Command::Approve,
        Act::ApproveWithdraw {} => Command::WithdrawApproval,
        Act::Start {} => Command::Start { overrides: Overrides::default() },
        Act::Finish {} => Command::Finish { overrides: Overrides::default() },
        Act::Abort { reason, .. } => Command::Abort { reason: Some(reason.clone()) },
        Act::Cancel { reason } => Command::Cancel { reason: Some(reason.clone()) },
        Act::Close { result, reason } => {
            Command::Close { result: Some(*result), reason: reason.clone(), overrides: Overrides::default() }
        }
        Act::Reopen { reason } => Command::Reopen { reason: Some(reason.clone()) },
    };
    CommandOf::Command(Box::new(command))
}

fn on_task(task: &Slug, act: TaskAct) -> Command {
    Command::ActOnTask { task: task.to_string(), act }
}

fn on_step(step: &Slug, act: TaskAct) -> Command {
    Command::ActOnStep { step: step.to_string(), act }
}

fn words(ending: &Ending) -> EndingWords {
    EndingWords {
        started_at: ending.started_at,
        took: ending.took.clone(),
        note: ending.note.clone(),
        log: ending.log.clone(),
        log_sha256: ending.log_sha256.clone(),
    }
}

fn whereto(place: &Place) -> Whereto {
    match place {
        Place::First => Whereto::First,
        Place::Last => Whereto::Last,
        Place::Before(id) => Whereto::Before(id.to_string()),
        Place::After(id) => Whereto::After(id.to_string()),
    }
}

/// Values as a person types them for `set`.
fn assignments(fields: &Fields) -> Vec<(String, String)> {
    let typed = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    fields.iter().map(|(key, value)| (key.clone(), typed(value))).collect()
}
