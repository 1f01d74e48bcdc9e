//! What goes out to a customer or a channel, tried with every built-in template: every key that is not on the contract's
//! list holds a mark, and no mark may come out. A key that is added later is not on the list, and so refused.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::tests::{made, samples, templates};
use crate::lifecycle::Call;
use crate::model::keys::{Holds, Key, Rendered, Shape};
use crate::model::{Moment, Permission, RunResult, Runbook, RunbookId, Settings, Slug, State};
use crate::render::Known;
use crate::render::export::{
    Audience, Dialect, Exported, Part, calendar, csv, document, for_customer, html, markdown_for_customer,
};
use crate::render::message::{After, after, before, request};

/// Who reads, and what they may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    Customer,
    Channel,
}

/// What may go out: the contract's list (`docs/reference.md`, “Export”) for a customer, what a message is made of for a
/// channel. `is_theirs`: of a contact of the customer; of a task that is not internal.
fn is_allowed(reader: Reader, shape: Shape, key: &str, is_theirs: bool) -> bool {
    match (reader, shape, key) {
        (_, Shape::Record, "customer" | "task" | "summary" | "expected_result") => true,
        (Reader::Customer, Shape::Record, "meeting_url") => true,
        (Reader::Channel, Shape::Record, "issue_url") => true,
        (Reader::Customer, Shape::Contact, "name" | "role") => true,
        (Reader::Customer, Shape::Contact, "handle" | "email" | "region") => is_theirs,
        (Reader::Channel, Shape::Contact, "name" | "handle") => !is_theirs,
        (Reader::Customer, Shape::Permission, "action") => true,
        (_, Shape::Task, "title") => is_theirs,
        (Reader::Channel, Shape::Task, "link") => is_theirs,
        (Reader::Channel, Shape::Obligation, "what") => true,
        _ => false,
    }
}

const OUT: &str = "Zout";
const STAYS: &str = "Znot";
/// A time, a number and a length that are nowhere else.
const TIMES: [&str; 2] = ["2001-02-03T04:05:06Z", "2001-02-03T04:15:06Z"];
const NUMBER: u64 = 987_654_321;
const LENGTH: &str = "7h7m";

/// One mark for each key: letters only, so that no format writes it otherwise.
fn mark(reader: Reader, shape: Shape, key: &str, is_theirs: bool) -> String {
    let sign = if is_allowed(reader, shape, key, is_theirs) { OUT } else { STAYS };
    let side = if is_theirs { "Theirs" } else { "" };
    format!("{sign}{shape:?}{side}{}", key.split('_').collect::<String>())
}

struct Filling {
    reader: Reader,
    items: usize,
}

impl Filling {
    fn table(&mut self, fields: &mut Map<String, Value>, shape: Shape, is_theirs: bool) {
        for key in shape.keys() {
            let is_theirs = match shape {
                Shape::Contact => fields.get("side").is_some_and(|side| side == "customer"),
                Shape::Task => fields.get("internal") != Some(&json!(true)),
                _ => is_theirs,
            };
            if let Some(value) = self.value(key, fields.get(key.name).cloned(), shape, is_theirs) {
                fields.insert(key.name.to_owned(), value);
            }
        }
    }

