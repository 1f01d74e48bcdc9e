//! The package of the true fuzzers: the same checks, and what hands them to libFuzzer.

#![allow(missing_docs, unreachable_pub, reason = "nobody else uses it")]

mod choices;
pub mod disturb;
pub mod targets;

use disturb::{Dice, disturb};

/// Damages the first `size` bytes of a buffer as the short run would; the new size.
pub fn mutate(buffer: &mut [u8], size: usize, max_size: usize, words: &[&str], seed: u32) -> usize {
    let mut data = buffer[..size].to_vec();
    let mut dice = Dice::new(u64::from(seed));
    for _ in 0..=dice.roll(3) {
        disturb(&mut data, words, &mut dice);
    }
    data.truncate(max_size.min(buffer.len()));
    buffer[..data.len()].copy_from_slice(&data);
    data.len()
}

/// A target as a program: every second mutation is libFuzzer's own.
#[macro_export]
macro_rules! fuzz {
    ($target:ident) => {
        libfuzzer_sys::fuzz_target!(|data: &[u8]| ($crate::targets::$target.check)(data));
        libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
            if seed % 2 == 0 {
                libfuzzer_sys::fuzzer_mutate(data, size, max_size)
            } else {
                $crate::mutate(data, size, max_size, $crate::targets::$target.words, seed)
            }
        });
    };
}
