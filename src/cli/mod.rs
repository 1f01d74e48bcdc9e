//! The command line: words to commands and back, environment, clock, terminal, errors and exit codes.
//!
//! `surroundings` is what a command finds, `shell` where its answer goes, `args` and `globals` the grammar, `commands` one
//! file a command. Everything that is decided is decided below; here words are understood and answers are said.

mod allocator;
mod arg_values;
mod args;
mod commands;
mod complete;
mod demo_script;
mod each_target;
mod editor;
mod environment;
mod error_banner;
mod examples;
mod export_all;
mod export_one;
mod failure;
mod free_text;
mod globals;
mod handed_text;
mod import_return;
mod lists;
mod naming;
mod override_args;
mod pager;
mod program;
mod progress;
#[cfg(test)]
mod reference_tests;
mod revision_arg;
mod run_command;
mod schedule_arg;
mod session;
mod shell;
mod targets_json;
mod track;
mod version;
mod work_args;

pub use program::main;
