//! How long something is planned to take or took: `10m`, `1h15m`, `2d`.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Fault, Result};

/// A length of time in whole seconds, kept in the words in which it was written.
///
/// Units are `d`, `h`, `m` and `s`, each at most once, biggest first (`docs/format.md`, “The record”); `m` is always
/// minutes.
#[derive(Debug, Clone)]
pub struct Length {
    seconds: u64,
    words: String,
}

/// Ten years: longer than any piece of work, and short enough that sums cannot overflow.
const LONGEST: u64 = 10 * 366 * 86_400;

const UNITS: [(char, u64); 4] = [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

impl Length {
    /// The length in its canonical words.
    pub fn from_seconds(seconds: u64) -> Self {
        let seconds = seconds.min(LONGEST);
        let mut rest = seconds;
        let mut words = String::new();
        // days are for deadlines; work is spoken of in hours, so 36 h stays hours until it is whole days
        let units = if seconds.is_multiple_of(86_400) { &UNITS[..] } else { &UNITS[1..] };
        for (unit, size) in units {
            if rest >= *size {
                words.push_str(&format!("{}{unit}", rest / size));
                rest %= size;
            }
        }
        if words.is_empty() {
            words.push_str("0m");
        }
        Self { seconds, words }
    }

    /// Whole seconds.
    pub fn seconds(&self) -> u64 {
        self.seconds
    }

    /// Whole seconds, for sums that may go below zero.
    pub fn seconds_signed(&self) -> i64 {
        i64::try_from(self.seconds).unwrap_or(i64::MAX)
    }
}

impl PartialEq for Length {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

impl Eq for Length {}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl std::str::FromStr for Length {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || Fault::usage(format!("“{text}” is not a duration: write it as 10m, 1h15m, 45s or 2d"));
        let words = text.trim();
        let (mut rest, mut seconds, mut units) = (words, 0_u64, UNITS.iter());
        if rest.is_empty() {
            return Err(wrong());
        }
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
            let (number, tail) = rest.split_at(digits);
            let unit = tail.chars().next().ok_or_else(wrong)?;
            let (_, size) = units.find(|(name, _)| *name == unit).ok_or_else(wrong)?;
            let number: u64 = number.parse().map_err(|_| wrong())?;
            seconds = number.checked_mul(*size).and_then(|part| seconds.checked_add(part)).ok_or_else(wrong)?;
            rest = tail.get(unit.len_utf8()..).unwrap_or_default().trim_start();
        }
        if seconds > LONGEST {
            return Err(Fault::usage(format!("“{text}” is longer than ten years")));
        }
        Ok(Self { seconds, words: words.to_owned() })
    }
}

impl Serialize for Length {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.words)
    }
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write() {
        for (words, seconds) in
            [("10m", 600), ("1h15m", 4_500), ("1h 15m", 4_500), ("45s", 45), ("2d", 172_800), ("0m", 0)]
        {
            assert_eq!(words.parse::<Length>().unwrap().seconds(), seconds, "{words}");
        }
        for wrong in
            ["", "10", "m", "10 minutes", "15m1h", "1m1m", "-5m", "1.5h", "99999999999999999999d", "20y", "30M"]
        {
            assert!(wrong.parse::<Length>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn prints_the_words_that_people_use() {
        for (seconds, words) in
            [(600, "10m"), (4_500, "1h15m"), (0, "0m"), (129_600, "36h"), (172_800, "2d"), (61, "1m1s")]
        {
            assert_eq!(Length::from_seconds(seconds).to_string(), words);
        }
    }

    #[test]
    fn keeps_the_words_as_written() {
        assert_eq!("90m".parse::<Length>().unwrap().to_string(), "90m");
    }
}
