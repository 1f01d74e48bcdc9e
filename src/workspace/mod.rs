//! The doors: `change`, the one way anything is written, and `query`, the one way anything is read.
//!
//! A change walks once up and once back: lock, head, record, decide, apply, write back, commit, replace. Nothing above
//! this floor touches a file of the store or its repository.

mod answers;
mod blame;
mod captured_log;
mod change;
mod change_options;
mod compare;
mod create;
mod doctor;
mod driver;
mod edit;
mod export;
mod guard;
mod import;
mod init;
mod log;
mod message;
mod not_found;
mod one_sided_merge;
mod open;
mod removed;
mod replayed;
mod revision;
mod rows;
mod runbook_view;
mod save;
mod search;
mod statistics;
mod templates;
mod undo;

pub use captured_log::Attached;
pub use change_options::ChangeOptions;
pub use compare::Comparison;
pub use driver::{MergeFiles, comparable_text, merge_records};
pub use import::Incoming;
pub use init::Initialised;
pub use log::{LogQuery, NO_EVENT};
pub use message::{Occasion, Posting};
pub use open::Workspace;
pub use removed::Removed;
pub use replayed::ReplayedEvent;
pub use revision::{Milestone, Revision, Snapshot};
pub use rows::{RowOrder, RowQuery};
pub use runbook_view::RunbookView;
pub use statistics::StatisticsQuery;
pub use templates::{built_in_shelf, check_template};
pub use undo::Undoing;
