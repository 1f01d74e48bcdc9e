//! Who mends what: for each code of readiness the kind of act that takes it away.
//!
//! Says it once for everybody who leads a person there; how the person is asked is the asker's.

use crate::model::Duty;

/// What takes a point of readiness away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// The item of a list that the point names: it is marked, answered, worked on or discharged.
    Item(Listed),
    /// Something that the person can say there and then.
    Answer(Answer),
    /// What was changed by hand is recorded.
    Save,
    /// Somebody else approves the plan.
    Approval,
    /// The command that the point names, and nothing simpler.
    Command,
}

/// The list of the item that a point names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// A checklist.
    Check,
    /// The permissions.
    Permission,
    /// The tasks, or the steps of the rollback.
    Work,
    /// The obligations.
    Obligation,
}

/// What a person is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The customer's name.
    Customer,
    /// The requested task.
    Task,
    /// What is done.
    Summary,
    /// What is true afterwards.
    ExpectedResult,
    /// Who is responsible.
    Dri,
    /// The contact that the DRI is.
    DriContact,
    /// The agreed start.
    Schedule,
    /// The zone of the agreed start.
    TimeZone,
    /// What shows that the customer agreed.
    Agreed,
    /// The link to the meeting.
    MeetingUrl,
    /// The link to the issue.
    IssueUrl,
    /// Who has this duty.
    Contact(Duty),
    /// A task.
    FirstTask,
    /// The estimate of the task that the point names.
    Estimate,
    /// How it is taken back, or why not.
    Rollback,
    /// The value of the placeholder that the point names.
    Placeholder,
}
