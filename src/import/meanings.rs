//! What words of a text can mean: fields, sections, sides, columns. The words themselves are in
//! [`languages`](super::languages).

use crate::model::keys::{self, Holds};

/// A field of the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderField {
    Name,
    Customer,
    Task,
    Summary,
    Dri,
    Schedule,
    Zone,
    Confidential,
    State,
    Result,
    /// Any other field of the record, by its key: it is what its row in [`keys`] says.
    Key(&'static str),
}

impl HeaderField {
    pub(super) const EXPECTED_RESULT: Self = Self::Key("expected_result");
    pub(super) const AGREED: Self = Self::Key("agreed");
    pub(super) const MEETING: Self = Self::Key("meeting_url");
    pub(super) const ISSUE: Self = Self::Key("issue_url");
    pub(super) const TICKET: Self = Self::Key("ticket_url");
    pub(super) const TEMPLATE: Self = Self::Key("template");

    /// What the record calls it.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Customer => "customer",
            Self::Task => "task",
            Self::Summary => "summary",
            Self::Dri => "dri",
            Self::Schedule => "scheduled_at",
            Self::Zone => "time_zone",
            Self::Confidential => "confidential",
            Self::State => "state",
            Self::Result => "result",
            Self::Key(key) => key,
        }
    }

    /// What it holds.
    pub(super) fn holds(self) -> Option<Holds> {
        keys::header().find(|key| key.name == self.key()).map(|key| key.holds)
    }

    /// True where the label may be said again as the value: "Agreed | agreed", "Confidential | confidential".
    pub(super) fn may_say_its_label(self) -> bool {
        matches!(self, Self::Confidential | Self::State | Self::Result) || self == Self::AGREED
    }

    /// True where the value may go on over several lines.
    pub(super) fn is_long(self) -> bool {
        self.holds() == Some(Holds::Text)
    }
}

/// Which side of the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Home,
    Customer,
}

/// What a heading announces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Topic {
    /// The header's table.
    Header,
    /// One field, whose value follows.
    Field(HeaderField),
    /// Who attends.
    Contacts(Option<Side>),
    PreCall,
    PostCall,
    Tasks,
    /// One task, which the heading counts: "Step 1: Stop".
    Step,
    Rollback,
    /// How a task is done, under its title.
    Instructions,
    Permissions,
    Obligations,
    /// Shows how it would look: no facts.
    Example,
    /// Anything else.
    Other,
}

impl std::fmt::Display for Topic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Header | Self::Field(_) => "the header",
            Self::Contacts(_) => "contacts",
            Self::PreCall => "the list before the call",
            Self::PostCall => "the list after the call",
            Self::Tasks => "the tasks",
            Self::Step => "a task",
            Self::Rollback => "the rollback",
            Self::Instructions => "instructions",
            Self::Permissions => "permissions",
            Self::Obligations => "obligations",
            Self::Example => "an example",
            Self::Other => "something else",
        })
    }
}

/// What a column of contacts holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ContactColumn {
    Name,
    Role,
    Description,
    Handle,
    Email,
    Zone,
    Region,
    Duties,
    Side,
    Other,
}

/// What a column of a checklist holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CheckColumn {
    Item,
    Tick,
}

impl ContactColumn {
    /// What it is called where no head stands over it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Role => "role",
            Self::Description => "description",
            Self::Handle => "handle",
            Self::Email => "e-mail",
            Self::Zone => "time zone",
            Self::Region => "region",
            Self::Duties => "duties",
            Self::Side => "side",
            Self::Other => "a further cell",
        }
    }
}

/// What a column of tasks holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TaskColumn {
    Task,
    Outcome,
    Duration,
    Estimate,
    Actual,
    Link,
    Note,
    Instructions,
    Command,
    Number,
    Other,
}
