//! Every code of `docs/reference.md`, “Readiness codes”, can be met, each by one thing that is missing from a runbook
//! that is otherwise ready.

use serde_json::{Value, json};

use super::{Readiness, ReadinessCode, Standing, closing, finishing};
use crate::lifecycle::{Circumstances, HistoryFacts, Stamp, digest};
use crate::model::{Identity, Moment, Runbook, RunbookId, Settings};

fn ready() -> Value {
    json!({
        "customer": "Acme", "task": "Enforce 2FA", "summary": "Enforce it", "expected_result": "It is enforced",
        "state": "scheduled", "dri": "@john", "scheduled_at": "2026-12-01T14:00:00+01:00",
        "time_zone": "Europe/Berlin", "agreed": "https://example.com/1", "meeting_url": "https://example.com/room",
        "issue_url": "https://example.com/issues/1", "ticket_url": "https://example.com/tickets/1",
        "variables": {"paid": true},
        "contacts": [
            {"id": "john", "side": "gitlab", "name": "John", "handle": "@john", "duties": ["execute"]},
            {"id": "jane", "side": "gitlab", "name": "Jane", "duties": ["communicate"]},
            {"id": "tom", "side": "customer", "name": "Tom"},
        ],
        "pre_call": [{"id": "inform", "text": "Inform", "wants_evidence": true, "mark": "done", "evidence": "link"}],
        "permissions": [{"id": "may", "action": "Do it", "covers": ["bulk"], "state": "granted"}],
        "tasks": [{"id": "bulk", "title": "Bulk", "estimate": "10m", "link": "https://example.com"}],
        "rollback": {"plan": "Put it back"},
        "post_call": [{"id": "tell", "text": "Tell"}],
        "obligations": [{"id": "issue", "kind": "update-issue", "what": "Update the issue"}],
    })
}

fn id() -> RunbookId {
    "acme/enforce-2fa".parse().unwrap()
}

fn judge(record: Value, settings: &Settings, standing: Standing) -> Readiness {
    let runbook: Runbook = serde_json::from_value(record).unwrap();
    let now: Moment = "2026-12-01T13:00:00Z".parse().unwrap();
    let by = Identity { name: "John".to_owned(), email: "john@example.com".to_owned() };
    let stamp = Stamp { now, happened: None, by };
    let history = HistoryFacts::default();
    Readiness::of(&runbook, standing, &Circumstances { id: &id(), stamp: &stamp, settings, history: &history })
}

fn codes(record: Value) -> Vec<&'static str> {
    judge(record, &Settings::default(), Standing::Recorded).missing.iter().map(|point| point.code.as_str()).collect()
}

/// What is offered against this point, at this time.
fn fix(record: Value, code: &str) -> String {
    let found = judge(record, &Settings::default(), Standing::Recorded);
    found.missing.into_iter().find(|point| point.code.as_str() == code).unwrap().fix
}

#[test]
fn who_is_no_contact_is_added_as_what_they_are_called() {
    for (dri, wanted) in [
        ("@jane_doe", "--handle @jane_doe"),
        ("jane_doe", "--handle jane_doe"),
        ("Jane Doe", "--name 'Jane Doe'"),
        ("Joan", "--name Joan"),
        ("O'Neil", "--name 'O'\\''Neil'"),
    ] {
        let fix = fix(with("/dri", json!(dri)), "dri-not-contact");
        assert_eq!(fix, format!("runbook contact add acme/enforce-2fa --side gitlab {wanted}"));
    }
}

#[test]
fn who_is_there_by_name_is_given_the_handle() {
    let own = json!([{"id": "dana-rieger", "side": "gitlab", "name": "Dana Rieger", "duties": ["execute"]}]);
    let mut record = with("/dri", json!("@dana"));
    record["contacts"] = own;
    let found = fix(record.clone(), "dri-not-contact");
    assert_eq!(found, "runbook contact set acme/enforce-2fa dana-rieger --handle @dana");
    // two whom it may mean, or nobody
    record["contacts"].as_array_mut().unwrap().push(json!({"id": "x", "side": "gitlab", "name": "Dana X"}));
    assert!(fix(record.clone(), "dri-not-contact").contains("contact add"));
    record["dri"] = json!("@tom");
    assert!(fix(record, "dri-not-contact").contains("contact add"));
}

