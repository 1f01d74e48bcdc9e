//! The doors of a store: [`change`], the one way a runbook is written, [`query`], the one way anything is read,
//! and [`targets`], for lists that are kept beside the trail.
//!
//! A change walks once up and once back: lock, head, record, decide, apply, write back, commit, replace. Nothing above
//! this floor touches a file of the store or its repository.

pub mod change;
pub mod clone;
pub mod doctor;
pub mod driver;
pub mod init;
mod open;
pub mod output;
pub mod query;
pub mod targets;
pub mod templates;

pub use open::Workspace;
