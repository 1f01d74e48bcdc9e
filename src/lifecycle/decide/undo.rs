//! Taking the last commit of a runbook back, where the rules allow.
//!
//! What only the record says can be taken back by whoever said it: the record is then again what it was before. What the
//! world has seen stays: a runbook that came into being, an end, a gate passed by an override, a customer's no, a command
//! that ran. Refuses to touch what somebody else recorded.

use crate::lifecycle::{Circumstances, Command};
use crate::model::{Act, Event, Fault, Line, Result, Runbook, State, difference};

/// Redoing these would pass a gate that nobody has judged again.
const GATED: [&str; 4] = ["start", "finish", "abort", "approve"];

pub(super) fn decide(runbook: &Runbook, command: &Command, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    let Command::Undo { last, earlier } = command else { return Ok(Vec::new()) };
    let person = &context.stamp.by;
    if let Some(fault) = last.events.iter().find_map(stays) {
        return Err(fault);
    }
    let events = last.events.iter().map(|event| &event.by);
    if let Some(other) = std::iter::once(&last.author).chain(events).find(|other| !other.is_same_person(person)) {
        return Err(Fault::refused(format!(
            "the last change, {}, was made by {}: nobody takes back what somebody else recorded",
            last.commit.short(),
            other.name
        ))
        .hint(format!("{} can run: runbook undo ID", other.name))
        .hint("or say what is so now by an ordinary command; what changed last: runbook diff ID"));
    }
    let Some(earlier) = earlier.as_deref().filter(|_| !last.events.is_empty()) else {
        return Err(Fault::refused("there is nothing before it to go back to").hint("runbook cancel ID --reason WHY"));
    };
    if earlier.state == State::Closed {
        return Err(Fault::refused("the runbook would be closed again without its gate").hint("runbook close ID"));
    }
    let undone = last.events.iter().map(|event| Line::new(event.name())).collect::<Result<_>>()?;
    let changes = difference(&value(runbook)?, &value(earlier)?);
    Ok(vec![Act::Undo { undoes: last.commit.clone(), undone, changes }])
}

fn value(runbook: &Runbook) -> Result<serde_json::Value> {
    serde_json::to_value(runbook).map_err(|error| Fault::bug(format!("a record cannot be written as JSON: {error}")))
}

/// Why an event cannot be taken back, with the way out.
fn stays(event: &Event) -> Option<Fault> {
    let refused = |why: &str, way: &str| Some(Fault::refused(why).hint(way));
    match &event.act {
        Act::Create { .. } | Act::Import { .. } => refused(
            "this is how the runbook came into being, and it stays in the trail",
            "call it off instead: runbook cancel ID --reason WHY",
        ),
        Act::Override { code, .. } => refused(
            &format!("a gate was passed by overriding {code}, which stays visible"),
            "say what is so now by an ordinary command, such as: runbook abort ID --reason WHY",
        ),
        Act::PermissionRefuse { permission, .. } => refused(
            &format!("the customer refused permission {permission}: a no is not taken back by us"),
            &format!("ask again: runbook permission ask ID {permission}"),
        ),
        Act::Close { .. } | Act::Cancel { .. } => {
            refused("a closed runbook is changed only after it is reopened", "runbook reopen ID --reason WHY")
        }
        Act::Reopen { .. } => refused("a runbook is closed through its gate only", "runbook close ID"),
        Act::Edit { adopts, .. } if !adopts.is_empty() => refused(
            "it adopted commits made with plain git, which are not ours to take back",
            "change the file to what it should say, then: runbook save ID",
        ),
        Act::Undo { undone, .. } => {
            let gate = undone.iter().find(|name| GATED.contains(&name.as_str()))?;
            refused(
                &format!("{gate} passes a gate, which is judged anew each time"),
                &format!("run the command itself: runbook {gate} ID"),
            )
        }
        act if ran_a_command(act, &event.name()) => refused(
            "a command was run and its output captured: that happened, whatever the record says",
            "record what followed from it, such as another attempt: runbook task start ID TASK",
        ),
        _ => None,
    }
}

/// True for what the tool itself did in the world.
fn ran_a_command(act: &Act, name: &str) -> bool {
    act.ending().is_some_and(|ending| ending.log.is_some()) || name == "rehearse" || name.starts_with("targets.")
}
