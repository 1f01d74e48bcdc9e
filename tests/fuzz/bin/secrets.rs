//! Fuzzes `secrets`; what must hold is in `targets/secrets.rs`.

#![no_main]

runbook_fuzz::fuzz!(SECRETS);
