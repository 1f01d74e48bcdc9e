//! What there is to say of a language.

use crate::import::meanings::{ContactColumn, HeaderField, TaskColumn, Topic};
use crate::model::TaskOutcome;

/// What each of several meanings is called.
pub(super) type Names<T> = &'static [(T, &'static [&'static str])];

/// The words of one language.
pub(in crate::import) struct Language {
    /// Labels of the header.
    pub(in crate::import) fields: Names<HeaderField>,
    /// Headings of sections.
    pub(in crate::import) topics: Names<Topic>,
    /// Words of headings about people.
    pub(in crate::import) people: &'static [&'static str],
    /// Words for the home side.
    pub(in crate::import) home: &'static [&'static str],
    /// Words for the customer's side.
    pub(in crate::import) customer: &'static [&'static str],
    /// Heads of the columns of contacts.
    pub(in crate::import) contact_columns: Names<ContactColumn>,
    /// Heads of the columns of tasks.
    pub(in crate::import) task_columns: Names<TaskColumn>,
    /// How a task ended.
    pub(in crate::import) outcomes: Names<TaskOutcome>,
    /// What a part of a text is called that is counted: "Step 1", "Option A".
    pub(in crate::import) parts: &'static [&'static str],
    /// Months and days of the week.
    pub(in crate::import) days: &'static [&'static str],
    /// Labels of estimates of a whole phase.
    pub(in crate::import) estimates: &'static [&'static str],
    /// Words that stand where a value is missing.
    pub(in crate::import) missing: &'static [&'static str],
    /// Heads of a table of labels and values.
    pub(in crate::import) label_heads: &'static [&'static str],
}
