//! The words of the calendar: months, weekdays, days that exist, offsets from UTC.
//!
//! Each is read alone; how they fit together into a date is not decided here.

use chrono::{FixedOffset, NaiveDate, Weekday};

use super::{Fault, Result};

/// The zone data ends with 2099; before 1970 nobody scheduled a call.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2099;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// `+01:00`, `+0100`, `+1`; west of Greenwich is minus.
pub(super) fn offset_of(text: &str) -> Result<FixedOffset> {
    let wrong = || Fault::usage(format!("“{text}” is not an offset from UTC: write it as +01:00 or -08:00"));
    let (sign, digits) = text.split_at_checked(1).ok_or_else(wrong)?;
    let (hours, minutes) = match (digits.split_once(':'), digits.len()) {
        (Some((hours, minutes)), _) if minutes.len() == 2 => (hours, minutes),
        (None, 1 | 2) => (digits, "0"),
        (None, 4) => digits.split_at_checked(2).ok_or_else(wrong)?,
        _ => return Err(wrong()),
    };
    let number = |part| short_number(part, 2).and_then(|number| i32::try_from(number).ok()).ok_or_else(wrong);
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let seconds = (hours * 60 + minutes) * 60;
    // clocks on Earth run from twelve hours behind to fourteen ahead
    let (seconds, limit) = if sign == "-" { (-seconds, 12) } else { (seconds, 14) };
    if minutes > 59 || seconds.abs() > limit * 3_600 {
        return Err(wrong());
    }
    FixedOffset::east_opt(seconds).ok_or_else(wrong)
}

/// A number without a sign of at most so many digits.
pub(super) fn short_number(text: &str, longest: usize) -> Option<u32> {
    let plain = !text.is_empty() && text.len() <= longest && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// The day, when the calendar has it and the zone data reaches that far.
pub(super) fn calendar_day(year: u32, month: u32, day: u32) -> Result<NaiveDate> {
    let year = i32::try_from(year).unwrap_or(i32::MAX);
    if !YEARS.contains(&year) {
        return Err(Fault::usage(format!("the year {year} is not between {} and {}", YEARS.start(), YEARS.end())));
    }
    NaiveDate::from_ymd_opt(year, month, day)
        .ok_or_else(|| Fault::usage(format!("there is no day {year}-{month:02}-{day:02} in the calendar")))
}

/// The month from 1 to 12, by its English name or the name's beginning.
pub(super) fn month_of(word: &str) -> Option<u32> {
    let word = word.to_ascii_lowercase();
    let found = MONTHS
        .iter()
        .position(|name| *name == word || name.get(..3) == Some(&word) || word == "sept" && *name == "september")?;
    u32::try_from(found + 1).ok()
}

/// The weekday, by its English name or the name's beginning.
pub(super) fn weekday_of(word: &str) -> Option<Weekday> {
    let stem = if matches!(word, "tues" | "thur" | "thurs") { word.get(..3)? } else { word };
    stem.parse().ok()
}

/// The weekday in full.
pub(super) fn full_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}
