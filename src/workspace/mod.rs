//! The doors: `change`, the one way anything is written, and `query`, the one way anything is read.
//!
//! A change walks once up and once back: lock, head, record, decide, apply, write back, commit, replace. Nothing above
//! this floor touches a file of the store or its repository.

mod absent;
mod answers;
mod attach;
mod blame;
mod change;
mod compare;
mod create;
mod doctor;
mod driver;
mod edit;
mod export;
mod gone;
mod guard;
mod import;
mod init;
mod leave;
mod left_out;
mod log;
mod look;
mod message;
mod open;
mod point;
mod rows;
mod save;
mod search;
mod statistics;
mod steps;
mod templates;
mod undo;

pub use attach::Attached;
pub use compare::Comparison;
pub use driver::{MergeFiles, comparable_text, merge_records};
pub use gone::Gone;
pub use import::Incoming;
pub use init::Initialised;
pub use leave::Leave;
pub use log::{LogQuery, NO_EVENT};
pub use look::Look;
pub use message::{Occasion, Posting};
pub use open::Workspace;
pub use point::{Mark, Point, Stand};
pub use rows::{RowOrder, RowQuery};
pub use statistics::StatisticsQuery;
pub use steps::Step;
pub use templates::{built_in_shelf, check_template};
pub use undo::Undoing;
