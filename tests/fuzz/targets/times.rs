//! Times, lengths and names as people write them: what is read reads back as itself, and what has several meanings comes
//! back with candidates that have one.
//!
//! The first line of an input chooses the zones that are known beside the words.

use runbook::model::{
    Agreed, Kind, Length, Moment, Reading, RunbookId, Slug, Zone, parse_at, parse_schedule, read_schedule,
};

use super::super::choices::Choices;
use super::Target;

/// The target.
pub const TIMES: Target = Target {
    name: "times",
    check,
    words: &[
        "2026-12-01",
        "2026/12/1",
        "01.12.2026",
        "1 December 2026",
        "Dec 1st, 2026",
        "Tue",
        "Tuesday, ",
        "2026-03-29 02:30",
        "2026-10-25 02:30",
        "14:00",
        "2pm",
        "2:30 p.m.",
        "12 am",
        "24:00",
        "23:59:60",
        "T",
        "Z",
        "+01:00",
        "-0530",
        "UTC",
        "GMT+2",
        "CET",
        "CST",
        "IST",
        "PDT",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "(",
        ")",
        " at ",
        "now",
        "10m ago",
        "1h15m",
        "2d",
        "99999999999999999999",
        "0",
        "/",
        "-",
        "acme/work",
        "\u{a0}",
        "١",
    ],
    seeds: &[],
    rounds: 800,
};

const ZONES: [&str; 6] =
    ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC", "Australia/Lord_Howe", "Pacific/Apia"];

fn zone(choices: &mut Choices<'_>) -> Option<Zone> {
    let which = choices.pick(ZONES.len() + 1).checked_sub(1)?;
    Some(ZONES[which].parse().expect("a zone"))
}

fn check(data: &[u8]) {
    let (mut choices, words) = Choices::of(data);
    let words = String::from_utf8_lossy(words);
    let (flag, default) = (zone(&mut choices), zone(&mut choices));
    schedule(&words, flag, default);
    instant(&words, default.unwrap_or(Zone::UTC));
    names(&words);
}

fn schedule(words: &str, flag: Option<Zone>, default: Option<Zone>) {
    let reading = match read_schedule(words, flag, default) {
        Ok(reading) => reading,
        Err(fault) => return assert_eq!(fault.kind, Kind::Usage, "{fault}"),
    };
    let parsed = parse_schedule(words, flag, default);
    match reading {
        Reading::Agreed(agreed) => {
            assert_eq!(parsed.as_ref(), Ok(&agreed));
            means_itself(&agreed.scheduled_at.to_string(), agreed.time_zone, &agreed);
        }
        Reading::Unclear(unclear) => {
            assert!(parsed.is_err(), "what is unclear was taken for granted");
            assert!(!unclear.question.is_empty() && !unclear.candidates.is_empty(), "{unclear:?}");
            for candidate in unclear.candidates {
                let (time, zone) = match candidate.words.split_once(" --zone ") {
                    Some((time, zone)) => (time, Some(zone.parse().expect("a candidate's zone"))),
                    None => (candidate.words.as_str(), None),
                };
                means_itself(time, zone, &candidate.agreed);
            }
        }
        Reading::NoZone => assert!(parsed.is_err() && flag.is_none() && default.is_none(), "a zone was known"),
    }
}

/// Read again, these words mean this instant and nothing else.
fn means_itself(words: &str, zone: Option<Zone>, wanted: &Agreed) {
    match read_schedule(words, zone, None) {
        Ok(Reading::Agreed(again)) => {
            assert_eq!(
                again.scheduled_at.epoch_seconds(),
                wanted.scheduled_at.epoch_seconds(),
                "{words} is another time"
            );
            assert_eq!(again.time_zone, zone.or(again.time_zone), "{words} is on other clocks");
        }
        other => panic!("{words} ({zone:?}) does not mean itself: {other:?}"),
    }
}

fn instant(words: &str, clocks: Zone) {
    let now = Moment::from_git(1_790_400_000, 60);
    match parse_at(words, now, &clocks.clocks()) {
        Ok(moment) => assert_eq!(parse_at(&moment.to_string(), now, &clocks.clocks()), Ok(moment)),
        Err(fault) => assert_eq!(fault.kind, Kind::Usage, "{fault}"),
    }
    if let Ok(moment) = words.parse::<Moment>() {
        assert_eq!(moment.to_string().parse(), Ok(moment));
    }
}

fn names(words: &str) {
    if let Ok(length) = words.parse::<Length>() {
        assert_eq!(length.to_string().parse::<Length>().map(|again| again.seconds()), Ok(length.seconds()));
        let canonical = Length::from_seconds(length.seconds());
        assert_eq!(canonical.to_string().parse(), Ok(canonical.clone()));
        assert_eq!(canonical.seconds(), length.seconds());
    }
    if let Ok(zone) = words.parse::<Zone>() {
        assert_eq!(zone.to_string().parse(), Ok(zone));
    }
    if let Ok(id) = words.parse::<RunbookId>() {
        assert_eq!(id.to_string().parse(), Ok(id.clone()));
        assert!(!id.to_string().contains(".."), "{id} leads out of its folder");
    }
    let slug = Slug::from_text(words);
    assert_eq!(Slug::new(slug.as_str()), Ok(slug.clone()), "made of {words:?}");
}
