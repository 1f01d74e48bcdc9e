//! The list of targets: what the trail knows of it is how many there are, and how many came to what.
//!
//! Which targets it was is kept beside the trail, so numbers that do not fit the list are refused here.

use crate::lifecycle::{Conditional, duty_standing, progress, reference::find};
use crate::model::{
    Act, Event, Extra, Fault, Line, Obligation, ObligationAct, ObligationKind, Prose, Result, Runbook, RunbookId, Slug,
    State, Targets, TargetsAct, Totals, Track,
};

use super::attempt::{AttemptCommand, the};
use super::fields::misfit;
use super::given::{Circumstances, Named};
use super::obligation;
use super::task_gate::{self, tally};

/// A command on the list of targets. Which targets it was is kept beside the trail; the trail knows how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetsCommand {
    /// The list is fixed, or replaced by another one.
    Load {
        /// How many targets it has.
        count: u64,
        /// The list's SHA-256 in hex.
        sha256: Line,
        /// `--replace`: what was done so far no longer counts.
        replace: bool,
    },
    /// A task begins to work through the list, or goes on.
    Begin {
        /// The task.
        task: Named,
        /// The results so far.
        totals: Totals,
    },
    /// A run ended, and with it the task's attempt.
    Run {
        /// The task.
        task: Named,
        /// The results so far.
        totals: Totals,
        /// How the attempt ended.
        ending: AttemptCommand,
    },
    /// A person says what became of some.
    Mark {
        /// The results so far.
        totals: Totals,
    },
    /// Some are to be done again.
    Retry {
        /// The results so far.
        totals: Totals,
    },
    /// The list is deleted, which discharges these duties.
    Purge {
        /// The obligations.
        obligations: Vec<Named>,
    },
}

/// The id of the duty that a list brings with it.
const DUTY: &str = "delete-targets";

pub(super) fn decide(runbook: &Runbook, command: &TargetsCommand, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    match command {
        TargetsCommand::Load { count, sha256, replace } => load(runbook, *count, sha256, *replace, context),
        TargetsCommand::Begin { task, totals } => begin(runbook, task, *totals, context),
        TargetsCommand::Run { task, totals, ending } => run(runbook, task, *totals, ending, context),
        TargetsCommand::Mark { totals } => {
            let task = worked(runbook, *totals, context.id)?;
            Ok(vec![Act::Targets(TargetsAct::Mark { task, totals: *totals })])
        }
        TargetsCommand::Retry { totals } => {
            let task = worked(runbook, *totals, context.id)?;
            Ok(vec![Act::Targets(TargetsAct::Retry { task, totals: *totals })])
        }
        TargetsCommand::Purge { obligations } => purge(runbook, obligations, context),
    }
}

pub(super) fn apply(runbook: &mut Runbook, act: &TargetsAct, event: &Event) -> Result<()> {
    match act {
        TargetsAct::Load { count, sha256 } => {
            let extra = runbook.targets.take().map_or_else(Extra::new, |before| before.extra);
            runbook.targets = Some(Targets::fresh(*count, sha256.clone(), extra));
        }
        TargetsAct::Begin { task, totals }
        | TargetsAct::Run { task, totals }
        | TargetsAct::Mark { task, totals }
        | TargetsAct::Retry { task, totals } => {
            let targets = kept(runbook)?;
            if totals.all() > targets.count.unwrap_or(0) {
                return Err(misfit("there are more results than targets"));
            }
            *targets = targets.with(task, *totals);
        }
        TargetsAct::Purge => kept(runbook)?.purged_at = Some(event.at),
    }
    Ok(())
}

/// The command that an act came from; none for a run, which is held against its command together with the end of the
/// attempt.
pub(in crate::lifecycle) fn command_of(act: &TargetsAct) -> Option<TargetsCommand> {
    Some(match act {
        TargetsAct::Load { count, sha256 } => {
            TargetsCommand::Load { count: *count, sha256: sha256.clone(), replace: true }
        }
        TargetsAct::Begin { task, totals } => TargetsCommand::Begin { task: task.to_string(), totals: *totals },
        TargetsAct::Run { .. } => return None,
        TargetsAct::Mark { totals, .. } => TargetsCommand::Mark { totals: *totals },
        TargetsAct::Retry { totals, .. } => TargetsCommand::Retry { totals: *totals },
        TargetsAct::Purge => TargetsCommand::Purge { obligations: Vec::new() },
    })
}

fn kept(runbook: &mut Runbook) -> Result<&mut Targets> {
    runbook.targets.as_mut().ok_or_else(|| misfit("there is no list of targets"))
}

