//! `14:00–15:00`: a time of day and when it ends. A record says when a call begins; how long it is, its tasks say.

use crate::model::{Length, read_schedule};

/// What stands between the two times, beside blanks.
const BETWEEN: &[&str] =
    &["-", "–", "—", "~", "〜", "～", "→", "to", "until", "till", "bis", "à", "a", "al", "alle", "até", "às", "hasta"];

/// A time of day with what it lasts to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TimeRange {
    /// The words without the end.
    pub(super) begin: String,
    /// The end, as it is written.
    pub(super) end: String,
    /// How long that is; over midnight where the end is earlier on the clock.
    pub(super) length: Length,
    /// The sign stands right before the end, as it does before a distance from UTC.
    is_signed: bool,
    /// Nothing but a hyphen parts them.
    is_joined: bool,
}

/// A time of day as it stands in a text.
struct Clock {
    start: usize,
    end: usize,
    hour: u64,
    minute: u64,
    /// Has minutes, or says which half of the day it means.
    is_sure: bool,
    has_seconds: bool,
    half: Option<String>,
}

impl Clock {
    fn minutes(&self, half: Option<&str>) -> u64 {
        let hour = match half.map(|half| half.starts_with('p')) {
            Some(true) if self.hour < 12 => self.hour + 12,
            Some(false) if self.hour == 12 => 0,
            _ => self.hour,
        };
        hour * 60 + self.minute
    }
}

/// The range in the words of a schedule, where they mean one. `03:00 -05:00` and `03:00:00-05:00`, as programs write them,
/// are a time with its distance from UTC, and so is `14:00-05:00`, which would be a call of fifteen hours.
pub(super) fn range_of_schedule(words: &str) -> Option<TimeRange> {
    const HALF_A_DAY: u64 = 12 * 3_600;
    let range = time_range(words)?;
    let reads = |words: &str| read_schedule(words, None, None).is_ok();
    let is_distance = (range.is_signed || range.is_joined && range.length.seconds() >= HALF_A_DAY) && reads(words);
    (!is_distance && (reads(&range.begin) || !reads(words))).then_some(range)
}

/// The first two times of day in the words, with nothing between them but a word or sign for "until".
fn time_range(words: &str) -> Option<TimeRange> {
    let clocks: Vec<Clock> = clocks(words);
    let pair = clocks.windows(2).find_map(|pair| {
        let [first, last] = pair else { return None };
        let between = words.get(first.end..last.start)?;
        let is_range = BETWEEN.contains(&between.trim().to_lowercase().as_str());
        (is_range && last.is_sure && (first.is_sure || last.half.is_some())).then_some((first, last))
    });
    let (first, last) = pair?;
    let half = first.half.clone().or(last.half.clone());
    let (from, to) = (first.minutes(half.as_deref()), last.minutes(last.half.as_deref().or(half.as_deref())));
    let said = match (&first.half, &last.half) {
        (None, Some(half)) => format!(" {half}"),
        _ => String::new(),
    };
    let begin = format!("{}{said}{}", words.get(..first.end)?, words.get(last.end..)?);
    let end = words.get(last.start..last.end)?.to_owned();
    let length = (to + 24 * 60).checked_sub(from)? % (24 * 60);
    let between = words.get(first.end..last.start)?;
    let is_signed = between.trim_start() == "-"
        && (between.len() > 1 || first.has_seconds && !last.has_seconds)
        && first.half.is_none()
        && last.half.is_none();
    (length > 0).then(|| TimeRange {
        begin,
        end,
        length: Length::from_seconds(length * 60),
        is_signed,
        is_joined: between == "-",
    })
}

/// Every time of day: `14:00`, `2 pm`, and bare hours, which only count beside another one.
fn clocks(words: &str) -> Vec<Clock> {
    let bytes = words.as_bytes();
    let digits = |from: usize| bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let count = digits(at);
        if count == 0 {
            at += 1;
            continue;
        }
        let is_apart = at
            .checked_sub(1)
            .and_then(|before| bytes.get(before))
            .is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b':');
        let mut end = at + count;
        let (mut minute, mut has_seconds) = (None, false);
        if bytes.get(end) == Some(&b':') && digits(end + 1) == 2 {
            minute = words.get(end + 1..end + 3).and_then(|digits| digits.parse().ok());
            end += 3;
            if bytes.get(end) == Some(&b':') && digits(end + 1) == 2 {
                end += 3;
                has_seconds = true;
            }
        }
        let half = half_at(words, end);
        let hour = words.get(at..at + count).and_then(|digits| digits.parse().ok());
        let behind = half.as_ref().map_or(end, |(_, end)| *end);
        let is_whole = !words.get(behind..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        if let (Some(hour @ 0..24), true, true, 1..=2) = (hour, is_apart, is_whole, count) {
            let is_sure = minute.is_some() || half.is_some();
            let half = half.map(|(half, _)| half);
            found.push(Clock { start: at, end: behind, hour, minute: minute.unwrap_or(0), is_sure, has_seconds, half });
        }
        at = behind.max(at + 1);
    }
    found
}

