//! Every event that there is, one row each: its name, what kind of act it is, its JSON, and the act that it says.
//!
//! The JSON is what stands in a trail for good (`do` is the name): a row may be added and never changed. The acts are
//! matched without a default, so that an act without its row does not compile, and neither does a row without its rules.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::act::{
    Act, ApprovalAct, CheckAct, ContactAct, Fields, ObligationAct, PermissionAct, Place, TargetsAct, WorkAct,
};
use super::{
    Change, CheckItem, Checklist, CommitId, Contact, Ending, Line, Moment, Obligation, Permission, Prose, RunResult,
    RunbookId, Slug, Task, TaskOutcome, Totals, Track, Zone,
};

/// What hangs on the kind of an event alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventKind {
    /// Its name, as `do` says it: `task.finish`.
    pub name: &'static str,
    /// What it changes.
    pub changes: Changes,
    /// Whether `undo` takes it back.
    pub taken_back: TakenBack,
}

/// What an event changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changes {
    /// What a reviewer judges: who records it wrote a part of the plan.
    Plan,
    /// What became of the plan.
    Course,
}

/// Whether `undo` takes an event back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenBack {
    /// It does: the record is again what it was.
    Freely,
    /// It does, and what it took back is not brought back by another undo: a gate is judged anew each time.
    OnlyOnce,
    /// It does, unless a command was run and its output captured.
    UnlessItRan,
    /// It does, unless it adopts commits made with plain git.
    UnlessItAdopts,
    /// It does, unless it took back what passes a gate.
    UnlessAGateIsBehindIt,
    /// It does not.
    Never(Because),
}

/// Why an event is never taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// So the runbook came into being.
    ItBegan,
    /// A command ran: that happened, whatever the record says.
    ItRan,
    /// It is about the list of targets, which lies beside the trail.
    ItIsBesideTheTrail,
    /// An override stays visible.
    AGateWasPassed,
    /// A customer's no is not ours to take back.
    TheySaidNo,
    /// A closed runbook is reopened first.
    ItIsClosed,
    /// A reopened runbook is closed through its gate.
    ItIsReopened,
}

impl EventKind {
    /// The kind of this name.
    pub fn of_name(name: &str) -> Option<&'static Self> {
        EVENTS.iter().find(|kind| kind.name == name)
    }

    /// What stands before the dot of the name: `task` of `task.finish`, the whole of a name without one.
    pub fn family(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(family, _)| family)
    }
}

/// Reads as: name, what it changes, how it is taken back; the JSON's fields; then how JSON and act translate, each side
/// being a pattern and an expression at once.
macro_rules! events {
    ($(
        $name:literal $changes:ident $taken_back:expr;
        $variant:ident { $($fields:tt)* }
        $( { $($json:tt)* } = { $($act:tt)* } )+
    )*) => {
        /// Every kind of event, in the order in which they are listed for people.
        pub const EVENTS: &[EventKind] = &[
            $( EventKind { name: $name, changes: Changes::$changes, taken_back: $taken_back } ),*
        ];

        /// An act as its JSON says it.
        #[derive(Serialize, Deserialize)]
        #[serde(tag = "do")]
        enum Wire {
            $( #[serde(rename = $name)] $variant { $($fields)* } ),*
        }

        impl From<Wire> for Act {
            fn from(wire: Wire) -> Self {
                match wire {
                    $( $( Wire::$variant { $($json)* } => $($act)*, )+ )*
                }
            }
        }

        impl From<Act> for Wire {
            fn from(act: Act) -> Self {
                match act {
                    $( $( $($act)* => Self::$variant { $($json)* }, )+ )*
                }
            }
        }

        impl Act {
            /// What hangs on the kind of act alone.
            #[allow(unused_variables, reason = "the same patterns translate to JSON")]
            pub fn kind(&self) -> &'static EventKind {
                match self {
                    $( $( $($act)* => {
                        &EventKind { name: $name, changes: Changes::$changes, taken_back: $taken_back }
                    } )+ )*
                }
            }
        }
    };
}