    fn value(&mut self, key: &Key, old: Option<Value>, shape: Shape, is_theirs: bool) -> Option<Value> {
        let mark = mark(self.reader, shape, key.name, is_theirs);
        self.items += 1;
        Some(match (key.holds, key.name) {
            (_, "when") | (Holds::Flag, _) | (Holds::Word, "outcome") => return old,
            (Holds::Word, "id") => json!(format!("znot-{}", self.items)),
            (Holds::Word, "by") => json!(format!("{mark} <{mark}@marks.example>")),
            (Holds::Word, "mark") => json!("done"),
            (Holds::Word, "kind") => json!("notify"),
            (Holds::Word, "side") => old.unwrap_or(json!("gitlab")),
            (Holds::Word, "state" | "result") => return old,
            (Holds::Word, "plan" | "code" | "task") => json!(mark.to_lowercase()),
            (Holds::Word, _) => return None,
            (Holds::Line, "dri") => json!(format!("@{}", self.ours("handle"))),
            (Holds::Line, "handle") => json!(format!("@{mark}")),
            (Holds::Line, "email") => json!(format!("{mark}@marks.example")),
            (Holds::Text, "summary") if self.reader == Reader::Customer => {
                json!(format!("{mark}, asks @{} or {}@marks.example.", self.ours("handle"), self.ours("email")))
            }
            (Holds::Text, "summary") => {
                json!(format!("{mark} for Zaccount, @zaccount and {}@marks.example in /srv/{STAYS}/x", STAYS))
            }
            (Holds::Line | Holds::Text, _) if key.rendered == Some(Rendered::Condition) => return None,
            (Holds::Line | Holds::Text, _) => json!(mark),
            (Holds::Link, _) => json!(format!("https://marks.example/{mark}")),
            (Holds::Words, "links") => json!([format!("https://marks.example/{mark}")]),
            (Holds::Words | Holds::Zone | Holds::Foreign, _) => return old,
            (Holds::Number, "format") => return old,
            (Holds::Number, _) => json!(NUMBER),
            (Holds::Length, "estimate" | "took") => return old,
            (Holds::Length, _) => json!(LENGTH),
            (Holds::Time, "scheduled_at") => return old,
            (Holds::Time, "due") => json!(TIMES[1]),
            (Holds::Time, "finished_at") => json!(TIMES[1]),
            (Holds::Time, "discharged_at") if self.reader == Reader::Channel => return None,
            (Holds::Time, _) => json!(TIMES[0]),
            (Holds::Table(Shape::Variables), _) => json!({"account": format!("{STAYS}Variable")}),
            (Holds::Table(inside), _) => {
                let mut table = old.and_then(|old| old.as_object().cloned()).unwrap_or_default();
                self.table(&mut table, inside, false);
                Value::Object(table)
            }
            (Holds::List(inside), _) => {
                let mut items = old.and_then(|old| old.as_array().cloned()).unwrap_or_default();
                if items.is_empty() {
                    items.push(json!({}));
                }
                for item in &mut items {
                    self.table(item.as_object_mut().unwrap(), inside, false);
                }
                Value::Array(items)
            }
        })
    }

    fn ours(&self, key: &str) -> String {
        mark(self.reader, Shape::Contact, key, false)
    }
}

/// The template's scaffold with two sides, an internal task and a mark in every key, as it stands in this state.
fn filled(record: &Runbook, reader: Reader, state: State, result: Option<RunResult>) -> Runbook {
    let mut value = serde_json::to_value(record).unwrap();
    let fields = value.as_object_mut().unwrap();
    fields.insert("contacts".to_owned(), json!([{"side": "gitlab", "duties": ["execute"]}, {"side": "customer"}]));
    let tasks = fields.entry("tasks").or_insert(json!([])).as_array_mut().unwrap();
    tasks.push(json!({"title": "x", "estimate": "10m"}));
    tasks.push(json!({"title": "x", "internal": true}));
    let outcome = if reader == Reader::Channel { "failed" } else { "success" };
    tasks.iter_mut().for_each(|task| task["attempts"] = json!([{"outcome": outcome}]));
    let permissions = fields.entry("permissions").or_insert(json!([])).as_array_mut().unwrap();
    permissions.push(json!({"state": "granted"}));
    for (name, said) in [("state", json!(state)), ("scheduled_at", json!("2026-12-01T14:00:00+01:00"))] {
        fields.insert(name.to_owned(), said);
    }
    fields.insert("time_zone".to_owned(), json!("Europe/Berlin"));
    fields.extend(result.map(|result| ("result".to_owned(), json!(result))));
    Filling { reader, items: 0 }.table(fields, Shape::Record, false);
    serde_json::from_value(value).unwrap_or_else(|error| panic!("{error}"))
}

