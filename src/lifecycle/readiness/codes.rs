//! The stable words of readiness, closed: every code says here whether an override passes it, and how it is mended.
//!
//! A code that is added fails to compile until it says both. What finds a point, and words it, are the gates.

use serde::{Serialize, Serializer};

use crate::lifecycle::suggestion;
use crate::model::{Duty, Fault, Result, RunbookId};

use super::remedy::{Answer, Listed, Remedy};

/// How much a code weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// It holds a gate shut, and an override passes it unless the item itself forbids that.
    Passable,
    /// It holds a gate shut, and nothing passes it.
    Hard,
    /// It should be known and holds nothing up.
    Warning,
    /// It holds one gate shut, where an override passes it, and is only to be known elsewhere.
    Both,
}

/// One line a code: its name, its word, its weight, and what mends it.
macro_rules! codes {
    ($($(#[$doc:meta])+ $name:ident = $word:literal, $weight:ident, $remedy:expr;)+) => {
        /// What is missing, or should be known, as a stable word (`docs/reference.md`, “Readiness codes”).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ReadinessCode {
            $($(#[$doc])+ $name,)+
        }

        impl ReadinessCode {
            /// Every code, in the order in which they are listed for people.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The word that scripts see.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }

            /// What mends it.
            pub const fn remedy(self) -> Remedy {
                match self {
                    $(Self::$name => $remedy,)+
                }
            }

            const fn weight(self) -> Weight {
                match self {
                    $(Self::$name => Weight::$weight,)+
                }
            }
        }
    };
}

codes! {
    /// The customer is not named.
    NoCustomer = "no-customer", Passable, Remedy::Answer(Answer::Customer);
    /// The requested task is not named.
    NoTask = "no-task", Passable, Remedy::Answer(Answer::Task);
    /// There is no summary.
    NoSummary = "no-summary", Passable, Remedy::Answer(Answer::Summary);
    /// It does not say what is true afterwards.
    NoExpectedResult = "no-expected-result", Passable, Remedy::Answer(Answer::ExpectedResult);
    /// Nobody is responsible.
    NoDri = "no-dri", Passable, Remedy::Answer(Answer::Dri);
    /// The DRI is not among the contacts.
    DriNotContact = "dri-not-contact", Passable, Remedy::Answer(Answer::DriContact);
    /// No time is agreed.
    NoSchedule = "no-schedule", Passable, Remedy::Answer(Answer::Schedule);
    /// The schedule has no time zone.
    NoTimeZone = "no-time-zone", Passable, Remedy::Answer(Answer::TimeZone);
    /// Nothing shows that the customer agreed to the time.
    NotAgreed = "not-agreed", Passable, Remedy::Answer(Answer::Agreed);
    /// The schedule lies behind.
    SchedulePast = "schedule-past", Passable, Remedy::Answer(Answer::Schedule);
    /// There is no link to the meeting that can be followed.
    NoMeetingUrl = "no-meeting-url", Passable, Remedy::Answer(Answer::MeetingUrl);
    /// There is no link to the issue that can be followed.
    NoIssueUrl = "no-issue-url", Passable, Remedy::Answer(Answer::IssueUrl);
    /// Nobody from our own side is named.
    NoHomeContact = "no-home-contact", Passable, Remedy::Answer(Answer::Contact(Duty::Execute));
    /// Nobody of ours does the technical work.
    NoExecutor = "no-executor", Passable, Remedy::Answer(Answer::Contact(Duty::Execute));
    /// Nobody of ours keeps everybody informed.
    NoCommunicator = "no-communicator", Passable, Remedy::Answer(Answer::Contact(Duty::Communicate));
    /// One person has both duties.
    OnePersonTwoRoles = "one-person-two-roles", Passable, Remedy::Answer(Answer::Contact(Duty::Communicate));
    /// A checklist item before the call is neither done nor explained.
    PreCallOpen = "pre-call-open", Passable, Remedy::Item(Listed::Check);
    /// A checklist item is done without the evidence that it wants.
    EvidenceMissing = "evidence-missing", Passable, Remedy::Item(Listed::Check);
    /// A permission was not asked for, or not answered.
    PermissionOpen = "permission-open", Passable, Remedy::Item(Listed::Permission);
    /// A permission was refused.
    PermissionRefused = "permission-refused", Hard, Remedy::Item(Listed::Permission);
    /// There is no task.
    NoTasks = "no-tasks", Passable, Remedy::Answer(Answer::FirstTask);
    /// A task has no estimate.
    NoEstimate = "no-estimate", Passable, Remedy::Answer(Answer::Estimate);
    /// It does not say how to go back.
    NoRollback = "no-rollback", Passable, Remedy::Answer(Answer::Rollback);
    /// A text still holds a placeholder.
    Placeholder = "placeholder", Passable, Remedy::Answer(Answer::Placeholder);
    /// Too few have approved the plan.
    ApprovalMissing = "approval-missing", Passable, Remedy::Approval;
    /// The plan changed after somebody approved it.
    ApprovalStale = "approval-stale", Both, Remedy::Approval;
    /// The file is not what the trail says.
    HandEdited = "hand-edited", Hard, Remedy::Save;
    /// The file cannot be read.
    Unreadable = "unreadable", Hard, Remedy::Command;
    /// The call has begun, or will not take place.
    State = "state", Hard, Remedy::Command;
    /// A task or step has no outcome.
    TaskOpen = "task-open", Passable, Remedy::Item(Listed::Work);
    /// A task or step is running.
    TaskRunning = "task-running", Hard, Remedy::Item(Listed::Work);
    /// A checklist item after the call is neither done nor explained.
    PostCallOpen = "post-call-open", Passable, Remedy::Item(Listed::Check);
    /// A duty is owed.
    ObligationOpen = "obligation-open", Both, Remedy::Item(Listed::Obligation);
    /// A variable on which something hangs is not decided.
    Undecided = "undecided", Both, Remedy::Command;
    /// Nobody from the customer is named.
    NoCustomerContact = "no-customer-contact", Warning, Remedy::Command;
    /// A task has no link to what documents it.
    TaskWithoutLink = "task-without-link", Warning, Remedy::Command;
    /// There is no link to the customer's ticket.
    NoTicketUrl = "no-ticket-url", Warning, Remedy::Command;
    /// Words of an imported text found no place.
    NotPlaced = "not-placed", Warning, Remedy::Command;
    /// A permission cannot be asked for in these words.
    Unspecific = "unspecific", Warning, Remedy::Command;
    /// A duty has a time.
    DutyDue = "duty-due", Warning, Remedy::Item(Listed::Obligation);
}

impl ReadinessCode {
    /// Every code that can be named to pass a gate; some points forbid it all the same, and say so.
    pub fn missing() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|code| code.weight() != Weight::Warning)
    }

    /// Every code that can stand among the warnings.
    pub fn warnings() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|code| matches!(code.weight(), Weight::Warning | Weight::Both))
    }

    /// Whether an override passes it, as far as the code itself decides that.
    pub(super) fn is_overridable(self) -> bool {
        matches!(self.weight(), Weight::Passable | Weight::Both)
    }

    /// The code that a person names to pass a gate.
    ///
    /// # Errors
    /// `Usage` with the nearest code where the word is none.
    pub fn to_override(word: &str, runbook_id: &RunbookId) -> Result<Self> {
        if let Some(code) = Self::missing().find(|code| code.as_str() == word) {
            return Ok(code);
        }
        let fault = Fault::usage(format!("“{word}” is not a code that can be overridden"));
        Err(match suggestion(word, Self::missing().map(Self::as_str)) {
            Some(near) => fault.hint(format!("did you mean `{near}`?")),
            None => fault.hint(format!("runbook ready {runbook_id} shows what is missing, each with its code")),
        })
    }
}

impl std::fmt::Display for ReadinessCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for ReadinessCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
