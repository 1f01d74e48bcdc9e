//! Words in base64, either alphabet: a secret is none the less one for being written so, as cluster secrets and logs do.
//!
//! Only what turns out to be text is looked at, and only word by word: of a secret that was wrapped in its midst, the parts
//! that are recognisable by themselves.

use std::ops::Range;

/// The shortest word that is looked at, in bytes; no known token is shorter in base64.
const LEAST: usize = 24;

/// Every word of the text that is text in base64, with that text.
pub(super) fn texts_in(text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    let bytes = text.as_bytes();
    let mut from = 0;
    std::iter::from_fn(move || {
        while from < bytes.len() {
            let rest = bytes.get(from..).unwrap_or_default();
            let skipped = rest.iter().position(|byte| digit(*byte).is_some()).unwrap_or(rest.len());
            let start = from + skipped;
            let word = bytes.get(start..).unwrap_or_default();
            let length = word.iter().position(|byte| digit(*byte).is_none()).unwrap_or(word.len());
            from = start + length;
            if length >= LEAST
                && let Some(decoded) = word.get(..length).and_then(decoded)
            {
                return Some((start..from, decoded));
            }
        }
        None
    })
}

/// The text that a word stands for; nothing where it stands for other bytes, which shows in its first few.
fn decoded(word: &[u8]) -> Option<String> {
    let mut bytes = Vec::new();
    for group in word.chunks(4) {
        let (mut number, mut bits) = (0_u32, 0);
        for byte in group {
            number = number << 6 | u32::from(digit(*byte)?);
            bits += 6;
        }
        while bits >= 8 {
            bits -= 8;
            let [.., byte] = (number >> bits).to_be_bytes();
            if !matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t') {
                return None;
            }
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// The value of a digit of base64.
fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_text_are_read_and_others_are_passed_over() {
        let texts = |text: &str| texts_in(text).map(|(range, text)| (range.start, text)).collect::<Vec<_>>();
        let word = "cGFzc3dvcmQ6IHRoZSB2YXVsdCBoYXMgaXQ";
        assert_eq!(texts(&format!("a {word}== b")), [(2, "password: the vault has it".to_owned())]);
        assert_eq!(texts("/usr/share/doc/a/very/long/path/to/somewhere"), []);
        assert_eq!(texts("short cGFzc3dvcmQ"), []);
    }
}
