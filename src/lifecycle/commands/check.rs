//! The two checklists: what is ticked off, with a reason or evidence. And what holds for every item with a condition, or
//! that brings a duty.

use crate::lifecycle::condition::{Verdict, judge};
use crate::lifecycle::{Conditional, obligations, reference::find};
use crate::model::{
    Act, Cause, CheckAct, CheckItem, Checklist, Event, Fault, Fields, Mark, Prose, Result, Runbook, RunbookId, Slug,
};

use super::fields::{misfit, patch, patched, remove};
use super::given::{Circumstances, Named, item_id};
use super::needs::needed_text;

/// `check`.
#[expect(missing_docs, reason = "a variant's fields are what its line says")]
#[derive(Debug, Clone, PartialEq)]
pub enum CheckCommand {
    /// `check add`.
    Add { list: Checklist, item: CheckItem, fixed_id: bool },
    /// `check set`.
    Set { item: Named, fields: Fields },
    /// `check remove`.
    Remove { item: Named },
    /// `check done`.
    Done { items: Vec<Named>, evidence: Option<Prose> },
    /// `check prevented`.
    Prevent { item: Named, reason: Option<Prose> },
    /// `check clear`.
    Clear { item: Named },
}

pub(super) fn decide(runbook: &Runbook, command: &CheckCommand, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    let runbook_id = context.id;
    match command {
        CheckCommand::Add { list, item, fixed_id } => {
            let id = item_id(&item.id, *fixed_id, |id| is_taken(runbook, id))?;
            Ok(vec![Act::Check(CheckAct::Add { list: *list, item: CheckItem { id, ..item.clone() } })])
        }
        CheckCommand::Set { item, fields } => {
            let own = the(runbook, item)?;
            if fields.get("required") == Some(&true.into()) && own.mark == Some(Mark::Prevented) {
                return Err(Fault::refused(format!("`{}` is marked as prevented; a required item cannot be", own.id))
                    .hint(format!("runbook check clear {runbook_id} {}", own.id)));
            }
            patch(own, fields, |fields| Act::Check(CheckAct::Set { item: own.id.clone(), fields }))
        }
        CheckCommand::Remove { item } => {
            let own = the(runbook, item)?;
            let id = || own.id.clone();
            for cause in [Cause::PreCall(id()), Cause::PostCall(id())] {
                brings_nothing(runbook, &cause, "checklist item", runbook_id)?;
            }
            Ok(vec![Act::Check(CheckAct::Remove { item: own.id.clone() })])
        }
        CheckCommand::Done { items, evidence } => done(runbook, items, evidence, runbook_id),
        CheckCommand::Prevent { item, reason } => prevent(runbook, item, reason, runbook_id),
        CheckCommand::Clear { item } => {
            let own = the(runbook, item)?;
            let is_clear = own.mark.is_none() && own.reason.is_none() && own.evidence.is_none();
            Ok(if is_clear { Vec::new() } else { vec![Act::Check(CheckAct::Clear { item: own.id.clone() })] })
        }
    }
}

pub(super) fn apply(runbook: &mut Runbook, act: &CheckAct, event: &Event) -> Result<()> {
    match act {
        CheckAct::Add { list: Checklist::Pre, item } => runbook.pre_call.push(item.clone()),
        CheckAct::Add { list: Checklist::Post, item } => runbook.post_call.push(item.clone()),
        CheckAct::Set { item, fields } => {
            let own = the_check(runbook, item)?;
            *own = patched(own, fields)?;
        }
        CheckAct::Remove { item } => {
            let list = if runbook.pre_call.iter().any(|own| own.id == *item) {
                &mut runbook.pre_call
            } else {
                &mut runbook.post_call
            };
            remove(list, |own| &own.id, item)?;
        }
        CheckAct::Done { item, evidence } => {
            let own = the_check(runbook, item)?;
            mark(own, Mark::Done, event);
            own.evidence.clone_from(evidence);
        }
        CheckAct::Prevented { item, reason } => {
            let own = the_check(runbook, item)?;
            mark(own, Mark::Prevented, event);
            own.reason = Some(reason.clone());
        }
        CheckAct::Clear { item } => {
            let own = the_check(runbook, item)?;
            (own.mark, own.reason, own.evidence, own.by, own.at) = (None, None, None, None, None);
        }
    }
    Ok(())
}

