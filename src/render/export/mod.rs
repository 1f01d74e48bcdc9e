//! A runbook for somebody who does not have the store: Markdown for an issue.
//!
//! Who it is for is decided once, before any format sees the record; each format then has one place where it escapes.

mod audience;
mod markdown;

pub use audience::{Audience, for_customer};
pub use markdown::markdown;
