//! How a token of an issuer begins, where it is shown by its first letters, `glcbt-64`: that is none yet.

use super::shapes::SHAPES;

/// How many characters of a token are shown behind its beginning, and how long the two are together.
const SHOWN: usize = 4;
const LONGEST_BEGINNING: usize = 24;

/// `glcbt-64`, `glrt-t1_`: how the tokens of an issuer begin, as one is shown by its first letters.
pub(super) fn is_beginning(run: &str) -> bool {
    let is_of = |begin: &&str| begin.len() >= 4 && run.strip_prefix(*begin).is_some_and(|rest| rest.len() <= SHOWN);
    run.len() <= LONGEST_BEGINNING
        && SHAPES.iter().flat_map(|shape| shape.prefixes).filter(|begin| begin.ends_with(['-', '_', '.'])).any(is_of)
}
