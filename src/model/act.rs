//! What can happen to a runbook, by noun. How each is taken back stands beside it.
//!
//! The name, the JSON and the rules that hang on the kind of act alone stand in one row each in `events.rs`: an act
//! without its row does not compile.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    Change, CheckItem, Checklist, CommitId, Contact, Ending, Line, Moment, Obligation, Permission, Prose, RunResult,
    RunbookId, Slug, Task, TaskOutcome, Totals, Track, Zone,
};

/// New values by key; `null` clears the key.
pub type Fields = Map<String, Value>;

/// Where in a list an item is put.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// At the beginning.
    First,
    /// At the end.
    Last,
    /// Before the item of this id.
    Before(Slug),
    /// After the item of this id.
    After(Slug),
}

/// What happened.
#[expect(missing_docs, reason = "the fields bear the record's own names; the variant says what happens to them")]
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// The runbook came into being; holds the whole record. Taken back by `cancel`. `by_hand` where the file was made by
    /// a person and recorded as it was found.
    Create { runbook: RunbookId, record: Fields, by_hand: bool },
    /// The runbook was read from a text that somebody wrote elsewhere; holds the whole record. Taken back by `cancel`.
    /// `source` is what the text was called.
    Import { runbook: RunbookId, record: Fields, source: Option<Line> },
    /// Header fields or variables (`variables.NAME`) changed. Taken back by `set` with the earlier values.
    Set { fields: Fields },
    /// The call was agreed, moved, or (without a time) taken back. Taken back by `schedule`.
    Schedule { scheduled_at: Option<Moment>, time_zone: Option<Zone>, agreed: Option<Prose> },
    /// Something happened to a contact.
    Contact(ContactAct),
    /// Something happened to a checklist item.
    Check(CheckAct),
    /// Something happened to a permission.
    Permission(PermissionAct),
    /// Something happened to a task or to a step of the rollback.
    Work(Track, WorkAct),
    /// The rollback's plan in words, its links, or why there is none. Taken back by `rollback.set`.
    RollbackPlan { fields: Fields },
    /// A task's rehearsal command was run. A later rehearsal stands beside it.
    Rehearse { task: Slug, outcome: TaskOutcome, ending: Ending },
    /// Something happened to the list of targets.
    Targets(TargetsAct),
    /// Something happened to a duty.
    Obligation(ObligationAct),
    /// A plan was approved, or an approval withdrawn.
    Approval(ApprovalAct),
    /// The call began.
    Start,
    /// The work, or the rollback, is over.
    Finish,
    /// The work was broken off; `rolling_back` says whether there is something to take back.
    Abort { reason: Prose, rolling_back: bool },
    /// The work will not be done. Taken back by `reopen`.
    Cancel { reason: Prose },
    /// Everything is done and every duty discharged. Taken back by `reopen`.
    Close { result: RunResult, reason: Option<Prose> },
    /// A closed runbook is taken up again. Taken back by `close`.
    Reopen { reason: Prose },
    /// A gate was passed although it was not met.
    Override { code: Line, reason: Prose },
    /// A person changed the file; every field with its old and new value. Taken back by another edit. `adopts` holds the
    /// commits without an event that are hereby adopted, the latest first.
    Edit { changes: Vec<Change>, why: Option<Prose>, adopts: Vec<CommitId> },
    /// The runbook's last commit was taken back; every field with its old and new value. Taken back by another undo.
    /// `undone` holds the names of that commit's events, in order.
    Undo { undoes: CommitId, undone: Vec<Line>, changes: Vec<Change> },
}

/// What happens to a contact.
#[expect(missing_docs, reason = "the fields bear the record's own names; the variant says what happens to them")]
#[derive(Debug, Clone, PartialEq)]
pub enum ContactAct {
    /// A contact joined. Taken back by `contact.remove`.
    Add { contact: Contact },
    /// A contact's fields changed. Taken back by `contact.set`.
    Set { contact: Slug, fields: Fields },
    /// A contact left. Taken back by `contact.add`.
    Remove { contact: Slug },
}

/// What happens to a checklist item.
#[expect(missing_docs, reason = "the fields bear the record's own names; the variant says what happens to them")]
#[derive(Debug, Clone, PartialEq)]
pub enum CheckAct {
    /// It was added. Taken back by `check.remove`.
    Add { list: Checklist, item: CheckItem },
    /// Its fields changed. Taken back by `check.set`.
    Set { item: Slug, fields: Fields },
    /// It was removed. Taken back by `check.add`.
    Remove { item: Slug },
    /// It was done. Taken back by `check.clear`.
    Done { item: Slug, evidence: Option<Prose> },
    /// Something prevents it. Taken back by `check.clear`.
    Prevented { item: Slug, reason: Prose },
    /// It is open again. Taken back by marking it.
    Clear { item: Slug },
}

