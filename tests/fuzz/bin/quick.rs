//! Fuzzes `quick`; what must hold is in `targets/quick.rs`.

#![no_main]

runbook_fuzz::fuzz!(QUICK);
