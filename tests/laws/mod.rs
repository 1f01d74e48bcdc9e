//! The laws that hold for every runbook whatever is done to it (`architecture.md`, a change walks once up and back).

mod arbitrary;
mod commands;
mod lifecycle;
mod markdown;
mod trail;
