//! Passwords in addresses, `scheme://user:password@host`. A user alone (`git@host`) is none.

use std::ops::Range;

use super::look::Look;
use super::stand_in::is_placeholder;
use super::value::stands_for_a_password;
use crate::model::head;

/// An address, known by its `://`.
#[derive(Debug)]
pub(super) struct Address;

impl Look for Address {
    fn secret_at(&self, text: &str, start: usize, _known: usize) -> Option<Range<usize>> {
        password_at(text, start)
    }

    /// A name and a colon, and no host yet.
    fn is_begun(&self, text: &str, start: usize, known: usize) -> bool {
        text.get(start + known..).is_some_and(|rest| rest.contains(':') && !rest.contains(['/', '@']))
    }
}

/// The password of the address whose `://` stands at `start`.
fn password_at(text: &str, start: usize) -> Option<Range<usize>> {
    let scheme = start.checked_sub(1).and_then(|at| text.as_bytes().get(at));
    if !scheme.is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    let from = start + "://".len();
    let rest = text.get(from..)?;
    let end = rest.find(|c: char| c.is_whitespace() || "/?#\"'`\\".contains(c)).unwrap_or(rest.len());
    let (user, _) = rest.get(..end)?.rsplit_once('@')?;
    let (name, password) = user.split_once(':')?;
    let is_stand_in = stands_for_a_password(password.trim_matches(['[', ']', '<', '>', '(', ')']));
    if password.is_empty() || is_placeholder(password) || is_stand_in {
        return None;
    }
    let from = from + name.len() + 1;
    Some(from..from + password.len())
}

/// `://` as an address within an address writes it, in small letters.
pub(super) const ENCODED: &str = "%3a%2f%2f";
/// How much of an address within an address is looked at, in bytes.
const REACH: usize = 512;

/// An address within an address, known by its `://`.
#[derive(Debug)]
pub(super) struct EncodedAddress;

impl Look for EncodedAddress {
    fn secret_at(&self, text: &str, start: usize, known: usize) -> Option<Range<usize>> {
        encoded_password_at(text, start + known)
    }

    /// A name and a colon, and no host yet.
    fn is_begun(&self, text: &str, start: usize, known: usize) -> bool {
        let rest = text.get(start + known..).map(str::to_ascii_lowercase).unwrap_or_default();
        rest.contains("%3a") && !rest.contains("%2f") && !rest.contains("%40")
    }
}

/// The password of the address within an address, `https%3A%2F%2Ftom%3Ahunter2%40host`, whose user begins at `from`.
fn encoded_password_at(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = head(text.get(from..)?, REACH);
    let ends = |c: char| c.is_whitespace() || "/?#&\"'`\\".contains(c);
    let whole = rest.get(..rest.find(ends).unwrap_or(rest.len()))?.to_ascii_lowercase();
    let host = whole.find("%2f").unwrap_or(whole.len());
    let user = whole.get(..host)?.rfind("%40")?;
    let name = whole.get(..user)?.find("%3a")? + "%3a".len();
    let password = rest.get(name..user)?;
    let is_free = password.is_empty() || is_placeholder(password) || stands_for_a_password(password);
    (!is_free).then(|| from + name..from + user)
}
