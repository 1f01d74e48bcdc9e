//! Fuzzes `template`; what must hold is in `targets/template.rs`.

#![no_main]

runbook_fuzz::fuzz!(TEMPLATE);
