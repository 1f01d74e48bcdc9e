//! What each key of a record is, said once: how a person changes it, what it tells, who may see it, how it is shown.
//!
//! The rows stand in the order of the file: `record` has the header and the lists, `items` what stands in them. A field of
//! a struct without a row, and a row without a field, do not compile. Whoever needs to know something about a key asks its
//! row and keeps no list; what a value means is its type's.

mod items;
mod labelled;
mod record;
#[cfg(test)]
mod tests;

pub use labelled::Labelled;

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

/// What a key tells. Only the plan is approved, and only the plan stands in templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tells {
    /// What is planned: part of the digest that reviewers approve.
    Plan,
    /// What happened: moved by commands that pass gates.
    Happened,
    /// Where the record comes from.
    Origin,
}

/// How a person changes a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// With `set ID key=value`; without a value it is cleared.
    Set,
    /// With `set` as well, but it is half of the runbook's name and never empty.
    Renamed,
    /// With this command, in a person's words.
    By(&'static str),
    /// With the commands of the item or list that it belongs to.
    WithItem,
}

/// What the text of a key is to a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rendered {
    /// Words that people read: values stand in them as they are.
    Words,
    /// A command: values stand in it as single words.
    Command,
    /// A condition over the variables: kept as it is.
    Condition,
}

/// Who sees a key in an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// The people who work from the store.
    Inside,
    /// And the customer, of their own people.
    OfTheirs,
    /// And the customer.
    ByCustomer,
}

/// What views call a field of the header that has no place of its own in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// In `show`, web pages and calendars.
    pub short: &'static str,
    /// In Markdown, as the documents have it.
    pub document: &'static str,
    /// The documents have a row for it: in Markdown it stands there although it says nothing.
    pub always: bool,
}

/// One key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// As the file has it: the field's name in the struct.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// What it tells.
    pub tells: Tells,
    /// How a person changes it.
    pub changed: Changed,
    /// Whether a template may say it.
    pub in_templates: bool,
    /// What a template does with its text; none where there is no text to fill.
    pub rendered: Option<Rendered>,
    /// A text of the plan that may follow a variable until something happened to its item.
    pub is_free: bool,
    /// Where it is there, something happened to the item, and its texts stay.
    pub settles: bool,
    /// Who sees it in an export.
    pub seen: Seen,
    /// What views call it; none where each view has its own place for it, or none.
    pub label: Option<Label>,
}

impl Shape {
    /// The keys of this table, in the order of the file.
    pub fn keys(self) -> &'static [Key] {
        match self {
            Self::Record | Self::Template => record::RECORD,
            Self::Contact => items::CONTACT,
            Self::Check => items::CHECK,
            Self::Permission => items::PERMISSION,
            Self::Task => items::TASK,
            Self::Attempt => items::ATTEMPT,
            Self::Rollback => items::ROLLBACK,
            Self::Obligation => items::OBLIGATION,
            Self::Targets => items::TARGETS,
            Self::Kept => items::KEPT,
            Self::Approval => items::APPROVAL,
            Self::Override => items::OVERRIDE,
            Self::Variables | Self::Foreign => &[],
        }
    }

    /// The key of this name.
    pub fn key(self, name: &str) -> Option<&'static Key> {
        self.keys().iter().find(|key| key.name == name)
    }

    /// What stands behind this name.
    pub fn holds(self, name: &str) -> Holds {
        match self {
            Self::Variables => Holds::Word,
            // the questions, which have no rows
            Self::Template if name == "variables" => Holds::List(Self::Foreign),
            Self::Template => self.key(name).filter(|key| key.in_templates).map_or(Holds::Foreign, |key| key.holds),
            _ => self.key(name).map_or(Holds::Foreign, |key| key.holds),
        }
    }

    /// The keys that a template may say.
    pub fn in_templates(self) -> impl Iterator<Item = &'static Key> {
        self.keys().iter().filter(|key| key.in_templates)
    }

    /// True for a key of this table that tells what happened.
    pub fn has_happened(self, name: &str) -> bool {
        self.key(name).is_some_and(|key| key.tells == Tells::Happened)
    }
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

/// The fields of the header: the record's keys before its tables.
pub fn header() -> impl Iterator<Item = &'static Key> {
    record::RECORD.iter().filter(|key| !key.holds.is_table())
}

/// What `set ID key=value` can set.
pub fn settable() -> impl Iterator<Item = &'static Key> {
    header().filter(|key| matches!(key.changed, Changed::Set | Changed::Renamed))
}

/// The rows of one table: a field without a row, or a row without a field, does not compile.
macro_rules! rows {
    ($(#[$doc:meta])* $name:ident: $part:ident { $($field:ident: $key:expr,)* }) => {
        $(#[$doc])*
        pub(super) const $name: &[Key] = &[$(Key { name: stringify!($field), ..$key }),*];
        const _: fn(&$part) = |$part { $($field: _,)* extra: _ }| ();
    };
}
use rows;

/// What a row begins with: a key of the plan that says nothing else of itself.
const fn key(holds: Holds) -> Key {
    Key {
        name: "",
        holds,
        tells: Tells::Plan,
        changed: Changed::WithItem,
        in_templates: false,
        rendered: None,
        is_free: false,
        settles: false,
        seen: Seen::Inside,
        label: None,
    }
}

impl Key {
    const fn happened(self) -> Self {
        Self { tells: Tells::Happened, in_templates: false, ..self }
    }

    const fn origin(self) -> Self {
        Self { tells: Tells::Origin, ..self }
    }

    const fn changed(self, changed: Changed) -> Self {
        Self { changed, ..self }
    }

    const fn in_templates(self) -> Self {
        Self { in_templates: true, ..self }
    }

    const fn rendered(self, rendered: Rendered) -> Self {
        Self { rendered: Some(rendered), in_templates: true, ..self }
    }

    const fn seen(self, seen: Seen) -> Self {
        Self { seen, ..self }
    }

    const fn label(self, short: &'static str) -> Self {
        Self { label: Some(Label { short, document: short, always: false }), ..self }
    }

    const fn label_of_documents(self, short: &'static str, document: &'static str) -> Self {
        Self { label: Some(Label { short, document, always: true }), ..self }
    }
}
