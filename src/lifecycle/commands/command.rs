//! What a person wants done to one runbook, in the domain's own types.
//!
//! The command line makes these from words; `decide` answers with events or a refusal.

use crate::model::{Fields, Line, Prose, RunResult, Runbook, RunbookId, TaskOutcome, Track};

use super::approval::ApprovalCommand;
use super::attempt::AttemptCommand;
use super::check::CheckCommand;
use super::contact::ContactCommand;
use super::given::{EndingWords, Named, Overrides, Stamp};
use super::header::ScheduleTo;
use super::obligation::ObligationCommand;
use super::permission::PermissionCommand;
use super::targets::TargetsCommand;
use super::undo::LastChange;
use super::work::WorkCommand;

/// A command for one runbook.
#[expect(missing_docs, reason = "a variant's fields are what its line says")]
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// `new`: the scaffolded record under its unique id, and the schedule where one was given.
    Create { id: RunbookId, runbook: Box<Runbook>, schedule: Option<ScheduleTo> },
    /// `import`: the record as it was read, under its unique id, and what the text was called.
    Import { id: RunbookId, runbook: Box<Runbook>, source: Option<Line> },
    /// `set`: pairs of key and value as typed; an empty value clears.
    Set { assignments: Vec<(String, String)> },
    /// `schedule`.
    Schedule(ScheduleTo),
    /// `contact`.
    Contact(ContactCommand),
    /// `check`.
    Check(CheckCommand),
    /// `permission`.
    Permission(PermissionCommand),
    /// `task`, and `rollback` where it is about a step.
    Work(Track, WorkCommand),
    /// `rollback set`: the plan, its links, why there is none (keys `plan`, `links`, `irreversible`).
    RollbackPlan { fields: Fields },
    /// `task exec --dry-run`: how a rehearsal went, and the checklist items that ask for one.
    Rehearse { task: Named, outcome: TaskOutcome, words: EndingWords, items: Vec<Named> },
    /// `targets`, and `task exec --each-target`.
    Targets(TargetsCommand),
    /// `obligation`.
    Obligation(ObligationCommand),
    /// `approve`.
    Approval(ApprovalCommand),
    /// `start`.
    Start { overrides: Overrides },
    /// `finish`.
    Finish { overrides: Overrides },
    /// `abort`.
    Abort { reason: Option<Prose> },
    /// `cancel`.
    Cancel { reason: Option<Prose> },
    /// `close`; a result other than the computed one needs a reason.
    Close { result: Option<RunResult>, reason: Option<Prose>, overrides: Overrides },
    /// `reopen`.
    Reopen { reason: Option<Prose> },
    /// `undo`: the runbook's last commit, and the record as it was before it.
    Undo { last: LastChange, earlier: Option<Box<Runbook>> },
}

impl Command {
    /// True when the answer depends on the runbook's earlier events, which the caller then reads from the trail.
    pub fn needs_history(&self, stamp: &Stamp) -> bool {
        let recorded_late = stamp.happened.is_some();
        match self {
            Self::Close { .. } => true,
            Self::Approval(act) => match act {
                ApprovalCommand::Give => true,
                ApprovalCommand::Withdraw => false,
            },
            Self::Work(_, act) => match act {
                WorkCommand::Attempt { attempt, .. } => match attempt {
                    AttemptCommand::Start { .. } | AttemptCommand::Pause(_) => recorded_late,
                    AttemptCommand::Finish(words) | AttemptCommand::Fail(words) | AttemptCommand::Skip(words) => {
                        recorded_late || words.started_at.is_some()
                    }
                },
                WorkCommand::Add { .. }
                | WorkCommand::Set { .. }
                | WorkCommand::Remove { .. }
                | WorkCommand::Move { .. } => false,
            },
            Self::Finish { .. } | Self::Abort { .. } => recorded_late,
            Self::Create { .. }
            | Self::Import { .. }
            | Self::Set { .. }
            | Self::Schedule(_)
            | Self::Contact(_)
            | Self::Check(_)
            | Self::Permission(_)
            | Self::RollbackPlan { .. }
            | Self::Rehearse { .. }
            | Self::Targets(_)
            | Self::Obligation(_)
            | Self::Start { .. }
            | Self::Cancel { .. }
            | Self::Reopen { .. }
            | Self::Undo { .. } => false,
        }
    }
}
