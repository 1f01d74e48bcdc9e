//! Credentials in the headers of a request. A header's name alone, or a placeholder behind it, is none.

use std::ops::Range;

use super::claim::{Claim, Tie};
use super::look::{Look, Seen};
use super::value::{looks_like_value, run_of_value};
use crate::model::head;

/// The schemes whose credentials are worth hiding.
const SCHEMES: &[&str] =
    &["bearer", "basic", "token", "apikey", "digest", "negotiate", "private-token", "oauth", "aws4-hmac-sha256"];
/// How much of a header with cookies is looked at, in bytes.
const REACH: usize = 4_096;
/// The fewest characters of credentials that stand behind the word `Bearer` alone.
const LEAST: usize = 16;

/// The header `Authorization`.
#[derive(Debug)]
pub(super) struct Authorization;

impl Look for Authorization {
    fn secret_at(&self, text: &str, start: usize, known: usize) -> Option<Range<usize>> {
        self.seen_at(text, start, known).secrets.into_iter().next()
    }

    fn seen_at(&self, text: &str, start: usize, known: usize) -> Seen {
        let mut secrets: Vec<Range<usize>> = credentials_at(text, start, known).into_iter().collect();
        secrets.extend(parameters_at(text, start + known));
        Seen { until: start, secrets }
    }

    fn is_exact(&self) -> bool {
        false
    }
}

/// The word `Bearer` without its header.
#[derive(Debug)]
pub(super) struct Bearer;

impl Look for Bearer {
    fn secret_at(&self, text: &str, start: usize, known: usize) -> Option<Range<usize>> {
        bearer_at(text, start, known)
    }

    fn is_exact(&self) -> bool {
        false
    }
}

/// The headers of cookies.
#[derive(Debug)]
pub(super) struct Cookie;

impl Look for Cookie {
    fn secret_at(&self, text: &str, start: usize, known: usize) -> Option<Range<usize>> {
        cookie_at(text, start, known)
    }

    fn is_exact(&self) -> bool {
        false
    }
}

/// The credentials of the header whose name stands at `start` and takes `name` bytes.
fn credentials_at(text: &str, start: usize, name: usize) -> Option<Range<usize>> {
    let rest = text.get(start + name..)?;
    let value = behind_colon(rest)?;
    // a list of words is no header, nor is an empty value
    if value.starts_with(')') {
        return None;
    }
    let scheme = value.split([' ', '\t', '+']).next()?;
    if !SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme)) {
        let is_word = is_listed(rest) && !run_of_value(value).contains(|c: char| c.is_ascii_digit());
        return if is_word { None } else { value_of(text, value).or_else(|| behind_scheme(text, value, scheme)) };
    }
    value_of(text, value.get(scheme.len()..)?.trim_start_matches([' ', '\t', '+']))
}

/// What stands behind a scheme of some service's own, `GenieKey …`, `SSWS …`: as a sentence may go on so, it must be mixed as
/// chance mixes.
fn behind_scheme(text: &str, value: &str, scheme: &str) -> Option<Range<usize>> {
    let is_scheme = (3..=32).contains(&scheme.len())
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let behind = value.get(scheme.len()..).filter(|_| is_scheme)?.trim_start_matches([' ', '\t', '+']);
    let run = run_of_value(behind);
    let from = text.len() - behind.len();
    looks_like_value(run, Claim::issued(Tie::Far)).then(|| from..from + run.len())
}

/// What proves in a list of names and values, `Digest username="tom", response="…"`, who asks.
const PROOFS: &[&str] = &["response", "signature", "oauth_signature", "oauth_token", "mac", "token", "key"];

/// The proofs in the header whose name ends at `from`.
fn parameters_at(text: &str, from: usize) -> Vec<Range<usize>> {
    let Some(value) = text.get(from..).and_then(behind_colon) else { return Vec::new() };
    let begin = text.len() - value.len();
    let line = head(value, REACH).split('\n').next().unwrap_or_default();
    // the next header is looked at by itself
    let line = line.get(..line.find("uthorization: ").unwrap_or(line.len())).unwrap_or_default();
    let mut at = 0;
    let mut found = Vec::new();
    for pair in line.split(',') {
        if let Some((name, value)) = pair.split_once('=') {
            let name = name.trim_matches([' ', '\t', '"', '\\']).rsplit(' ').next().unwrap_or_default();
            let inner = value.trim_start_matches(['\\', '"', '\'']);
            let run = run_of_value(inner);
            let is_proof = PROOFS.iter().any(|proof| proof.eq_ignore_ascii_case(name));
            if is_proof && looks_like_value(run, Claim::issued(Tie::Loose)) {
                let start = begin + at + (pair.len() - inner.len());
                found.push(start..start + run.len());
            }
        }
        at += pair.len() + 1;
    }
    found
}

/// What stands behind the word `Bearer`, without its header.
fn bearer_at(text: &str, start: usize, name: usize) -> Option<Range<usize>> {
    let range = value_of(text, text.get(start + name..)?)?;
    let credentials = text.get(range.clone())?;
    (credentials.len() >= LEAST && credentials.bytes().any(|byte| byte.is_ascii_digit())).then_some(range)
}

/// The values of the cookies in the header whose name stands at `start`, from the first secret one to the last.
fn cookie_at(text: &str, start: usize, name: usize) -> Option<Range<usize>> {
    let value = behind_colon(text.get(start + name..)?)?;
    let from = text.len() - value.len();
    let line = head(value, REACH);
    let line = line.get(..line.find(['\n', '"', '\'']).unwrap_or(line.len()))?;
    // the next header is looked at by itself
    let line = line.get(..line.find("ookie: ").unwrap_or(line.len()))?;
    cookies_in(line).map(|range| from + range.start..from + range.end)
}

/// The values in a list of names and values, from the first secret one to the last.
pub(super) fn cookies_in(line: &str) -> Option<Range<usize>> {
    let mut range: Option<Range<usize>> = None;
    let mut at = 0;
    for pair in line.split(';') {
        if let Some((name, value)) = pair.split_once('=') {
            let value = value.trim_end();
            let value = value.split([' ', '\t', '\\']).next().unwrap_or_default();
            if value.bytes().any(|byte| byte.is_ascii_digit()) && looks_like_value(value, Claim::issued(Tie::Loose)) {
                let begin = at + name.len() + 1;
                range = Some(range.map_or(begin, |range| range.start)..begin + value.len());
            }
        }
        at += pair.len() + 1;
    }
    range
}

/// True where a comma parts the name from what follows, as the arguments of a call are parted.
fn is_listed(rest: &str) -> bool {
    rest.trim_start_matches(['"', '\'', '\\']).starts_with(", ")
}

/// The value of a header, whose name ended just before.
fn behind_colon(rest: &str) -> Option<&str> {
    let rest = rest.trim_start_matches(['"', '\'', '\\']).trim_start_matches([' ', '\t']);
    let value = rest
        .strip_prefix([':', '='])
        .or_else(|| rest.strip_prefix("%3A"))
        .or_else(|| rest.strip_prefix("%3a"))
        .or_else(|| rest.strip_prefix(", "))?;
    Some(value.trim_start_matches([' ', '\t', '"', '\'', '\\']))
}

fn value_of(text: &str, value: &str) -> Option<Range<usize>> {
    let from = text.len() - value.len();
    let run = run_of_value(value);
    looks_like_value(run, Claim::issued(Tie::Loose)).then(|| from..from + run.len())
}
