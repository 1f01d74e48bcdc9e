//! Many tries of many deeds, several at once: whatever fails is collected, and told at the end all at once.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use super::is_full;

/// A try waits for the disk and for other processes more than it computes.
const AT_ONCE_PER_CORE: usize = 2;

/// The tries of one test.
pub struct FaultSweep {
    name: &'static str,
    tried: usize,
    failures: Vec<String>,
}

/// What the tries of one deed came to, in words of the test.
pub type Tally = BTreeMap<&'static str, usize>;

impl FaultSweep {
    /// Of the test of this name.
    pub fn new(name: &'static str) -> Self {
        Self { name, tried: 0, failures: Vec::new() }
    }

    /// Makes all tries of a deed; each says in a word what came of it, or fails.
    pub fn deed<T: Sync>(&mut self, deed: &str, tries: &[T], make: impl Fn(&T) -> &'static str + Sync) -> Tally {
        let began = Instant::now();
        let before = self.failures.len();
        self.say(&format!("{deed}: {} tries begin", tries.len()));
        let (tally, failures) = all_of(tries, make);
        self.tried += tries.len();
        self.failures.extend(failures);
        let mut words: Vec<String> = tally.iter().map(|(word, count)| format!("{count} {word}")).collect();
        words.push(format!("{} failed", self.failures.len() - before));
        self.say(&format!("{deed}: {} tries, {}, {} s", tries.len(), words.join(", "), began.elapsed().as_secs()));
        tally
    }

    /// What must be true of all tries together.
    pub fn must(&mut self, is_so: bool, what: impl FnOnce() -> String) {
        if !is_so {
            self.failures.push(what());
        }
    }

    /// Fails with everything that has failed.
    pub fn end(self) {
        let count = self.failures.len();
        assert!(count == 0, "{count} of {} tries failed\n\n{}\n", self.tried, self.failures.join("\n\n----\n\n"));
    }

    /// Whoever tries everything waits for minutes and wants to see how far it is, whatever becomes of a test's output.
    fn say(&self, words: &str) {
        let line = format!("{}: {words}\n", self.name);
        match is_full() {
            true => drop(std::io::stderr().write_all(line.as_bytes())),
            false => print!("{line}"),
        }
    }
}

fn all_of<T: Sync>(tries: &[T], make: impl Fn(&T) -> &'static str + Sync) -> (Tally, Vec<String>) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let came = Mutex::new((Tally::new(), Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..(cores * AT_ONCE_PER_CORE).min(tries.len()) {
            scope.spawn(|| {
                while let Some(own) = tries.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let made = catch_unwind(AssertUnwindSafe(|| make(own)));
                    let mut came = came.lock().expect("nobody fails while it is held");
                    match made {
                        Ok(word) => *came.0.entry(word).or_default() += 1,
                        Err(why) => came.1.push(words_of(why.as_ref())),
                    }
                }
            });
        }
    });
    came.into_inner().expect("nobody fails while it is held")
}

fn words_of(why: &(dyn std::any::Any + Send)) -> String {
    let text = why.downcast_ref::<String>().map(String::as_str).or_else(|| why.downcast_ref::<&str>().copied());
    text.unwrap_or("it failed without a word").to_owned()
}

#[test]
fn every_failure_is_told_and_the_rest_is_tried_all_the_same() {
    let mut sweep = FaultSweep::new("sweep");
    let tally = sweep.deed("deed", &[1, 2, 3, 4, 5], |number| {
        assert!(number % 2 == 1, "try {number} failed");
        "odd"
    });
    assert_eq!(tally, Tally::from([("odd", 3)]));
    sweep.must(true, || "told for nothing".to_owned());
    let told = catch_unwind(AssertUnwindSafe(|| sweep.end())).expect_err("two have failed");
    let told = words_of(told.as_ref());
    let parts = ["2 of 5 tries failed", "try 2 failed", "try 4 failed"];
    assert!(parts.iter().all(|part| told.contains(part)) && !told.contains("for nothing"), "{told}");
}
