//! The agreed start of a call, read from the words in which people write it.
//!
//! Nothing is guessed (`docs/format.md`, “Time”): what can mean more than one instant comes back as a question with its
//! candidates. A zone is the one in the words or of `--zone`, otherwise the store's; an offset counts as the instant that
//! it says, so where only the store's zone stands behind it, the same instant is written on that zone's clocks.

use chrono::{FixedOffset, NaiveDateTime, TimeZone};

use super::abbreviation::{Meaning, meanings};
use super::datetime_words::{DatetimeWords, FORM};
use super::local_time::LocalTime;
use super::reading::{Agreed, Candidate, Reading, Unclear, plain};
use super::{Fault, Moment, Result, Zone};

/// [`read_schedule`] for those who cannot ask: everything but one meaning is a usage error with the candidates as hints.
///
/// # Errors
/// `Usage` for words without a meaning, with several, or without a zone.
pub fn parse_schedule(words: &str, zone: Option<Zone>, default_zone: Option<Zone>) -> Result<Agreed> {
    match read_schedule(words, zone, default_zone)? {
        Reading::Agreed(agreed) => Ok(agreed),
        Reading::Unclear(unclear) => Err(unclear.into_fault()),
        Reading::NoZone => {
            Err(Fault::usage(format!("“{}” does not say in which time zone: give it with --zone", words.trim()))
                .hint(format!("\"{}\" --zone Europe/Berlin", words.trim()))
                .hint("set time_zone in .runbook.toml for a zone that counts wherever none is given"))
        }
    }
}

/// Reads a date and time as people write them, with the zone of `--zone` and the store's default zone.
///
/// # Errors
/// `Usage` for words that are no date and time, that contradict each other, or that have no zone anywhere.
pub fn read_schedule(words: &str, zone: Option<Zone>, default_zone: Option<Zone>) -> Result<Reading> {
    let written = DatetimeWords::parse(words)?;
    let example = |what: &str| Fault::usage(format!("“{}” has no {what}: write both, as in {FORM}", words.trim()));
    let date = written.date.ok_or_else(|| example("date"))?;
    let time = written.time.ok_or_else(|| example("time of day"))?;
    Ok(settle(date.and_time(time), &written, zone, default_zone))
}

/// Finds the one meaning of a wall time and what was said about its clocks, or everything that it may mean.
pub(super) fn settle(
    shown: NaiveDateTime,
    written: &DatetimeWords,
    flag: Option<Zone>,
    default: Option<Zone>,
) -> Reading {
    let named = match (flag, written.zone) {
        (Some(flag), Some(inner)) if flag != inner && wall(shown, flag) != wall(shown, inner) => {
            return two_zones(shown, inner, flag);
        }
        (flag, inner) => flag.or(inner),
    };
    match (written.offset, written.abbreviation, named) {
        (Some(offset), Some(name), named)
            if !is_at(name, offset) && !named.is_some_and(|zone| is_called_at(zone, name, shown, offset)) =>
        {
            offset_against_name(shown, offset, name, named.or(default))
        }
        (Some(offset), _, Some(zone)) => fit(shown, offset, zone),
        (Some(offset), _, None) => Reading::Agreed(on_clocks_of(default, at_offset(shown, offset))),
        (None, Some(name), Some(zone)) => named_clocks(shown, name, zone),
        (None, Some(name), None) => judge(shown, name, default),
        (None, None, Some(zone)) => in_zone(shown, zone),
        (None, None, None) => match default.map(|zone| (zone, in_zone(shown, zone))) {
            Some((zone, Reading::Agreed(agreed))) => {
                Reading::Agreed(agreed.note(format!("no time zone was given: taken as {zone}")))
            }
            Some((_, reading)) => reading,
            None => Reading::NoZone,
        },
    }
}

fn wall(shown: NaiveDateTime, zone: Zone) -> LocalTime {
    LocalTime::look_up(shown, &zone.rules())
}

fn at_offset(shown: NaiveDateTime, offset: FixedOffset) -> Moment {
    Moment::new(offset.from_utc_datetime(&shown.checked_sub_offset(offset).unwrap_or(shown)))
}

/// An instant that was written with its offset, on the clocks of the zone that counts where none is given.
fn on_clocks_of(zone: Option<Zone>, moment: Moment) -> Agreed {
    let Some(zone) = zone else { return Agreed::new(moment, None) };
    let local = Agreed::new(zone.local(moment), Some(zone));
    if local.offset() == offset_of(moment) {
        return local;
    }
    let note = format!("that is {} in {zone}", zone.shown(moment));
    local.note(note)
}