#[test]
fn a_time_that_is_given_as_an_example_lies_ahead() {
    let fix = fix(with("/scheduled_at", Value::Null), "no-schedule");
    assert!(fix.contains(" \"2026-12-08 14:00\" "), "{fix}");
}

/// The ready record with one value replaced; null takes it out.
fn with(pointer: &str, value: Value) -> Value {
    let mut record = ready();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = if parent.is_empty() { &mut record } else { record.pointer_mut(parent).unwrap() };
    match parent {
        Value::Object(map) if value.is_null() => {
            map.remove(key);
        }
        Value::Object(map) => {
            map.insert(key.to_owned(), value);
        }
        other => panic!("{other}"),
    }
    record
}

#[test]
fn a_complete_runbook_is_ready() {
    let readiness = judge(ready(), &Settings::default(), Standing::Recorded);
    assert_eq!(readiness.missing, []);
    assert_eq!(readiness.warnings, []);
}

#[test]
fn each_thing_that_is_missing_has_its_own_code() {
    let cases = [
        ("/customer", json!(" "), "no-customer"),
        ("/task", json!(""), "no-task"),
        ("/summary", json!(""), "no-summary"),
        ("/expected_result", Value::Null, "no-expected-result"),
        ("/dri", Value::Null, "no-dri"),
        ("/dri", json!("@nobody"), "dri-not-contact"),
        ("/scheduled_at", Value::Null, "no-schedule"),
        ("/time_zone", Value::Null, "no-time-zone"),
        ("/agreed", Value::Null, "not-agreed"),
        ("/scheduled_at", json!("2026-12-01T10:59:59Z"), "schedule-past"),
        ("/meeting_url", Value::Null, "no-meeting-url"),
        ("/meeting_url", json!("the usual room"), "no-meeting-url"),
        ("/issue_url", Value::Null, "no-issue-url"),
        ("/pre_call/0/mark", Value::Null, "pre-call-open"),
        ("/pre_call/0/mark", json!("prevented"), "pre-call-open"),
        ("/pre_call/0/evidence", Value::Null, "evidence-missing"),
        ("/permissions/0/state", json!("asked"), "permission-open"),
        ("/permissions/0/state", json!("refused"), "permission-refused"),
        ("/tasks", json!([]), "no-tasks"),
        ("/tasks/0/estimate", Value::Null, "no-estimate"),
        ("/tasks/0/when", json!("not paid"), "no-tasks"),
        ("/rollback", Value::Null, "no-rollback"),
        ("/rollback/plan", json!("Not applicable"), "no-rollback"),
        ("/tasks/0/when", json!("nope == 3"), "unreadable"),
        ("/pre_call/0/when", json!("paid =="), "unreadable"),
        ("/summary", json!("For {{ group }}"), "placeholder"),
        ("/contacts/0/duties", json!([]), "no-executor"),
        ("/contacts/1/duties", json!([]), "no-communicator"),
        ("/state", json!("running"), "state"),
    ];
    for (pointer, value, code) in cases {
        assert_eq!(codes(with(pointer, value.clone())), [code], "{pointer} = {value}");
    }
}

#[test]
fn the_grace_lets_a_late_call_start() {
    assert_eq!(codes(with("/scheduled_at", json!("2026-12-01T11:00:00Z"))), Vec::<&str>::new());
}

