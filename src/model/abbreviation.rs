//! What the abbreviations of time zones can mean: data, no judgement.
//!
//! An abbreviation is a name of clocks, not of a zone: `IST` is said in India, Israel and Ireland, and `PST` is written
//! in summer by people who mean the time on the wall. Which of them is meant is never decided here.

/// One thing that an abbreviation can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meaning {
    /// What it stands for.
    pub name: &'static str,
    /// Minutes ahead of UTC by the letter; `None` for a name that covers summer and winter (`PT`).
    pub minutes: Option<i32>,
    /// The IANA zones where it is said, the most usual first.
    pub zones: &'static [&'static str],
}

/// The abbreviation in the table's spelling, when it is one.
pub(super) fn spelled(word: &str) -> Option<&'static str> {
    TABLE.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(name, _)| *name)
}

/// Everything that it can mean; empty when it is not in the table.
pub(super) fn meanings(word: &str) -> &'static [Meaning] {
    TABLE.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map_or(&[], |(_, meanings)| meanings)
}

const fn at(name: &'static str, minutes: i32, zones: &'static [&'static str]) -> Meaning {
    Meaning { name, minutes: Some(minutes), zones }
}

const fn all_year(name: &'static str, zones: &'static [&'static str]) -> Meaning {
    Meaning { name, minutes: None, zones }
}

const H: i32 = 60;

const EASTERN: &[&str] = &["America/New_York", "America/Toronto"];
const CENTRAL: &[&str] = &["America/Chicago", "America/Winnipeg"];
const MOUNTAIN: &[&str] = &["America/Denver", "America/Edmonton"];
const PACIFIC: &[&str] = &["America/Los_Angeles", "America/Vancouver"];
const CENTRAL_EUROPE: &[&str] = &["Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Amsterdam"];
const EASTERN_EUROPE: &[&str] = &["Europe/Athens", "Europe/Helsinki", "Europe/Bucharest", "Europe/Kyiv"];
const EASTERN_AUSTRALIA: &[&str] = &["Australia/Sydney", "Australia/Melbourne", "Australia/Hobart"];

#[rustfmt::skip]
const TABLE: &[(&str, &[Meaning])] = &[
    // North America
    ("PST", &[
        at("Pacific Standard Time", -8 * H, PACIFIC),
        at("Philippine Standard Time", 8 * H, &["Asia/Manila"]),
        at("Pitcairn Standard Time", -8 * H, &["Pacific/Pitcairn"]),
    ]),
    ("PDT", &[at("Pacific Daylight Time", -7 * H, PACIFIC)]),
    ("PT", &[all_year("Pacific Time", PACIFIC)]),
    ("MST", &[
        at("Mountain Standard Time", -7 * H, &["America/Denver", "America/Phoenix", "America/Edmonton"]),
        at("Malaysia Standard Time", 8 * H, &["Asia/Kuala_Lumpur"]),
        at("Myanmar Standard Time", 6 * H + 30, &["Asia/Yangon"]),
    ]),
    ("MDT", &[at("Mountain Daylight Time", -6 * H, MOUNTAIN)]),
    ("MT", &[all_year("Mountain Time", MOUNTAIN)]),
    ("CST", &[
        at("Central Standard Time", -6 * H, &["America/Chicago", "America/Winnipeg", "America/Mexico_City"]),
        at("China Standard Time", 8 * H, &["Asia/Shanghai", "Asia/Taipei"]),
        at("Cuba Standard Time", -5 * H, &["America/Havana"]),
    ]),
    ("CDT", &[
        at("Central Daylight Time", -5 * H, CENTRAL),
        at("Cuba Daylight Time", -4 * H, &["America/Havana"]),
    ]),
    ("CT", &[all_year("Central Time", CENTRAL)]),
    ("EST", &[
        at("Eastern Standard Time", -5 * H, &["America/New_York", "America/Toronto", "America/Panama"]),
        at("Eastern Standard Time of Australia", 10 * H, &["Australia/Sydney", "Australia/Brisbane"]),
    ]),
    ("EDT", &[
        at("Eastern Daylight Time", -4 * H, EASTERN),
        at("Eastern Daylight Time of Australia", 11 * H, EASTERN_AUSTRALIA),
    ]),
    ("ET", &[all_year("Eastern Time", EASTERN)]),
    ("AST", &[
        at("Atlantic Standard Time", -4 * H, &["America/Halifax", "America/Puerto_Rico"]),
        at("Arabia Standard Time", 3 * H, &["Asia/Riyadh", "Asia/Baghdad"]),
    ]),
    ("ADT", &[at("Atlantic Daylight Time", -3 * H, &["America/Halifax", "Atlantic/Bermuda"])]),
    ("AKST", &[at("Alaska Standard Time", -9 * H, &["America/Anchorage"])]),
    ("AKDT", &[at("Alaska Daylight Time", -8 * H, &["America/Anchorage"])]),
    ("HST", &[at("Hawaii Standard Time", -10 * H, &["Pacific/Honolulu"])]),
    ("HDT", &[at("Hawaii-Aleutian Daylight Time", -9 * H, &["America/Adak"])]),
    ("NST", &[
        at("Newfoundland Standard Time", -(3 * H + 30), &["America/St_Johns"]),
        at("Nepal Standard Time", 5 * H + 45, &["Asia/Kathmandu"]),
    ]),
    ("NDT", &[at("Newfoundland Daylight Time", -(2 * H + 30), &["America/St_Johns"])]),
    // Latin America
    ("ART", &[at("Argentina Time", -3 * H, &["America/Argentina/Buenos_Aires"])]),
    ("BRT", &[at("Brasília Time", -3 * H, &["America/Sao_Paulo"])]),
    ("CLT", &[at("Chile Standard Time", -4 * H, &["America/Santiago"])]),
    ("CLST", &[at("Chile Summer Time", -3 * H, &["America/Santiago"])]),
    ("COT", &[at("Colombia Time", -5 * H, &["America/Bogota"])]),
    ("PET", &[at("Peru Time", -5 * H, &["America/Lima"])]),
    ("AMT", &[
        at("Amazon Time", -4 * H, &["America/Manaus"]),
        at("Armenia Time", 4 * H, &["Asia/Yerevan"]),
    ]),
    ("ECT", &[
        at("Ecuador Time", -5 * H, &["America/Guayaquil"]),
        at("Eastern Caribbean Time", -4 * H, &["America/Port_of_Spain"]),
    ]),
    // Europe
    ("WET", &[at("Western European Time", 0, &["Europe/Lisbon", "Atlantic/Canary"])]),
    ("WEST", &[at("Western European Summer Time", H, &["Europe/Lisbon", "Atlantic/Canary"])]),
    ("BST", &[
        at("British Summer Time", H, &["Europe/London"]),
        at("Bangladesh Standard Time", 6 * H, &["Asia/Dhaka"]),
        at("Bougainville Standard Time", 11 * H, &["Pacific/Bougainville"]),
    ]),
    ("CET", &[at("Central European Time", H, CENTRAL_EUROPE)]),
    ("CEST", &[at("Central European Summer Time", 2 * H, CENTRAL_EUROPE)]),
    ("MEZ", &[at("Central European Time", H, &["Europe/Berlin", "Europe/Vienna", "Europe/Zurich"])]),
    ("MESZ", &[at("Central European Summer Time", 2 * H, &["Europe/Berlin", "Europe/Vienna", "Europe/Zurich"])]),
    ("MET", &[at("Middle European Time", H, CENTRAL_EUROPE)]),
    ("EET", &[at("Eastern European Time", 2 * H, EASTERN_EUROPE)]),
    ("EEST", &[at("Eastern European Summer Time", 3 * H, EASTERN_EUROPE)]),
    ("MSK", &[at("Moscow Time", 3 * H, &["Europe/Moscow"])]),
    ("TRT", &[at("Turkey Time", 3 * H, &["Europe/Istanbul"])]),
    // Africa
    ("CAT", &[at("Central Africa Time", 2 * H, &["Africa/Harare", "Africa/Maputo", "Africa/Lusaka"])]),
    ("EAT", &[at("East Africa Time", 3 * H, &["Africa/Nairobi", "Africa/Addis_Ababa"])]),
    ("SAST", &[at("South Africa Standard Time", 2 * H, &["Africa/Johannesburg"])]),
    ("WAT", &[at("West Africa Time", H, &["Africa/Lagos", "Africa/Kinshasa"])]),
    // Asia
    ("IST", &[
        at("India Standard Time", 5 * H + 30, &["Asia/Kolkata"]),
        at("Israel Standard Time", 2 * H, &["Asia/Jerusalem"]),
        at("Irish Standard Time", H, &["Europe/Dublin"]),
    ]),
    ("IDT", &[at("Israel Daylight Time", 3 * H, &["Asia/Jerusalem"])]),
    ("GST", &[
        at("Gulf Standard Time", 4 * H, &["Asia/Dubai"]),
        at("South Georgia Time", -2 * H, &["Atlantic/South_Georgia"]),
    ]),
    ("PKT", &[at("Pakistan Time", 5 * H, &["Asia/Karachi"])]),
    ("NPT", &[at("Nepal Time", 5 * H + 45, &["Asia/Kathmandu"])]),
    ("ICT", &[at("Indochina Time", 7 * H, &["Asia/Bangkok", "Asia/Ho_Chi_Minh"])]),
    ("WIB", &[at("Western Indonesia Time", 7 * H, &["Asia/Jakarta"])]),
    ("SGT", &[at("Singapore Time", 8 * H, &["Asia/Singapore"])]),
    ("HKT", &[at("Hong Kong Time", 8 * H, &["Asia/Hong_Kong"])]),
    ("PHT", &[at("Philippine Time", 8 * H, &["Asia/Manila"])]),
    ("JST", &[at("Japan Standard Time", 9 * H, &["Asia/Tokyo"])]),
    ("KST", &[at("Korea Standard Time", 9 * H, &["Asia/Seoul"])]),
    // Australia and the Pacific
    ("AWST", &[at("Australian Western Standard Time", 8 * H, &["Australia/Perth"])]),
    ("ACST", &[at("Australian Central Standard Time", 9 * H + 30, &["Australia/Adelaide", "Australia/Darwin"])]),
    ("ACDT", &[at("Australian Central Daylight Time", 10 * H + 30, &["Australia/Adelaide"])]),
    ("AEST", &[at("Australian Eastern Standard Time", 10 * H, &["Australia/Sydney", "Australia/Melbourne", "Australia/Brisbane"])]),
    ("AEDT", &[at("Australian Eastern Daylight Time", 11 * H, EASTERN_AUSTRALIA)]),
    ("WST", &[
        at("Western Standard Time of Australia", 8 * H, &["Australia/Perth"]),
        at("West Samoa Time", 13 * H, &["Pacific/Apia"]),
    ]),
    ("SST", &[
        at("Samoa Standard Time", -11 * H, &["Pacific/Pago_Pago"]),
        at("Singapore Standard Time", 8 * H, &["Asia/Singapore"]),
    ]),
    ("ChST", &[at("Chamorro Standard Time", 10 * H, &["Pacific/Guam"])]),
    ("NZST", &[at("New Zealand Standard Time", 12 * H, &["Pacific/Auckland"])]),
    ("NZDT", &[at("New Zealand Daylight Time", 13 * H, &["Pacific/Auckland"])]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_abbreviation_stands_once_and_every_zone_exists() {
        let mut seen = std::collections::BTreeSet::new();
        for (name, meanings) in TABLE {
            assert!(seen.insert(name.to_ascii_uppercase()), "{name} stands twice");
            for meaning in *meanings {
                assert!(!meaning.zones.is_empty(), "{name}");
                for zone in meaning.zones {
                    assert!(zone.parse::<chrono_tz::Tz>().is_ok(), "{name}: {zone}");
                }
            }
        }
    }

    /// The letter must be what clocks somewhere in the meaning's zones show at some time of a recent year.
    #[test]
    fn every_fixed_meaning_is_an_offset_that_its_zones_really_have() {
        use chrono::{Offset, TimeZone};
        for (name, meanings) in TABLE {
            for meaning in *meanings {
                let Some(minutes) = meaning.minutes else { continue };
                for zone in meaning.zones {
                    let zone: chrono_tz::Tz = zone.parse().unwrap();
                    let shown = (0..365).map(|day| {
                        let time = chrono::DateTime::from_timestamp(1_767_225_600 + day * 86_400, 0).unwrap();
                        zone.offset_from_utc_datetime(&time.naive_utc()).fix().local_minus_utc() / 60
                    });
                    assert!(shown.into_iter().any(|offset| offset == minutes), "{name} in {zone}");
                }
            }
        }
    }
}
