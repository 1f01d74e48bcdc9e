//! Messages, written and read back, by us and by git.

use std::io::Write;
use std::process::Stdio;

use proptest::prelude::*;

use super::{Sample, event, id, message};
use crate::model::{Act, Prose};
use crate::trail::Message;
use crate::trail::message::{Claims, claimed_runbook, event_claim};

const HOSTILE: &str = "why\n---\nRunbook: evil/one\n\nRunbook-Event: {}\nRunbook: evil/two\n\
    # ------------------------ >8 ------------------------\nSigned-off-by: x <x@example.com>\nConflicts:\n\ta";

fn interpreted(sample: &Sample, text: &str) -> String {
    let words = ["interpret-trailers", "--parse"];
    let mut child = sample.command(&sample.dir, &words).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

fn full() -> Message {
    let reason = Prose::new("line one\nRunbook: evil/three\n\n---\nlast ünï 日本").unwrap();
    let events = vec![event(Act::Start), event(Act::Cancel { reason })];
    let previous = Some("0123456789abcdef0123456789abcdef01234567".parse().unwrap());
    Message { body: Some(HOSTILE.to_owned()), ..message("acme/one", "something\nhappened\u{1b}[2J", events, previous) }
}

#[test]
fn git_reads_our_trailers_and_no_others() {
    let sample = Sample::new();
    let text = full().text().unwrap();
    let parsed = interpreted(&sample, &text);
    let lines: Vec<&str> = parsed.lines().collect();
    assert_eq!(lines.len(), 4, "{parsed}");
    assert_eq!(lines[0], "Runbook: acme/one");
    assert!(lines[1].starts_with("Runbook-Event: {") && lines[2].starts_with("Runbook-Event: {"));
    assert_eq!(lines[3], "Runbook-Previous: 0123456789abcdef0123456789abcdef01234567");
    assert!(text.ends_with(&parsed));
}

#[test]
fn a_message_reads_back_as_itself() {
    let sample = Sample::new();
    let message = full();
    assert!(message.survives_in(&message.text().unwrap()));
    let commit = sample.commit("a", "1", &message.text().unwrap());
    let recorded = sample.open().recorded(&commit).unwrap();
    assert_eq!(recorded.runbook, Some(id("acme/one")));
    assert_eq!((recorded.events, recorded.previous, recorded.problem), (message.events, message.previous, None));
    assert_eq!(recorded.subject, "acme/one: something\\nhappened\\u{1b}[2J");
    assert_eq!(recorded.author.to_string(), "Ann <ann@example.com>");
}

#[test]
fn a_subject_is_one_short_line() {
    let text = message("acme/one", &"ü".repeat(300), vec![event(Act::Start)], None).text().unwrap();
    let subject = text.lines().next().unwrap();
    assert!(subject.len() <= 200 && subject.ends_with('…'), "{subject}");
}

#[test]
fn what_a_hook_adds_is_borne_and_what_it_spoils_is_seen() {
    let message = full();
    let text = message.text().unwrap();
    assert!(message.survives_in(&format!("{text}Change-Id: I1\nSigned-off-by: Ann <ann@example.com>\n")));
    assert!(message.survives_in(&format!("{text}\n# a comment that git strips\n")));
    for spoiled in [
        format!("{text}\nmore words\n"),
        text.replace("Runbook: acme/one", "Runbook: acme/two"),
        text.replace("Runbook-Previous", "Previous"),
        format!("{text}Runbook-Event: {}\n", serde_json::to_string(&event(Act::Finish)).unwrap()),
        format!("{text}Runbook-Event: nonsense\n"),
        String::new(),
    ] {
        assert!(!message.survives_in(&spoiled), "{spoiled}");
    }
}

#[test]
fn trailers_that_cannot_be_read_are_a_problem_and_no_failure() {
    let sample = Sample::new();
    for (at, trailers) in [
        "Runbook: acme/one\nRunbook-Event: {\"v\":1}",
        "Runbook: Not An Id",
        "Runbook: acme/one\nRunbook: acme/two",
        "Runbook-Event: {\"v\":1,\"do\":\"start\",\"at\":\"2026-12-01T14:00:00Z\",\"by\":\"A <a@example.com>\"}",
        "Runbook: acme/one\nRunbook-Event: {\"v\":2,\"do\":\"start\",\"at\":\"2026-12-01T14:00:00Z\",\"by\":\"A <a@example.com>\"}",
        "Runbook: acme/one\nRunbook-Event: {\"v\":0,\"do\":\"start\",\"at\":\"2026-12-01T14:00:00Z\",\"by\":\"A <a@example.com>\"}",
        "Runbook: acme/one\nRunbook-Event: {\"v\":1,\"do\":\"set\",\"fields\":{\"a\":1,\"a\":2},\"at\":\"2026-12-01T14:00:00Z\",\"by\":\"A <a@example.com>\"}",
        "Runbook: acme/one\nRunbook-Previous: HEAD",
    ]
    .iter()
    .enumerate()
    {
        let commit = sample.commit("a", &at.to_string(), &format!("subject\n\n{trailers}"));
        assert!(sample.open().recorded(&commit).unwrap().problem.is_some(), "{trailers}");
    }
    let plain = sample.commit("a", "plain", "Fix: a typo\n\nCo-authored-by: B <b@example.com>");
    let recorded = sample.open().recorded(&plain).unwrap();
    assert_eq!((recorded.runbook, recorded.problem), (None, None));
}

#[test]
fn in_whatever_letters_a_trailer_stands_every_reader_finds_the_same_in_it() {
    let text = message("acme/one", "something", vec![event(Act::Start)], None).text().unwrap();
    let twice = text.replace("Runbook: acme/one\n", "Runbook: acme/one\nRunbook: acme/one\n");
    let mut texts = vec![text.clone(), twice];
    texts.extend([text.replace("Runbook-Event", "runbook-event"), text.replace("Runbook", "RUNBOOK")]);
    for text in texts {
        let claims = Claims::read(&text);
        assert_eq!(
            (claims.runbook.clone(), claims.events.len(), claims.problem),
            (Some(id("acme/one")), 1, None),
            "{text}"
        );
        assert_eq!(claimed_runbook(&text), claims.runbook, "{text}");
        assert_eq!(event_claim(&text), Some(claims.runbook), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_title_note_or_reason_changes_what_is_read_back(
        summary in any::<String>(),
        body in proptest::option::of("([-#a-zA-Z:>< \n\t]|Runbook: a/b\n|---\n){0,40}"),
        reason in "[^\u{0}]{0,60}",
    ) {
        let act = match Prose::new(reason) {
            Ok(reason) => Act::Cancel { reason },
            Err(_) => Act::Start,
        };
        let message = Message { body, ..message("acme/one", &summary, vec![event(act)], None) };
        let text = message.text().unwrap();
        prop_assert!(message.survives_in(&text), "{}", text);
        prop_assert!(text.lines().next().unwrap().len() <= 200);
        prop_assert_eq!(text.lines().nth(1), Some(""));
    }
}
