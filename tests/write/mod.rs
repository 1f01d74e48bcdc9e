//! The write protocol on its own: what one change leaves in objects, branch, file, index and modes, in repositories of
//! every kind that people have.

mod child;
mod hooks;
mod indexes;
mod protocol;
mod signing;

pub use child::{ChildAct, publish};

pub use protocol::store;
