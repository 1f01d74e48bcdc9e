//! A point in time with its offset, to the second; in TOML an offset date-time, in JSON an RFC 3339 string.

use std::fmt;

use chrono::{DateTime, FixedOffset, SubsecRound, TimeDelta, Utc};
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Fault, Length, Result};

/// A time that was agreed, or at which something happened or was recorded. Compared as an instant, kept with its offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(DateTime<FixedOffset>);

impl Moment {
    /// The time, cut to whole seconds.
    pub fn new(time: DateTime<FixedOffset>) -> Self {
        Self(time.trunc_subsecs(0))
    }

    /// The time with its offset.
    pub fn time(self) -> DateTime<FixedOffset> {
        self.0
    }

    /// The same instant in UTC.
    pub fn utc(self) -> DateTime<Utc> {
        self.0.to_utc()
    }

    /// From seconds since the epoch and an offset in minutes, as git records them.
    pub fn from_git(seconds: i64, offset_minutes: i32) -> Self {
        let offset = FixedOffset::east_opt(offset_minutes.saturating_mul(60)).unwrap_or_else(Self::no_offset);
        let time = DateTime::from_timestamp(seconds, 0).unwrap_or_default();
        Self(time.with_timezone(&offset))
    }

    /// Seconds since the epoch.
    pub fn epoch_seconds(self) -> i64 {
        self.0.timestamp()
    }

    /// Seconds from `earlier` to this; negative when this is the earlier one.
    pub fn seconds_since(self, earlier: Moment) -> i64 {
        (self.0 - earlier.0).num_seconds()
    }

    /// Two in the afternoon of the same day next week, as people type it: an example that is not past.
    pub fn a_week_on(self) -> String {
        let day = self.0.date_naive().checked_add_days(chrono::Days::new(7)).unwrap_or(self.0.date_naive());
        format!("{day} 14:00")
    }

    /// This much later; the same where that leaves the calendar.
    #[must_use]
    pub fn plus(self, length: &Length) -> Self {
        self.shifted(length.seconds_signed())
    }

    /// This much earlier; the same where that leaves the calendar.
    #[must_use]
    pub fn minus(self, length: &Length) -> Self {
        self.shifted(-length.seconds_signed())
    }

    fn shifted(self, seconds: i64) -> Self {
        Self(TimeDelta::try_seconds(seconds).and_then(|delta| self.0.checked_add_signed(delta)).unwrap_or(self.0))
    }

    fn no_offset() -> FixedOffset {
        chrono::Offset::fix(&Utc)
    }
}

impl fmt::Display for Moment {
    /// RFC 3339 to the second, `Z` for UTC: `2026-12-01T14:22:10+01:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
    }
}

impl std::str::FromStr for Moment {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self> {
        DateTime::parse_from_rfc3339(text)
            .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%:z"))
            .map(Self::new)
            .map_err(|_| {
                Fault::usage(format!("“{text}” is not a time with date and offset such as 2026-12-01T14:00:00+01:00"))
            })
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Takes a string (JSON) or the one-entry map in which the TOML parsers hand over a date-time.
struct MomentVisitor;

impl<'de> Visitor<'de> for MomentVisitor {
    type Value = Moment;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time with date and offset such as 2026-12-01T14:00:00+01:00")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Moment, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Moment, A::Error> {
        match map.next_entry::<String, String>()? {
            Some((_, text)) => text.parse().map_err(de::Error::custom),
            None => Err(de::Error::custom("an empty table is not a time")),
        }
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MomentVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints_rfc3339() {
        for text in ["2026-12-01T14:22:10+01:00", "2026-12-01T13:22:10Z"] {
            assert_eq!(text.parse::<Moment>().unwrap().to_string(), text);
        }
        assert!("2026-12-01T14:22:10".parse::<Moment>().is_err());
        assert!("tomorrow".parse::<Moment>().is_err());
    }

    #[test]
    fn is_compared_as_an_instant() {
        let a: Moment = "2026-12-01T14:22:10+01:00".parse().unwrap();
        let b: Moment = "2026-12-01T13:22:10Z".parse().unwrap();
        assert_eq!(a, b);
        assert_eq!(a.seconds_since(b.minus(&"1m".parse().unwrap())), 60);
    }
}
