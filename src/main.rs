//! The program: hands words and surroundings to the library and ends with its code.

fn main() -> std::process::ExitCode {
    runbook::cli::main()
}