const STATES: [(State, Option<RunResult>); 10] = [
    (State::Draft, None),
    (State::Scheduled, None),
    (State::Running, None),
    (State::RollingBack, None),
    (State::WrapUp, None),
    (State::Closed, Some(RunResult::Completed)),
    (State::Closed, Some(RunResult::Partial)),
    (State::Closed, Some(RunResult::RolledBack)),
    (State::Closed, Some(RunResult::Aborted)),
    (State::Closed, Some(RunResult::Cancelled)),
];

fn id() -> RunbookId {
    RunbookId::from_name("Zout", "Work")
}

fn home() -> Slug {
    Slug::new("gitlab").unwrap()
}

/// Everything that a customer can be given, by format.
fn to_customer(whole: &Runbook) -> Vec<(&'static str, String)> {
    let now: Moment = "2026-11-30T12:00:00Z".parse().unwrap();
    let (id, home_side, call) = (id(), home(), Call::of(whole, &[]));
    let runbook = for_customer(whole, &Settings::default()).unwrap();
    let exported = Exported {
        id: &id,
        runbook: &runbook,
        audience: Audience::Customer,
        home_side: &home_side,
        commit: None,
        ready: false,
        trail: &[],
        call: call.as_ref(),
        is_cut: false,
        ending: whole.result,
        now,
    };
    vec![
        ("markdown", markdown_for_customer(&exported)),
        ("html", html(&exported)),
        ("json", document(&exported).to_string()),
        ("ics", calendar(&exported).unwrap().replace("\r\n ", "")),
        ("csv tasks", csv(&exported, Part::Tasks, Dialect::default()).unwrap()),
        ("csv contacts", csv(&exported, Part::Contacts, Dialect::default()).unwrap()),
    ]
}

#[track_caller]
fn assert_nothing_stays(text: &str, label: &str) {
    let lower = text.to_lowercase();
    for inside in [STAYS, "2001-02-03", "20010203", &NUMBER.to_string(), LENGTH, "25620", "cannot be taken back"] {
        assert!(!lower.contains(&inside.to_lowercase()), "{label}: {inside} went out\n{text}");
    }
}