/// The command that an act came from.
pub(in crate::lifecycle) fn command_of(act: &CheckAct) -> CheckCommand {
    match act {
        CheckAct::Add { list, item } => CheckCommand::Add { list: *list, item: item.clone(), fixed_id: true },
        CheckAct::Set { item, fields } => CheckCommand::Set { item: item.to_string(), fields: fields.clone() },
        CheckAct::Remove { item } => CheckCommand::Remove { item: item.to_string() },
        CheckAct::Done { item, evidence } => {
            CheckCommand::Done { items: vec![item.to_string()], evidence: evidence.clone() }
        }
        CheckAct::Prevented { item, reason } => {
            CheckCommand::Prevent { item: item.to_string(), reason: Some(reason.clone()) }
        }
        CheckAct::Clear { item } => CheckCommand::Clear { item: item.to_string() },
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

pub(super) fn done(
    runbook: &Runbook,
    items: &[String],
    evidence: &Option<Prose>,
    runbook_id: &RunbookId,
) -> Result<Vec<Act>> {
    if items.is_empty() {
        return Err(Fault::usage("no checklist item is named").hint(format!("runbook check done {runbook_id} ITEM")));
    }
    let mut acts = Vec::new();
    for part in items {
        let own = the(runbook, part)?;
        applicable(own, runbook, "checklist item", &own.id, runbook_id)?;
        let is_done = own.mark == Some(Mark::Done) && (evidence.is_none() || own.evidence == *evidence);
        let named_twice =
            acts.iter().any(|act| matches!(act, Act::Check(CheckAct::Done { item, .. }) if *item == own.id));
        if !is_done && !named_twice {
            acts.push(Act::Check(CheckAct::Done { item: own.id.clone(), evidence: evidence.clone() }));
        }
    }
    Ok(acts)
}

fn prevent(runbook: &Runbook, part: &str, reason: &Option<Prose>, runbook_id: &RunbookId) -> Result<Vec<Act>> {
    let own = the(runbook, part)?;
    let reason = needed_text(reason, "--reason", "what prevents the item")?;
    applicable(own, runbook, "checklist item", &own.id, runbook_id)?;
    if own.required {
        return Err(Fault::refused(format!("`{}` is required: it can only be done, not waived", own.id))
            .hint(format!("runbook check done {runbook_id} {}", own.id)));
    }
    if own.mark == Some(Mark::Prevented) && own.reason.as_ref() == Some(reason) {
        return Ok(Vec::new());
    }
    Ok(vec![Act::Check(CheckAct::Prevented { item: own.id.clone(), reason: reason.clone() })])
}

fn mark(item: &mut CheckItem, mark: Mark, event: &Event) {
    item.mark = Some(mark);
    (item.reason, item.evidence) = (None, None);
    item.by = Some(event.by.clone());
    item.at = Some(event.at);
}

fn the_check<'a>(runbook: &'a mut Runbook, id: &Slug) -> Result<&'a mut CheckItem> {
    runbook
        .pre_call
        .iter_mut()
        .chain(&mut runbook.post_call)
        .find(|item| item.id == *id)
        .ok_or_else(|| misfit(format!("there is no checklist item `{id}`")))
}

/// Refuses to remove an item that brings a duty (`docs/format.md`, “Ids”).
pub(super) fn brings_nothing(runbook: &Runbook, cause: &Cause, what: &str, runbook_id: &RunbookId) -> Result<()> {
    match obligations::brought_by(runbook, cause) {
        None => Ok(()),
        Some(duties) => Err(Fault::refused(format!("{what} `{}` cannot be removed: {duties}", cause.id()))
            .hint(format!("change what brings the duty first: runbook edit {runbook_id}"))),
    }
}

/// Refuses acts on what a condition switches off.
pub(super) fn applicable(
    item: &impl Conditional,
    runbook: &Runbook,
    what: &str,
    id: &Slug,
    runbook_id: &RunbookId,
) -> Result<()> {
    if item.is_applicable(&runbook.variables) {
        return Ok(());
    }
    let when = item.when().map_or("", |when| when.as_str());
    if let Ok(Verdict::Undecided(open)) = judge(when, &runbook.variables) {
        return Err(Fault::refused(format!(
            "{what} `{id}` does not apply yet: its condition is “{when}”, and {open} is not decided"
        ))
        .hint(format!("runbook set {runbook_id} {open}=VALUE")));
    }
    Err(Fault::refused(format!("{what} `{id}` does not apply: its condition is “{when}”"))
        .hint(format!("change the variable with: runbook set {runbook_id} var.NAME=VALUE")))
}
