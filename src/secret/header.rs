//! Credentials in an `Authorization` header. The header's name alone, or a placeholder behind it, is none.

use std::ops::Range;

use super::value::{Tie, looks_like_value, run_of_value};

/// The schemes whose credentials are worth hiding.
const SCHEMES: &[&str] = &["bearer", "basic", "token"];

/// The credentials of the header whose name stands at `start` and takes `name` bytes.
pub(super) fn credentials_at(text: &str, start: usize, name: usize) -> Option<Range<usize>> {
    let rest = text.get(start + name..)?;
    let value = rest.trim_start_matches(['"', '\'']).trim_start_matches([' ', '\t']).strip_prefix([':', '='])?;
    let value = value.trim_start_matches([' ', '\t', '"', '\'']);
    let scheme = value.split([' ', '\t']).next()?;
    if !SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme)) {
        return None;
    }
    let value = value.get(scheme.len()..)?.trim_start_matches([' ', '\t']);
    let from = text.len() - value.len();
    let run = run_of_value(value);
    looks_like_value(run, Tie::Loose).then(|| from..from + run.len())
}
