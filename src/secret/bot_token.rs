//! Tokens of Discord's bots, which have no sign of their own: the number of the bot in base64, a time and a signature.

use std::ops::Range;

use super::encoded::digit;
use super::look::Look;
use super::tokens::Alphabet;

/// What such a number begins with in base64: two of its digits.
pub(super) const BEGINS: &[&str] = &["MT", "Mj", "Mz", "ND", "NT", "Nj", "Nz", "OD", "OT"];
/// How many characters the number has.
const NUMBER: std::ops::RangeInclusive<usize> = 23..=28;
/// How many characters the time has.
const TIME: std::ops::RangeInclusive<usize> = 5..=7;
/// The fewest characters of the signature, and how many of them are looked at.
const SIGNATURE: (usize, usize) = (26, 64);

/// The token of a bot.
#[derive(Debug)]
pub(super) struct BotToken;

impl Look for BotToken {
    fn secret_at(&self, text: &str, start: usize, _known: usize) -> Option<Range<usize>> {
        let rest = text.get(start..)?;
        let bytes = rest.as_bytes();
        let part = |from: usize, most: usize| {
            bytes.iter().skip(from).take(most).take_while(|byte| Alphabet::Word.has(**byte)).count()
        };
        let number = part(0, *NUMBER.end() + 1);
        let time = part(number + 1, *TIME.end() + 1);
        let signed = number + time + 2;
        let signature = part(signed, SIGNATURE.1);
        let are_parted = bytes.get(number) == Some(&b'.') && bytes.get(signed - 1) == Some(&b'.');
        let fits = NUMBER.contains(&number) && TIME.contains(&time) && signature >= SIGNATURE.0;
        (are_parted && fits && is_in_figures(rest, number)).then_some(start..start + signed + signature)
    }

    fn is_token(&self) -> bool {
        true
    }

    fn is_begun(&self, text: &str, start: usize, _known: usize) -> bool {
        let Some(rest) = text.get(start..) else { return false };
        let number = rest.find('.').unwrap_or(rest.len());
        let is_of_token = rest.bytes().all(|byte| Alphabet::Dotted.has(byte));
        is_of_token && (12..=*NUMBER.end()).contains(&number) && is_in_figures(rest, number)
    }
}

/// True where so many characters are figures in base64.
fn is_in_figures(text: &str, length: usize) -> bool {
    let mut bits = (0_u32, 0);
    let mut is_figure = |byte: u8| {
        let Some(value) = digit(byte) else { return false };
        bits = ((bits.0 << 6 | u32::from(value)) & 0xffff, bits.1 + 6);
        if bits.1 < 8 {
            return true;
        }
        bits.1 -= 8;
        let [.., figure] = (bits.0 >> bits.1).to_be_bytes();
        figure.is_ascii_digit()
    };
    text.bytes().take(length).all(&mut is_figure)
}
