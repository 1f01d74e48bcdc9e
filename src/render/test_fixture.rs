//! The rich runbook on which every renderer is tried: the documents' Acme example, half done, with hostile text in it.

use serde_json::json;

use super::export::{Audience, Exported};
use super::{ReadyReport, Style};
use crate::lifecycle::Call;
use crate::lifecycle::{Missing, Overridden, Readiness, ReadinessCode};
use crate::model::{
    Act, Change, ChangeKind, CommitId, Event, Identity, Logged, Moment, Recorded, Row, Runbook, RunbookId, Slug,
};

/// What a record must never make a terminal do: an escape, a bell, a C1 control, a direction override, hidden marks.
pub(super) const HOSTILE: &str = "\u{1b}[31mred\u{7}\u{9b}2J\u{202e}txt\u{200b}\u{2066}x\r\ny\tz";

/// Half an hour into the call.
pub(super) fn now() -> Moment {
    "2026-12-01T14:30:00+01:00".parse().unwrap()
}

pub(super) fn plain(width: usize) -> Style {
    Style { width, ..Style::plain(now()) }
}

pub(super) fn colored(width: usize) -> Style {
    Style { color: true, ..plain(width) }
}

pub(super) fn id() -> RunbookId {
    "acme/enforce-2fa-on-all-groups".parse().unwrap()
}

pub(super) fn commit() -> CommitId {
    "0123456789abcdef0123456789abcdef01234567".parse().unwrap()
}

pub(super) fn home() -> Slug {
    Slug::new("gitlab").unwrap()
}

pub(super) fn hostile_person() -> Identity {
    Identity { name: format!("Mallory {HOSTILE}"), email: "m@example.com".to_owned() }
}

pub(super) fn runbook() -> Runbook {
    let long = "Donaudampfschifffahrtsgesellschaftskapitän".repeat(3);
    serde_json::from_value(json!({
        "customer": "Acme", "task": "Enforce 2FA on all groups",
        "summary": "Two-factor authentication becomes mandatory for all top-level groups of the customer's instance, \
                    in one call, group by group.\n\n- 2500 groups | `pipes` and **stars**\n- zero\u{200b}width, right\u{200f}left",
        "expected_result": "Every group has `require_two_factor_authentication` set. 全てのグループで二要素認証が必須になり、設定は元に戻せます。👩‍👩‍👧‍👦 e\u{301}",
        "state": "running", "dri": "@john_doe",
        "scheduled_at": "2026-12-01T14:00:00+01:00", "time_zone": "Europe/Berlin",
        "agreed": "https://acme.example.com/tickets/4711#agreed",
        "meeting_url": "https://meet.example.com/acme-2fa", "issue_url": "https://gitlab.example.com/support/requests/-/issues/42",
        "ticket_url": format!("https://tickets.example.com/{}", "very-long-path/".repeat(9)),
        "template": "enforce-2fa-all-groups@1",
        "variables": {"cause": "ps-migration", "paid": true, "note": HOSTILE},
        "contacts": [
            {"id": "john-doe", "side": "gitlab", "name": "John Doe", "handle": "@john_doe", "email": "john.doe@example.com",
             "role": "Support Engineer, DRI", "duties": ["execute"], "time_zone": "America/Los_Angeles", "region": "AMER",
             "description": "Runs the commands and watches the dashboards."},
            {"id": "mizuki", "side": "gitlab", "name": "山田 みずき", "handle": "@mizuki", "duties": ["communicate", "verify"],
             "time_zone": "Asia/Tokyo"},
            {"id": "tom-blogs", "side": "customer", "name": "Tom Blogs", "email": "tom@acme.example.com",
             "role": "Owner of the top-level group", "duties": ["verify", "coordinate"], "time_zone": "Europe/Berlin", "pager": HOSTILE},
        ],
        "pre_call": [
            {"id": "backup", "text": "Take a backup of the group settings", "required": true, "wants_evidence": true, "mark": "done",
             "evidence": "https://files.example.com/backup.json", "by": "John Doe <john.doe@example.com>", "at": "2026-11-30T09:12:00-08:00"},
            {"id": "dry-run", "text": "Do a dry run", "mark": "prevented", "reason": "The API has no dry-run mode for this call",
             "by": "John Doe <john.doe@example.com>", "at": "2026-11-30T09:15:00-08:00"},
            {"id": "announce", "text": format!("Tell the users {long}"), "wants_evidence": true},
            {"id": "paid-only", "text": "Check the invoice", "when": "not paid"},
        ],
        "permissions": [
            {"id": "bulk-api", "action": "Set two-factor enforcement on all groups through the API", "from": "tom-blogs",
             "standing": "Owner", "covers": ["bulk-change"], "state": "granted", "asked_at": "2026-11-28T10:00:00+01:00",
             "answered_at": "2026-11-29T11:00:00+01:00", "answered_by": "Tom Blogs", "evidence": "“Yes, go ahead” in ticket 4711"},
            {"id": "restart", "action": "Restart the background workers", "state": "refused", "answered_by": "Tom Blogs"},
        ],
        "tasks": [
            {"id": "list", "title": "List all groups", "link": "https://docs.example.com/api/groups", "estimate": "10m",
             "attempts": [{"started_at": "2026-12-01T14:02:00+01:00", "finished_at": "2026-12-01T14:09:00+01:00", "outcome": "success"}]},
            {"id": "bulk-change", "title": "Change the setting on every group, slowly, and note what fails", "estimate": "15m", "wait": "10m",
             "irreversible": true, "required": true, "instructions": "1. Open the list\n2. Run the script:\n\n       ruby enforce.rb --all\n\tand wait",
             "command": "ruby enforce.rb --all --log \"out | tee\"", "dry_run_command": "ruby enforce.rb --dry-run",
             "attempts": [
                {"started_at": "2026-12-01T14:10:00+01:00", "finished_at": "2026-12-01T14:20:00+01:00", "outcome": "failed",
                 "note": "Rate limit hit after 900 groups", "by": "John Doe <john.doe@example.com>", "log": "logs/acme/enforce/bulk-1.log"},
                {"started_at": "2026-12-01T14:21:00+01:00"}]},
            {"id": "verify", "title": "検証：すべてのグループを確認する 👩‍👩‍👧‍👦", "estimate": "20m"},
            {"id": "refund", "title": "Refund", "estimate": "5m", "when": "cause == 'refund'"},
        ],
        "rollback": {"plan": "Set the flag back to what the backup says.", "links": ["https://docs.example.com/rollback"],
                     "steps": [{"id": "restore", "title": "Restore from the backup", "estimate": "30m"}]},
        "post_call": [{"id": "close-ticket", "text": "Summarise the outcome in the ticket"}],
        "obligations": [
            {"id": "update-issue", "kind": "update-issue", "what": "Bring the issue up to date", "due": "2026-12-01T12:00:00+01:00"},
            {"id": "delete-list", "kind": "delete-data", "what": "Delete the list of groups", "discharged_at": "2026-12-01T14:20:00+01:00",
             "by": "John Doe <john.doe@example.com>", "evidence": "shredded"},
        ],
        "kept": [{"line": 12, "under": "Schedule", "text": "maybe Tuesday?\n  or Wednesday | `x`"}],
        "approvals": [{"by": format!("Mallory {HOSTILE} <m@example.com>"), "at": "2026-11-30T10:00:00Z", "plan": "00"}],
        "overrides": [{"code": "not-agreed", "reason": "Agreed by phone, the ticket follows", "by": "John Doe <john.doe@example.com>",
                       "at": "2026-12-01T13:59:00+01:00"}],
        "colour": HOSTILE,
    }))
    .unwrap()
}

