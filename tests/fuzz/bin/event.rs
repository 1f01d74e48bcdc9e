//! Fuzzes `event`; what must hold is in `targets/event.rs`.

#![no_main]

runbook_fuzz::fuzz!(EVENT);
