//! The door for reading: everything that is told about a store comes from here.
//!
//! A reading needs no lock, mends nothing, and writes nothing; it says what is true, of the file, of the head, or of both
//! where they differ. Refuses to look at the door for writing.

mod audit;
mod behind;
mod blame;
mod compare;
mod log;
mod message;
mod not_found;
mod record;
mod removed;
mod replayed;
mod resolve;
mod revision;
mod rows;
mod runbook_view;
mod search;
mod secrets;
mod statistics;
mod to_tell;

pub use audit::audit;
pub use blame::blame;
pub use compare::{Comparison, compare};
pub use log::{LogQuery, NO_EVENT, began, is_cut, is_incomplete, log, search_log, way_to_complete, whole_log};
pub use message::{Occasion, Posting, admin_notes, message};
pub use removed::Removed;
pub use replayed::{ReplayedEvent, steps_of};
pub use resolve::{ids, resolve, resolve_in_trail};
pub use revision::{Milestone, Revision, Snapshot, snapshot};
pub use rows::{RowOrder, RowQuery, rows};
pub use runbook_view::{RunbookView, readiness, view, view_at};
pub use secrets::{secret_rules, without_secrets};
pub use statistics::{StatisticsQuery, statistics, suggested_estimates};
pub use to_tell::view_to_tell;

// what a change has to read before it is made
pub(super) use behind::behind;
pub(super) use compare::last_event;
pub(super) use log::history;
pub(super) use not_found::{gone, missing};
pub(super) use record::{read_at, read_file};
pub(super) use removed::removed;
pub(super) use revision::snapshot_of;
pub(super) use runbook_view::is_edited;
