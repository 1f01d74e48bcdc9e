//! What happened, as data: the JSON of a `Runbook-Event` trailer.
//!
//! An event is complete: replaying the events of a runbook from its creation gives the record (`format.md`, the trail).
//! Names and their meaning are listed in `cli.md`. How each is taken back stands beside it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    Change, CheckItem, Checklist, CommitId, Contact, Ending, Identity, Line, Moment, Obligation, Permission, Prose,
    RunResult, RunbookId, Slug, Task, TaskOutcome, Totals, Zone, sole_keys,
};

/// The version of the event format.
pub const EVENT_VERSION: u64 = 1;

/// New values by key; `null` clears the key.
pub type Fields = Map<String, Value>;

/// One event of one runbook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The format's version, 1.
    pub v: u64,
    /// What happened.
    #[serde(flatten)]
    pub act: Act,
    /// When it happened; when it was recorded is the commit's own time.
    pub at: Moment,
    /// Who did it: the git identity.
    pub by: Identity,
}

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

/// What happened. `do` is the name.
#[expect(missing_docs, reason = "the fields bear the record's own names; the variant says what happens to them")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum Act {
    /// The runbook came into being; holds the whole record. Taken back by `cancel`.
    #[serde(rename = "create")]
    Create {
        runbook: RunbookId,
        record: Map<String, Value>,
        /// The file was made by a person and recorded as it was found.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        by_hand: bool,
    },
    /// The runbook was read from a text that somebody wrote elsewhere; holds the whole record. Taken back by `cancel`.
    #[serde(rename = "import")]
    Import {
        runbook: RunbookId,
        record: Map<String, Value>,
        /// What the text was called.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<Line>,
    },
    /// Header fields or variables (`variables.NAME`) changed. Taken back by `set` with the earlier values.
    #[serde(rename = "set")]
    Set { fields: Fields },
    /// The call was agreed, moved, or (without a time) taken back. Taken back by `schedule`.
    #[serde(rename = "schedule")]
    Schedule { scheduled_at: Option<Moment>, time_zone: Option<Zone>, agreed: Option<Prose> },

    /// A contact joined. Taken back by `contact.remove`.
    #[serde(rename = "contact.add")]
    ContactAdd { contact: Contact },
    /// A contact's fields changed. Taken back by `contact.set`.
    #[serde(rename = "contact.set")]
    ContactSet { contact: Slug, fields: Fields },
    /// A contact left. Taken back by `contact.add`.
    #[serde(rename = "contact.remove")]
    ContactRemove { contact: Slug },

    /// A checklist item was added. Taken back by `check.remove`.
    #[serde(rename = "check.add")]
    CheckAdd { list: Checklist, item: CheckItem },
    /// A checklist item's fields changed. Taken back by `check.set`.
    #[serde(rename = "check.set")]
    CheckSet { item: Slug, fields: Fields },
    /// A checklist item was removed. Taken back by `check.add`.
    #[serde(rename = "check.remove")]
    CheckRemove { item: Slug },
    /// A checklist item was done. Taken back by `check.clear`.
    #[serde(rename = "check.done")]
    CheckDone {
        item: Slug,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        evidence: Option<Prose>,
    },
    /// Something prevents a checklist item. Taken back by `check.clear`.
    #[serde(rename = "check.prevented")]
    CheckPrevented { item: Slug, reason: Prose },
    /// A checklist item is open again. Taken back by marking it.
    #[serde(rename = "check.clear")]
    CheckClear { item: Slug },

    /// A permission is needed. Taken back by `permission.remove`.
    #[serde(rename = "permission.add")]
    PermissionAdd { permission: Permission },
    /// A permission's wording, giver or scope changed. Taken back by `permission.set`.
    #[serde(rename = "permission.set")]
    PermissionSet { permission: Slug, fields: Fields },
    /// A permission is not needed. Taken back by `permission.add`.
    #[serde(rename = "permission.remove")]
    PermissionRemove { permission: Slug },
    /// The customer was asked. A later answer replaces it.
    #[serde(rename = "permission.ask")]
    PermissionAsk { permission: Slug },
    /// The customer said yes. Taken back by a new `permission.ask`.
    #[serde(rename = "permission.grant")]
    PermissionGrant { permission: Slug, answered_by: Line, evidence: Prose },
    /// The customer said no. Taken back by a new `permission.ask`.
    #[serde(rename = "permission.refuse")]
    PermissionRefuse { permission: Slug, answered_by: Line, evidence: Prose },

    /// A task was planned. Taken back by `task.remove`.
    #[serde(rename = "task.add")]
    TaskAdd { task: Task, place: Place },
    /// A task's plan changed. Taken back by `task.set`.
    #[serde(rename = "task.set")]
    TaskSet { task: Slug, fields: Fields },
    /// A task is no longer planned. Taken back by `task.add`.
    #[serde(rename = "task.remove")]
    TaskRemove { task: Slug },
    /// A task is done earlier or later. Taken back by `task.move`.
    #[serde(rename = "task.move")]
    TaskMove { task: Slug, place: Place },
    /// An attempt began. Followed by one of the endings.
    #[serde(rename = "task.start")]
    TaskStart {
        task: Slug,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Prose>,
    },
    /// An attempt succeeded. A later attempt replaces the outcome.
    #[serde(rename = "task.finish")]
    TaskFinish {
        task: Slug,
        outcome: TaskOutcome,
        #[serde(flatten)]
        ending: Ending,
    },
    /// An attempt failed. A later attempt replaces the outcome.
    #[serde(rename = "task.fail")]
    TaskFail {
        task: Slug,
        outcome: TaskOutcome,
        #[serde(flatten)]
        ending: Ending,
    },
    /// The task was left out. A later attempt replaces the outcome.
    #[serde(rename = "task.skip")]
    TaskSkip {
        task: Slug,
        outcome: TaskOutcome,
        #[serde(flatten)]
        ending: Ending,
    },
    /// The attempt was interrupted. Goes on with `task.start`.
    #[serde(rename = "task.pause")]
    TaskPause {
        task: Slug,
        outcome: TaskOutcome,
        #[serde(flatten)]
        ending: Ending,
    },

    /// The rollback was planned. Taken back by `rollback.set`. With a step, that step's fields changed.
    #[serde(rename = "rollback.set")]
    RollbackSet {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        step: Option<Slug>,
        fields: Fields,
    },
    /// A rollback step was planned. Taken back by `rollback.remove`.
    #[serde(rename = "rollback.add")]
    RollbackAdd { step: Task, place: Place },
    /// A rollback step is no longer planned. Taken back by `rollback.add`.
    #[serde(rename = "rollback.remove")]
    RollbackRemove { step: Slug },
    /// A step comes earlier or later. Taken back by `rollback.move`.
    #[serde(rename = "rollback.move")]
    RollbackMove { step: Slug, place: Place },
    /// An attempt at a step began.
    #[serde(rename = "rollback.start")]
    RollbackStart {
        step: Slug,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Prose>,
    },
    /// A step succeeded.
    #[serde(rename = "rollback.finish")]
    RollbackFinish {
        step: Slug,
        outcome: TaskOutcome,
        #[serde(flatten)]
        ending: Ending,
    },
    /// A step failed.
    #[serde(rename = "rollback.fail")]
    RollbackFail {
        step: Slug,
        outcome: TaskOutcome,
        #[serde(flatten)]
        ending: Ending,
    },
    /// A step was left out.
    #[serde(rename = "rollback.skip")]
    RollbackSkip {
        step: Slug,
        outcome: TaskOutcome,
        #[serde(flatten)]
        ending: Ending,
    },
    /// A step was interrupted.
    #[serde(rename = "rollback.pause")]
    RollbackPause {
        step: Slug,
        outcome: TaskOutcome,
        #[serde(flatten)]
        ending: Ending,
    },

    /// A task's rehearsal command was run. A later rehearsal stands beside it.
    #[serde(rename = "rehearse")]
    Rehearse {
        task: Slug,
        outcome: TaskOutcome,
        #[serde(flatten)]
        ending: Ending,
    },

    /// What a bulk task acts on was fixed: how many, and the digest of the list, which itself is kept privately. Taken
    /// back by `targets.purge`.
    #[serde(rename = "targets.load")]
    TargetsLoad { count: u64, sha256: Line },
    /// A task works through the list: begun, or picked up again where it was. Followed by `targets.run`.
    #[serde(rename = "targets.begin")]
    TargetsBegin {
        task: Slug,
        #[serde(flatten)]
        totals: Totals,
    },
    /// A run over the list ended or was stopped.
    #[serde(rename = "targets.run")]
    TargetsRun {
        task: Slug,
        #[serde(flatten)]
        totals: Totals,
    },
    /// A person said what became of some targets. Taken back by another mark, or by `targets.retry`.
    #[serde(rename = "targets.mark")]
    TargetsMark {
        task: Slug,
        #[serde(flatten)]
        totals: Totals,
    },
    /// Targets with a result are to be done again. Taken back by `targets.mark`.
    #[serde(rename = "targets.retry")]
    TargetsRetry {
        task: Slug,
        #[serde(flatten)]
        totals: Totals,
    },
    /// The list was deleted, with everything that was kept about single targets. Cannot be taken back.
    #[serde(rename = "targets.purge")]
    TargetsPurge {},

    /// A duty is owed.
    #[serde(rename = "obligation.add")]
    ObligationAdd { obligation: Obligation },
    /// A duty was discharged.
    #[serde(rename = "obligation.discharge")]
    ObligationDischarge { obligation: Slug, evidence: Prose },

    /// Somebody approved the plan of this digest. Taken back by `approve.withdraw`.
    #[serde(rename = "approve")]
    Approve { plan: Line },
    /// The approver took the approval back.
    #[serde(rename = "approve.withdraw")]
    ApproveWithdraw {},
    /// The call began.
    #[serde(rename = "start")]
    Start {},
    /// The work, or the rollback, is over.
    #[serde(rename = "finish")]
    Finish {},
    /// The work was broken off; `rolling_back` says whether there is something to take back.
    #[serde(rename = "abort")]
    Abort { reason: Prose, rolling_back: bool },
    /// The work will not be done. Taken back by `reopen`.
    #[serde(rename = "cancel")]
    Cancel { reason: Prose },
    /// Everything is done and every duty discharged. Taken back by `reopen`.
    #[serde(rename = "close")]
    Close {
        result: RunResult,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Prose>,
    },
    /// A closed runbook is taken up again. Taken back by `close`.
    #[serde(rename = "reopen")]
    Reopen { reason: Prose },
    /// A gate was passed although it was not met.
    #[serde(rename = "override")]
    Override { code: Line, reason: Prose },

    /// A person changed the file; every field with its old and new value. Taken back by another edit.
    #[serde(rename = "edit")]
    Edit {
        changes: Vec<Change>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Prose>,
        /// The commits without an event that are hereby adopted, the latest first.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        adopts: Vec<CommitId>,
    },
    /// The runbook's last commit was taken back; every field with its old and new value. Taken back by another undo.
    #[serde(rename = "undo")]
    Undo {
        /// The commit that is taken back.
        undoes: CommitId,
        /// The names of its events, in order.
        undone: Vec<Line>,
        changes: Vec<Change>,
    },
}

impl Event {
    /// An event of the current version.
    pub fn new(act: Act, at: Moment, by: Identity) -> Self {
        Self { v: EVENT_VERSION, act, at, by }
    }

    /// Reads an event from its JSON, in which no key may stand twice.
    ///
    /// # Errors
    /// What is wrong with the text, by its column.
    pub fn read(json: &str) -> serde_json::Result<Self> {
        sole_keys::read(json)
    }

    /// The event's name, as `do` says it.
    pub fn name(&self) -> String {
        match serde_json::to_value(&self.act) {
            Ok(Value::Object(map)) => map.get("do").and_then(Value::as_str).unwrap_or_default().to_owned(),
            _ => String::new(),
        }
    }
}
