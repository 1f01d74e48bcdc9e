//! Finding and masking secrets: well-known token shapes, assignments of passwords, and the store's own patterns.
//!
//! Says where something looks like a secret and of which kind; never repeats the value. What is done about it, refusing
//! or masking, is decided above.

mod assignment;
mod header;
mod key;
mod lead;
mod places;
mod plain;
mod rules;
#[cfg(test)]
mod samples;
mod stream;
#[cfg(test)]
mod tests;
mod tokens;
mod url;
mod value;

pub use rules::{Finding, Rules};
pub use stream::{KeptLine, Veil, Veiled};
