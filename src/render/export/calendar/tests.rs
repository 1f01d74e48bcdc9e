//! The calendar of the rich runbook: what it says, and that nothing in a text adds a line of its own.

use serde_json::json;

use super::calendar;
use crate::model::{Act, Kind, Moment, Recorded, Runbook, Settings, State};
use crate::render::export::{Audience, for_customer};
use crate::render::test_fixture;
use crate::worked::worked;

fn exported(runbook: &Runbook, audience: Audience, trail: &[Recorded]) -> String {
    test_fixture::exported(runbook, audience, trail, calendar).unwrap()
}

/// The lines as a reader sees them once they are unfolded.
fn unfolded(text: &str) -> Vec<String> {
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])), "{text}");
    text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

fn recorded(act: serde_json::Value) -> Recorded {
    let act: Act = serde_json::from_value(act).unwrap();
    let mut recorded = test_fixture::trail().swap_remove(0);
    recorded.events = vec![test_fixture::event(act, "2026-11-30T10:00:00Z")];
    recorded
}

fn schedule(at: Option<&str>) -> Recorded {
    recorded(json!({"do": "schedule", "scheduled_at": at, "time_zone": null, "agreed": null}))
}

#[test]
fn the_call_is_told_in_utc_with_its_people() {
    let lines = unfolded(&exported(&test_fixture::runbook(), Audience::Internal, &[]));
    for line in [
        "UID:enforce-2fa-on-all-groups.acme@runbook",
        "DTSTART:20261201T130000Z",
        "DTEND:20261201T135500Z",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "CLASS:CONFIDENTIAL",
        "URL:https://meet.example.com/acme-2fa",
        "ORGANIZER;CN=\"John Doe\":mailto:john.doe@example.com",
        "METHOD:REQUEST",
        "ATTENDEE;CN=\"Tom Blogs\";PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:tom@acme.example.com",
    ] {
        assert!(lines.iter().any(|own| own == line), "{line} is missing\n{lines:#?}");
    }
    assert!(lines.iter().any(|line| line.starts_with("DESCRIPTION:") && line.contains("Overridden: not-agreed")));
}

#[test]
fn a_customer_is_told_nothing_internal() {
    let runbook = for_customer(&test_fixture::runbook(), &Settings::default()).unwrap();
    let text = unfolded(&exported(&runbook, Audience::Customer, &[])).join("\n");
    for inside in ["john.doe@", "issues/42", "tickets.", "Overridden", "CLASS", "Refund", "@john_doe"] {
        assert!(!text.contains(inside), "{inside} went out\n{text}");
    }
    assert!(text.contains("mailto:tom@acme.example.com"));
    assert!(text.contains("ORGANIZER;CN=\"John Doe\":invalid:nomail"), "{text}");
}

