//! What is allowed when, command by command, and what a refusal says.

use serde_json::{Value, json};

use crate::lifecycle::{
    ApprovalCommand, AttemptCommand, CheckCommand, Circumstances, Command, ContactCommand, EndingWords, HistoryFacts,
    ObligationCommand, Overrides, PermissionCommand, ReadinessCode, ScheduleTo, Stamp, WorkCommand, decide, replay,
};
use crate::model::{
    Event, Fault, Identity, Kind, Line, Moment, PermissionState, Prose, RunResult, Runbook, RunbookId, Settings, State,
    TaskOutcome, Track,
};

fn at(time: &str) -> Moment {
    format!("2026-12-01T{time}:00Z").parse().unwrap()
}

fn id() -> RunbookId {
    "acme/enforce".parse().unwrap()
}

fn prose(text: &str) -> Option<Prose> {
    Some(Prose::new(text).unwrap())
}

fn running() -> Value {
    json!({
        "customer": "Acme", "task": "Enforce", "state": "running", "dri": "@john", "variables": {"paid": true},
        "contacts": [{"id": "john", "side": "gitlab", "name": "John Doe", "handle": "@john", "email": "john@example.com"}],
        "permissions": [{"id": "may", "action": "Change the role of @tom", "from": "john", "covers": ["bulk"]}],
        "tasks": [{"id": "confirm", "title": "Confirm"}, {"id": "bulk", "title": "Bulk", "required": true},
                  {"id": "free", "title": "Only free plans", "when": "not paid"}],
        "rollback": {"plan": "Put it back", "steps": [{"id": "back", "title": "Back"}]},
        "pre_call": [{"id": "inform", "text": "Inform", "required": true}],
        "post_call": [{"id": "tell", "text": "Tell"}],
        "obligations": [{"id": "issue", "kind": "update-issue", "what": "Update"}],
    })
}

struct Fixture {
    runbook: Runbook,
    events: Vec<Event>,
    by: Identity,
    settings: Settings,
    now: Moment,
}

impl Fixture {
    fn over(record: Value) -> Self {
        let by = Identity { name: "John Doe".to_owned(), email: "john@example.com".to_owned() };
        Self {
            runbook: serde_json::from_value(record).unwrap(),
            events: Vec::new(),
            by,
            settings: Settings::default(),
            now: at("14:00"),
        }
    }

    fn in_state(state: &str) -> Self {
        let mut record = running();
        record["state"] = json!(state);
        Self::over(record)
    }

    fn at(&mut self, time: &str, command: &Command) -> Result<Vec<String>, Fault> {
        let stamp = Stamp { now: self.now, happened: Some(at(time)), by: self.by.clone() };
        let history = HistoryFacts::of(&self.events);
        let context = Circumstances { id: &id(), stamp: &stamp, settings: &self.settings, history: &history };
        let events = decide(Some(&self.runbook), command, &context)?;
        self.runbook = replay(Some(self.runbook.clone()), &events).unwrap().unwrap();
        self.events.extend(events.iter().cloned());
        Ok(events.iter().map(|event| event.name().to_owned()).collect())
    }

    fn does(&mut self, command: &Command) -> Vec<String> {
        self.at("14:00", command).unwrap()
    }

    fn refuses(&mut self, command: &Command, kind: Kind, words: &str) {
        let fault = self.at("14:00", command).unwrap_err();
        assert_eq!(fault.kind, kind, "{fault:?}");
        assert!(fault.message.contains(words), "{fault:?}");
        assert!(!fault.hints.is_empty() || kind == Kind::Usage, "{fault:?}");
    }
}

fn on(task: &str, act: AttemptCommand) -> Command {
    Command::Work(Track::Tasks, WorkCommand::Attempt { item: task.to_owned(), attempt: act })
}

fn start() -> AttemptCommand {
    AttemptCommand::Start { note: None }
}

fn took(length: &str) -> EndingWords {
    EndingWords { took: Some(length.parse().unwrap()), ..EndingWords::default() }
}

fn noted(note: &str) -> EndingWords {
    EndingWords { note: prose(note), ..EndingWords::default() }
}