fn load(runbook: &Runbook, count: u64, sha256: &Line, replace: bool, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    if let Some(targets) = runbook.targets.as_ref().filter(|targets| targets.purged_at.is_none()) {
        if targets.sha256.as_ref() == Some(sha256) && targets.count == Some(count) && !replace {
            return Ok(Vec::new());
        }
        nobody_works(runbook, targets, context.id)?;
        let has_results = targets.totals().all() > 0;
        if has_results && !replace {
            return Err(Fault::refused(format!(
                "the list in use has results: {}",
                tally(targets.count.unwrap_or(0), targets.totals())
            ))
            .hint("--replace puts the new list in its place; what was done so far stays in the trail"));
        }
    }
    let mut acts = vec![Act::Targets(TargetsAct::Load { count, sha256: sha256.clone() })];
    // who holds a list owes its deletion
    let is_owed = runbook.obligations.iter().any(|own| {
        own.kind == ObligationKind::DeleteData && own.discharged_at.is_none() && own.is_applicable(&runbook.variables)
    });
    if !is_owed {
        acts.push(Act::Obligation(ObligationAct::Add { obligation: duty(runbook)? }));
    }
    Ok(acts)
}

fn duty(runbook: &Runbook) -> Result<Obligation> {
    let id = Slug::new(DUTY)?.unique(|id| runbook.obligations.iter().any(|own| own.id == *id));
    let fields = serde_json::json!({
        "id": id, "kind": ObligationKind::DeleteData, "what": "Delete the list of targets: runbook targets purge",
    });
    serde_json::from_value(fields).map_err(|error| Fault::bug(format!("a duty cannot be made: {error}")))
}

fn begin(runbook: &Runbook, part: &str, totals: Totals, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    let runbook_id = context.id;
    let targets = loaded(runbook, runbook_id)?;
    let own = the(runbook, Track::Tasks, part)?;
    if let Some(other) = targets.task.as_ref().filter(|other| **other != own.id)
        && targets.left() > 0
    {
        return Err(Fault::refused(format!(
            "task `{other}` is not through with the list: {}",
            tally(targets.count.unwrap_or(0), targets.totals())
        ))
        .hint(format!("runbook task exec {runbook_id} {other} --each-target -- COMMAND {{}}"))
        .hint(format!("runbook targets mark {runbook_id} --left skipped says that the rest is left out")));
    }
    fits(targets, totals, runbook_id)?;
    let mut acts = match progress::open_attempt(own) {
        Some(_) => {
            task_gate::permit(runbook_id, runbook, part, context.stamp.now)?;
            Vec::new()
        }
        None => task_gate::attempted(runbook, part, &AttemptCommand::Start { note: None }, context)?,
    };
    acts.push(Act::Targets(TargetsAct::Begin { task: own.id.clone(), totals }));
    Ok(acts)
}

/// The totals first, so that the attempt's end is judged by them.
fn run(
    runbook: &Runbook,
    part: &str,
    totals: Totals,
    ending: &AttemptCommand,
    context: &Circumstances<'_>,
) -> Result<Vec<Act>> {
    let targets = loaded(runbook, context.id)?;
    let own = the(runbook, Track::Tasks, part)?;
    fits(targets, totals, context.id)?;
    let mut counted = runbook.clone();
    counted.targets = Some(targets.with(&own.id, totals));
    let mut acts = vec![Act::Targets(TargetsAct::Run { task: own.id.clone(), totals })];
    acts.extend(task_gate::attempted(&counted, part, ending, context)?);
    Ok(acts)
}

/// The task whose results are changed by hand.
fn worked(runbook: &Runbook, totals: Totals, runbook_id: &RunbookId) -> Result<Slug> {
    let targets = loaded(runbook, runbook_id)?;
    fits(targets, totals, runbook_id)?;
    targets.task.clone().ok_or_else(|| {
        Fault::refused("no task has begun with the list yet")
            .hint(format!("runbook task exec {runbook_id} TASK --each-target -- COMMAND {{}}"))
    })
}