#[test]
fn the_sequence_rises_with_every_new_time_length_and_status_and_nothing_else() {
    let create = recorded(json!({"do": "create", "runbook": "acme/x",
        "record": {"customer": "Acme", "task": "X", "state": "draft"}}));
    let act = |act: serde_json::Value| recorded(act);
    let set = || act(json!({"do": "set", "fields": {"summary": "said"}}));
    let first = || schedule(Some("2026-12-01T15:00:00+01:00"));
    let second = || schedule(Some("2026-12-02T14:00:00+01:00"));
    let agreed = || {
        act(json!({"do": "schedule", "scheduled_at": "2026-12-02T14:00:00+01:00", "time_zone": null, "agreed": "yes"}))
    };
    let cancel = || act(json!({"do": "cancel", "reason": "no need"}));
    let reopen = || act(json!({"do": "reopen", "reason": "a duty is left"}));
    let finish_at = |at: &str| {
        let mut finish = act(json!({"do": "finish"}));
        finish.events[0].at = at.parse().unwrap();
        finish
    };
    let task = |verb: &str, fields: serde_json::Value| {
        let mut whole = json!({"do": format!("task.{verb}"), "task": "t"});
        whole.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        act(whole)
    };
    let add = || task("add", json!({"task": {"id": "t", "title": "T", "estimate": "2h"}, "place": "last"}));
    for (story, sequence, status) in [
        (vec![first()], 0, "TENTATIVE"),
        (vec![add(), first()], 0, "TENTATIVE"),
        (vec![first(), set(), second()], 1, "TENTATIVE"),
        (vec![first(), add()], 1, "TENTATIVE"),
        (vec![second(), agreed()], 1, "CONFIRMED"),
        (vec![first(), schedule(None)], 1, "CANCELLED"),
        (vec![first(), schedule(None), cancel()], 1, "CANCELLED"),
        (vec![first(), schedule(None), second()], 2, "TENTATIVE"),
        (vec![first(), second(), cancel()], 2, "CANCELLED"),
        (vec![first(), second(), cancel(), reopen()], 2, "CANCELLED"),
        (vec![agreed(), act(json!({"do": "start"}))], 0, "CONFIRMED"),
        (vec![agreed(), act(json!({"do": "start"})), act(json!({"do": "finish"}))], 1, "CANCELLED"),
        (vec![agreed(), act(json!({"do": "start"})), finish_at("2026-12-02T12:44:59Z")], 1, "CANCELLED"),
        (vec![agreed(), act(json!({"do": "start"})), finish_at("2026-12-02T12:45:00Z")], 0, "CONFIRMED"),
    ] {
        let story: Vec<Recorded> = [create.clone()].into_iter().chain(story).collect();
        let events: Vec<_> = story.iter().flat_map(|recorded| recorded.events.clone()).collect();
        let runbook = crate::lifecycle::replay(None, &events).unwrap().unwrap();
        let trail: Vec<Recorded> = story.into_iter().rev().collect();
        let lines = unfolded(&exported(&runbook, Audience::Internal, &trail));
        assert!(lines.contains(&format!("SEQUENCE:{sequence}")), "{lines:#?}");
        assert!(lines.contains(&format!("STATUS:{status}")), "{lines:#?}");
        let method = if status == "CANCELLED" { "METHOD:CANCEL" } else { "METHOD:REQUEST" };
        assert!(lines.iter().any(|line| line == method), "{lines:#?}");
        let is_to_come = runbook.state.is_before_call() && status != "CANCELLED";
        assert_eq!(lines.iter().any(|line| line == "BEGIN:VALARM"), is_to_come, "{lines:#?}");
    }
}

#[test]
fn an_invitation_has_somebody_who_invites_and_somebody_who_attends() {
    let mut runbook = test_fixture::runbook();
    runbook.contacts.iter_mut().for_each(|own| own.email = "not an address, nor@one".parse().ok());
    let people = |runbook: &Runbook| -> Vec<String> {
        let lines = unfolded(&exported(runbook, Audience::Internal, &[]));
        lines.into_iter().filter(|line| line.starts_with("ORGANIZER") || line.starts_with("ATTENDEE")).collect()
    };
    let alone = "ATTENDEE;CN=\"John Doe\";PARTSTAT=ACCEPTED;ROLE=CHAIR:invalid:nomail";
    assert_eq!(people(&runbook), ["ORGANIZER;CN=\"John Doe\":invalid:nomail", alone]);
    runbook.dri = None;
    runbook.contacts[2].email = "tom@acme.example.com".parse().ok();
    let tom =
        "ATTENDEE;CN=\"Tom Blogs\";PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:tom@acme.example.com";
    assert_eq!(people(&runbook), ["ORGANIZER;CN=\"GitLab\":invalid:nomail", tom]);
}

#[test]
fn an_address_is_invited_once_and_what_is_none_is_known() {
    let mut runbook = test_fixture::runbook();
    runbook.contacts[1].email = "TOM@acme.example.com".parse().ok();
    let lines = unfolded(&exported(&runbook, Audience::Internal, &[]));
    let invited = lines.iter().filter(|line| line.to_lowercase().ends_with(":mailto:tom@acme.example.com"));
    assert_eq!(invited.count(), 1, "{lines:#?}");
    for none in ["Z <z@acme.example>", "mailto:x@acme.example", "w@a.example,v@a.example", "a\"b@c.example", "nobody"] {
        assert!(!super::can_be_invited(&none.parse().unwrap()), "{none}");
    }
}

