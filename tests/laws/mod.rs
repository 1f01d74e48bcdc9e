//! The laws that hold for every runbook whatever is done to it (`docs/architecture.md`, “What always holds”).

mod arbitrary;
mod asked;
mod beginnings;
mod calendar;
mod commands;
mod compared;
mod lifecycle;
mod markdown;
mod oracle;
mod trail;
