//! What can be wrong with the objects of a repository.

use crate::trail::failure::FETCH_ALL;

/// Something in the objects that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObjectFault {
    /// An object is not there.
    Missing(String),
    /// An object's content is not what its name says, or it cannot be read.
    Damaged(String),
    /// An object is what its name says and no such object can be.
    Malformed(String),
}

impl ObjectFault {
    /// What brings a missing object.
    pub const FETCH: &str = FETCH_ALL;

    /// One sentence.
    pub fn words(&self) -> &str {
        match self {
            Self::Missing(words) | Self::Damaged(words) | Self::Malformed(words) => words,
        }
    }
}
