//! Commands on the two checklists and on obligations: what is ticked off, with a reason or evidence.

use crate::lifecycle::condition::{Verdict, judge};
use crate::lifecycle::obligations::{self, DutyState};
use crate::lifecycle::{Circumstances, Command, Conditional, command::item_id, reference::find};
use crate::model::{Act, Cause, CheckItem, Fault, Mark, Moment, Obligation, Prose, Result, Runbook, Slug};

use super::needs::needed_text;
use super::work::patch;

pub(super) fn decide(runbook: &Runbook, command: &Command) -> Result<Vec<Act>> {
    match command {
        Command::AddCheck { list, item, fixed_id } => {
            let id = item_id(&item.id, *fixed_id, |id| is_taken(runbook, id))?;
            Ok(vec![Act::CheckAdd { list: *list, item: CheckItem { id, ..item.clone() } }])
        }
        Command::SetCheck { item, fields } => {
            let own = the(runbook, item)?;
            if fields.get("required") == Some(&true.into()) && own.mark == Some(Mark::Prevented) {
                return Err(Fault::refused(format!("`{}` is marked as prevented; a required item cannot be", own.id))
                    .hint(format!("runbook check clear ID {}", own.id)));
            }
            patch(own, fields, |fields| Act::CheckSet { item: own.id.clone(), fields })
        }
        Command::RemoveCheck { item } => {
            let own = the(runbook, item)?;
            let id = || own.id.clone();
            for cause in [Cause::PreCall(id()), Cause::PostCall(id())] {
                brings_nothing(runbook, &cause, "checklist item")?;
            }
            Ok(vec![Act::CheckRemove { item: own.id.clone() }])
        }
        Command::DoneCheck { items, evidence } => done(runbook, items, evidence),
        Command::PreventCheck { item, reason } => prevent(runbook, item, reason),
        Command::ClearCheck { item } => {
            let own = the(runbook, item)?;
            let is_clear = own.mark.is_none() && own.reason.is_none() && own.evidence.is_none();
            Ok(if is_clear { Vec::new() } else { vec![Act::CheckClear { item: own.id.clone() }] })
        }
        _ => Err(Fault::bug("not a command on checklists")),
    }
}

fn all(runbook: &Runbook) -> Vec<&CheckItem> {
    runbook.pre_call.iter().chain(&runbook.post_call).collect()
}

fn is_taken(runbook: &Runbook, id: &Slug) -> bool {
    all(runbook).iter().any(|own| own.id == *id)
}

fn the<'a>(runbook: &'a Runbook, part: &str) -> Result<&'a CheckItem> {
    find(&all(runbook), |own| &own.id, part, "checklist item").copied()
}

pub(super) fn done(runbook: &Runbook, items: &[String], evidence: &Option<Prose>) -> Result<Vec<Act>> {
    if items.is_empty() {
        return Err(Fault::usage("no checklist item is named").hint("runbook check done ID ITEM"));
    }
    let mut acts = Vec::new();
    for part in items {
        let own = the(runbook, part)?;
        applicable(own, runbook, "checklist item", &own.id)?;
        let is_done = own.mark == Some(Mark::Done) && (evidence.is_none() || own.evidence == *evidence);
        let named_twice = acts.iter().any(|act| matches!(act, Act::CheckDone { item, .. } if *item == own.id));
        if !is_done && !named_twice {
            acts.push(Act::CheckDone { item: own.id.clone(), evidence: evidence.clone() });
        }
    }
    Ok(acts)
}

fn prevent(runbook: &Runbook, part: &str, reason: &Option<Prose>) -> Result<Vec<Act>> {
    let own = the(runbook, part)?;
    let reason = needed_text(reason, "--reason", "what prevents the item")?;
    applicable(own, runbook, "checklist item", &own.id)?;
    if own.required {
        return Err(Fault::refused(format!("`{}` is required: it can only be done, not waived", own.id))
            .hint(format!("runbook check done ID {}", own.id)));
    }
    if own.mark == Some(Mark::Prevented) && own.reason.as_ref() == Some(reason) {
        return Ok(Vec::new());
    }
    Ok(vec![Act::CheckPrevented { item: own.id.clone(), reason: reason.clone() }])
}

pub(super) fn add_obligation(runbook: &Runbook, obligation: &Obligation, fixed_id: bool) -> Result<Vec<Act>> {
    let id = item_id(&obligation.id, fixed_id, |id| runbook.obligations.iter().any(|own| own.id == *id))?;
    Ok(vec![Act::ObligationAdd { obligation: Obligation { id, ..obligation.clone() } }])
}

pub(super) fn discharge(
    runbook: &Runbook,
    part: &str,
    evidence: &Option<Prose>,
    context: &Circumstances<'_>,
) -> Result<Vec<Act>> {
    let own = find(&runbook.obligations, |own| &own.id, part, "obligation")?;
    let evidence = needed_text(evidence, "--evidence", "what shows that it was done")?;
    applicable(own, runbook, "obligation", &own.id)?;
    may_be_discharged(runbook, own, context.stamp.at())?;
    Ok(vec![Act::ObligationDischarge { obligation: own.id.clone(), evidence: evidence.clone() }])
}

/// A duty is discharged once it is owed, and not before it arose.
fn may_be_discharged(runbook: &Runbook, duty: &Obligation, at: Moment) -> Result<()> {
    let refused = |why: String| Err(Fault::refused(format!("obligation `{}` {why}", duty.id)).hint("runbook show ID"));
    match (obligations::duty_standing(runbook, duty).standing, &duty.arises, obligations::arose_at(runbook, duty)) {
        (DutyState::Discharged, ..) => refused("is already discharged".to_owned()),
        (DutyState::Coming, Some(cause), _) => refused(format!("is not owed yet: it comes with {cause}")),
        (_, Some(cause), Some(arose)) if at < arose => {
            refused(format!("cannot be discharged at {at}: it came with {cause} at {arose}"))
        }
        _ => Ok(()),
    }
}

/// Refuses to remove an item that brings a duty (`settled.md`, ids).
pub(super) fn brings_nothing(runbook: &Runbook, cause: &Cause, what: &str) -> Result<()> {
    match obligations::brought_by(runbook, cause) {
        None => Ok(()),
        Some(duties) => Err(Fault::refused(format!("{what} `{}` cannot be removed: {duties}", cause.id()))
            .hint("change what brings the duty first: runbook edit ID")),
    }
}

/// Refuses acts on what a condition switches off.
pub(super) fn applicable(item: &impl Conditional, runbook: &Runbook, what: &str, id: &Slug) -> Result<()> {
    if item.is_applicable(&runbook.variables) {
        return Ok(());
    }
    let when = item.when().map_or("", |when| when.as_str());
    if let Ok(Verdict::Undecided(open)) = judge(when, &runbook.variables) {
        let open: Vec<String> = open.into_iter().collect();
        let fault = Fault::refused(format!(
            "{what} `{id}` does not apply yet: its condition is “{when}”, and {} is not decided",
            open.join(" and ")
        ));
        return Err(open.iter().fold(fault, |fault, name| fault.hint(format!("runbook set ID {name}=VALUE"))));
    }
    Err(Fault::refused(format!("{what} `{id}` does not apply: its condition is “{when}”"))
        .hint("change the variable with: runbook set ID var.NAME=VALUE"))
}
