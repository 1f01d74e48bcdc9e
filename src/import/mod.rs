//! Markdown into a draft: filled runbook issues as people really write them.
//!
//! Text in, drafts out, each with its repairs and its doubts. It knows no files and no TOML, and it refuses to guess:
//! what has one meaning is taken, what has several is left out and said, and what has none is kept word for word. No
//! line of a text is lost: every reader claims the lines that it has understood, and what nobody claims is kept.

mod attempts;
#[cfg(test)]
mod cases_tests;
mod cells;
mod checklist;
mod closing;
mod contacts;
mod contradiction;
#[cfg(test)]
mod corpus_tests;
mod decode;
mod draft;
mod durations;
mod facts;
mod fences;
#[cfg(test)]
mod forms_tests;
mod front_matter;
mod header;
mod headings;
mod html_tables;
mod inline;
mod instructions;
mod items;
mod languages;
#[cfg(test)]
mod law_tests;
#[cfg(test)]
mod linear_tests;
mod meanings;
mod name;
mod name_rows;
mod names;
mod options;
mod people;
mod read;
mod recorded;
mod refold;
mod rollback;
mod runbooks;
mod sections;
mod source_text;
mod structure;
mod tables;
mod task_lists;
mod task_tables;
mod tasks;
#[cfg(test)]
mod tests;
mod unknown_labels;
mod vocabulary;
mod writing;

pub use draft::{ImportDraft, OpenSchedule, Origin};
pub use options::ImportOptions;
pub use read::read;
pub use recorded::Onto;
pub use source_text::{Folded, ORIGIN};
