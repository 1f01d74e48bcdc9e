//! Time zones by their IANA names.
//!
//! The rules are those of the bundled zone database; nothing here asks the machine. A three-letter name that happens to
//! be in the database (`EST`, `CET`) is refused as a word, because people mean a place by it and the database does not.

use std::fmt;

use chrono::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::abbreviation::{Meaning, meanings};
use super::{Fault, Moment, Result};

/// An IANA time zone such as `Europe/Berlin`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(chrono_tz::Tz);

/// How alike two names must be, from 0 to 1, for one to be offered for the other.
const ALIKE: f64 = 0.84;

/// A longer word is compared with no name: none is half as long.
const LONGEST: usize = 64;

/// How many names are offered at most.
const OFFERED: usize = 4;

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(chrono_tz::Tz::UTC);

    /// The release of the bundled zone database, such as `2025b`; `doctor` says how old it is.
    pub const DATABASE: &'static str = chrono_tz::IANA_TZDB_VERSION;

    /// The zone's rules.
    pub(super) fn rules(self) -> chrono_tz::Tz {
        self.0
    }

    /// The zone's clocks, for [`parse_at`](super::parse_at).
    pub fn clocks(self) -> impl TimeZone {
        self.0
    }

    /// The same instant on this zone's clocks.
    pub fn local(self, moment: Moment) -> Moment {
        Moment::new(moment.time().with_timezone(&self.0).fixed_offset())
    }

    /// What the zone's clocks are called at that instant: `CET`, `PDT`, or an offset where there is no name.
    pub fn abbreviation(self, moment: Moment) -> String {
        moment.time().with_timezone(&self.0).format("%Z").to_string()
    }

    /// What the zone's clocks show at that instant, for people: `2026-12-01 14:00 CET`.
    pub fn shown(self, moment: Moment) -> String {
        let local = moment.time().with_timezone(&self.0);
        match local.format("%Z").to_string() {
            name if name.starts_with(['+', '-']) => local.format("%Y-%m-%d %H:%M UTC%:z").to_string(),
            name => format!("{} {name}", local.format("%Y-%m-%d %H:%M")),
        }
    }

    /// Every name that the database has.
    pub(super) fn names() -> Vec<&'static str> {
        chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect()
    }

    /// The IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The zones that somebody may have meant by a name that is none: by the city, or by likeness. Best first.
    pub fn suggestions(word: &str) -> Vec<Self> {
        if word.len() > LONGEST {
            return Vec::new();
        }
        let wanted = folded(word);
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut scored: Vec<(f64, Self)> = chrono_tz::TZ_VARIANTS
            .iter()
            .filter(|zone| zone.name().contains('/') && !zone.name().starts_with("Etc/"))
            .map(|zone| (likeness(&wanted, zone.name()), Self(*zone)))
            .filter(|(score, _)| *score >= ALIKE)
            .collect();
        scored.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        scored.into_iter().map(|(_, zone)| zone).take(OFFERED).collect()
    }

    /// True when this zone's clocks are called so at that instant.
    pub(super) fn is_called(self, abbreviation: &str, moment: Moment) -> bool {
        let offset = moment.time().offset().local_minus_utc() / 60;
        let said_here = |meaning: &Meaning| {
            meaning.zones.contains(&self.name()) && meaning.minutes.is_none_or(|minutes| minutes == offset)
        };
        self.abbreviation(moment).eq_ignore_ascii_case(abbreviation) || meanings(abbreviation).iter().any(said_here)
    }
}

/// Lower case, and one kind of separator.
fn folded(word: &str) -> String {
    word.trim().to_lowercase().replace([' ', '-'], "_")
}

