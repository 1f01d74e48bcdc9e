//! Private keys without the lines around them: the bare body, known by how its first bytes are built. A certificate, a
//! request for one and a public key are built in other ways.

use std::ops::Range;

use super::encoded::digit;
use super::look::Look;

/// What the body of a key begins with in base64: the sign of a sequence and its length, or the name of its format.
pub(super) const BEGINS: &[&str] = &["MI", "MC", "MD", "ME", "MF", "MG", "MH", OPENSSH];
/// `openssh-key-v1` in base64.
const OPENSSH: &str = "b3BlbnNzaC1rZXktdjE";
/// The fewest characters of a body; a shorter one is no key.
const LEAST: usize = 40;
/// The fewest characters of a line of it but the last.
const LEAST_OF_LINE: usize = 20;
/// How many characters an OpenSSH key has at most; it does not begin with its length.
const LONGEST: usize = 8_192;
/// How many of the first characters say what it is.
const HEAD: usize = 32;

/// The body of a private key.
#[derive(Debug)]
pub(super) struct KeyBody;

impl Look for KeyBody {
    fn secret_at(&self, text: &str, start: usize, _known: usize) -> Option<Range<usize>> {
        body_at(text, start).map(|(range, _)| range)
    }

    fn is_begun(&self, text: &str, start: usize, _known: usize) -> bool {
        text.get(start..).is_some_and(|rest| is_body(rest) && length_of(rest).is_some())
    }
}

/// The body that begins at `start`, and how many characters of it have not come.
fn body_at(text: &str, start: usize) -> Option<(Range<usize>, usize)> {
    let rest = text.get(start..)?;
    let mut missing = length_of(rest)?;
    let whole = missing;
    let mut at = 0;
    loop {
        let line = rest.get(at..)?;
        let run = line.bytes().take(missing).take_while(|byte| is_of_body(*byte)).count();
        if at > 0 && run < LEAST_OF_LINE.min(missing) {
            break;
        }
        at += run;
        missing -= run;
        let Some(next) = rest.get(at..).and_then(next_line).filter(|_| missing > 0) else { break };
        // only the end of what has come can be the end of the line
        let (behind, is_last) = next;
        if is_last {
            break;
        }
        let more = behind.bytes().take(missing).take_while(|byte| is_of_body(*byte)).count();
        if more < LEAST_OF_LINE.min(missing) {
            break;
        }
        at = rest.len() - behind.len();
    }
    (whole - missing >= LEAST).then_some((start..start + at, missing))
}

/// What stands behind the end of a line, as it is or written out, and behind the marks with which the next one may begin;
/// and whether nothing does.
fn next_line(text: &str) -> Option<(&str, bool)> {
    let ended = text.trim_start_matches(['"', '\'', ',', ' ', '\r']);
    let ended = ended.strip_prefix("\\r").unwrap_or(ended);
    let behind = ended.strip_prefix("\\n").or_else(|| ended.strip_prefix('\n'))?;
    let behind = behind.trim_start_matches([' ', '\t', '#', '>', '|', '"', '\'', ',', '\n', '\r']);
    Some((behind, behind.is_empty()))
}

fn is_of_body(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)
}

/// True for a line that may be one of the body of a key.
fn is_body(line: &str) -> bool {
    !line.is_empty() && line.bytes().all(is_of_body)
}

/// How many characters the body has that begins here; nothing where it is not that of a private key.
fn length_of(text: &str) -> Option<usize> {
    if text.starts_with(OPENSSH) {
        return Some(LONGEST);
    }
    let mut bytes = Vec::with_capacity(HEAD);
    for group in text.as_bytes().get(..text.len().min(HEAD))?.chunks(4) {
        let (mut number, mut digits) = (0_u32, 0);
        for value in group.iter().map_while(|byte| digit(*byte)) {
            number = number << 6 | u32::from(value);
            digits += 1;
        }
        if digits < 4 {
            break;
        }
        let [_, one, two, three] = number.to_be_bytes();
        bytes.extend([one, two, three]);
    }
    let (length, inner) = sequence(&bytes)?;
    is_private(inner).then(|| length.div_ceil(3) * 4)
}

/// The length of the sequence that begins here, its head included, and what stands in it.
fn sequence(bytes: &[u8]) -> Option<(usize, &[u8])> {
    match bytes {
        [0x30, 0x82, high, low, inner @ ..] => Some((usize::from(u16::from_be_bytes([*high, *low])) + 4, inner)),
        [0x30, 0x81, length @ 0x80..=0xff, inner @ ..] => Some((usize::from(*length) + 3, inner)),
        [0x30, length @ ..=0x7f, inner @ ..] => Some((usize::from(*length) + 2, inner)),
        _ => None,
    }
}

/// True for the beginning of a private key: its version and what must follow, or how it is encrypted.
fn is_private(inner: &[u8]) -> bool {
    // how a key is encrypted with a password
    const ENCRYPTED: [u8; 10] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05];
    const PACKED: [u8; 10] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];
    let is_of = |inner: &[u8], name: &[u8]| sequence(inner).is_some_and(|(_, inside)| inside.starts_with(name));
    match inner {
        // numbers, of which the first is the modulus
        [0x02, 0x01, 0x00, 0x02, length, ..] => *length >= 0x20,
        // the name of the kind of key, and in newer ones a public key at the end
        [0x02, 0x01, 0x00 | 0x01, rest @ ..] if rest.starts_with(&[0x30]) => is_of(rest, &[0x06]),
        // the number of a point on a curve
        [0x02, 0x01, 0x01, 0x04, 0x14..=0x42, ..] => true,
        // a file with a key and its certificates
        [0x02, 0x01, 0x03, rest @ ..] => is_of(rest, &PACKED),
        [0x30, ..] => is_of(inner, &ENCRYPTED),
        _ => false,
    }
}

/// How many characters of a body have not come that reaches to the end of the text.
pub(super) fn missing_in(text: &str) -> Option<usize> {
    let end = text.trim_end_matches(['"', '\'', ',', ' ', '\r']).len();
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find(['M', 'b']) {
        from += at + 1;
        if let Some((range, missing)) = body_at(text, from - 1) {
            if range.end == end {
                return Some(missing).filter(|missing| *missing > 0);
            }
            from = range.end;
        }
    }
    None
}

/// How many characters have not come behind a line that belongs to a body, of which so many were missing before it.
pub(super) fn missing_behind(line: &str, missing: usize) -> Option<usize> {
    let line = line.trim_matches([' ', '\t', '"', '\'', ',', '#', '>', '|']);
    let is_one = is_body(line) && line.len() >= LEAST_OF_LINE.min(missing) && line.len() <= missing + 2;
    is_one.then(|| missing.saturating_sub(line.len()))
}

/// True for what may yet become a line of a body.
pub(super) fn may_be_line(text: &str) -> bool {
    is_body(text.trim_start())
}
