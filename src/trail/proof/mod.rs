//! Reading a trail as evidence: raw objects with their names checked, whatever grafts, replacements or caches say.
//!
//! Nothing here believes the repository: parents come from the commits' own bytes, every object is hashed, what is missing
//! or malformed is told. Refuses to judge what a change means; the audit does.

mod graph;
mod hand_commits;
mod history_gap;
mod object_fault;
mod objects;
mod raw;
mod survey;
mod tag;
mod trees;
mod verify;

pub use history_gap::HistoryGap;
pub use object_fault::ObjectFault;
pub use objects::{ObjectPlace, Objects};
pub use raw::ReadCommit;
pub use survey::{LogTouch, Survey, SurveyedCommit, Touch};
pub use tag::Anchor;
pub use verify::{SignatureVerdict, Signers, Verifier};
