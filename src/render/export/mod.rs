//! A runbook for somebody who does not have the store: Markdown for an issue, a calendar's event, lists for a spreadsheet.
//!
//! Who it is for is decided once, before any format sees the record; each format then has one place where it escapes, its
//! `text`.

mod audience;
mod calendar;
mod csv;
mod document;
mod exported;
mod markdown;

pub use audience::{Audience, for_customer};
pub use calendar::calendar;
pub use csv::{Part, csv, csv_list};
pub use document::document;
pub use exported::Exported;
pub use markdown::markdown;
