//! The lifecycle held against the model: whatever anybody asks for, whenever, both answer alike.
//!
//! Random lives: each step compares the gates, the answer to a command, what its events make of the record, and whether
//! events that were recorded, moved, doubled or bent are judged to have come from a command. A long run for a change of
//! the rules: `PROPTEST_CASES=20000 cargo test --test all laws::compared`.

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::prelude::*;
use runbook::lifecycle::{
    Circumstances, Command, HistoryFacts, JudgedAt, LastChange, Stamp, closing, decide, digest, finishing,
    judge_recorded, replay, starting,
};
use runbook::model::{Event, Identity, Kind, Length, Moment, Runbook, RunbookId, Settings};
use serde_json::{Value, json};

use super::asked::asked;
use super::beginnings::beginning;
use super::commands::command;
use super::oracle::{self, History, Missing};

/// One step of a life: who does what, how long after the step before, and how much later than it happened.
#[derive(Debug, Clone)]
struct Step {
    command: Command,
    who: usize,
    gap: i64,
    late: Option<i64>,
    forged: usize,
}

fn id() -> RunbookId {
    RunbookId::from_name("Acme", "Try everything")
}

const PEOPLE: [&str; 3] = ["writer", "reviewer", "lead"];

fn step() -> impl Strategy<Value = Step> {
    let late = prop_oneof![6 => Just(None), 2 => (0_i64..7_200).prop_map(Some), 1 => Just(Some(-60))];
    let who = prop_oneof![6 => Just(0_usize), 2 => Just(1_usize), 1 => Just(2_usize)];
    (command(), who, 1_i64..2_400, late, any::<prop::sample::Index>())
        .prop_map(|(command, who, gap, late, forged)| Step { command, who, gap, late, forged: forged.index(1 << 20) })
}

fn person(name: &str) -> Identity {
    Identity { name: name.to_owned(), email: format!("{name}@example.com") }
}

/// Names of plans: the same for the same plan, another one for another.
#[derive(Default)]
struct Plans(RefCell<BTreeMap<String, String>>);

impl Plans {
    fn learn(&self, runbook: &Runbook, record: &Value) {
        let (plan, name) = (sorted(&oracle::plan(record)).to_string(), digest(runbook).to_string());
        let mut known = self.0.borrow_mut();
        let before = known.insert(plan.clone(), name.clone());
        assert!(before.is_none_or(|before| before == name), "one plan, two digests: {plan}");
        let others = known.iter().filter(|(own, other)| **own != plan && **other == name).count();
        assert_eq!(others, 0, "two plans, one digest: {plan}");
    }

    fn name(&self, plan: &Value) -> String {
        let known = self.0.borrow();
        known.get(&sorted(plan).to_string()).cloned().unwrap_or_else(|| "unknown".to_owned())
    }
}

/// The same with every table's keys in order.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let pairs: BTreeMap<&String, Value> = map.iter().map(|(key, value)| (key, sorted(value))).collect();
            json!(pairs)
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

/// A runbook's life, as the program and as the model know it.
struct Life {
    settings: Settings,
    runbook: Option<Runbook>,
    commits: Vec<(Option<Runbook>, Vec<Event>)>,
    facts: HistoryFacts,
    history: History,
    plans: Plans,
    now: i64,
}

