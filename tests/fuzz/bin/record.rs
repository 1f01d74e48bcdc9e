//! Fuzzes `record`; what must hold is in `targets/record.rs`.

#![no_main]

runbook_fuzz::fuzz!(RECORD);
