//! Taking the last commit of a runbook back, where the rules allow.
//!
//! What only the record says can be taken back by whoever said it: the record is then again what it was before. What the
//! world has seen stays: a runbook that came into being, an end, a gate passed by an override, a customer's no, a command
//! that ran. Refuses to touch what somebody else recorded.

use crate::model::{
    Act, Because, CommitId, Event, EventKind, Fault, Identity, Line, Override, PermissionAct, Result, Runbook,
    RunbookId, State, TakenBack, TargetsAct, difference,
};

use super::given::Circumstances;

/// The last commit of a runbook, as far as taking it back is concerned.
#[derive(Debug, Clone, PartialEq)]
pub struct LastChange {
    /// The commit.
    pub commit: CommitId,
    /// Who made it.
    pub author: Identity,
    /// Its events, in order.
    pub events: Vec<Event>,
}

pub(super) fn decide(
    runbook: &Runbook,
    last: &LastChange,
    earlier: Option<&Runbook>,
    context: &Circumstances<'_>,
) -> Result<Vec<Act>> {
    let (runbook_id, person) = (context.id, &context.stamp.by);
    if let Some(fault) = last.events.iter().find_map(|event| stays(event, runbook_id)) {
        return Err(fault);
    }
    let events = last.events.iter().map(|event| &event.by);
    if let Some(other) = std::iter::once(&last.author).chain(events).find(|other| !other.is_same_person(person)) {
        return Err(Fault::refused(format!(
            "the last change, {}, was made by {}: nobody takes back what somebody else recorded",
            last.commit.short(),
            other.name
        ))
        .hint(format!("{} can run: runbook undo {runbook_id}", other.name))
        .hint(format!("or say what is so now by an ordinary command; what changed last: runbook diff {runbook_id}")));
    }
    let Some(earlier) = earlier.filter(|_| !last.events.is_empty()) else {
        return Err(Fault::refused("there is nothing before it to go back to")
            .hint(format!("runbook cancel {runbook_id} --reason WHY")));
    };
    if earlier.state == State::Closed {
        return Err(Fault::refused("the runbook would be closed again without its gate")
            .hint(format!("runbook close {runbook_id}")));
    }
    let undone = last.events.iter().map(|event| Line::new(event.name())).collect::<Result<_>>()?;
    let changes = difference(&value(runbook)?, &value(earlier)?);
    Ok(vec![Act::Undo { undoes: last.commit.clone(), undone, changes }])
}

fn value(runbook: &Runbook) -> Result<serde_json::Value> {
    serde_json::to_value(runbook).map_err(|error| Fault::bug(format!("a record cannot be written as JSON: {error}")))
}

/// Why an event cannot be taken back, with the way out.
fn stays(event: &Event, runbook_id: &RunbookId) -> Option<Fault> {
    let because = match event.act.kind().taken_back {
        TakenBack::Freely | TakenBack::OnlyOnce => return None,
        TakenBack::UnlessItRan => match event.act.ending().is_some_and(|ending| ending.log.is_some()) {
            true => Because::ItRan,
            false => return None,
        },
        TakenBack::UnlessItAdopts => return adopting(&event.act, runbook_id),
        TakenBack::UnlessAGateIsBehindIt => return bringing_a_gate_back(&event.act, runbook_id),
        TakenBack::Never(because) => because,
    };
    let (why, way) = match because {
        Because::ItBegan => (
            "this is how the runbook came into being, and it stays in the trail".to_owned(),
            format!("call it off instead: runbook cancel {runbook_id} --reason WHY"),
        ),
        Because::ItRan => (
            "a command was run and its output captured: that happened, whatever the record says".to_owned(),
            format!("record what followed from it, such as another attempt: runbook task start {runbook_id} TASK"),
        ),
        Because::ItIsBesideTheTrail => beside_the_trail(&event.act, runbook_id),
        Because::AGateWasPassed => match &event.act {
            Act::Override { code, .. } if code.as_str() == Override::SECRET => (
                "its words were let in by --allow-secret, and why stays in the trail".to_owned(),
                format!("say what is so now by an ordinary command, such as: runbook set {runbook_id} FIELD=VALUE"),
            ),
            act => {
                let code = if let Act::Override { code, .. } = act { code.as_str() } else { "it" };
                (
                    format!("a gate was passed by overriding {code}, which stays visible"),
                    format!(
                        "say what is so now by an ordinary command, such as: runbook abort {runbook_id} --reason WHY"
                    ),
                )
            }
        },
        Because::TheySaidNo => {
            let permission = match &event.act {
                Act::Permission(PermissionAct::Refuse { permission, .. }) => permission.as_str(),
                _ => "PERMISSION",
            };
            (
                format!("the customer refused permission {permission}: a no is not taken back by us"),
                format!("ask again: runbook permission ask {runbook_id} {permission}"),
            )
        }
        Because::ItIsClosed => (
            "a closed runbook is changed only after it is reopened".to_owned(),
            format!("runbook reopen {runbook_id} --reason WHY"),
        ),
        Because::ItIsReopened => {
            ("a runbook is closed through its gate only".to_owned(), format!("runbook close {runbook_id}"))
        }
    };
    Some(Fault::refused(why).hint(way))
}

/// Why what is said of the list of targets stays, with the command that says something else of it.
fn beside_the_trail(act: &Act, runbook_id: &RunbookId) -> (String, String) {
    match act {
        Act::Targets(TargetsAct::Load { .. }) => (
            "a list of targets was loaded: it lies beside the trail, where nothing is taken back".to_owned(),
            format!("runbook targets purge {runbook_id}"),
        ),
        Act::Targets(TargetsAct::Purge) => (
            "the list of targets was deleted, and is not kept anywhere".to_owned(),
            format!("load it again: runbook targets load {runbook_id} FILE"),
        ),
        _ => (
            "what became of each target lies beside the trail, where nothing is taken back".to_owned(),
            format!("say what is so: runbook targets mark {runbook_id} TARGET done|failed|skipped"),
        ),
    }
}

fn adopting(act: &Act, runbook_id: &RunbookId) -> Option<Fault> {
    match act {
        Act::Edit { adopts, .. } if adopts.is_empty() => None,
        _ => Some(
            Fault::refused("it adopted commits made with plain git, which are not ours to take back")
                .hint(format!("change the file to what it should say, then: runbook save {runbook_id}")),
        ),
    }
}

/// Taking an undo back would do again what it took back; what is unknown here may be a gate.
fn bringing_a_gate_back(act: &Act, runbook_id: &RunbookId) -> Option<Fault> {
    let Act::Undo { undone, .. } = act else { return Some(Fault::bug("only an undo has something behind it")) };
    let is_gate =
        |name: &&Line| EventKind::of_name(name.as_str()).is_none_or(|kind| kind.taken_back == TakenBack::OnlyOnce);
    let gate = undone.iter().find(is_gate)?;
    Some(
        Fault::refused(format!("{gate} passes a gate, which is judged anew each time"))
            .hint(format!("run the command itself: runbook {gate} {runbook_id}{}", wanted_by(gate.as_str()))),
    )
}

/// What the command of this gate cannot do without.
fn wanted_by(gate: &str) -> &'static str {
    if gate == "abort" { " --reason WHY" } else { "" }
}
