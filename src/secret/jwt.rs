//! JSON Web Tokens: signed ones of three parts, encrypted ones of five. Refuses the one that explains them everywhere.

use std::ops::Range;

use super::look::{Look, Seen};
use super::tokens::{Alphabet, run_of};

/// A signed token, known by the beginning of its first part.
#[derive(Debug)]
pub(super) struct Jwt;

impl Look for Jwt {
    fn secret_at(&self, text: &str, start: usize, known: usize) -> Option<Range<usize>> {
        self.seen_at(text, start, known).secrets.into_iter().next()
    }

    fn seen_at(&self, text: &str, start: usize, _known: usize) -> Seen {
        jwt_at(text.as_bytes(), start)
    }

    fn is_token(&self) -> bool {
        true
    }

    fn is_begun(&self, text: &str, start: usize, _known: usize) -> bool {
        text.get(start..).is_some_and(|rest| rest.bytes().all(|byte| Alphabet::Dotted.has(byte)))
    }
}

/// The three-part signed token that begins at `start` with `eyJ`, the beginning of a JSON object in base64; of an
/// encrypted one, which has five parts, all of them. Where its first part is that of none, no later beginning in it is.
fn jwt_at(bytes: &[u8], start: usize) -> Seen {
    // what begins later in the same token is a part of it
    if start.checked_sub(1).and_then(|at| bytes.get(at)) == Some(&b'.') {
        return Seen { secrets: Vec::new(), until: start };
    }
    let end_of_part = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        from + run_of(Alphabet::Word, rest, rest.len())
    };
    let head = end_of_part(start);
    let next_part = |end: usize| (bytes.get(end) == Some(&b'.')).then(|| end + 1..end_of_part(end + 1));
    let whole = || {
        let body = next_part(head).filter(|_| head - start >= 10)?;
        let rest = bytes.get(body.start..)?;
        let sign = next_part(body.end)?;
        if rest.starts_with(SAMPLE_OF_JWT.as_bytes()) || sign.len() < 8 {
            return None;
        }
        if rest.starts_with(b"eyJ") {
            return (body.len() >= 8).then_some(sign.end);
        }
        // a key that needs none of its own leaves the second part empty
        let text = next_part(sign.end).filter(|part| !part.is_empty())?;
        let tag = next_part(text.end).filter(|part| !part.is_empty())?;
        next_part(tag.end).is_none_or(|more| more.is_empty()).then_some(tag.end)
    };
    let end = whole();
    let secret = end.map(|end| start..end);
    Seen { until: end.unwrap_or(head), secrets: secret.into_iter().collect() }
}

/// How the body of the token begins that explains JWT everywhere.
const SAMPLE_OF_JWT: &str = "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4g";
