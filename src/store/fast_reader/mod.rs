//! The usual form of a record's TOML, read in one pass over its bytes: what this program writes and most people type.
//!
//! A list reads thousands of records, and parsing TOML in general was most of its time. Refuses to judge: text that is
//! wrong or only unusual gets no answer, and then the parser gives one. Where there is an answer it is the parser's own;
//! a law holds that.

#[cfg(test)]
mod law_tests;
mod plain_chars;
mod scan;
mod tables;
mod time;

pub(super) use plain_chars::{NotSimple, must_be_usual};
pub(super) use scan::{Simple, Statement, Statements};
pub(super) use tables::values;
