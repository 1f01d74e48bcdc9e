//! The tables of a record, and what a key can hold.

/// A table of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The record itself.
    Record,
    /// The answers to what a template asked: any key, each a plain value.
    Variables,
    /// Who attends.
    Contact,
    /// A point of a checklist.
    Check,
    /// What the customer permits.
    Permission,
    /// A task, or a step of the rollback.
    Task,
    /// One try at a task.
    Attempt,
    /// How to go back.
    Rollback,
    /// A duty that holds up closing.
    Obligation,
    /// What a bulk task acts on.
    Targets,
    /// What an import could not place.
    Kept,
    /// A reviewer's yes.
    Approval,
    /// A gate that was passed although it was not met.
    Override,
    /// A template, whose lists are those of the record.
    Template,
    /// A table that this version does not know.
    Foreign,
}

/// What a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// One line of text.
    Line,
    /// Text of any length.
    Text,
    /// A link.
    Link,
    /// A time zone.
    Zone,
    /// True or false.
    Flag,
    /// A number.
    Number,
    /// A duration, as `1h15m`.
    Length,
    /// A word that has a meaning of its own: an id, an identity, one of a closed list.
    Word,
    /// A list of lines or words.
    Words,
    /// A time with its offset.
    Time,
    /// A table.
    Table(Shape),
    /// A list of tables.
    List(Shape),
    /// Anything: the key is not known.
    Foreign,
}

impl Holds {
    /// The shape of the tables inside.
    pub fn inside(self) -> Shape {
        match self {
            Self::Table(shape) | Self::List(shape) => shape,
            _ => Shape::Foreign,
        }
    }

    /// What one item of a list holds: a table of its shape, or the same words.
    #[must_use]
    pub fn item(self) -> Self {
        match self {
            Self::List(shape) => Self::Table(shape),
            other => other,
        }
    }

    /// True for tables and lists of tables, which stand behind all other keys.
    pub fn is_table(self) -> bool {
        matches!(self, Self::Table(_) | Self::List(_))
    }
}
