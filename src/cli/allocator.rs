//! The allocator of the whole program.
//!
//! A record is hundreds of small pieces of memory, and a list or an audit reads tens of thousands of records.

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;
