//! The one-liners, for every kind of event.

use serde_json::{Value, json};

use super::layout::width;
use super::test_fixture::{HOSTILE, event, id, runbook, trail};
use super::words::entry;
use super::{describe, recount, summary};
use crate::model::{Act, Event, Runbook};

/// Every kind of event, and the facts that its words tell, in their order.
fn acts() -> Vec<(Value, &'static str)> {
    let long = "a very long sentence about nothing ".repeat(20);
    vec![
        (json!({"do": "create", "runbook": "acme/x", "record": {"template": "blank@1"}}), "create · template blank@1"),
        (json!({"do": "create", "runbook": "acme/x", "record": {}}), "create · !template"),
        (
            json!({"do": "import", "runbook": "acme/x", "record": {"tasks": [{}], "kept": [{}, {}]}, "source": "a.md"}),
            "import · a.md · 1 task · 2 passages",
        ),
        (json!({"do": "set", "fields": {"dri": "@john_doe"}}), "set dri · @john_doe"),
        (json!({"do": "set", "fields": {"dri": "@a", "summary": "b"}}), "set dri · summary"),
        (json!({"do": "set", "fields": {"dri": null}}), "clear dri"),
        (
            json!({"do": "set", "fields": {"variables.n": 5, "tasks.go.title": "Go 5", "summary": "5"}}),
            "set variables.n · summary · 1 text follows",
        ),
        (json!({"do": "set", "fields": {"tasks.go.title": "Go"}}), "set tasks.go.title · Go"),
        (json!({"do": "set", "fields": {"dri": null, "summary": "b"}}), "set summary · clear dri"),
        (json!({"do": "set", "fields": {"summary": "two\nlines"}}), "set summary · !two"),
        (
            json!({"do": "schedule", "scheduled_at": "2026-12-01T14:00:00+01:00", "time_zone": "Europe/Berlin", "agreed": null}),
            "schedule · 2026-12-01 14:00 · Europe/Berlin",
        ),
        (
            json!({"do": "schedule", "scheduled_at": null, "time_zone": null, "agreed": null}),
            "take · schedule back · !2026",
        ),
        (
            json!({"do": "contact.add", "contact": {"id": "tom", "side": "customer", "name": "Tom Blogs"}}),
            "add contact tom · Tom Blogs · customer",
        ),
        (
            json!({"do": "contact.set", "contact": "tom", "fields": {"duties": ["verify", "execute"]}}),
            "contact tom · set duties · verify · execute",
        ),
        (json!({"do": "contact.remove", "contact": "tom"}), "remove contact tom"),
        (
            json!({"do": "check.add", "list": "pre_call", "item": {"id": "backup", "text": "Take a backup\nnow"}}),
            "add pre-call check backup · Take a backup · …",
        ),
        (
            json!({"do": "check.set", "item": "backup", "fields": {"required": true}}),
            "check backup · set required · true",
        ),
        (json!({"do": "check.remove", "item": "backup"}), "remove check backup"),
        (json!({"do": "check.done", "item": "backup", "evidence": "link"}), "check backup done · link"),
        (json!({"do": "check.done", "item": "backup"}), "check backup done"),
        (json!({"do": "check.prevented", "item": "backup", "reason": "no"}), "check backup prevented · no"),
        (json!({"do": "check.clear", "item": "backup"}), "check backup open again"),
        (json!({"do": "permission.add", "permission": {"id": "p", "action": "Do it"}}), "add permission p · Do it"),
        (
            json!({"do": "permission.set", "permission": "p", "fields": {"standing": null}}),
            "permission p · clear standing",
        ),
        (json!({"do": "permission.remove", "permission": "p"}), "remove permission p"),
        (json!({"do": "permission.ask", "permission": "p"}), "ask · permission p"),
        (
            json!({"do": "permission.grant", "permission": "p", "answered_by": "Tom Blogs", "evidence": "yes"}),
            "grant permission p · Tom Blogs",
        ),
        (
            json!({"do": "permission.refuse", "permission": "p", "answered_by": "Tom Blogs", "evidence": "no"}),
            "refuse permission p · Tom Blogs",
        ),
        (
            json!({"do": "task.add", "task": {"id": "t", "title": "Work", "estimate": "10m"}, "place": {"before": "list"}}),
            "add task t · Work · 10m · before list",
        ),
        (json!({"do": "task.set", "task": "t", "fields": {"estimate": "1h"}}), "task t · set estimate · 1h"),
        (json!({"do": "task.remove", "task": "t"}), "remove task t"),
        (json!({"do": "task.move", "task": "t", "place": "first"}), "move task t · beginning"),
        (json!({"do": "task.move", "task": "t", "place": "last"}), "move task t · end"),
        (json!({"do": "task.start", "task": "list"}), "start task list"),
        (json!({"do": "task.finish", "task": "list", "outcome": "success"}), "finish task list · success · 7m"),
        (
            json!({"do": "task.finish", "task": "list", "outcome": "success", "took": "1h12m", "note": "fine"}),
            "finish task list · success · 1h12m · fine",
        ),
        (
            json!({"do": "task.fail", "task": "list", "outcome": "failed", "started_at": "2026-12-01T14:00:00+01:00", "note": "no route"}),
            "fail task list after 9m · no route",
        ),
        (
            json!({"do": "task.skip", "task": "list", "outcome": "skipped", "note": "not needed"}),
            "skip task list · not needed",
        ),
        (json!({"do": "task.pause", "task": "list", "outcome": "paused"}), "pause task list after 7m"),
        (json!({"do": "rollback.set", "fields": {"plan": "Go\nback"}}), "rollback · set plan"),
        (
            json!({"do": "rollback.set", "step": "restore", "fields": {"estimate": "1h"}}),
            "rollback step restore · set estimate · 1h",
        ),
        (
            json!({"do": "rollback.add", "step": {"id": "r", "title": "Back"}, "place": "last"}),
            "add rollback step r · Back",
        ),
        (json!({"do": "rollback.remove", "step": "r"}), "remove rollback step r"),
        (json!({"do": "rollback.move", "step": "r", "place": {"after": "x"}}), "move rollback step r after x"),
        (json!({"do": "rollback.start", "step": "r", "note": "now"}), "start rollback step r · now"),
        (json!({"do": "rollback.finish", "step": "r", "outcome": "success"}), "finish rollback step r · success"),
        (json!({"do": "rollback.fail", "step": "r", "outcome": "failed"}), "fail rollback step r"),
        (json!({"do": "rollback.skip", "step": "r", "outcome": "skipped"}), "skip rollback step r"),
        (json!({"do": "rollback.pause", "step": "r", "outcome": "paused"}), "pause rollback step r"),
        (json!({"do": "rehearse", "task": "t", "outcome": "success"}), "rehearse task t · success"),
        (
            json!({"do": "rehearse", "task": "t", "outcome": "failed", "note": "exit code 3", "started_at": "2026-12-01T14:08:00+01:00"}),
            "rehearse task t · failed · 1m · exit code 3",
        ),
        (json!({"do": "targets.load", "count": 2500, "sha256": "00"}), "load · list · 2500 targets"),
        (
            json!({"do": "targets.begin", "task": "t", "done": 0, "failed": 0, "skipped": 0}),
            "begin · task t · targets · !0",
        ),
        (
            json!({"do": "targets.begin", "task": "t", "done": 7, "failed": 1, "skipped": 0}),
            "go on · task t · targets · 7 done · 1 failed",
        ),
        (
            json!({"do": "targets.run", "task": "t", "done": 7, "failed": 1, "skipped": 2}),
            "task t · targets · 7 done · 1 failed · 2 skipped",
        ),
        (
            json!({"do": "targets.mark", "task": "t", "done": 8, "failed": 0, "skipped": 2}),
            "mark targets · task t · 8 done · 0 failed · 2 skipped",
        ),
        (
            json!({"do": "targets.retry", "task": "t", "done": 7, "failed": 0, "skipped": 2}),
            "targets · task t · done again · 7 done · 0 failed · 2 skipped",
        ),
        (json!({"do": "targets.purge"}), "delete · list · targets"),
        (
            json!({"do": "obligation.add", "obligation": {"id": "o", "kind": "notify", "what": "Tell them"}}),
            "add obligation o · Tell them",
        ),
        (json!({"do": "obligation.discharge", "obligation": "o", "evidence": "told"}), "discharge obligation o · told"),
        (json!({"do": "approve", "plan": "00"}), "approve · plan"),
        (json!({"do": "approve.withdraw"}), "withdraw · approval"),
        (json!({"do": "start"}), "start · call"),
        (json!({"do": "finish"}), "finish · work"),
        (json!({"do": "abort", "reason": "fire", "rolling_back": true}), "abort · rolling back · fire"),
        (json!({"do": "abort", "reason": "fire", "rolling_back": false}), "abort · fire · !rolling"),
        (json!({"do": "cancel", "reason": "moved"}), "cancel · moved"),
        (json!({"do": "close", "result": "completed"}), "close · completed"),
        (json!({"do": "close", "result": "partial", "reason": "half"}), "close · partial · half"),
        (json!({"do": "reopen", "reason": "again"}), "reopen · again"),
        (json!({"do": "override", "code": "not-agreed", "reason": "by phone"}), "override · not-agreed · by phone"),
        (
            json!({"do": "override", "code": "not-agreed", "reason": long}),
            "override · not-agreed · a very long sentence · …",
        ),
        (
            json!({"do": "edit", "changes": [{"path": "summary", "kind": "changed", "old": "a", "new": HOSTILE}]}),
            "edit · by hand · summary",
        ),
        (
            json!({"do": "edit", "why": "typos", "changes": (["a", "b", "c", "d"].map(|path| json!({"path": path, "kind": "changed"})))}),
            "edit · by hand · typos · a, b, c · 1 more",
        ),
        (json!({"do": "edit", "changes": []}), "edit · by hand · layout only"),
        (
            json!({"do": "undo", "undoes": "0123456789abcdef0123456789abcdef01234567", "undone": ["task.set"],
                   "changes": [{"path": "tasks.bulk.estimate", "kind": "changed", "old": "9m", "new": "5m"}]}),
            "undo task.set · 0123456789 · tasks.bulk.estimate",
        ),
        (
            json!({"do": "undo", "undoes": "0123456789abcdef0123456789abcdef01234567", "undone": ["undo"], "changes": []}),
            "undo the undo · 0123456789 · layout only · !redo",
        ),
        (
            json!({"do": "edit", "adopts": ["0123456789abcdef0123456789abcdef01234567"], "changes": [{"path": "dri", "kind": "added"}]}),
            "adopt 0123456789 · dri",
        ),
        (json!({"do": "edit", "changes": [{"path": "customer", "kind": "added", "new": "Acme"}]}), "create · by hand"),
    ]
}