#[test]
fn a_task_waits_for_the_permission_that_covers_it_and_no_override_helps() {
    let mut fixture = Fixture::over(running());
    fixture.refuses(&on("bulk", start()), Kind::Refused, "permission `may` covers it and is wanted");
    fixture.refuses(&on("bulk", AttemptCommand::Finish(took("5m"))), Kind::Refused, "not permitted");
    assert_eq!(
        fixture.at("13:00", &Command::Permission(PermissionCommand::Ask { permission: "may".into() })).unwrap(),
        ["permission.ask"]
    );
    let answer = |granted, by: Option<&str>| {
        Command::Permission(PermissionCommand::Answer {
            permission: "may".into(),
            granted,
            answered_by: by.map(|by| Line::new(by).unwrap()),
            evidence: prose("https://example.com/reply"),
        })
    };
    fixture.refuses(&answer(true, None), Kind::Usage, "--by");
    fixture.at("13:30", &answer(false, Some("Tom"))).unwrap();
    fixture.refuses(&answer(true, Some("Tom")), Kind::Refused, "new question");
    fixture.refuses(&on("bulk", start()), Kind::Refused, "is refused");
    fixture.at("13:31", &Command::Permission(PermissionCommand::Ask { permission: "may".into() })).unwrap();
    assert_eq!(fixture.runbook.permissions[0].answered_at, None);
    fixture.at("13:40", &answer(true, Some("Tom"))).unwrap();
    assert_eq!(fixture.runbook.permissions[0].state, PermissionState::Granted);
    let fault = fixture.at("13:35", &on("bulk", start())).unwrap_err();
    assert!(fault.message.contains("after this beginning"), "{fault:?}");
    fixture.refuses(&on("bulk", start()), Kind::Refused, "“Inform” is required and not done");
    fixture.at("13:00", &Command::Check(CheckCommand::Done { items: vec!["inform".into()], evidence: None })).unwrap();
    assert_eq!(fixture.at("13:45", &on("bulk", start())).unwrap(), ["task.start"]);
}

#[test]
fn a_task_that_is_permitted_waits_until_it_is_known_what_must_be_verified() {
    let mut record = running();
    record["variables"]["paid"] = json!("");
    record["permissions"][0]["state"] = json!("granted");
    record["pre_call"][0]["when"] = json!("not paid");
    let mut fixture = Fixture::over(record);
    fixture.refuses(&on("bulk", start()), Kind::Refused, "`paid` is not decided yet, and pre_call.inform hangs on it");
    assert_eq!(fixture.at("13:00", &on("confirm", start())).unwrap(), ["task.start"]);
    let set = |words: &str| Command::Set { assignments: vec![("paid".to_owned(), words.to_owned())] };
    fixture.at("13:01", &set("yes")).unwrap();
    assert_eq!(fixture.at("13:02", &on("bulk", start())).unwrap(), ["task.start"]);
}

#[test]
fn an_attempt_is_timed_by_its_beginning_and_its_end() {
    let mut fixture = Fixture::over(running());
    fixture.refuses(
        &on("confirm", AttemptCommand::Finish(EndingWords::default())),
        Kind::Usage,
        "how long did it take",
    );
    fixture.refuses(&on("confirm", AttemptCommand::Pause(EndingWords::default())), Kind::Refused, "not running");
    fixture.at("13:00", &on("conf", start())).unwrap();
    fixture.refuses(&on("confirm", start()), Kind::Refused, "already running");
    fixture.refuses(&on("confirm", AttemptCommand::Finish(took("5m"))), Kind::Usage, "its duration is measured");
    let fault = fixture.at("12:59", &on("confirm", AttemptCommand::Finish(EndingWords::default()))).unwrap_err();
    assert!(fault.message.contains("before the attempt's beginning"), "{fault:?}");
    fixture.at("13:10", &on("confirm", AttemptCommand::Pause(EndingWords::default()))).unwrap();
    fixture.at("13:30", &on("confirm", start())).unwrap();
    fixture.at("13:45", &on("confirm", AttemptCommand::Finish(noted("all there")))).unwrap();
    let task = &fixture.runbook.tasks[0];
    assert_eq!(crate::lifecycle::worked_s(task, fixture.now), Some(25 * 60));
    assert_eq!(crate::lifecycle::outcome(task), Some(TaskOutcome::Success));
}

