//! How long whole commands take, beside git doing the like on the same store, and whether the goals are met.
//!
//! `cargo bench --bench speed` measures at 1,000 and 10,000 runbooks; `-- --runbooks 50000` at another size (repeatable),
//! `--rounds 21` more often; `--targets 100000` sets the number of targets of the bulk run, `0` for none.
//! `--keep FOLDER` only makes the stores there and leaves them, for a profiler or a closer look.
//! Peer and tool run in turns, from start to exit; ratios are of medians.
//! After each timed change the status must be clean, fsck silent, and one commit added.

#![allow(
    unreachable_pub,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark sets up its own surroundings and stops by panicking"
)]

mod bulk;
mod goals;
mod measure;
mod record;
mod store;
mod works;

use std::path::PathBuf;

use goals::Table;
use store::BenchStore;

/// What the person asked for.
struct BenchOptions {
    sizes: Vec<usize>,
    commits_each: usize,
    rounds: usize,
    targets: usize,
    keep: Option<PathBuf>,
}

impl BenchOptions {
    fn from_words(words: impl Iterator<Item = String>) -> Self {
        let mut wish = Self { sizes: Vec::new(), commits_each: 5, rounds: 11, targets: 2_000, keep: None };
        let mut words = words.filter(|word| word != "--bench");
        while let Some(word) = words.next() {
            let value = words.next();
            let number = value.as_ref().and_then(|number| number.parse().ok());
            match (word.as_str(), number) {
                ("--keep", _) if value.is_some() => wish.keep = value.map(PathBuf::from),
                ("--runbooks", Some(number)) => wish.sizes.push(number),
                ("--commits-each", Some(number)) => wish.commits_each = number,
                ("--rounds", Some(number)) => wish.rounds = number,
                ("--targets", Some(number)) => wish.targets = number,
                _ => panic!(
                    "{word}: --runbooks N, --commits-each N, --rounds N, --targets N and --keep FOLDER are known"
                ),
            }
        }
        if wish.sizes.is_empty() {
            wish.sizes = vec![1_000, 10_000];
        }
        wish
    }
}

fn main() {
    let wish = BenchOptions::from_words(std::env::args().skip(1));
    let mut table = Table::default();
    for size in &wish.sizes {
        eprintln!("{size} runbooks, {} commits each …", wish.commits_each);
        if let Some(folder) = &wish.keep {
            BenchStore::keep(folder, *size, wish.commits_each);
            continue;
        }
        let bench = BenchStore::prepare(*size, wish.commits_each);
        works::measure_all(&bench, wish.rounds, &mut table);
        if wish.targets > 0 && Some(size) == wish.sizes.first() {
            bulk::measure(&bench, wish.targets, wish.rounds.min(3), &mut table);
        }
    }
    if wish.keep.is_none() {
        table.compare_sizes();
        print!("{table}");
    }
}
