//! Numbers that open something, `Support PIN: 482915`, `2FA code: 123456`. A pin of a board, and a code that is none of these,
//! have no such number.

use std::ops::Range;

use super::look::Look;
use super::ties::{opening_quote, tie};
use super::tokens::follows_word;

/// How such a number is called, in small letters.
pub(super) const NAMES: &[&str] = &[
    "pin",
    "puk",
    "otp",
    "totp",
    "2fa code",
    "mfa code",
    "otp code",
    "one-time code",
    "one-time password",
    "verification code",
    "authentication code",
    "authenticator code",
    "login code",
    "security code",
    "einmalcode",
    "einmalpasswort",
];
/// What may stand between the name and the sign behind it.
const MORE: &[&str] = &[" code", "-code", "_code", "code", " number", " nr.", " no."];
/// How many digits it has.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=12;

/// A number that opens something.
#[derive(Debug)]
pub(super) struct Pin;

impl Look for Pin {
    fn secret_at(&self, text: &str, start: usize, known: usize) -> Option<Range<usize>> {
        let rest = text.get(start + known..).filter(|_| !follows_word(text.as_bytes(), start))?;
        let is_more = |more: &&str| rest.get(..more.len()).is_some_and(|head| head.eq_ignore_ascii_case(more));
        let more = MORE.iter().find(|more| is_more(more)).map_or(0, |more| more.len());
        let (_, value) = tie(text, start, rest.get(more..)?)?;
        let (value, _) = opening_quote(value);
        let value = value.trim_start_matches(['*', '_']);
        let length = value.len() - value.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let from = text.len() - value.len();
        is_number(value, length).then_some(from..from + length)
    }

    fn is_exact(&self) -> bool {
        false
    }
}

/// True for so many digits that stand alone and are no year, no part of a version, a date or a length of time.
fn is_number(value: &str, length: usize) -> bool {
    let Some((digits, behind)) = value.split_at_checked(length) else { return false };
    let mut signs = behind.chars();
    let (first, second) = (signs.next(), signs.next());
    let goes_on = first.is_some_and(|c| c.is_alphanumeric() || c == '_')
        || (behind.starts_with(['.', '-', ':', '/', ',']) && second.is_some_and(char::is_alphanumeric))
        || [" ms", " s ", " sec", " min"].iter().any(|unit| behind.starts_with(unit));
    let is_year = length == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    let is_one_digit = digits.bytes().all(|digit| digits.as_bytes().first() == Some(&digit));
    LENGTHS.contains(&length) && !goes_on && !is_year && !is_one_digit
}
