//! From recorded events back to the command that they came from.
//!
//! Exhaustive over [`Act`]: whoever adds an act says here which command it is held against.

use serde_json::Value;

use crate::lifecycle::{AttemptCommand, Command, Overrides, ReadinessCode, ScheduleTo, TargetsCommand, commands};
use crate::model::{
    Act, Event, Fields, Line, ObligationAct, Override, Prose, Runbook, RunbookId, Slug, TargetsAct, TaskOutcome,
    Totals, Track, WorkAct,
};

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
pub(super) fn command_of(events: &[Event], runbook_id: &RunbookId) -> (usize, Result<CommandOf, String>) {
    let Some(first) = events.first() else { return (0, Ok(CommandOf::Aside)) };
    match &first.act {
        Act::Override { code, reason } => passed(events, code, reason, runbook_id),
        Act::Work(Track::Tasks, WorkAct::End { verb: TaskOutcome::Failed, .. }) => {
            broken_off(events).unwrap_or_else(|| (1, of_act(&first.act)))
        }
        Act::Targets(TargetsAct::Load { count, sha256 }) => {
            let act = TargetsCommand::Load { count: *count, sha256: sha256.clone(), replace: true };
            let brings_duty =
                matches!(events.get(1).map(|event| &event.act), Some(Act::Obligation(ObligationAct::Add { .. })));
            (1 + usize::from(brings_duty), Ok(CommandOf::Command(Box::new(Command::Targets(act)))))
        }
        Act::Targets(TargetsAct::Run { task, totals }) => {
            run_over(task, *totals, events.get(1).map(|event| &event.act))
        }
        act => (1, of_act(act)),
    }
}

/// A run over the list of targets ends its task's attempt.
fn run_over(task: &Slug, totals: Totals, then: Option<&Act>) -> (usize, Result<CommandOf, String>) {
    let ending = match then {
        Some(Act::Work(Track::Tasks, WorkAct::End { verb, ending, .. })) if *verb != TaskOutcome::Skipped => {
            AttemptCommand::ending(*verb, ending)
        }
        _ => return (1, Err("the run over the targets ended no attempt".to_owned())),
    };
    let act = TargetsCommand::Run { task: task.to_string(), totals, ending };
    (2, Ok(CommandOf::Command(Box::new(Command::Targets(act)))))
}

/// Overrides are recorded before the step that they open.
fn passed(events: &[Event], code: &Line, reason: &Prose, runbook_id: &RunbookId) -> (usize, Result<CommandOf, String>) {
    let named = events.iter().map_while(|event| match &event.act {
        Act::Override { code, .. } => Some(code.as_str()),
        _ => None,
    });
    let codes = named
        .clone()
        .map(|code| ReadinessCode::to_override(code, runbook_id))
        .collect::<crate::model::Result<Vec<_>>>();
    let count = named.count();
    let overrides = |codes| Overrides { codes, reason: Some(reason.clone()) };
    let command = match (events.get(count).map(|event| &event.act), codes) {
        (Some(Act::Start | Act::Finish | Act::Close { .. }), Err(fault)) => {
            return (count + 1, Err(fault.message));
        }
        (Some(Act::Start), Ok(codes)) => Command::Start { overrides: overrides(codes) },
        (Some(Act::Finish), Ok(codes)) => Command::Finish { overrides: overrides(codes) },
        (Some(Act::Close { result, reason }), Ok(codes)) => {
            Command::Close { result: Some(*result), reason: reason.clone(), overrides: overrides(codes) }
        }
        _ if code.as_str() == Override::SECRET => return (1, Ok(CommandOf::Aside)),
        _ => return (1, Err(opens_nothing(code))),
    };
    (count + 1, Ok(CommandOf::Command(Box::new(command))))
}

/// An abort ends what is running first.
fn broken_off(events: &[Event]) -> Option<(usize, Result<CommandOf, String>)> {
    let ended = events
        .iter()
        .take_while(|event| {
            matches!(event.act, Act::Work(Track::Tasks, WorkAct::End { verb: TaskOutcome::Failed, .. }))
        })
        .count();
    match events.get(ended).map(|event| &event.act) {
        Some(Act::Abort { reason, .. }) => {
            let command = Command::Abort { reason: Some(reason.clone()) };
            Some((ended + 1, Ok(CommandOf::Command(Box::new(command)))))
        }
        _ => None,
    }
}

fn opens_nothing(code: &Line) -> String {
    format!("the override of `{code}` opens nothing: no step follows it")
}

fn of_act(act: &Act) -> Result<CommandOf, String> {
    let command = match act {
        Act::Create { by_hand: true, .. } | Act::Import { .. } => return Ok(CommandOf::Whole),
        Act::Edit { .. } => return Ok(CommandOf::Edit),
        Act::Undo { .. } => return Ok(CommandOf::Undo),
        Act::Override { code, .. } => return Err(opens_nothing(code)),
        Act::Create { runbook, record, .. } => match serde_json::from_value::<Runbook>(Value::Object(record.clone())) {
            Ok(record) => Command::Create { id: runbook.clone(), runbook: Box::new(record), schedule: None },
            // what does not parse does not apply either, and was refused before
            Err(_) => return Ok(CommandOf::Whole),
        },
        Act::Set { fields } => Command::Set { assignments: assignments(fields) },
        Act::Schedule { scheduled_at, time_zone, agreed } => Command::Schedule(ScheduleTo {
            scheduled_at: *scheduled_at,
            time_zone: *time_zone,
            agreed: agreed.clone(),
            // that the past was allowed is a flag of the day and stands in no event
            allow_past: true,
        }),
        Act::Contact(act) => Command::Contact(commands::contact_command_of(act)),
        Act::Check(act) => Command::Check(commands::check_command_of(act)),
        Act::Permission(act) => Command::Permission(commands::permission_command_of(act)),
        Act::Work(track, act) => Command::Work(*track, commands::work_command_of(act)),
        Act::RollbackPlan { fields } => Command::RollbackPlan { fields: fields.clone() },
        Act::Rehearse { task, outcome, ending } => {
            Command::Rehearse { task: task.to_string(), outcome: *outcome, words: ending.into(), items: Vec::new() }
        }
        Act::Targets(act) => match commands::targets_command_of(act) {
            Some(command) => Command::Targets(command),
            // a run is held against its command together with the end of the attempt, never alone
            None => return Err("the run over the targets ended no attempt".to_owned()),
        },
        Act::Obligation(act) => Command::Obligation(commands::obligation_command_of(act)),
        Act::Approval(act) => Command::Approval(commands::approval_command_of(act)),
        Act::Start => Command::Start { overrides: Overrides::default() },
        Act::Finish => Command::Finish { overrides: Overrides::default() },
        Act::Abort { reason, .. } => Command::Abort { reason: Some(reason.clone()) },
        Act::Cancel { reason } => Command::Cancel { reason: Some(reason.clone()) },
        Act::Close { result, reason } => {
            Command::Close { result: Some(*result), reason: reason.clone(), overrides: Overrides::default() }
        }
        Act::Reopen { reason } => Command::Reopen { reason: Some(reason.clone()) },
    };
    Ok(CommandOf::Command(Box::new(command)))
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
