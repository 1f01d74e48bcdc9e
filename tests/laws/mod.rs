//! The laws that hold for every runbook whatever is done to it (`architecture.md`, a change walks once up and back).

mod commands;
mod lifecycle;
mod papers;
mod pen;
mod trail;