/// True when the words tell all of these facts, one after the other, and none with `!` before it; how they are joined is
/// free.
fn tells(words: &str, facts: &str) -> bool {
    let mut rest = words;
    facts.split(" · ").all(|fact| {
        if let Some(untold) = fact.strip_prefix('!') {
            return !words.contains(untold);
        }
        let found = rest.split_once(fact);
        rest = found.map_or("", |(_, after)| after);
        found.is_some()
    })
}

fn of(act: &Value) -> Event {
    let act: Act = serde_json::from_value(act.clone()).unwrap_or_else(|error| panic!("{act}: {error}"));
    event(act, "2026-12-01T14:09:00+01:00")
}

#[test]
fn every_kind_of_event_has_its_words() {
    let mut unscheduled = runbook();
    unscheduled.scheduled_at = None;
    let mut seen = std::collections::BTreeSet::new();
    for (act, facts) in acts() {
        let event = of(&act);
        seen.insert(event.name());
        let line = describe(&event, Some(&unscheduled), &runbook());
        assert!(tells(&line, facts), "{act}: “{line}” does not tell {facts}");
    }
    assert_eq!(seen.len(), crate::model::EVENTS.len(), "a kind of event without words: {seen:?}");
}

#[test]
fn a_schedule_that_moves_says_so() {
    let event =
        of(&json!({"do": "schedule", "scheduled_at": "2026-12-01T14:00:00+01:00", "time_zone": null, "agreed": null}));
    assert!(tells(&describe(&event, Some(&runbook()), &runbook()), "reschedule · 2026-12-01 14:00 · +01:00"));
}

