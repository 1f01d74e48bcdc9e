//! Reading a trail as evidence: raw objects with their names checked, whatever grafts, replacements or caches say.
//!
//! Nothing here believes the repository: parents come from the commits' own bytes, every object is hashed, what is missing
//! or malformed is told. Refuses to judge what a change means; the audit does.

mod graph;
mod hindrance;
mod objects;
mod raw;
mod survey;
mod tag;
mod trees;
mod trouble;
mod verify;

pub use hindrance::Hindrance;
pub use objects::{ObjectPlace, Objects};
pub use raw::Testimony;
pub use survey::{LogTouch, Step, Survey, Touch};
pub use tag::Anchor;
pub use trouble::Trouble;
pub use verify::{Signers, Verdict, Verifier};
