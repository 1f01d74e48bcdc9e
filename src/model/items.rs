//! What a runbook lists: contacts, checklist items, permissions, tasks and their attempts, duties, approvals.
//!
//! Field names are the record's keys (`docs/format.md`, “The record”). Every table keeps the keys that it does not know
//! in `extra`, so that a record read and written again is the same record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Cause, Duty, Identity, Length, Line, Mark, Moment, ObligationKind, PermissionState, Prose, Slug, TaskOutcome, Zone,
};

/// Keys of a table that this version does not know.
pub type Extra = serde_json::Map<String, serde_json::Value>;

fn is_false(flag: &bool) -> bool {
    !*flag
}

fn is_wanted(state: &PermissionState) -> bool {
    *state == PermissionState::Wanted
}

fn wanted() -> PermissionState {
    PermissionState::Wanted
}

/// Somebody who attends the call, from either side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Contact {
    /// Its id, for life.
    pub id: Slug,
    /// `customer`, or the home side's name (`gitlab` unless the store renames it).
    pub side: Slug,
    /// The person's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
    /// Their `@handle`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<Line>,
    /// Their e-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Line>,
    /// Their role in their own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Line>,
    /// What they answer for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<Duty>,
    /// What they do during the work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Prose>,
    /// Where their clock stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<Zone>,
    /// The region they work from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Line>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One point of a checklist before or after the call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CheckItem {
    /// Its id, for life; unique over both checklists.
    pub id: Slug,
    /// What is to be checked.
    pub text: Prose,
    /// Cannot be marked as prevented.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// Done only with evidence.
    #[serde(default, skip_serializing_if = "is_false")]
    pub wants_evidence: bool,
    /// A task's rehearsal that succeeded is what does it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub rehearsal: bool,
    /// Applies only when this condition over the variables holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Line>,
    /// What became of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// What prevents it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Prose>,
    /// Link or text that shows it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Prose>,
    /// Who marked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Identity>,
    /// When that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// An explicit permission that the customer gives for named tasks (rows 62–67).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Permission {
    /// Its id, for life.
    pub id: Slug,
    /// What is permitted, in specific wording.
    pub action: Prose,
    /// The contact who can give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Slug>,
    /// In what standing they give it: owner, maintainer, account holder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Line>,
    /// The tasks that must not begin without it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<Slug>,
    /// Where it stands.
    #[serde(default = "wanted", skip_serializing_if = "is_wanted")]
    pub state: PermissionState,
    /// When the customer was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Moment>,
    /// When they answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Moment>,
    /// Who answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<Line>,
    /// Link or text of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Prose>,
    /// Needed only when this condition over the variables holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Line>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One piece of the work, or one rollback step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Task {
    /// Its id, for life.
    pub id: Slug,
    /// What is done.
    pub title: Line,
    /// The page or project that documents it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Line>,
    /// How it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructions: Option<Prose>,
    /// How long it is planned to take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Length>,
    /// The command that does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<Prose>,
    /// The command that rehearses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dry_run_command: Option<Prose>,
    /// How long is waited after it; waiting is not work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<Length>,
    /// Cannot be taken back.
    #[serde(default, skip_serializing_if = "is_false")]
    pub irreversible: bool,
    /// Skipping it makes the result partial.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// Of no concern to the customer, who does not see it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub internal: bool,
    /// Applies only when this condition over the variables holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Line>,
    /// What was done about it so far, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attempts: Vec<Attempt>,
    /// How its rehearsals went, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rehearsals: Vec<Attempt>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One try at a task: from its start to its outcome, or a known length without times.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Attempt {
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Moment>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Moment>,
    /// Its length, where the times are not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub took: Option<Length>,
    /// How it ended; none while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<TaskOutcome>,
    /// What is to be said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Prose>,
    /// The captured output, as a path in the store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<Line>,
    /// Who recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Identity>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// How to go back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Rollback {
    /// The plan in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Prose>,
    /// Pages that document the rollback.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Line>,
    /// Why there is no way back, where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub irreversible: Option<Prose>,
    /// The steps, shaped and timed as tasks are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Task>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A duty that must be discharged, with evidence, before the runbook can be closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Obligation {
    /// Its id, for life.
    pub id: Slug,
    /// What kind of duty.
    pub kind: ObligationKind,
    /// What is to be done.
    pub what: Prose,
    /// What an admin note says, between its date and its link: `2FA removed | user requested`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
    /// The item whose happening brings the duty; without one it is owed from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arises: Option<Cause>,
    /// How long after that it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_in: Option<Length>,
    /// By when, where that is known beforehand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    /// Owed only when this condition over the variables holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Line>,
    /// When it was discharged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discharged_at: Option<Moment>,
    /// Who discharged it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Identity>,
    /// What shows that it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Prose>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What a bulk task acts on, as counts and a digest; the list itself is never in the record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Targets {
    /// How many targets the list has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The list's SHA-256 in hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Line>,
    /// The task that works through the list, once one has begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<Slug>,
    /// How many of them worked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<u64>,
    /// How many did not work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<u64>,
    /// How many were left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped: Option<u64>,
    /// When the list was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purged_at: Option<Moment>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// How many targets came to which result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    /// It worked.
    pub done: u64,
    /// It did not work.
    pub failed: u64,
    /// A person left them out.
    pub skipped: u64,
}

impl Totals {
    /// How many have a result.
    pub fn all(&self) -> u64 {
        self.done.saturating_add(self.failed).saturating_add(self.skipped)
    }
}

impl Targets {
    /// What became of them so far.
    pub fn totals(&self) -> Totals {
        let [done, failed, skipped] = [self.done, self.failed, self.skipped].map(Option::unwrap_or_default);
        Totals { done, failed, skipped }
    }

    /// How many have no result yet.
    pub fn left(&self) -> u64 {
        self.count.unwrap_or(0).saturating_sub(self.totals().all())
    }
}

/// What an import could not place, word for word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Kept {
    /// The line in the imported file, from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The section or field that it stood under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<Line>,
    /// The words.
    pub text: Prose,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Kept {
    /// How `under` ends where the words were understood, and stand here beside the value that was taken from them.
    pub const AS_WRITTEN: &'static str = ", as written";
    /// The heading under which an export tells what an import had kept.
    pub const HEADING: &'static str = "Kept from the import";

    /// True for words that found no place anywhere else in the record.
    pub fn is_not_placed(&self) -> bool {
        self.under.as_ref().is_none_or(|under| !under.as_str().ends_with(Self::AS_WRITTEN))
    }
}

/// A reviewer's yes to a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Approval {
    /// Who approved.
    pub by: Identity,
    /// When.
    pub at: Moment,
    /// The digest of the plan that was approved; another digest now means that the approval is stale.
    pub plan: Line,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A gate that somebody chose to pass although it was not met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Override {
    /// The readiness code that was overridden; covers every item of that code. Text, because a newer version may know more.
    pub code: Line,
    /// Why.
    pub reason: Prose,
    /// Who decided.
    pub by: Identity,
    /// When.
    pub at: Moment,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Override {
    /// The code under which leave for words that look like a secret is recorded; no gate is passed by it.
    pub const SECRET: &str = "secret";

    /// True when somebody looked at what seemed to be a secret, and said why it is none.
    pub fn is_about_a_secret(&self) -> bool {
        self.code.as_str() == Self::SECRET
    }
}
