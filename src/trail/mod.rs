//! The only room that knows git.
//!
//! No git2 type leaves it, and nothing outside spawns the `git` program. Libgit2 does the work on the hot path, because
//! a process costs more than the change itself; what it cannot do (hooks, signatures, the network) runs the person's own
//! programs from here.

mod config;
mod environment;
mod failure;
mod history;
mod identity;
mod log;
mod message;
mod plain;
mod private;
mod refusal;
mod repository;
mod staged;
mod state;
mod status;
#[cfg(test)]
mod tests;
mod tips;
mod touches;
mod trailers;
mod tree;
mod walk;

pub use config::GitConfig;
pub use environment::PersonEnv;
pub use history::{BlobId, Head, Listing};
pub use identity::Actors;
pub use log::Entry;
pub use message::Message;
pub use repository::Repository;
pub use staged::IndexState;
pub use status::{FileState, PathStatus};
