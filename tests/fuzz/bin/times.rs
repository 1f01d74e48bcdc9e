//! Fuzzes `times`; what must hold is in `targets/times.rs`.

#![no_main]

runbook_fuzz::fuzz!(TIMES);
