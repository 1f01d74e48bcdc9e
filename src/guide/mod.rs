//! What talks with a person: questions for values that a command lacks.
//!
//! Asks only where the command line says that somebody is there to answer; an interrupted question leaves the terminal
//! as it was.

mod ask;

pub use ask::Asker;
