//! What is said of one key, and how its row says it.

use serde_json::{Map, Value};

use super::shape::{Holds, Shape};

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
    /// As these words say.
    By(&'static str),
    /// With this command on the runbook: its name, and what follows the runbook's id.
    ByCommand(&'static str, &'static str),
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
    /// And the customer, but only whether it says something: that is told beside the record.
    Whether,
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
    /// The word that an absent one means.
    pub default: Option<&'static str>,
    /// Whether an absent flag means yes.
    pub is_on: bool,
    /// What views call it; none where each view has its own place for it, or none.
    pub label: Option<Label>,
}

/// The rows of one table: a field without a row, or a row without a field, does not compile.
macro_rules! rows {
    ($(#[$doc:meta])* $name:ident: $part:ident { $($field:ident: $key:expr,)* }) => {
        $(#[$doc])*
        pub(super) const $name: &[Key] = &[$(Key { name: stringify!($field), ..$key }),*];
        const _: fn(&$part) = |$part { $($field: _,)* extra: _ }| ();
    };
}
pub(super) use rows;

/// What a row begins with: a key of the plan that says nothing else of itself.
pub(super) const fn key(holds: Holds) -> Key {
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
        default: None,
        is_on: false,
        label: None,
    }
}

impl Key {
    pub(super) const fn happened(self) -> Self {
        Self { tells: Tells::Happened, in_templates: false, ..self }
    }

    pub(super) const fn origin(self) -> Self {
        Self { tells: Tells::Origin, ..self }
    }

    pub(super) const fn changed(self, changed: Changed) -> Self {
        Self { changed, ..self }
    }

    pub(super) const fn in_templates(self) -> Self {
        Self { in_templates: true, ..self }
    }

    pub(super) const fn rendered(self, rendered: Rendered) -> Self {
        Self { rendered: Some(rendered), in_templates: true, ..self }
    }

    pub(super) const fn seen(self, seen: Seen) -> Self {
        Self { seen, ..self }
    }

    pub(super) const fn by_default(self, word: &'static str) -> Self {
        Self { default: Some(word), ..self }
    }

    pub(super) const fn on_by_default(self) -> Self {
        Self { is_on: true, ..self }
    }

    /// What the record means where the key is absent; none for what is then simply not there. It stands in JSON, and in
    /// no file.
    pub fn default_value(&self) -> Option<Value> {
        match self.holds {
            Holds::Flag => Some(Value::Bool(self.is_on)),
            Holds::Words | Holds::List(_) => Some(Value::Array(Vec::new())),
            // these two are parts of every record; targets are there or not
            Holds::Table(Shape::Variables | Shape::Rollback) => Some(Value::Object(Map::new())),
            _ => self.default.map(Value::from),
        }
    }

    pub(super) const fn label(self, short: &'static str) -> Self {
        Self { label: Some(Label { short, document: short, always: false }), ..self }
    }

    pub(super) const fn label_of_documents(self, short: &'static str, document: &'static str) -> Self {
        Self { label: Some(Label { short, document, always: true }), ..self }
    }
}
