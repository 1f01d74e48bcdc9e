//! Schedules as people write them, zones that are never guessed, and recording late.

use super::plan::{self, ID, missing, record};
use crate::env::Sandbox;

#[test]
fn schedules_are_taken_as_people_write_them() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    for (written, zone, meant) in [
        ("2026-12-01 14:00", Some("Europe/Berlin"), "2026-12-01T14:00:00+01:00"),
        ("2026-07-01 14:00", Some("Europe/Berlin"), "2026-07-01T14:00:00+02:00"),
        ("2026-12-01T14:00+01:00", Some("Europe/Berlin"), "2026-12-01T14:00:00+01:00"),
        ("2026-12-01 - 23:30", Some("America/Los_Angeles"), "2026-12-01T23:30:00-08:00"),
        ("2026-12-01 14:00 UTC", None, "2026-12-01T14:00:00Z"),
        ("2026-12-01 14:00 Europe/Berlin", None, "2026-12-01T14:00:00+01:00"),
    ] {
        let mut words = vec!["schedule", ID, written, "--allow-past"];
        words.extend(zone.into_iter().flat_map(|zone| ["--zone", zone]));
        sandbox.change(&words);
        assert_eq!(record(&sandbox)["scheduled_at"], meant, "{written}");
    }
}

#[test]
fn what_could_mean_two_times_is_refused_with_both() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    // The clocks of Berlin go back on 2026-10-25 and forward on 2027-03-28.
    let fold = sandbox.refused(2, &["schedule", ID, "2027-10-31 02:30", "--zone", "Europe/Berlin"]);
    fold.complains("+02:00").complains("+01:00");
    sandbox.refused(2, &["schedule", ID, "2027-03-28 02:30", "--zone", "Europe/Berlin"]);
    sandbox.change(&["schedule", ID, "2027-10-31T02:30+02:00", "--zone", "Europe/Berlin"]);
    sandbox.refused(2, &["schedule", ID, "2026-12-01T14:00+05:00", "--zone", "Europe/Berlin"]);
    let past = sandbox.refused(2, &["schedule", ID, "2020-10-10 - 23:30 PST"]);
    past.complains("America/Los_Angeles");
    sandbox.refused(2, &["schedule", ID, "2026-12-01 14:00 CST"]).complains("America/Chicago");
}

#[test]
fn half_a_time_and_no_time_are_wrong_words() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    for words in ["2026-12-01", "14:00", "tomorrow 14:00", "2026-13-01 14:00", "2026-12-01 25:00", ""] {
        sandbox.refused(2, &["schedule", ID, words, "--zone", "Europe/Berlin"]);
    }
    sandbox.refused(2, &["schedule", ID, "2026-12-01 14:00", "--zone", "Berlin/Europe"]);
    sandbox.refused(2, &["schedule", ID, "2026-12-01 14:00"]);
}

#[test]
fn an_offset_without_a_zone_leaves_the_zone_missing() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.change(&["schedule", ID, "2026-12-02T14:00+01:00", "--agreed", "ticket 5"]);
    let zone = record(&sandbox)["time_zone"].clone();
    assert!(zone == "Europe/Berlin" || missing(&sandbox, ID) == ["no-time-zone"], "{zone}");
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.change(&["schedule", ID, "2026-12-02T14:00+01:00"]);
    assert!(missing(&sandbox, ID).contains(&"no-time-zone".to_owned()));
}

#[test]
fn the_past_is_refused_unless_allowed_and_the_grace_is_two_hours() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.refused(3, &["schedule", ID, "2020-10-10 23:30", "--zone", "America/Los_Angeles"]);
    sandbox.at("2026-12-01T15:59:00+01:00");
    assert_eq!(missing(&sandbox, ID), Vec::<String>::new());
    sandbox.at("2026-12-01T16:01:00+01:00");
    assert_eq!(missing(&sandbox, ID), ["schedule-past"]);
    sandbox.change(&["schedule", ID, "2020-10-10 23:30", "--zone", "America/Los_Angeles", "--allow-past"]);
}

#[test]
fn rescheduling_drops_the_agreement_and_clearing_the_schedule() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.change(&["schedule", ID, "2026-12-08 14:00", "--zone", "Europe/Berlin"]);
    assert_eq!(missing(&sandbox, ID), ["not-agreed"]);
    sandbox.change(&["schedule", ID, "2026-12-09 14:00", "--zone", "Europe/Berlin", "--agreed", "ticket 9"]);
    assert_eq!(missing(&sandbox, ID), Vec::<String>::new());
    let cleared = sandbox.change(&["schedule", ID, "--clear", "--json"]).json();
    assert_eq!((&cleared["state"], &cleared["events"][0]["do"]), (&"draft".into(), &"schedule".into()));
    assert!(missing(&sandbox, ID).contains(&"no-schedule".to_owned()));
}

#[test]
fn acts_are_recorded_late_and_never_early() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.at("2026-12-01T15:00:00+01:00");
    sandbox.refused(3, &["start", ID, "--at", "2026-12-01T18:00:00+01:00"]);
    let started = sandbox.change(&["start", ID, "--at", "2026-12-01T14:01:00+01:00", "--json"]).json();
    assert_eq!(started["events"][0]["at"], "2026-12-01T14:01:00+01:00");
    let refused = |words: &[&str]| {
        let out = sandbox.run(words);
        assert!(out.code == 2 || out.code == 3, "{out}");
    };
    refused(&["task", "start", ID, "bulk-change", "--at", "2026-12-01T14:00:00+01:00"]);
    sandbox.change(&["task", "start", ID, "bulk-change", "--at", "2026-12-01T14:10:00+01:00"]);
    refused(&["task", "finish", ID, "bulk-change", "--at", "2026-12-01T14:09:00+01:00"]);
    sandbox.change(&["task", "finish", ID, "bulk-change", "--at", "2026-12-01T14:40:00+01:00"]);
    let attempt = record(&sandbox)["tasks"][1]["attempts"][0].clone();
    assert_eq!(attempt["started_at"], "2026-12-01T14:10:00+01:00");
    assert_eq!(attempt["finished_at"], "2026-12-01T14:40:00+01:00");
    assert_eq!(sandbox.json(&["list"])["runbooks"][0]["actual_s"], 1_800);
    let entry = sandbox.json(&["log", ID, "--limit", "1"])["entries"][0].clone();
    assert_eq!(entry["at"], "2026-12-01T14:40:00+01:00");
    let recorded = entry["recorded_at"].as_str().expect("a time");
    assert!(recorded.starts_with("2026-12-01T1") && recorded != "2026-12-01T14:40:00+01:00", "{recorded}");
}

#[test]
fn a_length_is_recorded_without_inventing_times() {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    sandbox.refused(2, &["task", "finish", ID, "bulk-change"]);
    for odd in ["soon", "10", "-5m", "1.5h", "10 minutes or so"] {
        sandbox.refused(2, &["task", "finish", ID, "bulk-change", "--took", odd]);
    }
    sandbox.change(&["task", "finish", ID, "bulk-change", "--took", "1h15m"]);
    let attempt = record(&sandbox)["tasks"][1]["attempts"][0].clone();
    assert_eq!((&attempt["took"], &attempt["took_s"]), (&"1h15m".into(), &4_500.into()));
    assert!(attempt.get("started_at").is_none_or(serde_json::Value::is_null));
}

#[test]
fn both_sides_see_their_own_clocks() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.change(&["contact", "set", ID, "tom-blogs", "--zone", "America/Los_Angeles"]);
    sandbox.run(&["agenda"]).ok().says("14:00").says("05:00");
}
