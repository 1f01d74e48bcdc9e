//! Fuzzes `csv`; what must hold is in `targets/csv.rs`.

#![no_main]

runbook_fuzz::fuzz!(CSV);
