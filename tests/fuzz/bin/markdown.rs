//! Fuzzes `markdown`; what must hold is in `targets/markdown.rs`.

#![no_main]

runbook_fuzz::fuzz!(MARKDOWN);