/// What happens to a permission.
#[expect(missing_docs, reason = "the fields bear the record's own names; the variant says what happens to them")]
#[derive(Debug, Clone, PartialEq)]
pub enum PermissionAct {
    /// It is needed. Taken back by `permission.remove`.
    Add { permission: Permission },
    /// Its wording, giver or scope changed. Taken back by `permission.set`.
    Set { permission: Slug, fields: Fields },
    /// It is not needed. Taken back by `permission.add`.
    Remove { permission: Slug },
    /// The customer was asked. A later answer replaces it.
    Ask { permission: Slug },
    /// The customer said yes. Taken back by a new `permission.ask`.
    Grant { permission: Slug, answered_by: Line, evidence: Prose },
    /// The customer said no. Taken back by a new `permission.ask`.
    Refuse { permission: Slug, answered_by: Line, evidence: Prose },
}

/// What happens to a task, and just so to a step of the rollback.
#[expect(clippy::large_enum_variant, reason = "an event is as large as the whole record at worst")]
#[expect(missing_docs, reason = "the fields bear the record's own names; the variant says what happens to them")]
#[derive(Debug, Clone, PartialEq)]
pub enum WorkAct {
    /// It was planned. Taken back by `task.remove`.
    Add { item: Task, place: Place },
    /// Its plan changed. Taken back by `task.set`.
    Set { item: Slug, fields: Fields },
    /// It is no longer planned. Taken back by `task.add`.
    Remove { item: Slug },
    /// It is done earlier or later. Taken back by `task.move`.
    Move { item: Slug, place: Place },
    /// An attempt began. Followed by its end.
    Start { item: Slug, note: Option<Prose> },
    /// An attempt succeeded, failed, was interrupted, or was left out. A later attempt replaces the outcome; an
    /// interrupted one goes on with `task.start`.
    ///
    /// `verb` is the outcome as the event's name says it (`task.fail`), `outcome` as its field does; every command
    /// records the two alike.
    End { verb: TaskOutcome, item: Slug, outcome: TaskOutcome, ending: Ending },
}

/// What happens to the list of targets, which itself is kept privately.
#[expect(missing_docs, reason = "the fields bear the record's own names; the variant says what happens to them")]
#[derive(Debug, Clone, PartialEq)]
pub enum TargetsAct {
    /// What a bulk task acts on was fixed: how many, and the digest of the list. Taken back by `targets.purge`.
    Load { count: u64, sha256: Line },
    /// A task works through the list: begun, or picked up again where it was. Followed by `targets.run`.
    Begin { task: Slug, totals: Totals },
    /// A run over the list ended or was stopped.
    Run { task: Slug, totals: Totals },
    /// A person said what became of some targets. Taken back by another mark, or by `targets.retry`.
    Mark { task: Slug, totals: Totals },
    /// Targets with a result are to be done again. Taken back by `targets.mark`.
    Retry { task: Slug, totals: Totals },
    /// The list was deleted, with everything that was kept about single targets. Cannot be taken back.
    Purge,
}

/// What happens to a duty.
#[expect(clippy::large_enum_variant, reason = "an event is as large as the whole record at worst")]
#[expect(missing_docs, reason = "the fields bear the record's own names; the variant says what happens to them")]
#[derive(Debug, Clone, PartialEq)]
pub enum ObligationAct {
    /// It is owed.
    Add { obligation: Obligation },
    /// It was discharged.
    Discharge { obligation: Slug, evidence: Prose },
}

/// What happens to a person's approval.
#[expect(missing_docs, reason = "the fields bear the record's own names; the variant says what happens to them")]
#[derive(Debug, Clone, PartialEq)]
pub enum ApprovalAct {
    /// Somebody approved the plan of this digest. Taken back by `approve.withdraw`.
    Give { plan: Line },
    /// The approver took it back.
    Withdraw,
}

impl Act {
    /// The ending that it says of an attempt or a rehearsal, which may vouch for captured output.
    pub fn ending(&self) -> Option<&Ending> {
        match self {
            Self::Rehearse { ending, .. } => Some(ending),
            Self::Work(_, act) => match act {
                WorkAct::End { ending, .. } => Some(ending),
                WorkAct::Add { .. }
                | WorkAct::Set { .. }
                | WorkAct::Remove { .. }
                | WorkAct::Move { .. }
                | WorkAct::Start { .. } => None,
            },
            Self::Create { .. }
            | Self::Import { .. }
            | Self::Set { .. }
            | Self::Schedule { .. }
            | Self::Contact(_)
            | Self::Check(_)
            | Self::Permission(_)
            | Self::RollbackPlan { .. }
            | Self::Targets(_)
            | Self::Obligation(_)
            | Self::Approval(_)
            | Self::Start
            | Self::Finish
            | Self::Abort { .. }
            | Self::Cancel { .. }
            | Self::Close { .. }
            | Self::Reopen { .. }
            | Self::Override { .. }
            | Self::Edit { .. }
            | Self::Undo { .. } => None,
        }
    }
}
