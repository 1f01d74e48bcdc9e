//! The only room that knows git.
//!
//! No git2 type leaves it, and nothing outside spawns the `git` program. Libgit2 does the work on the hot path, because
//! a process costs more than the change itself; what it cannot do (hooks, signatures, the network) runs the person's own
//! programs from here.

mod blob;
mod cache_tree;
mod config;
mod drivers;
mod entries;
mod environment;
mod failure;
mod graft;
mod history;
mod hooks;
mod identity;
mod index;
mod log;
mod memory;
mod merges;
mod message;
mod private;
mod program;
mod proof;
mod recent;
mod records;
mod refusal;
mod repository;
mod signing;
mod staged;
mod staging;
mod state;
mod status;
#[cfg(test)]
mod tests;
mod tip;
mod tips;
mod touches;
mod trailers;
mod transaction;
mod tree;
mod walk;

pub use blob::BlobId;
pub use config::GitConfig;
pub use drivers::merge_lines;
pub use environment::PersonEnv;
pub use history::{Head, Listing};
pub use hooks::Hooks;
pub use identity::Actors;
pub use index::IndexState;
pub use log::Entry;
pub use memory::{Memory, Remembered};
pub use message::Message;
pub use proof::{
    Anchor, Hindrance, LogTouch, ObjectPlace, Objects, Signers, Step, Survey, Testimony, Touch, Trouble, Verdict,
    Verifier,
};
pub use repository::Repository;
pub use staging::NextIndex;
pub use status::{FileState, PathStatus};
pub use tip::{reflog_line, undo_line};
pub use transaction::{CommitWords, Draft, FileContent, LooseObject};