#[test]
fn words_are_one_short_line_without_controls_whatever_the_event_holds() {
    let nasty: Runbook = runbook();
    let hostile = [
        json!({"do": "set", "fields": {"note": HOSTILE}}),
        json!({"do": "set", "fields": {HOSTILE: 1, "x": 2}}),
        json!({"do": "edit", "changes": [{"path": format!("{HOSTILE}{}", "日".repeat(300)), "kind": "changed"}]}),
        json!({"do": "create", "runbook": "a/b", "record": {"template": HOSTILE}}),
    ];
    for event in hostile.iter().map(of).chain(acts().iter().map(|(act, _)| of(act))) {
        for words in
            [describe(&event, None, &nasty), recount(&event), summary(&[event.clone(), event.clone()], None, &nasty)]
        {
            assert!(!words.chars().any(crate::model::is_forbidden), "{words:?}");
            assert!(!words.is_empty() && words == words.trim(), "{words:?}");
            assert!(width(&words) <= 150, "{words}");
        }
    }
}

#[test]
fn a_subject_that_does_not_fit_its_event_is_not_believed() {
    let mut recorded = trail().swap_remove(0);
    assert!(tells(&entry(&recorded), "discharge · delete-list · shredded"));
    recorded.subject = format!("{}: approve the plan", id());
    assert!(tells(&entry(&recorded), "discharge · delete-list · shredded"));
    let act = json!({"do": "task.finish", "task": "list", "outcome": "success"});
    recorded.events = vec![of(&act)];
    recorded.subject = format!("{}: finish task list: success in 7m", id());
    assert!(tells(&entry(&recorded), "finish · list · success · 7m"));
}