#[test]
fn a_known_length_needs_no_times() {
    let mut fixture = Fixture::over(running());
    fixture.does(&on("confirm", AttemptCommand::Finish(took("1h15m"))));
    let attempt = &fixture.runbook.tasks[0].attempts[0];
    assert_eq!((attempt.started_at, attempt.finished_at), (None, None));
    assert_eq!(attempt.took.as_ref().unwrap().seconds(), 4_500);
}

#[test]
fn skipping_and_failing_say_why() {
    let mut fixture = Fixture::over(running());
    fixture.refuses(&on("confirm", AttemptCommand::Skip(EndingWords::default())), Kind::Usage, "--note");
    fixture.refuses(&on("confirm", AttemptCommand::Fail(EndingWords::default())), Kind::Usage, "--note");
    fixture.refuses(&on("free", AttemptCommand::Skip(noted("no"))), Kind::Refused, "does not apply");
    assert_eq!(fixture.does(&on("confirm", AttemptCommand::Skip(noted("known already")))), ["task.skip"]);
}

#[test]
fn the_future_and_what_was_before_the_call_are_refused() {
    let mut fixture = Fixture::over(running());
    let fault = fixture.at("14:01", &on("confirm", start())).unwrap_err();
    assert!(fault.kind == Kind::Refused && fault.message.contains("future"), "{fault:?}");
    fixture.events.push(Event::new(crate::model::Act::Start, at("13:00"), fixture.by.clone()));
    let fault = fixture.at("12:00", &on("confirm", start())).unwrap_err();
    assert!(fault.message.contains("before the runbook's start"), "{fault:?}");
    assert!(fixture.at("12:30", &Command::Abort { reason: prose("no") }).is_err());
}

#[test]
fn aborting_goes_back_only_where_there_is_something_to_take_back() {
    let abort = Command::Abort { reason: prose("the customer stopped it") };
    let mut untouched = Fixture::over(running());
    untouched.does(&abort);
    assert_eq!(untouched.runbook.state, State::WrapUp);

    let mut begun = Fixture::over(running());
    begun.does(&on("confirm", start()));
    assert_eq!(begun.does(&abort), ["task.fail", "abort"]);
    assert_eq!(begun.runbook.state, State::RollingBack);
    let finish = Command::Finish { overrides: Overrides::default() };
    begun.refuses(&finish, Kind::Refused, "task-open");
    begun.does(&Command::Work(
        Track::Steps,
        WorkCommand::Attempt { item: "back".into(), attempt: AttemptCommand::Finish(took("5m")) },
    ));
    begun.does(&finish);
    begun.runbook.obligations.clear();
    begun.runbook.post_call.clear();
    begun.does(&Command::Close { result: None, reason: None, overrides: Overrides::default() });
    assert_eq!(begun.runbook.result, Some(RunResult::RolledBack));

    let mut record = running();
    record["rollback"]["irreversible"] = json!("secrets cannot return");
    let mut stuck = Fixture::over(record);
    stuck.does(&on("confirm", start()));
    stuck.does(&abort);
    assert_eq!(stuck.runbook.state, State::WrapUp);
}

#[test]
fn closing_wants_every_duty_and_computes_the_result() {
    let close = |codes: &[&str], result, reason| Command::Close {
        result,
        reason,
        overrides: Overrides {
            codes: codes.iter().map(|code| ReadinessCode::to_override(code, &id()).unwrap()).collect(),
            reason: (!codes.is_empty()).then(|| Prose::new("late").unwrap()),
        },
    };
    let mut fixture = Fixture::in_state("wrap-up");
    let fault = fixture.at("14:00", &close(&[], None, None)).unwrap_err();
    assert!(fault.message.contains("post-call-open") && fault.message.contains("obligation-open"), "{fault:?}");
    let misspelt = ReadinessCode::to_override("post-call-opne", &id()).unwrap_err();
    assert!(misspelt.kind == Kind::Usage && misspelt.message.contains("not a code"), "{misspelt:?}");
    fixture.refuses(&close(&["post-call-open"], None, None), Kind::Refused, "obligation-open");
    fixture.does(&Command::Obligation(ObligationCommand::Discharge {
        obligation: "issue".into(),
        evidence: prose("https://x.de"),
    }));
    fixture.refuses(&close(&["post-call-open"], Some(RunResult::Partial), None), Kind::Usage, "--reason");
    assert_eq!(fixture.does(&close(&["post-call-open"], None, None)), ["override", "close"]);
    assert_eq!((fixture.runbook.result, fixture.runbook.overrides.len()), (Some(RunResult::Completed), 1));
    fixture.refuses(&Command::Set { assignments: vec![("dri".into(), "x".into())] }, Kind::Refused, "reopen");
    fixture.does(&Command::Reopen { reason: prose("a follow-up") });
    assert_eq!((fixture.runbook.state, fixture.runbook.result), (State::WrapUp, None));

    let mut record = running();
    record["state"] = json!("wrap-up");
    record["tasks"][1]["attempts"] = json!([{"outcome": "skipped", "note": "no time"}]);
    let mut partial = Fixture::over(record);
    partial.does(&close(&["post-call-open", "obligation-open"], None, None));
    assert_eq!(partial.runbook.result, Some(RunResult::Partial));
}

