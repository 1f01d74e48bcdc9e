//! The command line: words to commands and back, environment, clock, terminal, errors and exit codes.
//!
//! `surroundings` is what a command finds, `shell` where its answer goes, `args` and `globals` the grammar, `commands` one
//! file a command. Everything that is decided is decided below; here words are understood and answers are said.

mod args;
mod bulk;
mod commands;
mod complete;
mod editor;
mod examples;
mod failure;
mod gate;
mod globals;
mod handover;
mod lists;
mod memory;
mod naming;
mod outgoing;
mod points;
mod program;
mod progress;
mod returned;
mod running;
mod session;
mod shell;
mod story;
mod surroundings;
mod targets;
mod track;
mod when;
mod words;
mod work;

pub use program::main;
