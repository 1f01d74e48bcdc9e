//! Words and pictures: tables, sentences and JSON documents, made of what the floors below know.
//!
//! Everything comes back as text or as a JSON value. Nothing here prints, reads the environment or asks the time: what
//! the screen can do and what time it is come in as a [`Style`]. Text for people is harmless for a terminal.

mod account_link;
mod agenda;
mod audit;
mod blame;
pub mod call;
mod changed;
mod checked;
mod clock;
mod cloned;
mod columns;
mod diff;
mod doctor;
pub mod export;
mod fault;
mod fields;
mod forecast;
mod imported;
pub mod json;
mod layout;
mod list;
mod log;
mod mention;
pub mod message;
mod name_words;
mod names;
#[cfg(test)]
mod names_tests;
mod page;
mod palette;
mod planned;
mod ready;
mod report;
mod scheme;
mod show;
mod signs;
mod standing;
mod statistics;
mod style;
mod switched;
mod table;
mod templates;
#[cfg(test)]
mod test_fixture;
#[cfg(test)]
mod tests;
mod total_work;
mod way_back;
mod words;
#[cfg(test)]
mod words_tests;

pub use agenda::agenda;
pub use audit::audit;
pub use blame::blame;
pub use call::LiveLine;
pub use changed::{ChangeAnswer, changed};
pub use checked::{Checked as CheckedTemplate, checked};
pub use cloned::cloned;
pub use diff::{Compared, diff, diff_stat, undoing};
pub use doctor::doctor;
pub use fault::{fault, note};
pub use fields::fields;
pub use imported::imported;
pub use list::{Asked, list};
pub use log::log;
pub use ready::ready;
pub use report::ReadyReport;
pub use show::{Shown, show};
pub use standing::Known;
pub use statistics::statistics;
pub use style::Style;
pub use templates::templates;
pub use words::{describe, recount, summary};
