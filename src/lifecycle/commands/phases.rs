//! The lifecycle's own commands: start, finish, abort, cancel, close, reopen, each with its gate.

use crate::lifecycle::Missing;
use crate::lifecycle::readiness::{Gate, closing, finishing, starting};
use crate::lifecycle::{Conditional, HistoryFacts, progress};
use crate::model::{
    Act, Event, Extra, Fault, Line, Moment, Override, Prose, Result, RunResult, Runbook, State, Task, TaskOutcome,
    is_filled,
};

use super::attempt;
use super::given::{Circumstances, Overrides};
use super::needs::{needed_text, only_in};

pub(super) fn start(runbook: &Runbook, overrides: &Overrides, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    only_in(runbook, &[State::Draft, State::Scheduled], "it cannot be started", &show(context))?;
    pass(starting(runbook, context), overrides, "start", Act::Start)
}

pub(super) fn finish(runbook: &Runbook, overrides: &Overrides, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    only_in(runbook, &[State::Running, State::RollingBack], "there is no work to finish", &show(context))?;
    not_before_start(context)?;
    pass(finishing(context.id, runbook), overrides, "finish", Act::Finish)
}

pub(super) fn close(
    runbook: &Runbook,
    result: Option<RunResult>,
    reason: &Option<Prose>,
    overrides: &Overrides,
    context: &Circumstances<'_>,
) -> Result<Vec<Act>> {
    let runbook_id = context.id;
    let hint = match runbook.state {
        State::Running | State::RollingBack => format!("runbook finish {runbook_id}"),
        State::Closed => format!("runbook reopen {runbook_id} --reason WHY"),
        _ => format!("runbook start {runbook_id}, or runbook cancel {runbook_id} --reason WHY"),
    };
    only_in(runbook, &[State::WrapUp], "only a runbook in wrap-up is closed", &hint)?;
    let computed = result_of(runbook, context.history);
    let (result, reason) = match result {
        Some(result) if result != computed => {
            let why = format!("why the result is {result} (the record says {computed})");
            (result, Some(needed_text(reason, "--reason", &why)?.clone()))
        }
        _ => (computed, reason.clone().filter(|_| overrides.codes.is_empty())),
    };
    pass(closing(context.id, runbook), overrides, "close", Act::Close { result, reason })
}

/// What record and trail say the result is (`docs/format.md`, “Lifecycle”).
pub fn result_of(runbook: &Runbook, history: &HistoryFacts) -> RunResult {
    if let Some(ended) = history.ended {
        return ended;
    }
    let partial =
        runbook.tasks.iter().filter(|task| task.is_applicable(&runbook.variables)).any(|task| match progress::outcome(
            task,
        ) {
            Some(TaskOutcome::Failed) => true,
            Some(TaskOutcome::Skipped) => task.required,
            _ => false,
        });
    if partial { RunResult::Partial } else { RunResult::Completed }
}

pub(super) fn abort(runbook: &Runbook, reason: &Option<Prose>, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    let hint = match runbook.state.is_before_call() {
        true => format!("runbook cancel {} --reason WHY", context.id),
        false => show(context),
    };
    only_in(runbook, &[State::Running], "there is no work to break off", &hint)?;
    let reason = needed_text(reason, "--reason", "why the work is broken off")?;
    not_before_start(context)?;
    let mut acts = attempt::broken_off(&runbook.tasks, reason);
    for task in &runbook.tasks {
        let began = progress::open_attempt(task).and_then(|attempt| attempt.started_at);
        if let Some(began) = began.filter(|began| *began > context.stamp.at()) {
            return Err(Fault::refused(format!("task `{}` began at {began}, after this abort", task.id))
                .hint("give a later --at"));
        }
    }
    acts.push(Act::Abort { reason: reason.clone(), rolling_back: has_something_to_roll_back(runbook) });
    Ok(acts)
}

/// Whether an abort leads to the rollback (`docs/format.md`, “Lifecycle”).
fn has_something_to_roll_back(runbook: &Runbook) -> bool {
    let attempted = runbook.tasks.iter().any(progress::was_attempted);
    let rollback_steps = runbook.rollback.as_ref().is_some_and(|rollback| {
        let planned = is_filled(&rollback.plan) || !rollback.links.is_empty() || steps_apply(runbook, &rollback.steps);
        planned && !is_filled(&rollback.irreversible)
    });
    attempted && rollback_steps
}

fn steps_apply(runbook: &Runbook, steps: &[Task]) -> bool {
    steps.iter().any(|step| step.is_applicable(&runbook.variables))
}

pub(super) fn cancel(runbook: &Runbook, reason: &Option<Prose>, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    let hint = match runbook.state {
        State::Running => format!("runbook abort {} --reason WHY", context.id),
        _ => show(context),
    };
    only_in(runbook, &[State::Draft, State::Scheduled], "only what has not begun is cancelled", &hint)?;
    let reason = needed_text(reason, "--reason", "why the work is cancelled")?;
    Ok(vec![Act::Cancel { reason: reason.clone() }])
}

pub(super) fn reopen(runbook: &Runbook, reason: &Option<Prose>, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    only_in(runbook, &[State::Closed], "only a closed runbook is reopened", &show(context))?;
    let reason = needed_text(reason, "--reason", "why the runbook is reopened")?;
    Ok(vec![Act::Reopen { reason: reason.clone() }])
}

/// Where the whole runbook can be seen.
fn show(context: &Circumstances<'_>) -> String {
    format!("runbook show {}", context.id)
}

/// Nothing of the call ends before the call began.
fn not_before_start(context: &Circumstances<'_>) -> Result<()> {
    let at: Moment = context.stamp.at();
    match context.history.started_at {
        Some(started) if at < started => {
            Err(Fault::refused(format!("{at} lies before the runbook's start, {started}")).hint("give a later --at"))
        }
        _ => Ok(()),
    }
}

/// Passes a gate: every unmet point is named, or overridden by name with a reason, loudly.
fn pass(gate: Gate, overrides: &Overrides, what: &str, then: Act) -> Result<Vec<Act>> {
    let mut acts = Vec::new();
    let mut missing = gate.missing;
    for code in &overrides.codes {
        let reason = needed_text(&overrides.reason, "--reason", "why the gate is overridden")?;
        if let Some(hard) = missing.iter().find(|point| point.code == *code && !point.overridable) {
            return Err(Fault::refused(format!("{code} cannot be overridden: {}", hard.message)).hint(hard.fix.clone()));
        }
        let before = missing.len();
        missing.retain(|point| point.code != *code);
        if missing.len() < before {
            acts.push(Act::Override { code: Line::new(code.as_str())?, reason: reason.clone() });
        }
    }
    if missing.is_empty() {
        acts.push(then);
        return Ok(acts);
    }
    let lines: Vec<String> = missing.iter().map(|point| format!("{}: {}", point.code, point.message)).collect();
    let mut fault = Fault::refused(format!("it cannot {what} yet:\n{}", lines.join("\n")));
    fault.hints = missing.iter().flat_map(Missing::ways).map(str::to_owned).collect();
    fault.hints.dedup();
    Err(fault)
}

/// A runbook that is over came to a result; one that is taken up again has none.
pub(super) fn moved(runbook: &mut Runbook, state: State, result: Option<RunResult>) {
    runbook.state = state;
    runbook.result = result;
}

pub(super) fn passed(runbook: &mut Runbook, code: &Line, reason: &Prose, event: &Event) {
    runbook.overrides.push(Override {
        code: code.clone(),
        reason: reason.clone(),
        by: event.by.clone(),
        at: event.at,
        extra: Extra::new(),
    });
}