#[test]
fn starting_names_every_unmet_gate_and_required_items_cannot_be_passed() {
    let mut fixture = Fixture::in_state("scheduled");
    let all: Vec<ReadinessCode> = ReadinessCode::missing().collect();
    let with = |codes: Vec<ReadinessCode>| Command::Start { overrides: Overrides { codes, reason: prose("now") } };
    let fault = fixture.at("14:00", &with(Vec::new())).unwrap_err();
    for code in ["no-summary", "no-schedule", "no-executor", "permission-open", "no-estimate", "pre-call-open"] {
        assert!(fault.message.contains(code), "{code}: {fault:?}");
    }
    fixture.refuses(&with(all.clone()), Kind::Refused, "pre-call-open cannot be overridden");
    fixture.does(&Command::Check(CheckCommand::Done { items: vec!["inform".into()], evidence: None }));
    let events = fixture.does(&with(all));
    assert_eq!(events.last().unwrap(), "start");
    assert!(events.iter().filter(|name| *name == "override").count() > 5);
}

#[test]
fn scheduling_drops_an_agreement_that_was_for_another_time() {
    let mut fixture = Fixture::in_state("draft");
    let to = |time: &str, agreed: Option<&str>| {
        Command::Schedule(ScheduleTo {
            scheduled_at: Some(at(time)),
            time_zone: Some("Europe/Berlin".parse().unwrap()),
            agreed: agreed.map(|text| Prose::new(text).unwrap()),
            allow_past: false,
        })
    };
    fixture.does(&to("16:00", Some("link")));
    assert_eq!(fixture.does(&to("16:00", None)), Vec::<String>::new(), "the same again changes nothing");
    fixture.does(&to("17:00", None));
    assert_eq!(fixture.runbook.agreed, None);
    fixture.refuses(&to("11:59", None), Kind::Refused, "past");
    fixture.does(&Command::Schedule(ScheduleTo::default()));
    assert_eq!((fixture.runbook.state, fixture.runbook.time_zone), (State::Draft, None));
}

#[test]
fn what_something_refers_to_stays() {
    let mut fixture = Fixture::over(running());
    fixture.refuses(
        &Command::Work(Track::Tasks, WorkCommand::Remove { item: "bulk".into() }),
        Kind::Refused,
        "permission `may` covers it",
    );
    fixture.refuses(
        &Command::Contact(ContactCommand::Remove { contact: "john".into() }),
        Kind::Refused,
        "permission `may` and the DRI",
    );
    let clear = Command::Set { assignments: vec![("var.paid".into(), String::new())] };
    fixture.refuses(&clear, Kind::Refused, "tasks.free");
    fixture.refuses(&Command::Work(Track::Tasks, WorkCommand::Remove { item: "b".into() }), Kind::Refused, "bulk");
    fixture.refuses(&Command::Work(Track::Tasks, WorkCommand::Remove { item: "zz".into() }), Kind::NotFound, "no task");
}

#[test]
fn parts_of_ids_mean_one_item_or_none() {
    let mut fixture = Fixture::over(running());
    fixture.refuses(
        &Command::Work(Track::Tasks, WorkCommand::Remove { item: "f".into() }),
        Kind::Ambiguous,
        "confirm, free",
    );
    fixture.refuses(
        &Command::Work(Track::Tasks, WorkCommand::Remove { item: "confrim".into() }),
        Kind::NotFound,
        "no task",
    );
}

