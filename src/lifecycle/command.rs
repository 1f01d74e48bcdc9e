//! What a person wants done to one runbook, in the domain's own types.
//!
//! The command line makes these from words; [`super::decide`] answers with events or a refusal. Items are named by an
//! id or an unambiguous part of one, as typed; finding the item is the lifecycle's business.

use crate::model::{
    CheckItem, Checklist, CommitId, Contact, Event, Fields, Identity, Length, Line, Moment, Obligation, Permission,
    Prose, RunResult, Runbook, RunbookId, Settings, Slug, Task, TaskOutcome, Totals, Zone,
};

use super::HistoryFacts;

/// An item as a person named it: an id or an unambiguous part of one.
pub type Named = String;

/// When it is, when it happened, and who acts. Taken once, at the door; below it nobody asks for the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The time now: when the act is recorded.
    pub now: Moment,
    /// When it happened, where it is recorded late (`--at`).
    pub happened: Option<Moment>,
    /// Who acts.
    pub by: Identity,
}

impl Stamp {
    /// When it happened.
    pub fn at(&self) -> Moment {
        self.happened.unwrap_or(self.now)
    }
}

/// What the rules read besides the runbook itself.
#[derive(Debug, Clone)]
pub struct Circumstances<'a> {
    /// Time and person.
    pub stamp: &'a Stamp,
    /// The store's settings.
    pub settings: &'a Settings,
    /// What the trail says about this runbook's earlier life; needed where [`Command::needs_past`] says so.
    pub history: &'a HistoryFacts,
}

impl Circumstances<'_> {
    /// True once a time lies more than the grace of the settings behind (`settled.md`, time).
    pub fn is_past(&self, at: Moment) -> bool {
        at.plus(&self.settings.readiness.grace) < self.stamp.now
    }
}

/// A gate that is passed although it is not met: the codes and one reason for all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overrides {
    /// Readiness codes.
    pub codes: Vec<Line>,
    /// Why.
    pub reason: Option<Prose>,
}

/// Where a list item goes, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Whereto {
    /// At the beginning.
    First,
    /// At the end.
    #[default]
    Last,
    /// Before this item.
    Before(Named),
    /// After this item.
    After(Named),
}

/// How an attempt ended, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EndingWords {
    /// `--started`: when the attempt began, for one that was not recorded as begun.
    pub started_at: Option<Moment>,
    /// `--took`: its length, where the times are not known.
    pub took: Option<Length>,
    /// `--note`.
    pub note: Option<Prose>,
    /// The captured output's path in the store.
    pub log: Option<Line>,
    /// The captured output's SHA-256.
    pub log_sha256: Option<Line>,
}

/// An act on a task or on a rollback step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskAct {
    /// An attempt begins.
    Start {
        /// `--note`.
        note: Option<Prose>,
    },
    /// It succeeded.
    Finish(EndingWords),
    /// It failed.
    Fail(EndingWords),
    /// It is left out.
    Skip(EndingWords),
    /// It is interrupted.
    Pause(EndingWords),
}

/// An act on the list of targets. Which targets it was is kept beside the trail; the trail knows how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetsAct {
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
        ending: TaskAct,
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

/// `schedule`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScheduleTo {
    /// The agreed start; none takes the schedule back.
    pub scheduled_at: Option<Moment>,
    /// The zone in which it was agreed.
    pub time_zone: Option<Zone>,
    /// Evidence that the customer agreed.
    pub agreed: Option<Prose>,
    /// `--allow-past`.
    pub allow_past: bool,
}

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

    /// `contact add`. The contact's id is a wish unless `fixed_id`.
    AddContact { contact: Contact, fixed_id: bool },
    /// `contact set`.
    SetContact { contact: Named, fields: Fields },
    /// `contact remove`.
    RemoveContact { contact: Named },

    /// `check add`.
    AddCheck { list: Checklist, item: CheckItem, fixed_id: bool },
    /// `check set`.
    SetCheck { item: Named, fields: Fields },
    /// `check remove`.
    RemoveCheck { item: Named },
    /// `check done`.
    DoneCheck { items: Vec<Named>, evidence: Option<Prose> },
    /// `check prevented`.
    PreventCheck { item: Named, reason: Option<Prose> },
    /// `check clear`.
    ClearCheck { item: Named },

    /// `permission add`; `from` and `covers` as typed.
    AddPermission { permission: Permission, fixed_id: bool, from: Option<Named>, covers: Vec<Named> },
    /// `permission set`; `from` and `covers` replace what is there.
    SetPermission { permission: Named, fields: Fields, from: Option<Named>, covers: Option<Vec<Named>> },
    /// `permission remove`.
    RemovePermission { permission: Named },
    /// `permission ask`.
    AskPermission { permission: Named },
    /// `permission grant` and `permission refuse`.
    AnswerPermission { permission: Named, granted: bool, answered_by: Option<Line>, evidence: Option<Prose> },

    /// `task add`.
    AddTask { task: Task, fixed_id: bool, place: Whereto },
    /// `task set`.
    SetTask { task: Named, fields: Fields },
    /// `task remove`.
    RemoveTask { task: Named },
    /// `task move`.
    MoveTask { task: Named, place: Whereto },
    /// `task start`, `finish`, `fail`, `skip`, `pause`.
    ActOnTask { task: Named, act: TaskAct },

    /// `task exec --dry-run`: how a rehearsal went, and the checklist items that ask for one.
    Rehearse { task: Named, outcome: TaskOutcome, words: EndingWords, items: Vec<Named> },
    /// `targets`, and `task exec --each-target`.
    Targets(TargetsAct),

    /// `rollback set`: the plan, its links, why there is none (keys `plan`, `links`, `irreversible`).
    SetRollback { fields: Fields },
    /// `rollback add`.
    AddStep { step: Task, fixed_id: bool, place: Whereto },
    /// `rollback set ID STEP`.
    SetStep { step: Named, fields: Fields },
    /// `rollback remove`.
    RemoveStep { step: Named },
    /// `rollback move`.
    MoveStep { step: Named, place: Whereto },
    /// `rollback start`, `finish`, `fail`, `skip`, `pause`.
    ActOnStep { step: Named, act: TaskAct },

    /// `obligation add`.
    AddObligation { obligation: Obligation, fixed_id: bool },
    /// `obligation discharge`.
    DischargeObligation { obligation: Named, evidence: Option<Prose> },

    /// `approve`.
    Approve,
    /// `approve --withdraw`.
    WithdrawApproval,
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

impl Command {
    /// True when the answer depends on the runbook's earlier events, which the caller then reads from the trail.
    pub fn needs_history(&self, stamp: &Stamp) -> bool {
        let recorded_late = stamp.happened.is_some();
        match self {
            Self::Approve | Self::Close { .. } => true,
            Self::ActOnTask { act, .. } | Self::ActOnStep { act, .. } => {
                recorded_late
                    || matches!(act, TaskAct::Finish(words) | TaskAct::Fail(words) | TaskAct::Skip(words)
                        if words.started_at.is_some())
            }
            Self::Finish { .. } | Self::Abort { .. } => recorded_late,
            _ => false,
        }
    }
}

/// The id that an item gets: the one asked for, or one made from its text that nothing else bears.
pub(super) fn item_id(wish: &Slug, fixed: bool, taken: impl Fn(&Slug) -> bool) -> crate::model::Result<Slug> {
    if fixed && taken(wish) {
        return Err(crate::model::Fault::refused(format!("there is already an item `{wish}`"))
            .hint("choose another --id, or leave it out"));
    }
    Ok(wish.clone().unique(taken))
}
