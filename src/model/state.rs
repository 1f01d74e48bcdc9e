//! The closed sets of words in a record: states, outcomes, marks, duties.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Declares an enumeration whose words in records, on the command line and on screen are the same.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident, $what:literal { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value, in the order of the documents.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in records and on the command line.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = super::Fault;
            fn from_str(word: &str) -> super::Result<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == word).ok_or_else(|| {
                    let all: Vec<_> = Self::ALL.iter().map(|value| value.word()).collect();
                    super::Fault::usage(format!("“{word}” is not {}: one of {}", $what, all.join(", ")))
                })
            }
        }
    };
}

pub(super) use words;

words! {
    /// Where a runbook stands in its life (`docs/format.md`, “Lifecycle”).
    #[derive(Default)]
    State, "a state" {
        /// Being written.
        #[default]
        Draft = "draft",
        /// Agreed for a time.
        Scheduled = "scheduled",
        /// The call is on.
        Running = "running",
        /// The rollback is under way.
        RollingBack = "rolling-back",
        /// The work is over, the duties after it are not.
        WrapUp = "wrap-up",
        /// Over.
        Closed = "closed",
    }
}

words! {
    /// How a closed runbook ended.
    RunResult, "a result" {
        /// Everything was done.
        Completed = "completed",
        /// Some of it was done.
        Partial = "partial",
        /// The changes were taken back.
        RolledBack = "rolled-back",
        /// Stopped, with nothing to take back.
        Aborted = "aborted",
        /// Never begun.
        Cancelled = "cancelled",
    }
}

words! {
    /// How an attempt at a task ended.
    TaskOutcome, "an outcome" {
        /// It was done.
        Success = "success",
        /// It was tried and did not work.
        Failed = "failed",
        /// It was left out.
        Skipped = "skipped",
        /// It was interrupted and goes on later.
        Paused = "paused",
    }
}

words! {
    /// What became of a checklist item.
    Mark, "a mark" {
        /// Done.
        Done = "done",
        /// Something prevents it; the reason says what.
        Prevented = "prevented",
    }
}

words! {
    /// Where a permission stands.
    PermissionState, "a permission's state" {
        /// Known to be needed.
        Wanted = "wanted",
        /// The customer was asked.
        Asked = "asked",
        /// Given.
        Granted = "granted",
        /// Not given.
        Refused = "refused",
    }
}

words! {
    /// What a contact answers for on the call; readiness judges these.
    Duty, "a duty" {
        /// Does the technical work.
        Execute = "execute",
        /// Keeps everybody informed.
        Communicate = "communicate",
        /// Checks the result for the customer.
        Verify = "verify",
        /// Brings the customer's people together.
        Coordinate = "coordinate",
    }
}

words! {
    /// The kinds of duty that must be discharged before closing.
    ObligationKind, "a kind of obligation" {
        /// Delete what was downloaded.
        DeleteData = "delete-data",
        /// Leave an admin note on the target.
        AdminNote = "admin-note",
        /// End an access that was opened.
        EndAccess = "end-access",
        /// Confirm an automatic alert.
        ConfirmAlert = "confirm-alert",
        /// Bring the issue up to date with the outcome.
        UpdateIssue = "update-issue",
        /// Tell somebody.
        Notify = "notify",
        /// Something is due at a time.
        Deadline = "deadline",
    }
}

words! {
    /// Which of the two checklists.
    Checklist, "a checklist" {
        /// Before the call.
        Pre = "pre_call",
        /// After the call.
        Post = "post_call",
    }
}

impl State {
    /// True before the call: the plan is being made.
    pub fn is_before_call(self) -> bool {
        matches!(self, Self::Draft | Self::Scheduled)
    }

    /// True during the call: the work, or the rollback, is being done.
    pub fn is_in_call(self) -> bool {
        matches!(self, Self::Running | Self::RollingBack)
    }

    /// True once the work is over, whatever became of it.
    pub fn is_after_call(self) -> bool {
        matches!(self, Self::WrapUp | Self::Closed)
    }
}

impl PermissionState {
    /// True as long as the customer has not answered.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Wanted | Self::Asked)
    }
}