#[test]
fn two_duties_need_two_people() {
    let mut record = ready();
    record["contacts"] = json!([
        {"id": "john", "side": "gitlab", "name": "John", "handle": "@john", "duties": ["execute", "communicate"]},
    ]);
    assert_eq!(codes(record.clone()), ["one-person-two-roles"]);
    record["contacts"][0]["side"] = json!("customer");
    assert_eq!(codes(record), ["no-home-contact", "no-executor", "no-communicator"]);
}

#[test]
fn approvals_count_while_the_plan_is_theirs() {
    let settings: Settings = serde_json::from_value(json!({"approval": {"required": 1}})).unwrap();
    let judged = |record: Value, settings: &Settings| judge(record, settings, Standing::Recorded);
    let first = |readiness: &Readiness| readiness.missing.iter().map(|point| point.code.as_str()).collect::<Vec<_>>();
    assert_eq!(first(&judged(ready(), &settings)), ["approval-missing"]);

    let mut record = ready();
    let plan = digest(&serde_json::from_value(record.clone()).unwrap());
    record["approvals"] = json!([{"by": "Jane <jane@example.com>", "at": "2026-11-30T10:00:00Z", "plan": plan}]);
    assert_eq!(first(&judged(record.clone(), &settings)), Vec::<&str>::new());

    record["pre_call"][0]["evidence"] = json!("another link");
    record["permissions"][0]["answered_by"] = json!("Tom");
    assert_eq!(first(&judged(record.clone(), &settings)), Vec::<&str>::new(), "what happened is not the plan");

    record["scheduled_at"] = json!("2026-12-02T14:00:00+01:00");
    assert_eq!(first(&judged(record.clone(), &settings)), ["approval-stale"]);
    let lax = judged(record, &Settings::default());
    assert!(lax.is_ready() && lax.warnings[0].code == ReadinessCode::ApprovalStale);
}

#[test]
fn the_file_has_to_be_the_trails_head() {
    for standing in [Standing::Edited, Standing::Behind, Standing::CommittedByHand, Standing::Undecided] {
        let readiness = judge(ready(), &Settings::default(), standing);
        assert_eq!(readiness.missing[0].code, ReadinessCode::HandEdited);
    }
}

#[test]
fn warnings_never_block() {
    let mut record = with("/ticket_url", Value::Null);
    record["contacts"].as_array_mut().unwrap().pop();
    record["tasks"][0]["link"] = json!("");
    record["kept"] = json!([{"text": "who knows"}, {"under": "duration of Count, as written", "text": "~5 min"}]);
    let readiness = judge(record, &Settings::default(), Standing::Recorded);
    let found: Vec<&str> = readiness.warnings.iter().map(|point| point.code.as_str()).collect();
    assert!(readiness.is_ready());
    assert_eq!(found, ["no-ticket-url", "no-customer-contact", "task-without-link", "not-placed"]);
    // what stands beside the value that was taken from it has its place
    assert!(readiness.warnings[3].message.starts_with("1 of"), "{:?}", readiness.warnings[3].message);
}

#[test]
fn what_a_condition_switches_off_holds_nothing_up() {
    let mut record = with("/pre_call/0/mark", Value::Null);
    record["pre_call"][0]["when"] = json!("not paid");
    record["permissions"][0]["state"] = json!("refused");
    record["permissions"][0]["when"] = json!("not paid");
    assert_eq!(codes(record.clone()), Vec::<&str>::new());
    record["variables"]["paid"] = json!(false);
    assert_eq!(codes(record), ["pre-call-open", "permission-refused"]);
}

#[test]
fn recorded_overrides_are_shown_and_hard_points_stay() {
    let mut record = with("/agreed", Value::Null);
    record["pre_call"][0]["mark"] = Value::Null;
    record["pre_call"][0]["required"] = json!(true);
    let reason = json!({"reason": "on the phone", "by": "John <j@x.de>", "at": "2026-11-30T10:00:00Z"});
    record["overrides"] = json!([reason.clone(), reason]);
    record["overrides"][0]["code"] = json!("not-agreed");
    record["overrides"][1]["code"] = json!("pre-call-open");
    let readiness = judge(record, &Settings::default(), Standing::Recorded);
    assert_eq!(readiness.missing.iter().map(|point| point.code.as_str()).collect::<Vec<_>>(), ["pre-call-open"]);
    assert_eq!(
        (readiness.overridden[0].code.as_str(), readiness.overridden[0].item.as_str()),
        ("not-agreed", "agreed")
    );
}

