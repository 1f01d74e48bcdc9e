//! Passwords in addresses, `scheme://user:password@host`. A user alone (`git@host`) is none.

use std::ops::Range;

use super::stand_in::is_placeholder;
use super::value::stands_for_a_password;

/// The password of the address whose `://` stands at `start`.
pub(super) fn password_at(text: &str, start: usize) -> Option<Range<usize>> {
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
