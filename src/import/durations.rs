//! How long something takes, in the words in which people write it.
//!
//! `90 min` and `~5m` have one meaning; `1:30`, `60-90 minutes` and `10` have several, and none is chosen.

use crate::model::Length;

use super::languages::{any_has, behind, meaning};
use super::vocabulary::{folded, is_blank, unaccented};

/// What a cell of durations says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Duration {
    /// Nothing.
    Blank,
    /// A duration as a record writes it.
    Exact(Length),
    /// A duration in other words.
    Mended(Length),
    /// Something that is not one duration, and why.
    Unclear(&'static str),
}

const DAY: u64 = 86_400;
const HOUR: u64 = 3_600;
const MINUTE: u64 = 60;

/// Reads a duration; `unit` is what the column's head says a bare number is counted in (`Duration (min)`).
pub(super) fn duration(text: &str, unit: Option<u64>) -> Duration {
    let text = super::inline::plain_blanks(super::inline::unwrapped(text));
    if is_blank(&text) {
        return Duration::Blank;
    }
    if let Ok(length) = text.parse::<Length>()
        && !text.contains(' ')
    {
        return Duration::Exact(length);
    }
    let lower = unaccented(&text.to_lowercase());
    if text
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| word.ends_with('M') && word.len() > 1 && word.bytes().rev().skip(1).all(|b| b.is_ascii_digit()))
    {
        return Duration::Unclear("`M` may mean minutes or months");
    }
    let mut rest = lower.trim();
    // "about" changes nothing else
    while let Some(less) = rest.strip_prefix(['~', '≈', '±']).or_else(|| behind(|language| language.about, rest)) {
        rest = less.trim_start_matches(['.', ' ']);
    }
    match seconds(rest.trim_end_matches('.').trim(), unit) {
        Ok(seconds) if seconds <= 3_660 * DAY => Duration::Mended(Length::from_seconds(seconds)),
        Ok(_) => Duration::Unclear("it is longer than ten years"),
        Err(why) => Duration::Unclear(why),
    }
}

/// The unit that a column's head names: `Duration (min)`.
pub(super) fn unit_in(head: &str) -> Option<u64> {
    let (_, inner) = head.split_once(['(', '[', ','])?;
    let inner = inner.trim_end_matches([')', ']']).trim();
    // "in hours", "en minutes"
    size(inner).or_else(|| size(inner.split_once(' ')?.1))
}

fn seconds(text: &str, unit: Option<u64>) -> Result<u64, &'static str> {
    const RANGE: &str = "it is a range, or two durations";
    if text.starts_with(['<', '>', '≤', '≥', '+', '-'])
        || text.ends_with('+')
        || behind(|language| language.bounds, text).is_some()
    {
        return Err("it is a bound, not a duration");
    }
    if let Some(length) = meaning(|language| language.lengths, &folded(text)) {
        return Ok(length);
    }
    if let Some(size) = text.strip_prefix("1/2 ").and_then(size) {
        return Ok(size / 2);
    }
    if text.contains(['/', '–', '—'])
        || text.split(' ').any(|word| any_has(|language| language.ranges, word))
        || text.trim_start_matches('-').contains('-')
    {
        return Err(RANGE);
    }
    if text.contains(':') {
        return clock(text);
    }
    measured(text, unit)
}

