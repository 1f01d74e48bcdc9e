//! The door for target lists: what a bulk task acts on, kept privately beside the trail, and what became of each target.
//!
//! What is kept and what is recorded change together. Refuses to put a target into a commit, and to work with a list that
//! is not the one that the record speaks of.

mod kept;
mod load;
mod open;
mod purge;

pub use crate::store::targets::{Outputs, TargetList, TargetResult, Wanted};
pub use kept::KeptTargets;
pub use load::{LoadedTargets, load};
pub use open::{OpenTargets, TaskResults};
pub use purge::purge;
