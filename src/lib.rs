//! `runbook`: scheduled customer work as TOML files in a git repository, where every change of state is a commit.
//!
//! The house has floors; an import goes down, never up, never sideways between rooms of one floor:
//! [`model`] holds the nouns, `lifecycle` the verbs, `store` files, `trail` git, `render` words and pictures,
//! `import`, `template` and `secret` their parsers, `workspace` the two doors through which everything is read and written,
//! `guide` what talks with a person during a call, and `cli` the command line.

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "unit tests write fixtures and start git themselves"))]

pub mod cli;
pub mod guide;
pub mod import;
pub mod lifecycle;
pub mod model;
pub mod render;
#[doc = include_str!("requirements.md")]
pub mod requirements {}
pub mod secret;
pub mod store;
pub mod template;
pub mod trail;
pub mod workspace;