/// 1 for the same name or the same city, less the less alike.
fn likeness(wanted: &str, name: &str) -> f64 {
    let name = folded(name);
    let city = name.rsplit('/').next().unwrap_or_default();
    if wanted == name || wanted == city {
        return 1.0;
    }
    let by_city = if wanted.contains('/') { 0.0 } else { strsim::jaro_winkler(wanted, city) };
    strsim::jaro_winkler(wanted, &name).max(by_city)
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

impl std::str::FromStr for Zone {
    type Err = Fault;

    fn from_str(name: &str) -> Result<Self> {
        let name = name.trim();
        if let meanings @ [_, ..] = meanings(name) {
            let fault =
                Fault::usage(format!("“{name}” is an abbreviation, not a time zone: use the name of the place"));
            let places = meanings.iter().flat_map(|meaning| meaning.zones.iter().take(2));
            return Err(places.fold(fault, |fault, zone| fault.hint(format!("--zone {zone}"))));
        }
        if name.starts_with(['+', '-']) {
            return Err(Fault::usage(format!(
                "“{name}” is an offset, not a time zone: write it behind the time, as in 2026-12-01T14:00+01:00"
            )));
        }
        chrono_tz::Tz::from_str_insensitive(name).map(Self).map_err(|_| {
            let fault = Fault::usage(format!(
                "“{name}” is not a time zone: use an IANA name such as Europe/Berlin or America/Los_Angeles"
            ));
            Self::suggestions(name).into_iter().fold(fault, |fault, zone| fault.hint(format!("--zone {zone}")))
        })
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    /// Takes every name of the database, the short ones included: a record is not a guess.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        chrono_tz::Tz::from_str_insensitive(name.trim()).map(Self).map_err(|_| {
            let offered: Vec<_> = Self::suggestions(&name).iter().map(|zone| zone.name()).collect();
            let instead = if offered.is_empty() { "Europe/Berlin".to_owned() } else { offered.join(" or ") };
            serde::de::Error::custom(format!("“{name}” is not a time zone: use an IANA name such as {instead}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(word: &str) -> Vec<&'static str> {
        Zone::suggestions(word).into_iter().map(Zone::name).collect()
    }

    #[test]
    fn a_misspelt_zone_and_a_bare_city_are_offered_the_right_one_first() {
        for (word, zone) in [
            ("Europe/Berln", "Europe/Berlin"),
            ("Berlin", "Europe/Berlin"),
            ("new york", "America/New_York"),
            ("America/Los Angeles", "America/Los_Angeles"),
            ("America/Los_Angelos", "America/Los_Angeles"),
            ("Tokio", "Asia/Tokyo"),
        ] {
            assert_eq!(offered(word).first(), Some(&zone), "{word}");
        }
        assert!(offered("xyzzy").is_empty());
        assert!(offered(" ").is_empty());
    }

    #[test]
    fn an_abbreviation_or_an_offset_is_no_zone() {
        let fault = "EST".parse::<Zone>().unwrap_err();
        assert!(fault.hints.contains(&"--zone America/New_York".to_owned()), "{:?}", fault.hints);
        assert!("+01:00".parse::<Zone>().is_err());
        assert_eq!("europe/berlin".parse::<Zone>().unwrap().name(), "Europe/Berlin");
        assert_eq!("UTC".parse::<Zone>().unwrap(), Zone::UTC);
    }

    #[test]
    fn a_record_may_hold_any_name_of_the_database() {
        assert_eq!(serde_json::from_str::<Zone>("\"CET\"").unwrap().name(), "CET");
        let error = serde_json::from_str::<Zone>("\"Europe/Berln\"").unwrap_err().to_string();
        assert!(error.contains("Europe/Berlin"), "{error}");
    }

    #[test]
    fn clocks_are_shown_with_their_name_or_their_offset() {
        let moment: Moment = "2026-07-01T12:00:00Z".parse().unwrap();
        let shown = |zone: &str| zone.parse::<Zone>().unwrap().shown(moment);
        assert_eq!(shown("America/Los_Angeles"), "2026-07-01 05:00 PDT");
        assert_eq!(shown("America/Sao_Paulo"), "2026-07-01 09:00 UTC-03:00");
    }
}
