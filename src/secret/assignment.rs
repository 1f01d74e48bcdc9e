//! Assignments to names that speak of secrets: `password=…`, `"api_key": "…"`, `--token …`.
//!
//! Prose about passwords is none: what counts is decided by how the value looks ([`super::value`]).

use std::ops::Range;

use super::value::{Tie, looks_like_value, run_of_value};

const PASSWORD: &str = "password";
const SECRET: &str = "secret";
const TOKEN: &str = "token";
const KEY: &str = "access key";
const AWS: &str = "AWS secret key";

/// The names, in lower case, and the kind of what is assigned to them.
pub(super) const NAMES: &[(&str, &str)] = &[
    ("password", PASSWORD),
    ("passwd", PASSWORD),
    ("passphrase", PASSWORD),
    ("pwd", PASSWORD),
    ("secret_access_key", AWS),
    ("secretaccesskey", AWS),
    ("aws_secret_key", AWS),
    ("secret_key", SECRET),
    ("secret-key", SECRET),
    ("secretkey", SECRET),
    ("secret", SECRET),
    ("token", TOKEN),
    ("api_key", KEY),
    ("api-key", KEY),
    ("apikey", KEY),
    ("access_key", KEY),
    ("access-key", KEY),
    ("accesskey", KEY),
    ("private_key", KEY),
    ("private-key", KEY),
    ("encryption_key", KEY),
];

/// The value assigned to the name that stands at `start` and takes `name` bytes.
pub(super) fn value_at(text: &str, start: usize, name: usize) -> Option<Range<usize>> {
    if !is_begin_of_word(text, start) {
        return None;
    }
    let rest = text.get(start + name..)?;
    let (tie, rest) = tie(text, start, rest)?;
    let (rest, quote) = opening_quote(rest);
    let run = run_of_value(rest);
    // Quoted words with a space between them are a sentence.
    if let Some(quote) = quote {
        let after = rest.get(run.len()..)?;
        if after.starts_with([' ', '\t']) && after.split('\n').next().is_some_and(|line| line.contains(quote)) {
            return None;
        }
    }
    let from = text.len() - rest.len();
    looks_like_value(run, tie).then(|| from..from + run.len())
}

/// The kind of secret that is kept under a key of this name, where the value says nothing about itself.
pub(super) fn kind_of_key(key: &str) -> Option<&'static str> {
    let key = key.to_ascii_lowercase();
    NAMES.iter().find(|(name, _)| key.ends_with(name)).map(|(_, kind)| *kind)
}

/// A name may be the last part of a longer one: `DB_PASSWORD`, `gitlab-token`, `adminPassword`.
fn is_begin_of_word(text: &str, start: usize) -> bool {
    let Some(before) = text.get(..start).and_then(|before| before.chars().next_back()) else { return true };
    let begins_with_capital = text.as_bytes().get(start).is_some_and(u8::is_ascii_uppercase);
    !before.is_alphanumeric() || (before.is_lowercase() && begins_with_capital) || before.is_ascii_digit()
}

/// What ties the value to the name, and the text behind it.
fn tie<'t>(text: &str, start: usize, rest: &'t str) -> Option<(Tie, &'t str)> {
    let closed = rest.trim_start_matches(['"', '\'', '`', '\\']);
    let closed = if closed.len() < rest.len() { closed.trim_start_matches(']') } else { rest };
    let bare = closed.trim_start_matches([' ', '\t']);
    if let Some(after) = bare.strip_prefix("=>").or_else(|| bare.strip_prefix(":=")) {
        return Some((Tie::Loose, after.trim_start_matches([' ', '\t'])));
    }
    if let Some(after) = bare.strip_prefix('=') {
        let after = after.strip_prefix('=').unwrap_or(after);
        let value = after.trim_start_matches([' ', '\t']);
        let is_tight = value.len() == after.len() && bare.len() == rest.len();
        return Some((if is_tight { Tie::Tight } else { Tie::Loose }, value));
    }
    if let Some(after) = bare.strip_prefix(':') {
        return Some((Tie::Loose, after.trim_start_matches([' ', '\t'])));
    }
    let is_flag = is_flag(text, start) && closed.len() == rest.len() && bare.len() < rest.len();
    is_flag.then_some((Tie::Loose, bare))
}

/// True when the name is the end of an option: `--password`, `--db-password`.
fn is_flag(text: &str, start: usize) -> bool {
    // An option's name is short; looking no further keeps the search linear.
    let from = start.saturating_sub(40);
    let before = (0..4).find_map(|more| text.get(from + more..start)).unwrap_or_default();
    let word = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    before.get(word.len()..).is_some_and(|option| option.starts_with("--"))
}

/// The text behind an opening quote, and that quote.
fn opening_quote(text: &str) -> (&str, Option<char>) {
    let bare = text.strip_prefix('\\').unwrap_or(text);
    match bare.chars().next() {
        Some(quote @ ('"' | '\'' | '`')) => (bare.get(1..).unwrap_or_default(), Some(quote)),
        _ => (text, None),
    }
}