#[test]
fn a_text_of_any_length_is_told_in_no_time() {
    let mut runbook = test_fixture::runbook();
    let long = "Straße ".repeat(150_000);
    runbook.summary = long.parse().ok();
    runbook.task = long.trim().parse().unwrap();
    runbook.meeting_url = format!("https://example.com/{}", "x".repeat(1_000_000)).parse().ok();
    runbook.contacts[2].name = long.trim().parse().ok();
    let begun = worked();
    let text = exported(&runbook, Audience::Internal, &[]);
    let taken = worked().saturating_sub(begun);
    assert!(taken < std::time::Duration::from_secs(2), "{taken:?}");
    assert!(text.len() < 100_000);
    unfolded(&text);
}

#[test]
fn no_text_adds_a_line_or_leaves_its_own() {
    let mut runbook = test_fixture::runbook();
    let trap = "x\nEND:VEVENT\nATTENDEE:mailto:eve@example.com;,\\\u{200b}".repeat(3);
    runbook.summary = Some(trap.parse().unwrap());
    runbook.contacts[0].name = Some("\"Doe\"; CN=x: John, y".parse().unwrap());
    runbook.contacts[2].email = Some("\"t m\"@x:y,z".parse().unwrap());
    runbook.contacts[1].email = Some("a/b@é.example".parse().unwrap());
    runbook.meeting_url = Some("https://é.example/;x,y".parse().unwrap());
    let lines = unfolded(&exported(&runbook, Audience::Internal, &[]));
    let is_property = |line: &String| line.starts_with(|c: char| c.is_ascii_uppercase()) && line.contains(':');
    assert!(lines.iter().all(is_property), "{lines:#?}");
    assert_eq!(lines.iter().filter(|line| line.as_str() == "END:VEVENT").count(), 1);
    assert!(lines.contains(&"ORGANIZER;CN=\"'Doe'; CN=x: John, y\":mailto:john.doe@example.com".to_owned()));
    assert_eq!(lines.iter().filter(|line| line.starts_with("ATTENDEE")).count(), 1, "{lines:#?}");
    assert!(lines.iter().any(|line| line.ends_with(":mailto:a%2Fb@%C3%A9.example")), "{lines:#?}");
    assert!(lines.contains(&"URL:https://%C3%A9.example/;x,y".to_owned()));
}

#[test]
fn every_stamp_and_uid_is_ours_and_none_of_this_machines() {
    let trail = test_fixture::trail();
    let runbook = Runbook {
        state: State::Scheduled,
        scheduled_at: "2026-12-01T15:00:00+01:00".parse().ok(),
        ..test_fixture::runbook()
    };
    let lines = unfolded(&exported(&runbook, Audience::Internal, &trail));
    let uid = "enforce-2fa-on-all-groups.acme@runbook";
    let stamp = |at: Moment| at.utc().format("%Y%m%dT%H%M%SZ").to_string();
    assert!(lines.contains(&format!("LAST-MODIFIED:{}", stamp(trail[0].recorded_at))), "{lines:#?}");
    for (name, values) in
        [("DTSTAMP", [stamp(test_fixture::now()).as_str(); 2]), ("UID", [uid, &format!("alarm.{uid}")])]
    {
        let found = lines.iter().filter_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        assert_eq!(found.collect::<Vec<_>>(), values, "{lines:#?}");
    }
    assert_eq!(lines.iter().filter(|line| line.starts_with("BEGIN:")).count(), 3, "a part without a stamp of its own");
}

#[test]
fn a_runbook_without_a_time_is_refused() {
    let mut runbook = test_fixture::runbook();
    runbook.scheduled_at = None;
    let refused = test_fixture::exported(&runbook, Audience::Internal, &[], calendar).unwrap_err();
    assert_eq!(refused.kind, Kind::Refused);
}
