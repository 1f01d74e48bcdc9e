//! `runbook`: scheduled customer work as TOML files in a git repository, where every change of state is a commit.
//!
//! The house has floors; an import goes down, never up, and sideways only from a room of floor 3 to one named before it:
//! [`model`] holds the nouns, `lifecycle` the verbs, `store` files, `trail` git, `render` words and pictures,
//! `import`, `template` and `secret` their parsers, `publish` the one way a change reaches disk and branch, `audit`
//! the proof of the whole trail, `workspace` the doors through which everything is read and written,
//! `guide` what talks with a person during a call, and `cli` the command line.

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "unit tests write fixtures and start git themselves"))]

pub mod audit;
pub mod cli;
pub mod docs;
pub mod guide;
pub mod import;
pub mod lifecycle;
pub mod model;
pub mod publish;
pub mod render;
pub mod secret;
pub mod store;
pub mod template;
pub mod trail;
#[cfg(test)]
#[path = "../tests/env/worked.rs"]
mod worked;
pub mod workspace;
