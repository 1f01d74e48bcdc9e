//! Templates into drafts: finding one, putting in what it extends, asking what it asks, rendering its texts, checking it.
//!
//! It knows no files and no TOML: texts come in, and a reader for them. It refuses a template with an error in it, whole:
//! a runbook made from half a plan would look finished.

mod answers;
mod check;
mod fill;
mod follow;
mod inherit;
mod scaffold;
mod shelf;
mod texts;

pub use answers::{answers, next_question};
pub use follow::{Retold, retold};
pub use scaffold::scaffold;
pub use shelf::{Shelf, TemplateReader};
