//! The doors: `change`, the one way anything is written, and `query`, the one way anything is read.
//!
//! A change walks once up and once back: lock, head, record, decide, apply, write back, commit, replace. Nothing above
//! this floor touches a file of the store or its repository.

mod branch;
mod change;
mod create;
mod doctor;
mod edit;
mod export;
mod guard;
mod heal;
mod init;
mod leave;
mod log;
mod look;
mod message;
mod open;
mod place;
mod publish;
mod rows;
mod save;
mod session;
mod statistics;
mod templates;

pub use heal::{Leftover, leftovers};
pub use init::Initialised;
pub use leave::Leave;
pub use look::Look;
pub use message::{Occasion, Posting};
pub use open::Workspace;
pub use publish::{Publication, Published};
pub use rows::{RowOrder, RowQuery};
pub use session::Session;
pub use statistics::StatisticsQuery;
pub use templates::{built_in_shelf, check_template};
