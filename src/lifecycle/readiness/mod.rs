//! Readiness: everything that is still missing, each with a code, the item, one sentence, and the command that mends it.
//!
//! Computed, never stored (`docs/format.md`, “Lifecycle”). The same points are the gates of `start`, `finish` and
//! `close`.

mod call;
mod codes;
mod gate;
mod header;
mod items;
mod remedy;
mod roles;
#[cfg(test)]
mod tests;

use crate::model::{CONFLICT_MARK, Runbook, RunbookId};

use super::{Circumstances, Conditional};

pub use codes::ReadinessCode;
pub use gate::{Gate, Missing};
pub use items::{done_command, permission_command};
pub use remedy::{Answer, Listed, Remedy};

/// A point that somebody passed with a reason.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Overridden {
    /// The code that was overridden.
    pub code: String,
    /// The item that it covers now; empty when nothing of that code is missing any more.
    pub item: String,
    /// What is missing.
    pub message: String,
    /// Why it was passed.
    pub reason: String,
    /// Who passed it.
    pub by: String,
    /// When.
    pub at: String,
}

/// How the file stands against the trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Committed, with an event, and equal to the trail's head.
    Recorded,
    /// Differs from the head, or is not in it.
    Edited,
    /// What the trail had before: nobody typed it, the branch has gone on without the file.
    Behind,
    /// Still what it was before the last change, whose run was interrupted before it wrote the file.
    Unwritten,
    /// Committed with plain git, without an event.
    CommittedByHand,
    /// Holds what two people changed in two ways and nobody has decided.
    Undecided,
}

impl Standing {
    /// What is said of a record that its branch has left behind.
    pub const BEHIND: &'static str = "is as it was recorded before, without what was recorded since";

    /// What is said of a record whose last change is not in its file yet.
    pub const UNWRITTEN: &'static str =
        "is as it was before the last change: an interrupted run has not written it yet";

    /// What is said of a record whose clash nobody has decided.
    pub const UNDECIDED: &'static str = "holds what two people changed in two ways, and nobody has decided";

    /// True where the file says something else than the trail's head.
    pub fn is_another_text(self) -> bool {
        matches!(self, Self::Edited | Self::Behind | Self::Unwritten)
    }

    /// What is to be known of a file that is not the trail's head, behind its name.
    pub fn apart(self) -> Option<&'static str> {
        match self {
            Self::Recorded => None,
            Self::Edited => Some("was changed by hand; this is the file as it lies there, not the trail's head"),
            Self::Behind => Some(Self::BEHIND),
            Self::Unwritten => Some(Self::UNWRITTEN),
            Self::CommittedByHand => Some("was committed with plain git; no event explains it yet"),
            Self::Undecided => Some(Self::UNDECIDED),
        }
    }

    /// How a record that is not recorded as it stands comes to be what the trail has.
    pub fn way_out(self, id: &RunbookId) -> String {
        match self {
            Self::Undecided => Self::way_to_decide(&id.to_string()),
            Self::Behind => Self::way_up(&id.path()),
            Self::Unwritten => "runbook doctor --fix".to_owned(),
            Self::Recorded | Self::Edited | Self::CommittedByHand => format!("runbook save {id}"),
        }
    }

    /// How the file of a record that is behind comes up to the branch; its path as it is typed.
    pub fn way_up(path: &str) -> String {
        format!("git restore --staged --worktree {path}")
    }

    /// What a person does to decide it, before it is saved.
    pub fn deciding() -> String {
        format!("take over what is right, delete the lines at its top that begin with `{CONFLICT_MARK}`")
    }

    /// How it is decided; the id as it is typed.
    pub fn way_to_decide(id: &str) -> String {
        format!("{}, then: runbook save {id}", Self::deciding())
    }
}

/// The readiness report of one runbook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Readiness {
    /// What is missing; ready when there is nothing.
    pub missing: Vec<Missing>,
    /// What was passed with a reason.
    pub overridden: Vec<Overridden>,
    /// What should be known.
    pub warnings: Vec<Missing>,
}