#[test]
fn a_customer_gets_what_may_go_out_of_every_template_in_every_state_and_nothing_else() {
    for template in templates() {
        let record = made(&template, &samples(&template, true));
        for (state, result) in STATES {
            let whole = filled(&record, Reader::Customer, state, result);
            let mut all = String::new();
            for (format, text) in to_customer(&whole) {
                assert_nothing_stays(&text, &format!("{} {state} {result:?} {format}", template.name));
                if !format.starts_with("csv") {
                    let said = match result {
                        Some(RunResult::RolledBack) => "rolled back",
                        Some(result) => result.word(),
                        None => match state {
                            State::Draft | State::Scheduled => "Planned, the time is agreed",
                            State::Running => "Running",
                            State::RollingBack => "Rolling back",
                            State::WrapUp | State::Closed => "The work is over",
                        },
                    };
                    let lower = text.to_lowercase().replace("\\,", ",");
                    assert!(lower.contains(&said.to_lowercase()), "{} {state} {format}: {said}\n{text}", template.name);
                }
                write!(all, "{text}").unwrap();
            }
            let applicable = |shape: Shape| shape != Shape::Record || state != State::Draft;
            for shape in [Shape::Record, Shape::Contact, Shape::Permission, Shape::Task] {
                for key in shape.keys().iter().filter(|_| applicable(shape)) {
                    for is_theirs in [false, true] {
                        let is_there = match shape {
                            Shape::Record | Shape::Permission => !is_theirs,
                            Shape::Task => is_theirs,
                            _ => true,
                        };
                        if is_there && is_allowed(Reader::Customer, shape, key.name, is_theirs) {
                            let mark = mark(Reader::Customer, shape, key.name, is_theirs);
                            assert!(all.contains(&mark), "{} {state}: {mark} did not go out", template.name);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn a_channel_gets_what_its_messages_are_made_of_and_nothing_else() {
    let now: Moment = "2026-12-01T18:00:00Z".parse().unwrap();
    let home_side = home();
    for template in templates() {
        let record = made(&template, &samples(&template, true));
        for (state, result) in STATES {
            let whole = filled(&record, Reader::Channel, state, result);
            let told = |result| After { result, state: None, follow_ups: &[], home_side: &home_side, now };
            let texts = match result {
                None if state == State::WrapUp => vec![after(&id(), &whole, &told(RunResult::Partial))],
                Some(result) => vec![after(&id(), &whole, &told(result))],
                None => {
                    let call = Call::of(&whole, &[]);
                    let known = Known { call: call.as_ref(), ending: None, is_cut: false };
                    vec![before(&id(), &whole, &home(), known)]
                }
            };
            for text in texts {
                let text = text.unwrap();
                let label = format!("{} {state} {result:?}", template.name);
                let without_due = text.replace("2001-02-03", "").replace("this cannot be taken back", "");
                assert_nothing_stays(&without_due, &label);
                assert!(!text.to_lowercase().contains("zaccount"), "{label}\n{text}");
                assert!(text.contains("ZoutRecordissueurl") && text.contains("ZoutRecordtask"), "{label}\n{text}");
            }
            let asked: Vec<&Permission> = whole.permissions.iter().collect();
            let text = request(&asked, &whole, &Settings::default()).replace("ZnotPermissionstanding", "");
            assert!(text.contains("Permissionaction"), "{text}");
            assert_nothing_stays(&text.replace("ZnotPermissionaction", ""), template.name.as_str());
        }
    }
}

/// Words of ours that mean nothing to a customer, or should not be told: tools, channels, teams, records of ours.
const OURS: [&str; 16] = [
    "#",
    "slack",
    "sirtbot",
    "tines",
    "zendesk",
    "kibana",
    "mailgun",
    "chatops",
    "admin note",
    "handbook",
    "professional services",
    "reinstatement request",
    "update the issue",
    "admin/users",
    "/srv",
    "macro",
];

#[test]
fn no_title_tells_a_customer_what_is_yet_to_be_told_to_them() {
    const TELLS: [&str; 4] = ["tell ", "ask the user", "reaffirm", "refuse"];
    for template in templates() {
        let whole = made(&template, &samples(&template, true));
        // a task that only some answers bring tells of the answer
        for task in whole.tasks.iter().filter(|task| !task.internal && task.when.is_some()) {
            let title = task.title.as_str().to_lowercase();
            let said = TELLS.iter().find(|word| title.starts_with(*word));
            assert_eq!(said, None, "{}: “{}” is to be internal", template.name, task.title);
        }
    }
}

#[test]
fn no_built_in_template_tells_a_customer_of_our_tools() {
    for template in templates() {
        let whole = made(&template, &samples(&template, true));
        let seen = for_customer(&whole, &Settings::default()).unwrap();
        let mut texts: Vec<&str> =
            [&seen.summary, &seen.expected_result].into_iter().flatten().map(AsRef::as_ref).collect();
        texts.extend(whole.tasks.iter().filter(|task| !task.internal).map(|task| task.title.as_str()));
        texts.extend(whole.permissions.iter().map(|own| own.action.as_str()));
        for text in texts {
            // a page that everybody can read
            let words: Vec<&str> = text.split_whitespace().filter(|word| !word.contains("://")).collect();
            let words = words.join(" ").to_lowercase();
            let found = OURS.iter().find(|word| words.contains(*word));
            assert_eq!(found, None, "{}: {text}", template.name);
        }
    }
}