#[test]
fn the_end_of_the_call_has_its_gates() {
    let runbook = |record: Value| serde_json::from_value::<Runbook>(record).unwrap();
    let first = |gate: super::Gate| gate.missing.iter().map(|point| point.code.as_str()).collect::<Vec<_>>();
    let mut record = with("/state", json!("running"));
    assert_eq!(first(finishing(&id(), &runbook(record.clone()))), ["task-open"]);
    record["tasks"][0]["attempts"] = json!([{"started_at": "2026-12-01T13:00:00Z"}]);
    assert_eq!(first(finishing(&id(), &runbook(record.clone()))), ["task-running"]);
    record["tasks"][0]["attempts"] = json!([{"took": "5m", "outcome": "paused"}]);
    assert_eq!(first(finishing(&id(), &runbook(record.clone()))), ["task-open"]);
    record["tasks"][0]["attempts"] = json!([{"took": "5m", "outcome": "failed"}]);
    assert_eq!(first(finishing(&id(), &runbook(record.clone()))), Vec::<&str>::new());
    assert_eq!(first(closing(&id(), &runbook(record))), ["post-call-open", "obligation-open"]);
}

#[test]
fn everything_that_is_missing_says_how_to_mend_it() {
    let bare = json!({"customer": "Acme", "task": "Bare", "state": "draft",
        "tasks": [{"id": "a", "title": "{{ x }}"}], "pre_call": [{"id": "b", "text": "B", "required": true}],
        "permissions": [{"id": "c", "action": "C"}]});
    let readiness = judge(bare, &Settings::default(), Standing::Edited);
    for point in readiness.missing.iter().chain(&readiness.warnings) {
        assert!(point.fix.contains("runbook ") && point.fix.contains(" acme/enforce-2fa"), "{point:?}");
    }
    assert!(readiness.missing.len() > 12);
    for point in &readiness.missing {
        assert!(ReadinessCode::missing().any(|code| code == point.code), "{point:?}");
    }
    for point in &readiness.warnings {
        assert!(ReadinessCode::warnings().any(|code| code == point.code), "{point:?}");
    }
}

/// The lists of the contract (`docs/reference.md`, “Readiness codes”), copied by hand.
#[test]
fn every_code_of_the_contract_is_known() {
    let missing = "no-summary no-expected-result no-dri dri-not-contact no-schedule no-time-zone not-agreed schedule-past \
        no-meeting-url no-issue-url no-home-contact no-executor no-communicator one-person-two-roles pre-call-open \
        evidence-missing permission-open permission-refused no-tasks no-estimate no-rollback placeholder \
        approval-missing approval-stale hand-edited state unreadable";
    for word in missing.split_whitespace() {
        assert_eq!(ReadinessCode::to_override(word, &id()).map(ReadinessCode::as_str), Ok(word));
    }
    for word in ["no-customer-contact", "task-without-link", "no-ticket-url"] {
        assert!(ReadinessCode::ALL.iter().any(|code| code.as_str() == word), "{word}");
        assert!(ReadinessCode::to_override(word, &id()).is_err(), "{word} holds nothing up");
    }
}

#[test]
fn no_two_codes_have_one_word() {
    let words: std::collections::BTreeSet<&str> = ReadinessCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(words.len(), ReadinessCode::ALL.len());
}

#[test]
fn a_misspelt_code_is_told_the_nearest_one() {
    let fault = ReadinessCode::to_override("no-sumary", &id()).unwrap_err();
    assert_eq!(fault.hints, ["did you mean `no-summary`?"]);
}
