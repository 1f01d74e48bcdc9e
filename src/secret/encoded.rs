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

/// The text that a word stands for; nothing where it stands for bytes that no text has.
fn decoded(word: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(word.len());
    for group in word.chunks(4) {
        let (mut number, mut bits) = (0_u32, 0);
        for byte in group {
            number = number << 6 | u32::from(digit(*byte)?);
            bits += 6;
        }
        while bits >= 8 {
            bits -= 8;
            let [.., byte] = (number >> bits).to_be_bytes();
            bytes.push(byte);
        }
    }
    let text = text_of(bytes);
    let is_text = |c: char| !c.is_ascii_control() || matches!(c, '\n' | '\r' | '\t');
    text.chars().all(is_text).then_some(text)
}

/// Letters of any alphabet in any encoding; of two bytes each where about every second one is zero, else zeros part words.
fn text_of(mut bytes: Vec<u8>) -> String {
    let zeros = |first: usize| bytes.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if (even + odd) * 3 < bytes.len() {
        bytes.retain(|byte| *byte != 0);
        return String::from_utf8_lossy(&bytes).into_owned();
    }
    let unit = if odd >= even { u16::from_le_bytes } else { u16::from_be_bytes };
    let units: Vec<u16> = bytes.as_chunks().0.iter().map(|pair| unit(*pair)).collect();
    String::from_utf16_lossy(&units)
}

/// The value of a digit of base64.
pub(super) fn digit(byte: u8) -> Option<u8> {
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
        assert_eq!(texts("AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"), []);
        assert_eq!(texts("short cGFzc3dvcmQ"), []);
        for (word, text) in [
            ("ZsO8ciBBY21lOiBpbSBUcmVzb3I", "für Acme: im Tresor"),
            ("ZvxyIEFjbWU6IGltIFRyZXNvcg", "f\u{fffd}r Acme: im Tresor"),
            ("cABhAHMAcwA6ACAAdgBhAHUAbAB0AA", "pass: vault"),
            ("ZGFzIFBhc3N3b3J0IGbDvHLD", "das Passwort für\u{fffd}"),
        ] {
            assert_eq!(texts(word), [(0, text.to_owned())]);
        }
    }
}