fn offset_of(moment: Moment) -> FixedOffset {
    *moment.time().offset()
}

/// A bare local time in a zone.
fn in_zone(shown: NaiveDateTime, zone: Zone) -> Reading {
    let question = match wall(shown, zone) {
        LocalTime::Once(moment) => return Reading::Agreed(Agreed::new(moment, Some(zone))),
        LocalTime::Twice(..) => "comes twice, because clocks go back",
        LocalTime::Never(..) => "does not exist, because clocks go forward",
    };
    Reading::Unclear(Unclear {
        question: format!("{} {question} in {zone} then: say which is meant", plain(shown)),
        candidates: wall(shown, zone)
            .candidates()
            .into_iter()
            .map(|moment| Candidate::new(moment, Some(zone)))
            .collect(),
    })
}

/// An explicit offset in a named zone: it must be what the zone's clocks have then. Where clocks leap over the time, both
/// offsets around the leap say an instant and are taken.
fn fit(shown: NaiveDateTime, offset: FixedOffset, zone: Zone) -> Reading {
    let written = at_offset(shown, offset);
    let local = zone.local(written);
    if offset_of(local) == offset {
        return Reading::Agreed(Agreed::new(local, Some(zone)));
    }
    let around = wall(shown, zone);
    if let LocalTime::Never(a, b) = around
        && (written == a || written == b)
    {
        let note = format!("clocks in {zone} leap over {}: that instant is {}", plain(shown), zone.shown(local));
        return Reading::Agreed(Agreed::new(local, Some(zone)).note(note));
    }
    let mut candidates: Vec<_> =
        around.candidates().into_iter().map(|moment| Candidate::new(moment, Some(zone))).collect();
    candidates.push(Candidate::new(local, Some(zone)));
    let has: Vec<String> = around.candidates().into_iter().map(|moment| offset_of(moment).to_string()).collect();
    let question = format!("{zone} has the offset {} at {}, not {offset}", has.join(" or "), plain(shown));
    Reading::Unclear(Unclear { question, candidates })
}

fn two_zones(shown: NaiveDateTime, inner: Zone, flag: Zone) -> Reading {
    let mut candidates: Vec<_> =
        wall(shown, flag).candidates().into_iter().map(|moment| Candidate::new(moment, Some(flag))).collect();
    candidates.extend(
        wall(shown, inner).candidates().into_iter().map(|moment| Candidate::new(flag.local(moment), Some(flag))),
    );
    candidates.extend(wall(shown, inner).candidates().into_iter().map(|moment| Candidate::new(moment, Some(inner))));
    Reading::Unclear(Unclear {
        question: format!("the time says {inner} and --zone says {flag}: give one"),
        candidates,
    })
}

fn offset_against_name(shown: NaiveDateTime, offset: FixedOffset, name: &str, zone: Option<Zone>) -> Reading {
    let mut candidates = vec![Candidate::from(on_clocks_of(zone, at_offset(shown, offset)))];
    candidates.extend(letters(name).map(|offset| Candidate::from(on_clocks_of(zone, at_offset(shown, offset)))));
    Reading::Unclear(Unclear { question: format!("{name} is not at {offset}: the time says both"), candidates })
}

/// An abbreviation together with a zone: taken when the zone's clocks are really called so then.
fn named_clocks(shown: NaiveDateTime, name: &str, zone: Zone) -> Reading {
    let wall = wall(shown, zone);
    let all = wall.candidates();
    let fitting: Vec<Moment> = all.iter().copied().filter(|moment| zone.is_called(name, *moment)).collect();
    match (wall, fitting.as_slice()) {
        (LocalTime::Once(_) | LocalTime::Twice(..), [moment]) => Reading::Agreed(Agreed::new(*moment, Some(zone))),
        (_, []) => {
            let called: Vec<String> = all.iter().map(|moment| zone.abbreviation(*moment)).collect();
            let mut candidates: Vec<_> = all.into_iter().map(|moment| Candidate::new(moment, Some(zone))).collect();
            for offset in letters(name) {
                let candidate = Candidate::new(zone.local(at_offset(shown, offset)), Some(zone));
                // two meanings of the letters may be one time
                if !candidates.contains(&candidate) {
                    candidates.push(candidate);
                }
            }
            let question = format!("clocks in {zone} are on {} at {}, not {name}", called.join(" or "), plain(shown));
            Reading::Unclear(Unclear { question, candidates })
        }
        _ => in_zone(shown, zone),
    }
}

