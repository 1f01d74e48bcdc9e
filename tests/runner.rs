//! The one test binary: every test file is a module listed here, so that all of them link once.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "tests set up their own surroundings and fail by panicking"
)]

mod e2e;
#[allow(dead_code, unused_imports, reason = "a stand offers more than any one test takes")]
mod env;
mod faults;
mod fuzz;
mod house;
mod laws;
mod tamper;
mod write;