/// The runbook on its way out to this audience, half an hour into the call.
pub(super) fn exported<T>(
    runbook: &Runbook,
    audience: Audience,
    trail: &[Recorded],
    render: impl Fn(&Exported<'_>) -> T,
) -> T {
    let (id, home_side, commit) = (id(), home(), commit());
    let call = Call::of(runbook, trail);
    let exported = Exported {
        id: &id,
        runbook,
        audience,
        home_side: &home_side,
        commit: Some(&commit),
        ready: false,
        trail,
        call: call.as_ref(),
        is_cut: false,
        ending: runbook.result,
        now: now(),
    };
    render(&exported)
}

pub(super) fn readiness() -> Readiness {
    Readiness {
        missing: vec![
            Missing::new(
                ReadinessCode::NoDri,
                "dri",
                "nobody is responsible: there is no DRI",
                "runbook set acme/enforce-2fa-on-all-groups dri=@handle",
            ),
            Missing {
                also: vec!["runbook check prevented acme/enforce-2fa-on-all-groups announce --reason WHY".into()],
                ..Missing::new(
                    ReadinessCode::PreCallOpen,
                    "announce",
                    format!("“Tell the users {HOSTILE} {}” is neither done nor explained", "日本語".repeat(40)),
                    "runbook check done acme/enforce-2fa-on-all-groups announce --evidence LINK",
                )
            },
            Missing::new(
                ReadinessCode::State,
                "",
                "it is running: only a draft or a scheduled runbook can be ready",
                "",
            ),
        ],
        overridden: vec![Overridden {
            code: "not-agreed".into(),
            item: "agreed".into(),
            message: "nothing shows that the customer agreed to the time".into(),
            reason: format!("by phone {HOSTILE}"),
            by: "John Doe <john.doe@example.com>".into(),
            at: "2026-12-01T13:59:00+01:00".into(),
        }],
        warnings: vec![Missing::new(
            ReadinessCode::NoTicketUrl,
            "ticket_url",
            "there is no link to the customer's ticket",
            "runbook set acme/enforce-2fa-on-all-groups ticket_url=https://…",
        )],
    }
}

pub(super) fn reports() -> Vec<ReadyReport> {
    let report = |id: &str, readiness| ReadyReport {
        id: id.to_owned(),
        name: Some(format!("Acme - {HOSTILE}")),
        scheduled_at: Some("2026-12-04T16:30:00+01:00".parse().unwrap()),
        time_zone: Some("Europe/Berlin".parse().unwrap()),
        readiness,
    };
    vec![report("acme/enforce-2fa-on-all-groups", readiness()), report("beta/move", Readiness::default())]
}

pub(super) fn rows() -> Vec<Row> {
    let mut rich = Row {
        name: Some("Acme - Enforce 2FA on all groups".into()),
        state: Some(crate::model::State::Scheduled),
        dri: Some("@john_doe".parse().unwrap()),
        scheduled_at: Some("2026-12-04T16:30:00+01:00".parse().unwrap()),
        time_zone: Some("Europe/Berlin".parse().unwrap()),
        ready: Some(false),
        tasks_done: Some(0),
        tasks_total: Some(4),
        estimate_s: Some(5_400),
        sides: vec![
            (home(), "America/Los_Angeles".parse().unwrap()),
            (Slug::new("customer").unwrap(), "Europe/Berlin".parse().unwrap()),
        ],
        ..Row::new(id())
    };
    let mut rows = vec![rich.clone()];
    rich.id = format!("{}/{}", "b".repeat(80), "c".repeat(80)).parse().unwrap();
    rich.name = Some(format!("Wide 日本語 {HOSTILE} {}", "x".repeat(90)));
    rich.state = Some(crate::model::State::Closed);
    rich.result = Some(crate::model::RunResult::Completed);
    rich.ready = Some(true);
    rich.actual_s = Some(6_000);
    rich.tasks_done = Some(4);
    rich.scheduled_at = Some("2026-12-01T09:00:00+09:00".parse().unwrap());
    rich.time_zone = Some("Asia/Tokyo".parse().unwrap());
    rows.push(rich);
    rows.push(Row {
        state: Some(crate::model::State::Draft),
        name: Some("Gamma - 移行".into()),
        ..Row::new("gamma/yi-xing".parse().unwrap())
    });
    rows.push(Row {
        problem: Some(format!("line 3: {HOSTILE} is no key")),
        ..Row::new("broken/record".parse().unwrap())
    });
    rows
}

pub(super) fn event(act: Act, at: &str) -> Event {
    Event::new(act, at.parse().unwrap(), "John Doe <john.doe@example.com>".parse().unwrap())
}

pub(super) fn trail() -> Vec<Recorded> {
    let recorded = |events: Vec<Event>, subject: &str, at: &str| Recorded {
        commit: commit(),
        author: hostile_person(),
        recorded_at: at.parse().unwrap(),
        subject: subject.to_owned(),
        runbook: Some(id()),
        previous: None,
        events,
        problem: None,
    };
    let discharge = json!({"do": "obligation.discharge", "obligation": "delete-list", "evidence": "shredded"});
    let note = json!({"do": "override", "code": "not-agreed", "reason": "by phone"});
    let (discharge, note): (Act, Act) =
        (serde_json::from_value(discharge).unwrap(), serde_json::from_value(note).unwrap());
    vec![
        recorded(
            vec![event(discharge, "2026-12-01T11:00:00+01:00")],
            &format!("{}: discharge obligation delete-list: shredded", id()),
            "2026-12-01T14:20:00+01:00",
        ),
        recorded(
            vec![event(note, "2026-12-01T13:59:00+01:00"), event(Act::Start, "2026-12-01T13:59:00+01:00")],
            &format!("{}: override not-agreed: by phone; start the call", id()),
            "2026-12-01T13:59:00+01:00",
        ),
        Recorded {
            runbook: None,
            problem: Some(format!("the event is no JSON: {HOSTILE}")),
            ..recorded(vec![], &format!("fix {HOSTILE} typo"), "2026-11-30T10:00:00Z")
        },
    ]
}

/// The same as the log shows it, with hostile changes.
pub(super) fn logged() -> Vec<Logged> {
    let change = |kind, old: &str, new: &str| Change {
        path: format!("tasks.bulk.{}", "x".repeat(30)),
        kind,
        old: old.into(),
        new: new.into(),
        position: None,
    };
    let changes = vec![
        change(ChangeKind::Changed, &format!("one\ntwo {HOSTILE}\nthree"), &format!("one\n2 {HOSTILE} x\nthree")),
        change(ChangeKind::Added, "", HOSTILE),
        change(ChangeKind::Removed, &"gone ".repeat(40), ""),
        change(ChangeKind::Changed, "5m", "10m"),
    ];
    let logged = |recorded| Logged { changes: Some(vec![changes.clone()]), ..Logged::of(id(), recorded) };
    trail().into_iter().map(logged).collect()
}
