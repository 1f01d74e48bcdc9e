//! Publishing: the one way a change reaches disk and branch, and what finishes a change that was cut off.
//!
//! A [`WriteSession`] holds every lock of the store; what is recorded while it is held becomes one commit, its files and
//! git's index, in an order in which nothing is lost. Decides nothing: what is written, and whether it may be, is known to
//! the doors above.

mod beside;
mod branch;
mod git_settings;
mod hook_run;
mod loose_objects;
mod pending;
mod publication;
mod recovery;
mod session;
mod work_file;

pub use publication::{Publication, Published};
pub use recovery::{Leftover, leftovers};
pub use session::{StoreSession, WriteSession, until_not_overtaken};
