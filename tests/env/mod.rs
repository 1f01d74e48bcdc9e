//! The stand on which the real binary is tried: a home, a store and a clock of its own, and nothing of the machine's.
//!
//! Knows how to run things and to tell whether the store is as it should be. Knows no command of `runbook` by heart, except
//! the `init` that makes a store.

mod clock;
mod output;
mod sandbox;
mod snapshot;
mod terminal;
mod tests;

pub use output::Output;
pub use sandbox::{Call, Sandbox, has_tool};
pub use snapshot::Snapshot;
pub use terminal::{Key, Terminal};