impl Readiness {
    /// Judges a runbook as it stands in its file.
    pub fn of(runbook: &Runbook, standing: Standing, context: &Circumstances<'_>) -> Self {
        let mut gate = Gate::default();
        if let Some(point) = standing_point(standing, context) {
            gate.missing.push(point);
        }
        if runbook.state.is_before_call() {
            let start = starting(runbook, context);
            gate.missing.extend(start.missing);
            gate.warnings.extend(start.warnings);
        } else {
            let message = format!("it is {}: only a draft or a scheduled runbook can be ready", runbook.state);
            gate.miss(ReadinessCode::State, "", message, "");
        }
        call::duties(runbook, context, &mut gate);
        let overridden = pass_recorded(&mut gate, runbook, context);
        Self { missing: gate.missing, overridden, warnings: gate.warnings }
    }

    /// True when nothing is missing.
    pub fn is_ready(&self) -> bool {
        self.missing.is_empty()
    }
}

fn standing_point(standing: Standing, context: &Circumstances<'_>) -> Option<Missing> {
    let message = match standing {
        Standing::Recorded => return None,
        Standing::Edited => "the file was changed by hand and the change is not recorded".to_owned(),
        Standing::Behind => format!("the file {}", Standing::BEHIND),
        Standing::Unwritten => format!("the file {}", Standing::UNWRITTEN),
        Standing::CommittedByHand => "the file was committed with plain git, without an event".to_owned(),
        Standing::Undecided => format!("the file {}", Standing::UNDECIDED),
    };
    Some(Missing::new(ReadinessCode::HandEdited, "", message, standing.way_out(context.id)))
}

/// What recorded overrides cover is taken out of what is missing and shown beside it; after the call began it is shown
/// as it would be missing now.
fn pass_recorded(gate: &mut Gate, runbook: &Runbook, context: &Circumstances<'_>) -> Vec<Overridden> {
    let before_call = runbook.state.is_before_call();
    let judged = if before_call {
        gate.missing.clone()
    } else {
        let gates = [starting(runbook, context), finishing(context.id, runbook), closing(context.id, runbook)];
        gates.into_iter().flat_map(|gate| gate.missing).collect()
    };
    let mut shown = Vec::new();
    for own in &runbook.overrides {
        let line = |item: &str, message: &str| Overridden {
            code: own.code.to_string(),
            item: item.to_owned(),
            message: message.to_owned(),
            reason: own.reason.to_string(),
            by: own.by.to_string(),
            at: own.at.to_string(),
        };
        let is_covered = |point: &&Missing| point.code.as_str() == own.code.as_str() && point.overridable;
        let covered: Vec<&Missing> = judged.iter().filter(is_covered).collect();
        if covered.is_empty() {
            shown.push(line("", "was not met when it was passed"));
        }
        shown.extend(covered.iter().map(|point| line(&point.item, &point.message)));
        if before_call {
            gate.missing.retain(|point| !is_covered(&point));
        }
    }
    shown
}

/// The gate of `start`: everything that a ready runbook has.
pub fn starting(runbook: &Runbook, context: &Circumstances<'_>) -> Gate {
    let mut gate = Gate::default();
    header::judge(runbook, context, &mut gate);
    roles::judge(runbook, context, &mut gate);
    items::judge(runbook, context, &mut gate);
    gate
}

/// The gate of a task that is permitted: required items before the call that are open, because a variable was decided
/// during the call and brought them back, or of which nobody knows yet whether they apply. No override passes it.
pub(super) fn acting(runbook_id: &RunbookId, runbook: &Runbook) -> Gate {
    let mut gate = Gate::default();
    items::required_decided(runbook, runbook_id, &mut gate);
    for item in runbook.pre_call.iter().filter(|item| item.required && item.is_applicable(&runbook.variables)) {
        items::check(item, ReadinessCode::PreCallOpen, runbook_id, &mut gate);
    }
    // evidence that was passed at the start is passed
    gate.missing.retain(|point| !point.overridable);
    gate
}

/// The gate of `finish`: every applicable task, or rollback step, has an outcome.
pub fn finishing(runbook_id: &RunbookId, runbook: &Runbook) -> Gate {
    call::finishing(runbook_id, runbook)
}

/// The gate of `close`: the list after the call, and every duty.
pub fn closing(runbook_id: &RunbookId, runbook: &Runbook) -> Gate {
    call::closing(runbook_id, runbook)
}
