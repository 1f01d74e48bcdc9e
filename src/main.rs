//! The program: hands words and surroundings to the library and ends with its code.

/// A record is hundreds of small pieces of memory, and an audit reads tens of thousands of records.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    runbook::cli::main()
}
