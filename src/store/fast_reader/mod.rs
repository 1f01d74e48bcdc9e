//! The usual form of a record's TOML, read in one pass over its bytes: what this program writes and most people type.
//!
//! By hand, because parsing TOML in general takes the time of whole commands: read by the parser alone, `list --all` and
//! `list WORDS` take 28 % more processor time at 1,000 runbooks and 34 % at 10,000, `stats` twice as much, `audit`
//! 36 %. Refuses to judge: text that is wrong or only unusual gets no answer, and then the parser gives one. Where there
//! is an answer it is the parser's own; a law holds that.

#[cfg(test)]
mod law_tests;
mod plain_chars;
mod scan;
mod tables;
mod time;

pub(super) use plain_chars::{NotSimple, must_be_usual};
pub(super) use scan::{Simple, Statement, Statements};
pub(super) use tables::values;
