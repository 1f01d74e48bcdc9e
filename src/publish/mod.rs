//! Publishing: the one way a change reaches disk and branch, and what finishes a change that was cut off.
//!
//! A [`Session`] holds every lock of the store; what is recorded while it is held becomes one commit, its files and git's
//! index, in an order in which nothing is lost. Decides nothing: what is written, and whether it may be, is known to the
//! doors above.

mod branch;
mod heal;
mod place;
mod publication;
mod session;

pub use heal::{Leftover, leftovers};
pub use publication::{Publication, Published};
pub use session::{Session, until_not_overtaken};