#[test]
fn the_dri_and_the_authors_do_not_approve_their_own_plan() {
    let mut fixture = Fixture::in_state("draft");
    fixture.refuses(&Command::Approval(ApprovalCommand::Give), Kind::Refused, "is the DRI");
    fixture.by = Identity { name: "Ann".to_owned(), email: "ann@example.com".to_owned() };
    fixture.does(&Command::Set { assignments: vec![("summary".into(), "Do it".into())] });
    fixture.refuses(&Command::Approval(ApprovalCommand::Give), Kind::Refused, "wrote part of this plan");
    fixture.by = Identity { name: "Jane".to_owned(), email: "jane@example.com".to_owned() };
    fixture.refuses(&Command::Approval(ApprovalCommand::Withdraw), Kind::Refused, "has not approved");
    assert_eq!(fixture.does(&Command::Approval(ApprovalCommand::Give)), ["approve"]);
    assert_eq!(fixture.does(&Command::Approval(ApprovalCommand::Give)), Vec::<String>::new());
    fixture.by = Identity { name: "Somebody".to_owned(), email: "J.Doe@work.example".to_owned() };
    fixture.settings.people.insert("j.doe@work.example".to_owned(), Line::new("@john").unwrap());
    fixture.refuses(&Command::Approval(ApprovalCommand::Give), Kind::Refused, "is the DRI");
}

#[test]
fn setting_knows_fields_kinds_and_misspellings() {
    let mut fixture = Fixture::in_state("draft");
    let set = |key: &str, value: &str| Command::Set { assignments: vec![(key.to_owned(), value.to_owned())] };
    fixture.does(&set("meeting_url", "example.zoom.com/my/example.meeting"));
    assert_eq!(fixture.runbook.meeting_url.as_ref().unwrap().as_str(), "https://example.zoom.com/my/example.meeting");
    assert_eq!(fixture.does(&set("meeting_url", "https://example.zoom.com/my/example.meeting")), Vec::<String>::new());
    fixture.refuses(&set("sumary", "x"), Kind::Usage, "neither a field nor a variable");
    fixture.refuses(&set("state", "running"), Kind::Usage, "not changed with set");
    fixture.refuses(&set("var.customer", "x"), Kind::Usage, "cannot name a variable");
    fixture.refuses(&set("paid", "perhaps"), Kind::Usage, "true or false");
    fixture.refuses(&set("dri", "a\nb"), Kind::Usage, "line break");
    fixture.does(&set("paid", "false"));
    fixture.does(&set("var.group", "acme"));
    fixture.does(&set("summary", "Change {{ group_path }}"));
    fixture.does(&set("var.group_path", "acme/web"));
    assert_eq!(fixture.runbook.summary.as_ref().unwrap().as_str(), "Change acme/web");
    fixture.does(&set("summary", ""));
    assert_eq!(fixture.runbook.summary, None);
}

#[test]
fn evidence_and_reasons_are_wanted_where_they_count() {
    let mut fixture = Fixture::over(running());
    let prevent = |reason: Option<&str>| {
        Command::Check(CheckCommand::Prevent {
            item: "tell".into(),
            reason: reason.map(|text| Prose::new(text).unwrap()),
        })
    };
    fixture.refuses(&prevent(None), Kind::Usage, "--reason");
    fixture.refuses(&prevent(Some("  ")), Kind::Usage, "--reason");
    fixture.does(&prevent(Some("nobody there")));
    let inform = Command::Check(CheckCommand::Prevent { item: "inform".into(), reason: prose("no time") });
    fixture.refuses(&inform, Kind::Refused, "required");
    fixture.refuses(
        &Command::Obligation(ObligationCommand::Discharge { obligation: "issue".into(), evidence: None }),
        Kind::Usage,
        "--evidence",
    );
    fixture.refuses(&Command::Cancel { reason: prose("x") }, Kind::Refused, "not begun");
    let both = Command::Check(CheckCommand::Done { items: vec!["inf".into(), "inform".into()], evidence: None });
    assert_eq!(fixture.does(&both), ["check.done"]);
}
