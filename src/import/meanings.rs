//! What words of a text can mean: fields, sections, sides, columns. The words themselves are in
//! [`languages`](super::languages).

use crate::model::keys::{Holds, Key};

/// A field of the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderField {
    Name,
    Customer,
    Task,
    Summary,
    ExpectedResult,
    Dri,
    Schedule,
    Zone,
    Agreed,
    Meeting,
    Issue,
    Ticket,
    Template,
    Confidential,
    State,
    Result,
    /// A field that no spelling below names: it is called as the views call it.
    Other(&'static Key),
}

impl HeaderField {
    /// True where the value may go on over several lines.
    pub(super) fn is_long(self) -> bool {
        match self {
            Self::Summary | Self::ExpectedResult | Self::Agreed => true,
            Self::Other(key) => key.holds == Holds::Text,
            _ => false,
        }
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    Number,
    Other,
}