/// `am` or `p.m.` at a place, with where it ends; "America" begins with neither.
fn half_at(words: &str, from: usize) -> Option<(String, usize)> {
    let rest = words.get(from..)?;
    let bare = rest.trim_start_matches(' ');
    let is_half = |word: &&&str| {
        bare.get(..word.len()).is_some_and(|own| own.eq_ignore_ascii_case(word))
            && !bare.get(word.len()..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
    };
    let word = ["a.m.", "p.m.", "am", "pm"].iter().find(is_half)?;
    Some((word.replace('.', ""), from + rest.len() - bare.len() + word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_taken_apart_and_nothing_else_is_one() {
        for (words, begin, length) in [
            ("2030-12-10 14:00–15:00 UTC", "2030-12-10 14:00 UTC", "1h"),
            ("2030-12-10 14:00 - 15:30 UTC", "2030-12-10 14:00 UTC", "1h30m"),
            ("14:00-15:00", "14:00", "1h"),
            ("Dec 10, 2030 2 pm to 3 pm UTC", "Dec 10, 2030 2 pm UTC", "1h"),
            ("Dec 10, 2030 2–3 pm UTC", "Dec 10, 2030 2 pm UTC", "1h"),
            ("10.12.2030 14:00 bis 15:00", "10.12.2030 14:00", "1h"),
            ("2030-12-10 23:00 - 01:00 UTC", "2030-12-10 23:00 UTC", "2h"),
            ("11 a.m. until 1 p.m.", "11 a.m.", "2h"),
            ("2030-12-10 14:00:00 〜 14:20:00 JST", "2030-12-10 14:00:00 JST", "20m"),
        ] {
            let range = time_range(words).unwrap_or_else(|| panic!("{words}"));
            assert_eq!((range.begin.as_str(), range.length.to_string().as_str()), (begin, length), "{words}");
        }
        for (words, begin) in [
            ("2026-12-01 14:00 - 15:00 America/New_York", "2026-12-01 14:00 America/New_York"),
            ("2026-12-01 2 pm - 3 pm America/New_York", "2026-12-01 2 pm America/New_York"),
            ("2026-12-01 14:00 to 15:00 AMT", "2026-12-01 14:00 AMT"),
        ] {
            assert_eq!(time_range(words).map(|range| range.begin).as_deref(), Some(begin), "{words}");
        }
        for words in [
            "2030-12-10 14:00 UTC",
            "2030-12-10",
            "10 - 12 people",
            "14:00, 15:00",
            "14:00 14:00",
            "14:00-14:00",
            "v1.2-1.3",
            "",
        ] {
            assert_eq!(time_range(words), None, "{words}");
        }
    }

    #[test]
    fn a_time_with_its_distance_from_utc_is_no_range_at_whatever_hour_and_distance() {
        let distances = ["-12:00", "-11:00", "-09:30", "-05:00", "-03:30", "-01:00", "+00:00", "+05:45", "+14:00"];
        for (hour, distance) in (0..24).flat_map(|hour| distances.map(|distance| (hour, distance))) {
            for words in [
                format!("2026-12-01 {hour:02}:00 {distance}"),
                format!("2026-12-01 {hour:02}:30:00{distance}"),
                format!("2026-12-01T{hour:02}:30:00{distance}"),
            ] {
                assert_eq!(range_of_schedule(&words), None, "{words}");
            }
            // whoever writes blanks or a dash means an end
            for between in [" - ", " – ", "–", " to "] {
                let words = format!("2026-12-01 {hour:02}:10{between}{} UTC", distance.trim_start_matches(['-', '+']));
                assert!(range_of_schedule(&words).is_some(), "{words}");
            }
        }
        for words in ["2026-12-01 03:00 -05:00 (America/New_York)", "2026-12-01 03:00 -05:00 America/New_York"] {
            assert_eq!(range_of_schedule(words), None, "{words}");
        }
    }
}
