//! The only room that knows git.
//!
//! No git2 type leaves it, and nothing outside spawns the `git` program. Libgit2 does the work on the hot path, because
//! a process costs more than the change itself; what it cannot do (hooks, signatures, the network) runs the person's own
//! programs from here.

mod alternates;
mod asked_settings;
mod attributes;
mod before_init;
mod blob;
mod borrowed;
mod branch_tip;
mod cache_tree;
mod clone;
mod commit_cache;
mod config;
mod drivers;
mod entries;
mod environment;
mod facts;
mod failure;
mod history;
mod hooks;
mod identity;
mod index;
mod index_read;
mod index_write;
mod last_commit;
mod log;
mod lost_head;
mod machine_fault;
mod merges;
mod message;
mod private;
mod program;
mod proof;
mod records;
mod refusal;
mod repository;
mod seen_heads;
mod signing;
mod sparse;
mod state;
mod status;
#[cfg(test)]
mod tests;
mod trailers;
mod transaction;
mod tree;
mod tree_cache;
mod tree_edit;
mod unread;
mod walk;

pub use attributes::converted;
pub use before_init::BeforeInit;
pub use blob::BlobId;
pub use branch_tip::{reflog_line, undo_line};
pub use clone::{check_address, fetch_clone, without_password};
pub use config::GitConfig;
pub use drivers::{SettingsPlace, edit_settings, merge_lines};
pub use environment::PersonEnv;
pub use facts::{Fact, Facts, FileClock};
pub use failure::FETCH_ALL;
pub use history::{BranchHead, Listing};
pub use hooks::Hooks;
pub use identity::Actors;
pub use index::IndexState;
pub use index_write::NextIndex;
pub use log::LogEntry;
pub use message::Message;
pub use proof::{
    Anchor, HistoryGap, LogTouch, ObjectFault, ObjectPlace, Objects, ReadCommit, SignatureVerdict, Signers, Survey,
    SurveyedCommit, Touch, Verifier,
};
pub use refusal::must_be_text;
pub use repository::Repository;
pub use seen_heads::{SeenHead, SeenHeads};
pub use status::{FileState, PathStatus};
pub use transaction::{CommitDraft, CommitWords, FileContent, LooseObject};
