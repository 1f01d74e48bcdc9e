//! The doors: `change`, the one way anything is written, and `query`, the one way anything is read.
//!
//! A change walks once up and once back: lock, head, record, decide, apply, write back, commit, replace. Nothing above
//! this floor touches a file of the store or its repository.

mod change;
mod create;
mod doctor;
mod edit;
mod guard;
mod init;
mod leave;
mod log;
mod look;
mod open;
mod publish;
mod rows;
mod save;
mod shims;

pub use init::Initialised;
pub use leave::Leave;
pub use look::Look;
pub use open::Workspace;
pub use rows::{RowOrder, RowQuery};
