//! What is fuzzed: for each parser one check that must hold for any bytes at all, and the words that its inputs are made of.

mod csv;
mod event;
mod growth;
mod markdown;
mod quick;
mod record;
mod secrets;
mod template;
mod times;

/// One thing that is fuzzed.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name: of its program, and of its folders below `seeds` and `found`.
    pub name: &'static str,
    /// Panics where something does not hold for these bytes.
    pub check: fn(&[u8]),
    /// Words that its reader looks for.
    pub words: &'static [&'static str],
    /// Where inputs to begin with lie beside its own, from the top of the repository.
    pub seeds: &'static [&'static str],
    /// How many inputs the short run makes.
    pub rounds: usize,
}

pub use csv::CSV;
pub use event::EVENT;
pub use growth::GROWTH;
pub use markdown::MARKDOWN;
pub use quick::QUICK;
pub use record::RECORD;
pub use secrets::SECRETS;
pub use template::TEMPLATE;
pub use times::TIMES;

/// All of them.
pub const ALL: &[Target] = &[CSV, EVENT, GROWTH, MARKDOWN, QUICK, RECORD, SECRETS, TEMPLATE, TIMES];
