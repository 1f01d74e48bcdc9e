//! Faults on purpose: a change is killed at its system calls, or one of them fails, or the power is cut, or many processes
//! write at once; then nothing may be lost. The same is done to what is written beside the trail (`beside.rs`).
//!
//! A sample runs with the other tests. All of it runs with `RUNBOOK_FAULTS=all`:
//!
//! ```sh
//! RUNBOOK_FAULTS=all cargo test --test all faults:: -- --nocapture
//! ```
//!
//! Of one deed alone it runs with `RUNBOOK_FAULTS_OF` and a part of its name, as it is told while it runs.
//!
//! It needs `strace`, and fails without it. Power is cut only where the tests may mount a file system of their own (root, a
//! loop device, `mkfs.ext4`), and elsewhere they say that it was not. To insist on it, and to try all of it:
//!
//! ```sh
//! RUNBOOK_FAULTS=power cargo test --test all faults::power -- --nocapture
//! ```

mod beside;
mod beside_deeds;
mod crowd;
mod deed;
mod disk;
mod each_target;
mod errors;
mod file_deeds;
mod healing;
mod kills;
mod limits;
mod list_deeds;
mod merges;
mod operations;
mod power;
mod set_up_deeds;
mod stand;
mod starts;
mod state;
mod strace;
mod sweep;
mod unread;
mod verdicts;

/// True when everything is to be tried, not a sample.
fn is_full() -> bool {
    asks_for("all") || asks_for("power")
}

/// True when the person wants this.
fn asks_for(what: &str) -> bool {
    std::env::var_os("RUNBOOK_FAULTS").is_some_and(|said| said == what)
}

/// True unless the person wants other deeds: those whose names hold the words of `RUNBOOK_FAULTS_OF`.
fn is_wanted(deed: &str) -> bool {
    std::env::var("RUNBOOK_FAULTS_OF").map_or(true, |words| deed.contains(&words))
}

#[test]
fn some_deed_is_wanted() {
    let names =
        operations::DEEDS.iter().map(|operation| operation.name).chain(beside_deeds::beside().map(|deed| deed.name));
    let names: Vec<&str> = names.chain([each_target::NAME, merges::NAME]).collect();
    assert!(names.iter().any(|name| is_wanted(name)), "RUNBOOK_FAULTS_OF names none of {names:#?}");
}

/// The numbers to be tried out of `0..all`: each of them, or a sample of about `few` that is another one for every
/// `seed` and reaches from the first to the last.
fn chosen(all: usize, few: usize, seed: usize) -> impl Iterator<Item = usize> {
    let step = if is_full() || all <= few { 1 } else { all / few };
    (seed % step..all).step_by(step)
}