/// An abbreviation alone: taken when it has one meaning, and one zone that is really on it then.
fn judge(shown: NaiveDateTime, name: &str, default: Option<Zone>) -> Reading {
    let meanings = meanings(name);
    if let [meaning] = meanings {
        let only = if let [only] = meaning.zones { only.parse::<Zone>().ok() } else { None };
        for zone in default.into_iter().chain(only) {
            if let Reading::Agreed(agreed) = named_clocks(shown, name, zone) {
                return Reading::Agreed(agreed.note(format!("{name} is taken as {zone}")));
            }
        }
    }
    let mut candidates: Vec<_> = meanings.iter().flat_map(|meaning| meant(shown, name, meaning)).collect();
    candidates.sort_by_key(|candidate| default.is_none() || candidate.agreed.time_zone != default);
    let said: Vec<String> = meanings.iter().map(described).collect();
    let question = format!("{name} does not say which clocks are meant: it stands for {}", said.join(" or "));
    Reading::Unclear(Unclear { question, candidates })
}

/// What one meaning of an abbreviation makes of a wall time: on the clocks of its zones, and by the letter where those
/// are on another time that day.
fn meant(shown: NaiveDateTime, name: &str, meaning: &Meaning) -> Vec<Candidate> {
    let mut found = Vec::new();
    for zone in meaning.zones.iter().filter_map(|zone| zone.parse::<Zone>().ok()) {
        match wall(shown, zone) {
            LocalTime::Once(moment) => found.push(Candidate {
                words: format!("\"{}\" --zone {zone}", plain(shown)),
                ..Candidate::new(moment, Some(zone))
            }),
            wall => found.extend(wall.candidates().into_iter().map(|moment| Candidate::new(moment, Some(zone)))),
        }
    }
    let letter = meaning.minutes.and_then(|minutes| FixedOffset::east_opt(minutes * 60));
    if let Some(letter) =
        letter.filter(|letter| !found.iter().any(|other| offset_of(other.agreed.scheduled_at) == *letter))
    {
        let candidate = Candidate::new(at_offset(shown, letter), None);
        found.push(Candidate {
            remark: format!("{name} by the letter, {}: {}", meaning.name, candidate.remark),
            ..candidate
        });
    }
    found
}

fn described(meaning: &Meaning) -> String {
    let offset = meaning.minutes.and_then(|minutes| FixedOffset::east_opt(minutes * 60));
    match offset {
        Some(offset) => format!("{} ({offset})", meaning.name),
        None => meaning.name.to_owned(),
    }
}

/// The offsets that an abbreviation means by the letter.
fn letters(name: &str) -> impl Iterator<Item = FixedOffset> {
    meanings(name).iter().filter_map(|meaning| meaning.minutes.and_then(|minutes| FixedOffset::east_opt(minutes * 60)))
}

fn is_at(name: &str, offset: FixedOffset) -> bool {
    letters(name).any(|letter| letter == offset)
}

