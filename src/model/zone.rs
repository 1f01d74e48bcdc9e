//! Time zones by their IANA names.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Fault, Moment, Result};

/// An IANA time zone such as `Europe/Berlin`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(chrono_tz::Tz);

impl Zone {
    /// The zone's rules.
    pub(super) fn rules(self) -> chrono_tz::Tz {
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

    /// The IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

impl std::str::FromStr for Zone {
    type Err = Fault;

    fn from_str(name: &str) -> Result<Self> {
        chrono_tz::Tz::from_str_insensitive(name.trim()).map(Self).map_err(|_| {
            Fault::usage(format!(
                "“{name}” is not a time zone: use an IANA name such as Europe/Berlin or America/Los_Angeles"
            ))
        })
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
