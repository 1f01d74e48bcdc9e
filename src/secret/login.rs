//! A user and a password side by side, `login: root / hunter22`, as people note them down. A user alone is none.

use std::ops::Range;

use super::claim::{Claim, Tie};
use super::look::Look;
use super::value::{looks_like_value, run_of_value};

/// What such a note begins with, in lower case.
pub(super) const NAMES: &[&str] =
    &["login", "user", "username", "account", "credentials", "creds", "zugang", "anmeldung"];

/// The longest name of a user that is looked at, in bytes.
const LONGEST: usize = 64;

/// A note of a user and a password.
#[derive(Debug)]
pub(super) struct Login;

impl Look for Login {
    fn secret_at(&self, text: &str, start: usize, known: usize) -> Option<Range<usize>> {
        let rest = text.get(start + known..)?;
        let rest = rest.trim_start_matches(['*', '_', '`']).strip_prefix(':')?;
        let rest = rest.trim_start_matches(['*', '_', '`', ' ', '\t']);
        let end = rest.bytes().take(LONGEST).position(|byte| byte.is_ascii_whitespace())?;
        let value = [" / ", " : ", " | "].iter().find_map(|sign| rest.get(end..)?.strip_prefix(sign))?;
        let value = value.trim_start_matches(['*', '_', '`', '"', '\'']);
        let run = run_of_value(value);
        let from = text.len() - value.len();
        looks_like_value(run, Claim::password(Tie::Far)).then(|| from..from + run.len())
    }

    fn is_exact(&self) -> bool {
        false
    }
}
