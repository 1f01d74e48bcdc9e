//! A runbook for somebody who does not have the store: Markdown for an issue, a page for a browser, an event for a
//! calendar, lists for a spreadsheet.
//!
//! Who it is for is decided once, before any format sees the record; each format then has one place where it escapes, its
//! `text`.

mod audience;
mod calendar;
mod csv;
mod document;
mod entry;
mod exported;
mod html;
mod markdown;
mod role;
mod sides;
#[cfg(test)]
mod traps;

pub use audience::{Audience, for_customer, for_shared_screen};
pub use calendar::{calendar, can_be_invited};
pub use csv::{Dialect, Part, csv, csv_list};
pub use document::document;
pub use entry::{ExportedEntry, row_for_customer};
pub use exported::Exported;
pub use html::{html, index_html};
pub use markdown::{index_markdown, markdown, markdown_for_customer};
pub(super) use sides::side_name;
