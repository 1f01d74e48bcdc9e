//! When something happened, as people say it while they record it: `--at`.
//!
//! Reads `now`, `10m ago`, `14:05` (today), a date with a time, and everything that a schedule may be, on the clocks that
//! the caller hands in. That the future is refused is the lifecycle's rule, not one of these words.

use chrono::TimeZone;

use super::datetime_words::DatetimeWords;
use super::local_time::LocalTime;
use super::reading::Reading;
use super::schedule::settle;
use super::{Fault, Length, Moment, Result};

/// Reads when an act took place; a bare local time is on the given clocks, a bare time of day is of their today.
///
/// # Errors
/// `Usage` for words that are no time, and for a local time that clocks show twice or never, with both instants as hints.
pub fn parse_at<T: TimeZone>(words: &str, now: Moment, clocks: &T) -> Result<Moment> {
    let lower = words.trim().to_ascii_lowercase();
    if lower == "now" {
        return Ok(now);
    }
    if let Some(length) = lower.strip_suffix("ago") {
        return Ok(now.minus(&length.trim().parse::<Length>()?));
    }
    let written = DatetimeWords::parse(words)?;
    let time = written.time.ok_or_else(|| {
        Fault::usage(format!("“{}” has no time of day: write 14:05, 2026-12-01 14:05, 10m ago or now", words.trim()))
    })?;
    let today = match (written.offset, written.zone) {
        (Some(offset), _) => now.time().with_timezone(&offset).date_naive(),
        (None, Some(zone)) => zone.local(now).time().date_naive(),
        (None, None) => now.time().with_timezone(clocks).date_naive(),
    };
    let shown = written.date.unwrap_or(today).and_time(time);
    match settle(shown, &written, None, None) {
        Reading::Agreed(agreed) => Ok(agreed.scheduled_at),
        Reading::Unclear(unclear) => {
            let moments = unclear.candidates.into_iter().map(|candidate| candidate.agreed.scheduled_at);
            Err(choose(Fault::usage(unclear.question), moments.collect()))
        }
        Reading::NoZone => match LocalTime::look_up(shown, clocks) {
            LocalTime::Once(moment) => Ok(moment),
            wall @ LocalTime::Twice(..) => {
                Err(choose(Fault::usage(format!("clocks show {shown} twice: say which is meant")), wall.candidates()))
            }
            wall @ LocalTime::Never(..) => {
                Err(choose(Fault::usage(format!("clocks leap over {shown}: say which is meant")), wall.candidates()))
            }
        },
    }
}

fn choose(fault: Fault, mut moments: Vec<Moment>) -> Fault {
    moments.dedup();
    moments.into_iter().fold(fault, |fault, moment| fault.hint(format!("--at {moment}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Zone;

    fn at(words: &str) -> Result<String> {
        let berlin: Zone = "Europe/Berlin".parse().unwrap();
        let now: Moment = "2026-12-01T13:10:00Z".parse().unwrap();
        parse_at(words, now, &berlin.clocks()).map(|moment| moment.to_string())
    }

    #[test]
    fn what_people_say_about_when_is_understood() {
        for (words, moment) in [
            ("now", "2026-12-01T13:10:00Z"),
            ("10m ago", "2026-12-01T13:00:00Z"),
            ("1h10m ago", "2026-12-01T12:00:00Z"),
            ("14:05", "2026-12-01T14:05:00+01:00"),
            ("2:05pm", "2026-12-01T14:05:00+01:00"),
            ("2026-11-30 23:50", "2026-11-30T23:50:00+01:00"),
            ("2026-12-01T13:00:00Z", "2026-12-01T13:00:00Z"),
            ("2026-12-01 22:00 Asia/Tokyo", "2026-12-01T22:00:00+09:00"),
            ("22:00 JST", "2026-12-01T22:00:00+09:00"),
            ("00:30+14:00", "2026-12-02T00:30:00+14:00"),
        ] {
            assert_eq!(at(words).as_deref(), Ok(moment), "{words}");
        }
    }

    #[test]
    fn what_has_no_single_meaning_is_refused_with_the_meanings() {
        for words in ["", "yesterday", "10 minutes ago", "2026-12-01", "25:00", "ago", "-5m ago"] {
            assert!(at(words).is_err(), "{words}");
        }
        assert_eq!(
            at("2026-10-25 02:30").unwrap_err().hints,
            ["--at 2026-10-25T02:30:00+02:00", "--at 2026-10-25T02:30:00+01:00"]
        );
        assert_eq!(
            at("2026-03-29 02:30").unwrap_err().hints,
            ["--at 2026-03-29T01:30:00+01:00", "--at 2026-03-29T03:30:00+02:00"]
        );
        assert!(at("14:05 PST").unwrap_err().hints.contains(&"--at 2026-12-01T14:05:00-08:00".to_owned()));
    }
}
