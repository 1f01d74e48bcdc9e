//! The laws that hold for every runbook whatever is done to it (`architecture.md`, a change walks once up and back).

mod arbitrary;
mod asked;
mod beginnings;
mod commands;
mod compared;
mod lifecycle;
mod markdown;
mod oracle;
mod trail;
