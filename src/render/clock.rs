//! Times and lengths in people's words: `1h12m`, `in 3 d 2 h`, `Tue 2026-12-01 14:00 CET`.

use chrono::{Datelike, Timelike};

use crate::lifecycle::Planned;
use crate::model::{Moment, Zone};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// A length of work: `45s`, `12m30s`, `1h12m`; seconds are noise beside hours.
pub(super) fn length(seconds: u64) -> String {
    let (hours, minutes, rest) = (seconds / HOUR, seconds % HOUR / MINUTE, seconds % MINUTE);
    match (hours, minutes, rest) {
        (0, 0, 0) => "0m".to_owned(),
        (0, 0, rest) => format!("{rest}s"),
        (0, minutes, 0) => format!("{minutes}m"),
        (0, minutes, rest) => format!("{minutes}m{rest}s"),
        (hours, 0, _) => format!("{hours}h"),
        (hours, minutes, _) => format!("{hours}h{minutes}m"),
    }
}

/// A difference of lengths with its sign: `+12m`, `-3m`, `±0`.
pub(super) fn deviation(planned: u64, actual: u64) -> String {
    match actual.cmp(&planned) {
        std::cmp::Ordering::Equal => "±0".to_owned(),
        std::cmp::Ordering::Greater => format!("+{}", length(actual - planned)),
        std::cmp::Ordering::Less => format!("-{}", length(planned - actual)),
    }
}

/// What is planned: `planned 1h20m and 10m of waiting`; nothing where neither work nor waiting is.
pub(super) fn planned(planned: Planned) -> Option<String> {
    match (planned.work_s, planned.wait_s) {
        (0, 0) => None,
        (work, 0) => Some(format!("planned {}", length(work))),
        (0, wait) => Some(format!("planned {} of waiting", length(wait))),
        (work, wait) => Some(format!("planned {} and {} of waiting", length(work), length(wait))),
    }
}

/// A distance in time in its two biggest units: `3 d 2 h`, `2 h 5 min`, `40 s`.
pub(super) fn distance(seconds: u64) -> String {
    let two = |big: u64, unit: &str, small: u64, small_unit: &str| match small {
        0 => format!("{big} {unit}"),
        small => format!("{big} {unit} {small} {small_unit}"),
    };
    match seconds {
        0..MINUTE => format!("{seconds} s"),
        MINUTE..HOUR => format!("{} min", seconds / MINUTE),
        HOUR..DAY => two(seconds / HOUR, "h", seconds % HOUR / MINUTE, "min"),
        _ => two(seconds / DAY, "d", seconds % DAY / HOUR, "h"),
    }
}

/// How far from now: `in 3 d 2 h`, `5 min ago`, `now`.
pub(super) fn away(moment: Moment, now: Moment) -> String {
    let seconds = moment.seconds_since(now);
    match seconds {
        0 => "now".to_owned(),
        1.. => format!("in {}", distance(seconds.unsigned_abs())),
        _ => format!("{} ago", distance(seconds.unsigned_abs())),
    }
}

/// Day and time with the weekday: `Tue 2026-12-01 14:00`.
pub(super) fn day_and_time(moment: Moment) -> String {
    moment.time().format("%a %Y-%m-%d %H:%M").to_string()
}

/// Weekday and time: `Tue 14:00`.
pub(super) fn weekday_and_time(moment: Moment) -> String {
    moment.time().format("%a %H:%M").to_string()
}

/// Day and time: `2026-12-01 14:00`.
pub(super) fn date_and_time(moment: Moment) -> String {
    let at = moment.time();
    format!("{:04}-{:02}-{:02} {:02}:{:02}", at.year(), at.month(), at.day(), at.hour(), at.minute())
}

/// Hours and minutes: `14:00`.
pub(super) fn time(moment: Moment) -> String {
    moment.time().format("%H:%M").to_string()
}

/// The day in full: `Tuesday, 1 December 2026`.
pub(super) fn day(moment: Moment) -> String {
    moment.time().format("%A, %-d %B %Y").to_string()
}

/// The day to sort and compare by.
pub(super) fn date(moment: Moment) -> String {
    moment.time().format("%Y-%m-%d").to_string()
}

/// In a zone: `Tue 2026-12-01 14:00 CET`; without one, with its offset.
pub(super) fn in_zone(moment: Moment, zone: Option<Zone>) -> String {
    match zone {
        Some(zone) => format!("{} {}", day_and_time(zone.local(moment)), zone.abbreviation(moment)),
        None => format!("{} {}", day_and_time(moment), moment.time().format("%:z")),
    }
}

/// The same without the weekday: `2026-12-01 14:00 CET`.
pub(super) fn date_in_zone(moment: Moment, zone: Option<Zone>) -> String {
    match zone {
        Some(zone) => format!("{} {}", date_and_time(zone.local(moment)), zone.abbreviation(moment)),
        None => format!("{} {}", date_and_time(moment), moment.time().format("%:z")),
    }
}

/// The same without the date: `Tue 14:00 CET`.
pub(super) fn weekday_in_zone(moment: Moment, zone: Zone) -> String {
    format!("{} {}", weekday_and_time(zone.local(moment)), zone.abbreviation(moment))
}

/// For a subject: `2026-12-01 14:00 Europe/Berlin (CET)`.
pub(super) fn agreed(moment: Moment, zone: Option<Zone>) -> String {
    match zone {
        Some(zone) => format!("{} {zone} ({})", date_and_time(zone.local(moment)), zone.abbreviation(moment)),
        None => format!("{} {}", date_and_time(moment), moment.time().format("%:z")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_as_people_say_them() {
        for (seconds, words) in [(0, "0m"), (45, "45s"), (600, "10m"), (630, "10m30s"), (4_321, "1h12m"), (7_200, "2h")]
        {
            assert_eq!(length(seconds), words);
        }
        assert_eq!(
            (deviation(600, 720), deviation(600, 420), deviation(5, 5)),
            ("+2m".into(), "-3m".into(), "±0".into())
        );
    }

    #[test]
    fn a_plan_tells_waiting_apart_from_work() {
        let told = |work_s, wait_s| planned(Planned { work_s, wait_s });
        assert_eq!(told(600, 7_200).as_deref(), Some("planned 10m and 2h of waiting"));
        assert_eq!(told(600, 0).as_deref(), Some("planned 10m"));
        assert_eq!(told(0, 60).as_deref(), Some("planned 1m of waiting"));
        assert_eq!(told(0, 0), None);
    }

    #[test]
    fn distances_have_two_units_and_a_direction() {
        let now: Moment = "2026-12-01T14:00:00+01:00".parse().unwrap();
        for (other, words) in [
            ("2026-12-04T16:30:00+01:00", "in 3 d 2 h"),
            ("2026-12-01T13:55:00+01:00", "5 min ago"),
            ("2026-12-01T14:00:00+01:00", "now"),
            ("2026-12-01T16:05:00+01:00", "in 2 h 5 min"),
        ] {
            assert_eq!(away(other.parse().unwrap(), now), words);
        }
    }

    #[test]
    fn an_agreed_time_names_its_zone() {
        let at: Moment = "2026-12-01T14:00:00+01:00".parse().unwrap();
        let berlin = "Europe/Berlin".parse().unwrap();
        assert_eq!(agreed(at, Some(berlin)), "2026-12-01 14:00 Europe/Berlin (CET)");
        assert_eq!(in_zone(at, Some("America/Los_Angeles".parse().unwrap())), "Tue 2026-12-01 05:00 PST");
    }
}