fn json_of(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

impl Life {
    fn new(required: u32, allow_author: bool) -> Self {
        let mut settings = Settings::default();
        settings.approval.required = required;
        settings.approval.allow_author = allow_author;
        assert_eq!(settings.readiness.grace, Length::from_seconds(7_200));
        Self {
            settings,
            runbook: None,
            commits: Vec::new(),
            facts: HistoryFacts::default(),
            history: History::default(),
            plans: Plans::default(),
            now: 1_790_400_000,
        }
    }

    fn record(&self) -> Value {
        self.runbook.as_ref().map_or(Value::Null, json_of)
    }

    fn events(&self) -> impl Iterator<Item = &Event> {
        self.commits.iter().flat_map(|(_, events)| events)
    }

    fn judged_at<'a>(&'a self, stamp: &Stamp, digest: &'a dyn Fn(&Value) -> String) -> oracle::Scene<'a> {
        let time = |moment: Moment| json_of(&moment).as_str().unwrap().to_owned();
        oracle::Scene {
            now: time(stamp.now),
            at: time(stamp.at()),
            by: stamp.by.to_string(),
            history: &self.history,
            approvals: usize::try_from(self.settings.approval.required).unwrap(),
            allow_author: self.settings.approval.allow_author,
            digest,
        }
    }

    /// Lives through one step; both sides must agree on everything.
    fn go(&mut self, step: &Step) {
        self.now += step.gap;
        let now = Moment::from_git(self.now, 60);
        let happened = step.late.map(|late| Moment::from_git(self.now - late, 60));
        let stamp = Stamp { now, happened, by: person(PEOPLE[step.who]) };
        let command = self.completed(&step.command);
        let facts = HistoryFacts::of(self.events());
        let context = Circumstances { id: &id(), stamp: &stamp, settings: &self.settings, history: &facts };
        let record = self.record();
        if let Some(runbook) = &self.runbook {
            self.plans.learn(runbook, &record);
        }
        let digest = |plan: &Value| self.plans.name(plan);
        let judged_at = self.judged_at(&stamp, &digest);
        if let Some(runbook) = &self.runbook {
            same_gate("start", starting(runbook, &context), oracle::starting(&record, &judged_at), &record);
            same_gate("finish", finishing(&id(), runbook), oracle::finishing(&record), &record);
            same_gate("close", closing(&id(), runbook), oracle::closing(&record), &record);
        }

        let decided = decide(self.runbook.as_ref(), &command, &context);
        let mut ask = asked(&command);
        if let Ok(events) = &decided
            && let [event] = events.as_slice()
        {
            // how a difference is told is another law's; here the model makes the changes
            ask["changes"] = json_of(event)["changes"].clone();
        }
        let told = oracle::answer(&record, &ask, &judged_at);
        let events = match decided {
            Err(fault) => {
                let code = match fault.kind {
                    Kind::Usage => oracle::USAGE,
                    Kind::Refused => oracle::REFUSED,
                    Kind::NotFound | Kind::Ambiguous => oracle::NOT_FOUND,
                    other => panic!("{other:?}: {} for {ask}", fault.message),
                };
                assert!(
                    told.why_not.contains(&code),
                    "refused with {code}, {}, not {:?}: {ask} on {record}",
                    fault.message,
                    told.why_not
                );
                Vec::new()
            }
            Ok(events) => {
                assert!(told.why_not.is_empty(), "taken, and {:?} speaks against it: {ask} on {record}", told.why_not);
                let same: Vec<Value> = events.iter().map(|event| oracle::tidy_event(&json_of(event))).collect();
                let wanted: Vec<Value> = told.events.iter().map(oracle::tidy_event).collect();
                assert_eq!(same, wanted, "{ask} on {record}");
                events
            }
        };
        if events.is_empty() {
            return self.forge(step, &[], now);
        }
        let next = replay(self.runbook.clone(), &events).unwrap().unwrap();
        let written: Vec<Value> = events.iter().map(json_of).collect();
        let after = written.iter().fold(record.clone(), |record, event| oracle::after(&record, event));
        assert_eq!(oracle::tidy(&json_of(&next)), oracle::tidy(&after), "{written:?} on {record}");
        if let Command::Undo { earlier, .. } = &command {
            assert_eq!(Some(&next), earlier.as_deref());
        }
        self.plans.learn(&next, &json_of(&next));
        self.forge(step, &events, now);
        let judged_at = JudgedAt { id: &id(), recorded: now, settings: &self.settings, joined: &[] };
        let judged = judge_recorded(self.runbook.as_ref(), &events, &mut self.facts, judged_at);
        assert_eq!(judged.objections, vec![], "{ask} on {record}");
        assert_eq!(judged.after.as_ref(), Some(&next));
        self.history.note(&record, &written);
        self.commits.push((self.runbook.replace(next), events));
    }

    /// What takes back is told what the last commit was.
    fn completed(&self, command: &Command) -> Command {
        let (Command::Undo { last, .. }, Some((before, events))) = (command, self.commits.last()) else {
            return command.clone();
        };
        let author = events.first().map_or_else(|| last.author.clone(), |event| event.by.clone());
        let last = LastChange { commit: last.commit.clone(), author, events: events.clone() };
        Command::Undo { last, earlier: before.clone().map(Box::new) }
    }

    /// Events that nobody's command recorded, or perhaps somebody's: both sides say the same about them.
    fn forge(&self, step: &Step, events: &[Event], now: Moment) {
        let record = self.record();
        let digest = |plan: &Value| self.plans.name(plan);
        let stamp = Stamp { now, happened: None, by: person("writer") };
        for forged in forgeries(events, &self.commits, step.forged, now) {
            let legal = oracle::is_legal(
                &record,
                &forged.iter().map(json_of).collect::<Vec<_>>(),
                &self.judged_at(&stamp, &digest),
            );
            let judged_at = JudgedAt { id: &id(), recorded: now, settings: &self.settings, joined: &[] };
            let judged = judge_recorded(self.runbook.as_ref(), &forged, &mut self.facts.clone(), judged_at);
            let lines: Vec<String> = forged.iter().map(|event| json_of(event).to_string()).collect();
            assert_eq!(
                judged.objections.is_empty(),
                legal,
                "the model says legal: {legal}; the program: {:?}; of {} on {record}",
                judged.objections,
                lines.join(" and ")
            );
        }
    }
}

/// What was recorded, told otherwise: another commit's events, part of them, doubled, at another time, by somebody else,
/// with another word in them.
fn forgeries(
    events: &[Event],
    commits: &[(Option<Runbook>, Vec<Event>)],
    choice: usize,
    now: Moment,
) -> Vec<Vec<Event>> {
    let old = commits.get(choice % commits.len().max(1)).map(|(_, events)| events.clone()).unwrap_or_default();
    let mut found = vec![old.clone(), events[events.len().min(1)..].to_vec()];
    let events = if events.is_empty() { old.as_slice() } else { events };
    let bent = |bend: &dyn Fn(usize, &mut Value)| -> Vec<Event> {
        let bent = events.iter().enumerate().map(|(number, event)| {
            let mut event = json_of(event);
            bend(number, &mut event);
            serde_json::from_value(event)
        });
        bent.collect::<Result<_, _>>().unwrap_or_default()
    };
    let last = events.len().saturating_sub(1);
    found.push(events.iter().chain(events).cloned().collect());
    found.push(events[..last].to_vec());
    found.push(bent(&|number, event| {
        if number == last {
            event["by"] = json!("lead <lead@example.com>")
        }
    }));
    found.push(bent(&|_, event| event["by"] = json!("reviewer <reviewer@example.com>")));
    found.push(bent(&|_, event| event["at"] = json_of(&now)));
    let early = Moment::from_git(1_790_400_000 + i64::try_from(choice % 100_000).unwrap(), 60);
    found.push(bent(&|_, event| event["at"] = json_of(&early)));
    found.push(bent(&|number, event| {
        if number == last {
            event["at"] = json_of(&early)
        }
    }));
    for (key, words) in [
        ("result", ["completed", "partial", "aborted"]),
        ("outcome", ["success", "failed", "skipped"]),
        ("plan", ["sha256:00", "sha256:11", "sha256:22"]),
        ("code", ["task-open", "no-dri", "secret"]),
        ("do", ["start", "finish", "close"]),
    ] {
        let word = words[choice % words.len()];
        found.push(bent(&|number, event| {
            if number == last && !event[key].is_null() {
                event[key] = json!(word)
            }
        }));
    }
    found.push(bent(&|_, event| {
        if let Some(rolling_back) = event["rolling_back"].as_bool() {
            event["rolling_back"] = json!(!rolling_back);
        }
    }));
    found.push(bent(&|_, event| {
        event.as_object_mut().unwrap().retain(|key, _| !["note", "evidence", "took", "reason"].contains(&key.as_str()));
    }));
    // what an undo changed is its own law, and is not bent here
    found.retain(|forged| !forged.is_empty() && !forged.iter().any(|event| event.name() == "undo"));
    found
}

fn same_gate(which: &str, gate: runbook::lifecycle::Gate, wanted: Vec<Missing>, record: &Value) {
    let found = gate.missing.into_iter().map(|point| Missing {
        code: point.code.to_string(),
        item: point.item,
        overridable: point.overridable,
    });
    assert_eq!(oracle::counted(found), oracle::counted(wanted), "the gate of {which} on {record}");
}

fn lives() -> impl Strategy<Value = (Command, u32, bool, Vec<Step>)> {
    (beginning(), 0_u32..3, any::<bool>(), prop::collection::vec(step(), 1..50))
}

fn first(command: Command) -> Step {
    Step { command, who: 0, gap: 1, late: None, forged: 0 }
}

#[test]
fn the_lifecycle_and_the_model_answer_alike() {
    // PROPTEST_CASES in the environment makes it a longer run
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(100);
    let config = ProptestConfig { cases, max_shrink_iters: 2_000, ..ProptestConfig::default() };
    proptest!(config, |((begin, required, allow_author, steps) in lives())| {
        let mut life = Life::new(required, allow_author);
        life.go(&first(begin));
        for step in &steps {
            life.go(step);
        }
    });
}
