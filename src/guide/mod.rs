//! What talks with a person: questions for values that a command lacks, and the guided call.
//!
//! Asks only where the command line says that somebody is there to answer; an interrupted question leaves the terminal
//! as it was.

mod ask;
mod call;
mod keyboard;
mod line;
mod screen;

pub use ask::Asker;
pub use call::{Guidance, Guided, guide};