impl Serialize for Act {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Wire::from(self.clone()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Act {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Wire::deserialize(deserializer).map(Self::from)
    }
}

use Because::{AGateWasPassed, ItBegan, ItIsBesideTheTrail, ItIsClosed, ItIsReopened, ItRan, TheySaidNo};
use TakenBack::{Freely, Never, OnlyOnce, UnlessAGateIsBehindIt, UnlessItAdopts, UnlessItRan};

events! {
    "create" Plan Never(ItBegan);
    Create {
        runbook: RunbookId,
        record: Fields,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")] by_hand: bool,
    }
        { runbook, record, by_hand } = { Act::Create { runbook, record, by_hand } }

    "set" Plan Freely;
    Set { fields: Fields }
        { fields } = { Act::Set { fields } }

    "schedule" Plan Freely;
    Schedule { scheduled_at: Option<Moment>, time_zone: Option<Zone>, agreed: Option<Prose> }
        { scheduled_at, time_zone, agreed } = { Act::Schedule { scheduled_at, time_zone, agreed } }

    "contact.add" Plan Freely;
    ContactAdd { contact: Contact }
        { contact } = { Act::Contact(ContactAct::Add { contact }) }

    "contact.set" Plan Freely;
    ContactSet { contact: Slug, fields: Fields }
        { contact, fields } = { Act::Contact(ContactAct::Set { contact, fields }) }

    "contact.remove" Plan Freely;
    ContactRemove { contact: Slug }
        { contact } = { Act::Contact(ContactAct::Remove { contact }) }

    "check.add" Plan Freely;
    CheckAdd { list: Checklist, item: CheckItem }
        { list, item } = { Act::Check(CheckAct::Add { list, item }) }

    "check.set" Plan Freely;
    CheckSet { item: Slug, fields: Fields }
        { item, fields } = { Act::Check(CheckAct::Set { item, fields }) }

    "check.remove" Plan Freely;
    CheckRemove { item: Slug }
        { item } = { Act::Check(CheckAct::Remove { item }) }

    "check.done" Course Freely;
    CheckDone { item: Slug, #[serde(default, skip_serializing_if = "Option::is_none")] evidence: Option<Prose> }
        { item, evidence } = { Act::Check(CheckAct::Done { item, evidence }) }

    "check.prevented" Course Freely;
    CheckPrevented { item: Slug, reason: Prose }
        { item, reason } = { Act::Check(CheckAct::Prevented { item, reason }) }

    "check.clear" Course Freely;
    CheckClear { item: Slug }
        { item } = { Act::Check(CheckAct::Clear { item }) }

    "permission.add" Plan Freely;
    PermissionAdd { permission: Permission }
        { permission } = { Act::Permission(PermissionAct::Add { permission }) }

    "permission.set" Plan Freely;
    PermissionSet { permission: Slug, fields: Fields }
        { permission, fields } = { Act::Permission(PermissionAct::Set { permission, fields }) }

    "permission.remove" Plan Freely;
    PermissionRemove { permission: Slug }
        { permission } = { Act::Permission(PermissionAct::Remove { permission }) }

    "permission.ask" Course Freely;
    PermissionAsk { permission: Slug }
        { permission } = { Act::Permission(PermissionAct::Ask { permission }) }

    "permission.grant" Course Freely;
    PermissionGrant { permission: Slug, answered_by: Line, evidence: Prose }
        { permission, answered_by, evidence }
            = { Act::Permission(PermissionAct::Grant { permission, answered_by, evidence }) }

    "permission.refuse" Course Never(TheySaidNo);
    PermissionRefuse { permission: Slug, answered_by: Line, evidence: Prose }
        { permission, answered_by, evidence }
            = { Act::Permission(PermissionAct::Refuse { permission, answered_by, evidence }) }

    "task.add" Plan Freely;
    TaskAdd { task: Task, place: Place }
        { task: item, place } = { Act::Work(Track::Tasks, WorkAct::Add { item, place }) }

    "task.set" Plan Freely;
    TaskSet { task: Slug, fields: Fields }
        { task: item, fields } = { Act::Work(Track::Tasks, WorkAct::Set { item, fields }) }

    "task.remove" Plan Freely;
    TaskRemove { task: Slug }
        { task: item } = { Act::Work(Track::Tasks, WorkAct::Remove { item }) }

    "task.move" Plan Freely;
    TaskMove { task: Slug, place: Place }
        { task: item, place } = { Act::Work(Track::Tasks, WorkAct::Move { item, place }) }

    "task.start" Course Freely;
    TaskStart { task: Slug, #[serde(default, skip_serializing_if = "Option::is_none")] note: Option<Prose> }
        { task: item, note } = { Act::Work(Track::Tasks, WorkAct::Start { item, note }) }

    "task.finish" Course UnlessItRan;
    TaskFinish { task: Slug, outcome: TaskOutcome, #[serde(flatten)] ending: Ending }
        { task: item, outcome, ending }
            = { Act::Work(Track::Tasks, WorkAct::End { verb: TaskOutcome::Success, item, outcome, ending }) }

    "task.fail" Course UnlessItRan;
    TaskFail { task: Slug, outcome: TaskOutcome, #[serde(flatten)] ending: Ending }
        { task: item, outcome, ending }
            = { Act::Work(Track::Tasks, WorkAct::End { verb: TaskOutcome::Failed, item, outcome, ending }) }

    "task.skip" Course UnlessItRan;
    TaskSkip { task: Slug, outcome: TaskOutcome, #[serde(flatten)] ending: Ending }
        { task: item, outcome, ending }
            = { Act::Work(Track::Tasks, WorkAct::End { verb: TaskOutcome::Skipped, item, outcome, ending }) }

    "task.pause" Course UnlessItRan;
    TaskPause { task: Slug, outcome: TaskOutcome, #[serde(flatten)] ending: Ending }
        { task: item, outcome, ending }
            = { Act::Work(Track::Tasks, WorkAct::End { verb: TaskOutcome::Paused, item, outcome, ending }) }

    "rollback.set" Plan Freely;
    RollbackSet { #[serde(default, skip_serializing_if = "Option::is_none")] step: Option<Slug>, fields: Fields }
        { step: Some(item), fields } = { Act::Work(Track::Steps, WorkAct::Set { item, fields }) }
        { step: None, fields } = { Act::RollbackPlan { fields } }

    "rollback.add" Plan Freely;
    RollbackAdd { step: Task, place: Place }
        { step: item, place } = { Act::Work(Track::Steps, WorkAct::Add { item, place }) }

    "rollback.remove" Plan Freely;
    RollbackRemove { step: Slug }
        { step: item } = { Act::Work(Track::Steps, WorkAct::Remove { item }) }

    "rollback.move" Plan Freely;
    RollbackMove { step: Slug, place: Place }
        { step: item, place } = { Act::Work(Track::Steps, WorkAct::Move { item, place }) }

    "rollback.start" Course Freely;
    RollbackStart { step: Slug, #[serde(default, skip_serializing_if = "Option::is_none")] note: Option<Prose> }
        { step: item, note } = { Act::Work(Track::Steps, WorkAct::Start { item, note }) }

    "rollback.finish" Course UnlessItRan;
    RollbackFinish { step: Slug, outcome: TaskOutcome, #[serde(flatten)] ending: Ending }
        { step: item, outcome, ending }
            = { Act::Work(Track::Steps, WorkAct::End { verb: TaskOutcome::Success, item, outcome, ending }) }

    "rollback.fail" Course UnlessItRan;
    RollbackFail { step: Slug, outcome: TaskOutcome, #[serde(flatten)] ending: Ending }
        { step: item, outcome, ending }
            = { Act::Work(Track::Steps, WorkAct::End { verb: TaskOutcome::Failed, item, outcome, ending }) }

    "rollback.skip" Course UnlessItRan;
    RollbackSkip { step: Slug, outcome: TaskOutcome, #[serde(flatten)] ending: Ending }
        { step: item, outcome, ending }
            = { Act::Work(Track::Steps, WorkAct::End { verb: TaskOutcome::Skipped, item, outcome, ending }) }

    "rollback.pause" Course UnlessItRan;
    RollbackPause { step: Slug, outcome: TaskOutcome, #[serde(flatten)] ending: Ending }
        { step: item, outcome, ending }
            = { Act::Work(Track::Steps, WorkAct::End { verb: TaskOutcome::Paused, item, outcome, ending }) }

    "rehearse" Course Never(ItRan);
    Rehearse { task: Slug, outcome: TaskOutcome, #[serde(flatten)] ending: Ending }
        { task, outcome, ending } = { Act::Rehearse { task, outcome, ending } }

    "targets.load" Course Never(ItIsBesideTheTrail);
    TargetsLoad { count: u64, sha256: Line }
        { count, sha256 } = { Act::Targets(TargetsAct::Load { count, sha256 }) }

    "targets.begin" Course Never(ItRan);
    TargetsBegin { task: Slug, #[serde(flatten)] totals: Totals }
        { task, totals } = { Act::Targets(TargetsAct::Begin { task, totals }) }

    "targets.run" Course Never(ItRan);
    TargetsRun { task: Slug, #[serde(flatten)] totals: Totals }
        { task, totals } = { Act::Targets(TargetsAct::Run { task, totals }) }

    "targets.mark" Course Never(ItIsBesideTheTrail);
    TargetsMark { task: Slug, #[serde(flatten)] totals: Totals }
        { task, totals } = { Act::Targets(TargetsAct::Mark { task, totals }) }

    "targets.retry" Course Never(ItIsBesideTheTrail);
    TargetsRetry { task: Slug, #[serde(flatten)] totals: Totals }
        { task, totals } = { Act::Targets(TargetsAct::Retry { task, totals }) }

    "targets.purge" Course Never(ItIsBesideTheTrail);
    TargetsPurge {}
        {} = { Act::Targets(TargetsAct::Purge) }

    "obligation.add" Plan Freely;
    ObligationAdd { obligation: Obligation }
        { obligation } = { Act::Obligation(ObligationAct::Add { obligation }) }

    "obligation.discharge" Course Freely;
    ObligationDischarge { obligation: Slug, evidence: Prose }
        { obligation, evidence } = { Act::Obligation(ObligationAct::Discharge { obligation, evidence }) }

    "approve" Course OnlyOnce;
    Approve { plan: Line }
        { plan } = { Act::Approval(ApprovalAct::Give { plan }) }

    "approve.withdraw" Course Freely;
    ApproveWithdraw {}
        {} = { Act::Approval(ApprovalAct::Withdraw) }

    "start" Course OnlyOnce;
    Start {}
        {} = { Act::Start }

    "finish" Course OnlyOnce;
    Finish {}
        {} = { Act::Finish }

    "abort" Course OnlyOnce;
    Abort { reason: Prose, rolling_back: bool }
        { reason, rolling_back } = { Act::Abort { reason, rolling_back } }

    "cancel" Course Never(ItIsClosed);
    Cancel { reason: Prose }
        { reason } = { Act::Cancel { reason } }

    "close" Course Never(ItIsClosed);
    Close { result: RunResult, #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<Prose> }
        { result, reason } = { Act::Close { result, reason } }

    "reopen" Course Never(ItIsReopened);
    Reopen { reason: Prose }
        { reason } = { Act::Reopen { reason } }

    "override" Course Never(AGateWasPassed);
    Override { code: Line, reason: Prose }
        { code, reason } = { Act::Override { code, reason } }

    "edit" Plan UnlessItAdopts;
    Edit {
        changes: Vec<Change>,
        #[serde(default, skip_serializing_if = "Option::is_none")] why: Option<Prose>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")] adopts: Vec<CommitId>,
    }
        { changes, why, adopts } = { Act::Edit { changes, why, adopts } }

    "import" Plan Never(ItBegan);
    Import {
        runbook: RunbookId,
        record: Fields,
        #[serde(default, skip_serializing_if = "Option::is_none")] source: Option<Line>,
    }
        { runbook, record, source } = { Act::Import { runbook, record, source } }

    "undo" Plan UnlessAGateIsBehindIt;
    Undo { undoes: CommitId, undone: Vec<Line>, changes: Vec<Change> }
        { undoes, undone, changes } = { Act::Undo { undoes, undone, changes } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_of_its_own() {
        let mut names: Vec<&str> = EVENTS.iter().map(|kind| kind.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), EVENTS.len());
    }

    #[test]
    fn a_family_is_what_stands_before_the_dot() {
        let family = |name: &str| EventKind::of_name(name).expect(name).family();
        assert_eq!((family("task.finish"), family("close")), ("task", "close"));
    }
}
