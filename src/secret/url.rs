//! Passwords in addresses, `scheme://user:password@host`. A user alone (`git@host`) is none.

use std::ops::Range;

use super::claim::{Claim, Tie};
use super::look::Look;
use super::stand_in::is_plain_word;
use super::value::is_free;
use crate::model::head;

/// How much of an address is looked at behind its first sign, and of one within another, in bytes.
const REACH: usize = 512;

/// An address, known by its `://`.
#[derive(Debug)]
pub(super) struct Address;

impl Look for Address {
    fn secret_at(&self, text: &str, start: usize, _known: usize) -> Option<Range<usize>> {
        password_at(text, start)
    }

    /// A name and a colon, and no host yet.
    fn is_begun(&self, text: &str, start: usize, known: usize) -> bool {
        let Some((name, begun)) = text.get(start + known..).and_then(|rest| rest.split_once(':')) else { return false };
        let is_port =
            begun.starts_with('/') || (begun.contains('/') && begun.starts_with(|c: char| c.is_ascii_digit()));
        !name.contains(['/', '@']) && !begun.contains('@') && !is_port
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
    let user = rest.get(..end)?.rsplit_once('@').map(|(user, _)| user).or_else(|| user_with_signs(rest, end))?;
    let (name, password) = user.split_once(':')?;
    if password.is_empty() || is_free(password, Claim::password(Tie::Address)) {
        return None;
    }
    let from = from + name.len() + 1;
    Some(from..from + password.len())
}

/// The user and the password where that holds a sign that ends the host of others, `app:Xk3/lm92@db`; the first such sign
/// stands at `end`. A host and its port are none.
fn user_with_signs(rest: &str, end: usize) -> Option<&str> {
    let (name, begun) = rest.get(..end)?.split_once(':')?;
    let behind = rest.get(end..)?;
    let is_port = !name.is_empty() && !begun.is_empty() && begun.bytes().all(|byte| byte.is_ascii_digit());
    let is_host = name.contains('.') && is_plain_word(begun);
    if is_port || is_host || !behind.starts_with(['/', '?', '#']) || behind.starts_with("//") {
        return None;
    }
    let whole = head(behind, REACH);
    let whole =
        whole.get(..whole.find(|c: char| c.is_whitespace() || "\"'`\\<>|".contains(c)).unwrap_or(whole.len()))?;
    let (password, host) = whole.rsplit_once('@')?;
    let begins_host = host.starts_with(|c: char| c.is_ascii_alphanumeric() || "[$<{".contains(c));
    // another address is not looked into
    (begins_host && !password.contains("://")).then(|| rest.get(..end + password.len())).flatten()
}

/// `://` as an address within an address writes it, in small letters.
pub(super) const ENCODED: &str = "%3a%2f%2f";

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
    let is_none = password.is_empty() || is_free(password, Claim::password(Tie::Address));
    (!is_none).then(|| from + name..from + user)
}