fn purge(runbook: &Runbook, parts: &[String], context: &Circumstances<'_>) -> Result<Vec<Act>> {
    let runbook_id = context.id;
    let targets = runbook.targets.as_ref().ok_or_else(|| no_list(runbook_id))?;
    nobody_works(runbook, targets, runbook_id)?;
    let mut acts = Vec::new();
    if targets.purged_at.is_none() {
        acts.push(Act::Targets(TargetsAct::Purge));
    }
    let count = targets.count.unwrap_or(0);
    for part in parts {
        let own = find(&runbook.obligations, |own| &own.id, part, "obligation")?;
        if own.kind != ObligationKind::DeleteData {
            return Err(Fault::refused(format!("obligation `{}` is no duty to delete data", own.id))
                .hint(format!("runbook obligation discharge {runbook_id} {} --evidence WHAT", own.id)));
        }
        // one that is not owed is refused as it is anywhere else, or the audit would call the event illegal
        if own.discharged_at.is_none() || duty_standing(runbook, own).is_owed() {
            let evidence = Prose::new(format!("the list of {count} targets and what was kept about each are deleted"))?;
            acts.extend(obligation::discharge(runbook, own.id.as_str(), &Some(evidence), context)?);
        }
    }
    Ok(acts)
}

/// The one open duty to delete data, which deleting the list discharges; that of the list, where there are several.
///
/// # Errors
/// `Usage` when it cannot be told which of several it is.
pub fn purge_discharges(runbook: &Runbook) -> Result<Vec<String>> {
    let is_open = |own: &&Obligation| own.kind == ObligationKind::DeleteData && duty_standing(runbook, own).is_owed();
    let open: Vec<&Obligation> = runbook.obligations.iter().filter(is_open).collect();
    let speaks = |own: &&&Obligation| {
        // the one that came with the list goes with it
        if open.iter().any(|other| other.id.as_str() == DUTY) {
            return own.id.as_str() == DUTY;
        }
        let text = format!("{} {}", own.id, own.what).to_lowercase();
        text.contains("target") || text.contains("list")
    };
    match (open.as_slice(), open.iter().filter(speaks).collect::<Vec<_>>().as_slice()) {
        ([], _) => Ok(Vec::new()),
        ([one], _) => Ok(vec![one.id.to_string()]),
        (_, [one]) => Ok(vec![one.id.to_string()]),
        (several, _) => {
            let ids: Vec<String> = several.iter().map(|own| own.id.to_string()).collect();
            Err(Fault::usage(format!("several duties to delete data are open: {}", ids.join(", ")))
                .hint("say which of them this discharges: --obligation OBLIGATION"))
        }
    }
}

/// The list, if there is one that was not deleted.
fn loaded<'a>(runbook: &'a Runbook, runbook_id: &RunbookId) -> Result<&'a Targets> {
    let targets = runbook.targets.as_ref().ok_or_else(|| no_list(runbook_id))?;
    match targets.purged_at {
        None => Ok(targets),
        Some(at) => {
            let fault = Fault::refused(format!("the list of targets was deleted at {at}"));
            // a closed runbook takes no other one
            Err(match runbook.state {
                State::Closed => fault.hint(format!("runbook show {runbook_id}")),
                _ => fault.hint(format!("runbook targets load {runbook_id} FILE")),
            })
        }
    }
}

fn no_list(runbook_id: &RunbookId) -> Fault {
    Fault::refused("the runbook has no list of targets").hint(format!("runbook targets load {runbook_id} FILE"))
}

fn fits(targets: &Targets, totals: Totals, runbook_id: &RunbookId) -> Result<()> {
    let count = targets.count.unwrap_or(0);
    if totals.all() <= count {
        return Ok(());
    }
    Err(Fault::refused(format!("the numbers do not fit the list: {}", tally(count, totals)))
        .hint(format!("runbook targets list {runbook_id}")))
}

/// Nothing is taken from under a run.
fn nobody_works(runbook: &Runbook, targets: &Targets, runbook_id: &RunbookId) -> Result<()> {
    let running = runbook
        .tasks
        .iter()
        .find(|task| targets.task.as_ref() == Some(&task.id) && progress::open_attempt(task).is_some());
    match running {
        Some(task) if runbook.state == State::Running => {
            Err(Fault::refused(format!("task `{}` is running over the list", task.id))
                .hint(format!("runbook task fail {runbook_id} {} --note WHY", task.id)))
        }
        _ => Ok(()),
    }
}

impl Targets {
    /// The same with these results of this task.
    pub(in crate::lifecycle) fn with(&self, task: &Slug, totals: Totals) -> Self {
        Self {
            task: Some(task.clone()),
            done: Some(totals.done),
            failed: Some(totals.failed),
            skipped: Some(totals.skipped),
            ..self.clone()
        }
    }

    /// A list that nobody has worked with yet.
    pub(in crate::lifecycle) fn fresh(count: u64, sha256: Line, extra: Extra) -> Self {
        Self { count: Some(count), sha256: Some(sha256), extra, ..Self::default() }
    }
}