/// `1:02:03`, or `1:30h`; `1:30` alone may be hours or minutes.
fn clock(text: &str) -> Result<u64, &'static str> {
    let bare = text.trim_end_matches(|c: char| c.is_alphabetic()).trim();
    let unit = text.get(bare.len()..).unwrap_or_default().trim();
    let numbers: Option<Vec<u64>> = bare.split(':').map(|part| part.trim().parse().ok()).collect();
    match (numbers.as_deref(), unit) {
        (Some([hours, minutes, seconds]), unit)
            if *minutes < 60 && *seconds < 60 && *hours < 10_000 && (unit.is_empty() || size(unit) == Some(HOUR)) =>
        {
            Ok(hours * HOUR + minutes * MINUTE + seconds)
        }
        (Some([hours, minutes]), unit) if *minutes < 60 && *hours < 10_000 && size(unit) == Some(HOUR) => {
            Ok(hours * HOUR + minutes * MINUTE)
        }
        (Some([minutes, seconds]), unit) if *seconds < 60 && *minutes < 10_000 && size(unit) == Some(MINUTE) => {
            Ok(minutes * MINUTE + seconds)
        }
        (Some([_, _]), "") => Err("it may be hours and minutes, or minutes and seconds"),
        _ => Err("it is not a duration"),
    }
}

/// Numbers with their units: `1 hour 15 minutes`, `1.5h`, `1h15`.
fn measured(text: &str, unit: Option<u64>) -> Result<u64, &'static str> {
    const NONE: &str = "it is not a duration";
    let (mut rest, mut total, mut last): (&str, f64, Option<u64>) = (text, 0.0, None);
    let mut parts = 0;
    while !rest.is_empty() {
        let digits =
            rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '½' | '¼' | '¾')).unwrap_or(rest.len());
        let (number, tail) = rest.split_at_checked(digits).ok_or(NONE)?;
        if parts_thousands(number) {
            return Err("the mark in its number may part thousands, or be a decimal one");
        }
        let number = decimal(number).ok_or(NONE)?;
        let tail = tail.trim_start();
        let letters = tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len());
        let (word, after) = tail.split_at_checked(letters).ok_or(NONE)?;
        let size = match (word, last, unit) {
            ("", Some(HOUR), _) if parts == 1 && after.is_empty() => MINUTE,
            ("", None, Some(unit)) if after.is_empty() => unit,
            ("", None, None) if after.is_empty() => return Err("it has no unit"),
            (word, _, _) => size(word).ok_or(NONE)?,
        };
        if last.is_some_and(|last| size >= last) {
            return Err(NONE);
        }
        total += number * seconds_in(size);
        (last, parts) = (Some(size), parts + 1);
        rest = after.trim_start_matches([' ', ',', '&', '.']).trim_start();
        rest = behind(|language| language.joins, rest).unwrap_or(rest).trim_start();
    }
    whole(total).ok_or("it is not a whole number of seconds")
}

fn seconds_in(size: u64) -> f64 {
    f64::from(u32::try_from(size).unwrap_or(u32::MAX))
}

/// The number of whole seconds, when it is one.
fn whole(total: f64) -> Option<u64> {
    let rounded = total.round();
    // 1.1 hours are 3960 seconds, but for the way in which fractions are kept
    if !(0.0..1e12).contains(&rounded) || (total - rounded).abs() > 1e-6 {
        return None;
    }
    format!("{rounded:.0}").parse().ok()
}

/// `1,000` and `1.500`: three digits behind one mark.
fn parts_thousands(number: &str) -> bool {
    let halves = number.split_once([',', '.']);
    halves.is_some_and(|(whole, rest)| {
        let are_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        (1..=3).contains(&whole.len())
            && !whole.starts_with('0')
            && rest.len() == 3
            && are_digits(whole)
            && are_digits(rest)
    })
}

fn decimal(number: &str) -> Option<f64> {
    let fraction = |mark: char| match mark {
        '½' => Some(0.5),
        '¼' => Some(0.25),
        '¾' => Some(0.75),
        _ => None,
    };
    if let Some(part) = number.chars().last().and_then(fraction) {
        let bare = number.trim_end_matches(['½', '¼', '¾']);
        return if bare.is_empty() { Some(part) } else { Some(bare.parse::<u32>().ok().map(f64::from)? + part) };
    }
    let plain = number.trim_end_matches('.').replace(',', ".");
    if plain.starts_with('.') || plain.len() > 9 {
        return None;
    }
    plain.parse().ok()
}

