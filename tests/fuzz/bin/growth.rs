//! Fuzzes `growth`; what must hold is in `targets/growth.rs`.

#![no_main]

runbook_fuzz::fuzz!(GROWTH);
