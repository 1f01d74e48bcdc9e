//! Times in the one form in which they are written: `2026-12-01T14:00:00+01:00`, or `Z` at the end.

use super::NotSimple;

/// The length of a date with its time, before the offset.
const CLOCK: usize = 19;

/// The time with which the text begins, as the parser would print it again.
pub(super) fn time_at(text: &str) -> Result<&str, NotSimple> {
    let bytes = text.as_bytes();
    let end = match bytes.get(CLOCK) {
        Some(b'Z') => CLOCK + 1,
        Some(b'+' | b'-') => CLOCK + 6,
        _ => return Err(NotSimple),
    };
    let time = text.get(..end).filter(|time| is_time(time.as_bytes()));
    time.ok_or(NotSimple)
}

fn is_time(time: &[u8]) -> bool {
    let two = |at: usize| number(time.get(at..at + 2)?);
    let signs = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if !signs.iter().all(|(at, sign)| time.get(*at) == Some(sign)) {
        return false;
    }
    let year = time.get(..4).and_then(number);
    let (Some(year), Some(month), Some(day)) = (year, two(5), two(8)) else { return false };
    let is_date = (1..=12).contains(&month) && (1..=days(year, month)).contains(&day);
    let below = |at: usize, end: u32| two(at).is_some_and(|number| number < end);
    is_date && below(11, 24) && below(14, 60) && below(17, 60) && is_offset(time.get(CLOCK..).unwrap_or_default())
}

fn is_offset(offset: &[u8]) -> bool {
    let [sign, hours @ .., b':', tens, ones] = offset else { return offset == b"Z" };
    let is_below = |digits: &[u8], end: u32| digits.len() == 2 && number(digits).is_some_and(|number| number < end);
    // the parser prints "-00:00" in another way
    let is_signed = *sign == b'+' || (*sign == b'-' && offset != b"-00:00");
    is_signed && is_below(hours, 24) && is_below(&[*tens, *ones], 60)
}

fn days(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, digit| Some(sum * 10 + char::from(*digit).to_digit(10)?))
}
