//! What talks with a person: questions for values that a command lacks, the guided call, and running the commands of
//! one.
//!
//! Asks only where the command line says that somebody is there to answer; an interrupted question leaves the terminal
//! as it was. What is run is recorded through the write door like everything else.

mod ask;
mod bulk;
mod call;
mod capture;
mod exec;
mod keyboard;
mod line_edit;
mod program;
mod screen;
mod words;

pub use ask::Asker;
pub use bulk::{Bulk, BulkDone, Pacing};
pub use call::{Guidance, Guided, guide};
pub use capture::{Capture, Captured, ClosedLog, Ended, LeftOut, Stream, TerminalInfo, Title};
pub use exec::{Exec, Executed, Piece};
pub use words::CommandWords;
