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
mod verify;

pub use hindrance::Hindrance;
pub use objects::{ObjectPlace, Objects};
pub use raw::Testimony;
pub use survey::{LogTouch, Step, Survey, Touch};
pub use tag::Anchor;
pub use verify::{Signers, Verdict, Verifier};

/// Something in the objects that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// An object is not there.
    Missing(String),
    /// An object's content is not what its name says, or it cannot be read.
    Damaged(String),
    /// An object is what its name says and no such object can be.
    Malformed(String),
}

impl Trouble {
    /// One sentence.
    pub fn words(&self) -> &str {
        match self {
            Self::Missing(words) | Self::Damaged(words) | Self::Malformed(words) => words,
        }
    }
}