/// The seconds of a unit, as people spell it.
fn size(word: &str) -> Option<u64> {
    meaning(|language| language.units, &folded(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_of_every_kind() {
        for (text, wanted) in [
            ("10m", "=10m"),
            ("1h15m", "=1h15m"),
            ("`45m`", "=45m"),
            ("~5m", "5m"),
            ("≈ 5 min", "5m"),
            ("approx. 5 minutes", "5m"),
            ("90 min", "1h30m"),
            ("10mins", "10m"),
            ("1 hour 15 minutes", "1h15m"),
            ("1 hr, 15 min.", "1h15m"),
            ("1h 15m", "1h15m"),
            ("1h15", "1h15m"),
            ("1.5h", "1h30m"),
            ("1,5 Stunden", "1h30m"),
            ("1½ h", "1h30m"),
            ("1.1h", "1h6m"),
            ("half an hour", "30m"),
            ("2 hours and 5 minutes", "2h5m"),
            ("1:30:00", "1h30m"),
            ("1:30h", "1h30m"),
            ("1 day", "1d"),
            ("2 weeks", "14d"),
            ("30 s", "30s"),
            ("1H", "1h"),
            ("10分", "10m"),
            ("約1時間30分", "1h30m"),
            ("1時間半", "1h30m"),
            ("ungefähr 10 Minuten", "10m"),
            ("eine halbe Stunde", "30m"),
            ("1 hora y 15 minutos", "1h15m"),
            ("2 días", "2d"),
            ("environ une heure", "1h"),
            ("10 minuti", "10m"),
            ("uma hora e meia", "1h30m"),
            ("1/2 hour", "30m"),
        ] {
            match (duration(text, None), wanted.strip_prefix('=')) {
                (Duration::Exact(length), Some(wanted)) => assert_eq!(length.to_string(), wanted, "{text}"),
                (Duration::Mended(length), None) => assert_eq!(length.to_string(), wanted, "{text}"),
                (other, _) => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_may_mean_several_things_is_not_chosen() {
        for text in [
            "1:30",
            "60-90 minutes",
            "60–90m",
            "10m / 12m",
            "5 or 10m",
            "10",
            "<5m",
            "5m+",
            "up to 1h",
            "unknown",
            "10M",
            "10m each",
            "15m1h",
            "soon",
            "99999 years",
            "1:75:00",
            "3'",
            ".5h",
            "9999999999h",
            "1.0001h",
            "-5m",
            "2 to 3 hours",
            "2 a 3 horas",
            "bis zu 2 Stunden",
            "最大10分",
        ] {
            assert!(matches!(duration(text, None), Duration::Unclear(_)), "{text}: {:?}", duration(text, None));
        }
        for text in ["", "  ", "-", "—", "`-`"] {
            assert_eq!(duration(text, None), Duration::Blank, "{text}");
        }
    }

    #[test]
    fn a_bare_number_is_counted_in_what_the_column_says() {
        assert_eq!(unit_in("Duration (min)"), Some(60));
        assert_eq!(unit_in("Duration [in hours]"), Some(3_600));
        assert_eq!(unit_in("Duration"), None);
        assert_eq!(duration("75", Some(60)), Duration::Mended("1h15m".parse().unwrap()));
    }

    #[test]
    fn a_number_that_may_be_thousands_is_not_chosen() {
        for text in ["1,000 minutes", "1,500 min", "2.000 Minuten", "12.500s", "1 h 1,000 s"] {
            assert!(matches!(duration(text, None), Duration::Unclear(why) if why.contains("thousands")), "{text}");
        }
        assert!(matches!(duration("1,000", Some(60)), Duration::Unclear(_)));
        for (text, wanted) in [("0,500 h", "30m"), ("1,25 h", "1h15m"), ("1000 s", "16m40s"), ("1.2500 h", "1h15m")] {
            let Duration::Mended(own) = duration(text, None) else { panic!("{text}") };
            assert_eq!(own.to_string(), wanted, "{text}");
        }
    }
}
