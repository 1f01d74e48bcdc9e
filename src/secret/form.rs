//! How a program takes its password: all of a word, or a part of it. Says where the password stands in what was given.

use std::ops::Range;

use super::claim::{Claim, Tie};
use super::command_words::quoted;
use super::header::cookies_in;
use super::value::{is_free, looks_like_value};

/// How an option, or the place of a word, takes its password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// All of it, in the same word or the next.
    Whole,
    /// All of it, where it looks like a value: prose speaks of logins and passwords too. In quotes any word is one.
    Value,
    /// All of it, where it is mixed as chance mixes it.
    Mixed,
    /// All of it, in the next word only: joined, the letter begins a longer option.
    Apart,
    /// All of it, in the same word only.
    Attached,
    /// All of it, where it stands in quotes, as the text of a query does.
    Quoted,
    /// What stands behind this sign.
    Behind(char),
    /// What stands behind this word, which says that the password itself follows and not where it is.
    Called(&'static str),
    /// Names and values, `a=1; b=2`.
    Cookies,
    /// What stands behind the first `=`, where it is mixed as chance mixes it.
    Pair,
}

/// The fewest characters of a password; people's own are short.
const LEAST: usize = 4;

/// A range, so many bytes further on.
pub(super) fn shifted(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// The password in what an option was given, or what stands at its place.
pub(super) fn secret_in(value: &str, form: Form) -> Option<Range<usize>> {
    let whole = bare(value);
    let range = match form {
        Form::Cookies if value.get(whole.clone())?.contains(';') => {
            return cookies_in(value.get(whole.clone())?).map(|own| shifted(own, whole.start));
        }
        Form::Cookies | Form::Pair => behind_sign(value, whole, '=')?,
        // `C:\certs\client.pem` is a file
        Form::Behind(':') if is_on_drive(value) => return None,
        Form::Behind(sign) => behind_sign(value, whole, sign)?,
        Form::Called(word) if value.get(whole.clone())?.starts_with(word) => behind_sign(value, whole, ':')?,
        Form::Called(_) => return None,
        Form::Quoted if quoted(value).is_none() || value.get(whole.clone())?.contains(' ') => return None,
        Form::Whole | Form::Value | Form::Mixed | Form::Apart | Form::Attached | Form::Quoted => whole,
    };
    let secret = value.get(range.clone())?;
    let quote = value.get(..range.start).and_then(|before| before.chars().last()).filter(|c| matches!(c, '"' | '\''));
    let within = quoted(value).and_then(|_| value.trim_start_matches('\\').chars().next());
    let claim = |tie: Tie| Claim::password(tie).quoted_by(quote.or(within));
    let looks_so = match form {
        Form::Value => looks_like_value(secret, claim(Tie::Loose)),
        Form::Mixed | Form::Pair => looks_like_value(secret, claim(Tie::Far)),
        _ => secret.chars().count() >= LEAST,
    };
    (looks_so && !is_free(secret, claim(Tie::Given))).then_some(range)
}

fn is_on_drive(path: &str) -> bool {
    let behind = path.trim_start_matches(['"', '\'']).strip_prefix(|c: char| c.is_ascii_alphabetic());
    behind.is_some_and(|behind| [":\\", ":/"].iter().any(|sign| behind.starts_with(sign)))
}

/// What stands behind a sign, with quotes of its own or within those of the whole.
fn behind_sign(value: &str, whole: Range<usize>, sign: char) -> Option<Range<usize>> {
    let end = if quoted(value).is_some() { whole.end } else { value.len() };
    let from = whole.start + value.get(whole.start..end)?.find(sign)? + sign.len_utf8();
    Some(shifted(bare(value.get(from..end)?), from))
}

/// Where the value itself stands: within its quotes, or up to the first quote or escape.
fn bare(value: &str) -> Range<usize> {
    if let Some(own) = quoted(value) {
        return own.inner;
    }
    let inner = value.trim_start_matches(['"', '\'', '`', '\\']);
    let from = value.len() - inner.len();
    let ends = |(at, c): &(usize, char)| match c {
        '"' | '\'' | '`' => true,
        // `\n` ends a value that a log wrote out; `\$` is a letter of it
        '\\' => !inner.get(at + 1..).is_some_and(|rest| rest.starts_with(['$', '!', '&', '#', '*', '(', ')', ' '])),
        _ => false,
    };
    from..from + inner.char_indices().find(ends).map_or(inner.len(), |(at, _)| at)
}