fn is_called_at(zone: Zone, name: &str, shown: NaiveDateTime, offset: FixedOffset) -> bool {
    zone.is_called(name, zone.local(at_offset(shown, offset)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Option<Zone> {
        (!name.is_empty()).then(|| name.parse().unwrap())
    }

    fn read(words: &str, flag: &str, default: &str) -> Result<(String, String)> {
        let agreed = parse_schedule(words, zone(flag), zone(default))?;
        Ok((agreed.scheduled_at.to_string(), agreed.time_zone.map_or(String::new(), |zone| zone.to_string())))
    }

    fn refused(words: &str, flag: &str, default: &str) -> Fault {
        let fault = read(words, flag, default).expect_err(words);
        assert_eq!(fault.kind, crate::model::Kind::Usage, "{words}");
        fault
    }

    fn says(fault: &Fault, words: &str) -> bool {
        fault.message.contains(words) || fault.hints.iter().any(|hint| hint.contains(words))
    }

    #[test]
    fn every_unambiguous_way_of_writing_is_the_same_time() {
        for (words, flag) in [
            ("2026-12-01 14:00", "Europe/Berlin"),
            ("2026-12-01T14:00", "Europe/Berlin"),
            ("2026-12-01 14:00:00", "europe/berlin"),
            ("2026-12-01T14:00+01:00", "Europe/Berlin"),
            ("2026-12-01 14:00 Europe/Berlin", ""),
            ("2026-12-01 14:00 (Europe/Berlin)", "Europe/Berlin"),
            ("2026-12-01T14:00:00+01:00[Europe/Berlin]", ""),
            ("2026-12-01 - 14:00 Europe/Berlin", ""),
            ("2026-12-01 – 14:00 Europe/Berlin", ""),
            ("2026-12-01 2pm", "Europe/Berlin"),
            ("2026-12-01 at 2:00 PM", "Europe/Berlin"),
            ("2026/12/01 2 p.m.", "Europe/Berlin"),
            ("1 December 2026 14:00", "Europe/Berlin"),
            ("Dec 1, 2026, 14:00", "Europe/Berlin"),
            ("Tue, 1st of Dec. 2026 14:00", "Europe/Berlin"),
            ("Tuesday 1-Dec-2026 14:00", "Europe/Berlin"),
            ("2026-12-01 14:00 CET", "Europe/Berlin"),
            ("2026-12-01 14:00 CET (Europe/Berlin)", ""),
            ("2026-12-01 14:00 CET +0100", "Europe/Berlin"),
            ("2026-12-01 14:00 UTC+1", "Europe/Berlin"),
            ("2026-12-01 14:00 UTC +01:00", "Europe/Berlin"),
        ] {
            let read = read(words, flag, "").unwrap_or_else(|fault| panic!("{words}: {fault}"));
            assert_eq!(read, ("2026-12-01T14:00:00+01:00".to_owned(), "Europe/Berlin".to_owned()), "{words}");
        }
    }

    #[test]
    fn a_bare_local_time_takes_the_flag_then_the_store_then_asks_for_the_flag() {
        assert_eq!(read("2026-12-01 14:00", "Asia/Tokyo", "Europe/Berlin").unwrap().0, "2026-12-01T14:00:00+09:00");
        assert_eq!(read("2026-12-01 14:00", "", "Europe/Berlin").unwrap().1, "Europe/Berlin");
        assert!(says(&refused("2026-12-01 14:00", "", ""), "--zone"));
    }

    #[test]
    fn an_offset_alone_leaves_the_zone_to_the_store() {
        assert_eq!(read("2026-12-01T14:00+01:00", "", "").unwrap(), ("2026-12-01T14:00:00+01:00".into(), "".into()));
        assert_eq!(read("2026-12-01T14:00Z", "", "").unwrap(), ("2026-12-01T14:00:00Z".into(), "".into()));
        for words in ["2026-12-01T14:00+01:00", "2026-12-01 13:00 Z", "2026-12-01T05:00-0800"] {
            let read = read(words, "", "Europe/Berlin").unwrap();
            assert_eq!(read, ("2026-12-01T14:00:00+01:00".to_owned(), "Europe/Berlin".to_owned()), "{words}");
        }
    }

    #[test]
    fn the_documents_own_time_is_refused_with_what_it_may_mean() {
        for default in ["", "America/Los_Angeles", "Europe/Berlin"] {
            let fault = refused("2020-10-10 - 23:30 PST", "", default);
            for words in [
                "\"2020-10-10 23:30\" --zone America/Los_Angeles  # 2020-10-10 23:30 PDT, 2020-10-11 06:30 UTC",
                "--zone Asia/Manila",
                "2020-10-10T23:30-08:00",
            ] {
                assert!(says(&fault, words), "{words} in {fault:?}");
            }
        }
    }

    #[test]
    fn a_flag_settles_an_abbreviation_only_where_clocks_are_on_it() {
        assert_eq!(read("2020-12-10 23:30 PST", "America/Los_Angeles", "").unwrap().0, "2020-12-10T23:30:00-08:00");
        let fault = refused("2020-10-10 - 23:30 PST", "America/Los_Angeles", "");
        assert!(says(&fault, "PDT") && says(&fault, "2020-10-10T23:30-07:00 --zone America/Los_Angeles"), "{fault:?}");
        assert!(says(&fault, "2020-10-11T00:30-07:00"), "{fault:?}");
        refused("2026-07-01 14:00 CET", "Europe/Berlin", "");
        refused("2026-12-01 14:00 UTC", "Europe/Berlin", "");
        assert_eq!(read("2026-12-01 14:00 PT", "America/Los_Angeles", "").unwrap().0, "2026-12-01T14:00:00-08:00");
        assert_eq!(read("2026-12-01 14:00 SGT", "Asia/Singapore", "").unwrap().0, "2026-12-01T14:00:00+08:00");
    }

    #[test]
    fn an_abbreviation_of_one_zone_is_taken_and_one_of_several_is_not() {
        assert_eq!(read("2026-12-01 14:00 JST", "", "").unwrap().1, "Asia/Tokyo");
        assert_eq!(read("2026-12-01 14:00 NZDT", "", "").unwrap().1, "Pacific/Auckland");
        assert_eq!(read("2026-12-01 14:00 CET", "", "Europe/Vienna").unwrap().1, "Europe/Vienna");
        assert_eq!(read("2026-12-01 14:00 GMT", "", "").unwrap(), ("2026-12-01T14:00:00Z".into(), "GMT".into()));
        for words in ["2026-12-01 14:00 CET", "2026-12-01 14:00 IST", "2026-12-01 14:00 cst", "2026-12-01 14:00 NZST"] {
            assert!(says(&refused(words, "", ""), "--zone "), "{words}");
        }
    }

    #[test]
    fn a_leap_of_clocks_is_refused_with_both_sides_and_taken_with_an_offset() {
        let fault = refused("2026-03-29 02:30", "Europe/Berlin", "");
        assert!(says(&fault, "2026-03-29T01:30+01:00 --zone Europe/Berlin"), "{fault:?}");
        assert!(says(&fault, "2026-03-29T03:30+02:00 --zone Europe/Berlin"), "{fault:?}");
        assert_eq!(read("2026-03-29T02:30+01:00", "Europe/Berlin", "").unwrap().0, "2026-03-29T03:30:00+02:00");
        assert_eq!(read("2026-03-29T02:30+02:00", "Europe/Berlin", "").unwrap().0, "2026-03-29T01:30:00+01:00");
        refused("2026-03-29T02:30+03:00", "Europe/Berlin", "");
    }

    #[test]
    fn an_hour_that_comes_twice_is_refused_with_both_and_taken_with_an_offset_or_its_name() {
        let fault = refused("2026-10-25 02:30 Europe/Berlin", "", "");
        assert!(says(&fault, "2026-10-25T02:30+02:00 --zone Europe/Berlin"), "{fault:?}");
        assert!(says(&fault, "2026-10-25T02:30+01:00 --zone Europe/Berlin"), "{fault:?}");
        refused("2026-10-25 02:30", "", "Europe/Berlin");
        assert_eq!(read("2026-10-25T02:30+01:00", "Europe/Berlin", "").unwrap().0, "2026-10-25T02:30:00+01:00");
        assert_eq!(read("2026-10-25 02:30 CEST", "Europe/Berlin", "").unwrap().0, "2026-10-25T02:30:00+02:00");
    }

    #[test]
    fn an_offset_that_the_zone_does_not_have_then_is_refused_with_the_one_it_has() {
        for words in ["2026-12-01T14:00+02:00", "2026-12-01T14:00Z", "2026-12-01 14:00 +0530"] {
            let fault = refused(words, "Europe/Berlin", "");
            assert!(says(&fault, "has the offset +01:00 at 2026-12-01 14:00"), "{fault:?}");
            assert!(says(&fault, "2026-12-01T14:00+01:00 --zone Europe/Berlin"), "{fault:?}");
        }
        refused("2026-12-01 14:00 PST +0100", "", "");
        refused("2026-12-01 14:00 Asia/Tokyo", "Europe/Berlin", "");
    }

    #[test]
    fn every_candidate_reads_back_as_itself() {
        for (words, flag) in [
            ("2020-10-10 23:30 PST", ""),
            ("2026-03-08 02:30 EST", ""),
            ("2026-11-01 01:30 ET", "America/New_York"),
            ("2026-03-29 02:30", "Europe/Berlin"),
            ("2026-12-01 14:00 Asia/Tokyo", "Europe/Berlin"),
            ("2026-12-01 14:00:05 IST", ""),
        ] {
            let Reading::Unclear(unclear) = read_schedule(words, zone(flag), None).unwrap() else { panic!("{words}") };
            assert!(unclear.candidates.len() > 1, "{words}");
            for candidate in unclear.candidates {
                let (time, flag) = candidate.words.split_once(" --zone ").unwrap_or((&candidate.words, ""));
                let again = parse_schedule(time, zone(flag), None).unwrap();
                assert_eq!(again, candidate.agreed, "{}", candidate.words);
            }
        }
    }
}
