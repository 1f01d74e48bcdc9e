//! Every built-in template is taken the whole way, with every answer of every branch: scaffolded, made ready, started,
//! worked through and closed. Once with everything decided at the scaffold, once with what can be decided later decided
//! during the work.

use serde_json::{Value, json};

use super::tests::{made, samples, templates};
use crate::lifecycle::{
    AttemptCommand, CheckCommand, Circumstances, Command, Conditional, EndingWords, HistoryFacts, ObligationCommand,
    Overrides, PermissionCommand, ScheduleTo, Stamp, WorkCommand, closing, decide, finishing, owed, placeholders,
    replay, starting,
};
use crate::model::{
    Event, Identity, Line, Moment, PermissionState, Prose, RunResult, Runbook, RunbookId, Settings, State, Template,
    Track,
};

/// A runbook on its way.
struct Walk {
    runbook: Runbook,
    events: Vec<Event>,
    settings: Settings,
    now: i64,
}

fn prose(text: &str) -> Option<Prose> {
    Some(Prose::new(text).unwrap())
}

impl Walk {
    /// The scaffold with everything in its header and two people from the home side.
    fn begin(template: &Template, given: &[(String, String)]) -> Self {
        let mut record = serde_json::to_value(made(template, given)).unwrap();
        let header = json!({
            "dri": "@john",
            "meeting_url": "https://meet.example.com/1",
            "issue_url": "https://issues.example.com/1",
            "ticket_url": "https://tickets.example.com/1",
            "contacts": [
                {"id": "john", "side": "gitlab", "handle": "@john", "duties": ["execute"]},
                {"id": "jane", "side": "gitlab", "handle": "@jane", "duties": ["communicate"]},
            ],
        });
        let is_bare = record.get("summary").is_none();
        record.as_object_mut().unwrap().extend(header.as_object().unwrap().clone());
        if is_bare {
            let plan = json!({
                "summary": "S", "expected_result": "E", "rollback": {"plan": "back"},
                "tasks": [{"id": "go", "title": "Go", "estimate": "5m"}],
            });
            record.as_object_mut().unwrap().extend(plan.as_object().unwrap().clone());
        }
        let runbook: Runbook = serde_json::from_value(record).unwrap();
        let mut walk = Self { runbook, events: Vec::new(), settings: Settings::default(), now: 1_796_000_000 };
        let create = Command::Create {
            id: walk.id(),
            runbook: Box::new(walk.runbook.clone()),
            schedule: Some(ScheduleTo {
                scheduled_at: Some(Moment::from_git(walk.now + 3_600, 60)),
                time_zone: "Europe/Berlin".parse().ok(),
                agreed: prose("ticket 1"),
                allow_past: false,
            }),
        };
        walk.record(None, &create);
        walk
    }

    fn id(&self) -> RunbookId {
        RunbookId::from_name("Acme", "Work")
    }

    fn record(&mut self, before: Option<Runbook>, command: &Command) {
        self.now += 60;
        let by = Identity { name: "John".to_owned(), email: "john@example.com".to_owned() };
        let stamp = Stamp { now: Moment::from_git(self.now, 60), happened: None, by };
        let history = HistoryFacts::of(&self.events);
        let context = Circumstances { id: &self.id(), stamp: &stamp, settings: &self.settings, history: &history };
        let events = match decide(before.as_ref(), command, &context) {
            Ok(events) => events,
            Err(fault) => panic!("{}: {command:?}: {fault:?}", self.label()),
        };
        self.runbook = replay(before, &events).unwrap().unwrap();
        self.events.extend(events);
    }

    fn does(&mut self, command: &Command) {
        self.record(Some(self.runbook.clone()), command);
    }

    fn label(&self) -> String {
        format!("{:?} with {:?}", self.runbook.template, self.runbook.variables)
    }

    /// Ticks off what applies before the call, and has every permission granted.
    fn prepare(&mut self) {
        let variables = self.runbook.variables.clone();
        let is_open = |item: &&crate::model::CheckItem| item.mark.is_none() && item.is_applicable(&variables);
        let items: Vec<String> = self.runbook.pre_call.iter().filter(is_open).map(|item| item.id.to_string()).collect();
        if !items.is_empty() {
            self.does(&Command::Check(CheckCommand::Done {
                items,
                evidence: prose("https://tickets.example.com/1#2"),
            }));
        }
        for permission in self.runbook.permissions.clone() {
            if permission.is_applicable(&variables) && permission.state != PermissionState::Granted {
                let id = permission.id.to_string();
                self.does(&Command::Permission(PermissionCommand::Ask { permission: id.clone() }));
                self.does(&Command::Permission(PermissionCommand::Answer {
                    permission: id,
                    granted: true,
                    answered_by: Line::new("Tom Blogs").ok(),
                    evidence: prose("https://tickets.example.com/1#3"),
                }));
            }
        }
    }

    fn assert_ready(&self) {
        let by = Identity { name: "John".to_owned(), email: "john@example.com".to_owned() };
        let stamp = Stamp { now: Moment::from_git(self.now, 60), happened: None, by };
        let history = HistoryFacts::of(&self.events);
        let context = Circumstances { id: &self.id(), stamp: &stamp, settings: &self.settings, history: &history };
        assert_eq!(starting(&self.runbook, &context).missing, [], "{}", self.label());
    }

    /// Works through every task that applies, and through every duty that the work brought.
    fn work_and_close(&mut self) {
        for task in self.runbook.tasks.clone() {
            if task.is_applicable(&self.runbook.variables) {
                let took = EndingWords { took: task.estimate.clone(), ..EndingWords::default() };
                self.does(&Command::Work(
                    Track::Tasks,
                    WorkCommand::Attempt { item: task.id.to_string(), attempt: AttemptCommand::Finish(took) },
                ));
            }
        }
        assert_eq!(finishing(&self.id(), &self.runbook).missing, [], "{}", self.label());
        self.does(&Command::Finish { overrides: Overrides::default() });
        let variables = self.runbook.variables.clone();
        let after = self.runbook.post_call.iter().filter(|item| item.is_applicable(&variables));
        let items = after.map(|item| item.id.to_string()).collect();
        self.does(&Command::Check(CheckCommand::Done { items, evidence: prose("https://issues.example.com/1#4") }));
        let duties: Vec<String> = owed(&self.runbook).map(|(duty, _)| duty.id.to_string()).collect();
        assert!(!duties.is_empty(), "{}", self.label());
        assert_ne!(closing(&self.id(), &self.runbook).missing, [], "{}: open duties hold it open", self.label());
        for obligation in duties {
            self.does(&Command::Obligation(ObligationCommand::Discharge {
                obligation,
                evidence: prose("https://issues.example.com/1#5"),
            }));
        }
        assert_eq!(closing(&self.id(), &self.runbook).missing, [], "{}", self.label());
        self.does(&Command::Close { result: None, reason: None, overrides: Overrides::default() });
        assert_eq!(self.runbook.state, State::Closed);
        assert_eq!(self.runbook.result, Some(RunResult::Completed), "{}", self.label());
    }
}

/// Answers to everything, and the same with each other answer of each branch.
fn answers(template: &Template) -> Vec<Vec<(String, String)>> {
    let base = samples(template, true);
    let mut all = vec![base.clone()];
    for variable in &template.variables {
        let words: Vec<String> = match variable.kind {
            crate::model::VariableKind::YesNo => vec!["yes".to_owned(), "no".to_owned()],
            _ => variable.choices.iter().map(|choice| choice.as_str().to_owned()).collect(),
        };
        for word in words {
            let mut other = base.clone();
            for (name, value) in &mut other {
                if *name == variable.name {
                    value.clone_from(&word);
                }
            }
            if other != base {
                all.push(other);
            }
        }
    }
    all
}

#[test]
fn every_branch_of_every_template_goes_from_scaffold_to_close() {
    for template in templates() {
        for given in answers(&template) {
            let mut walk = Walk::begin(&template, &given);
            walk.prepare();
            walk.assert_ready();
            walk.does(&Command::Start { overrides: Overrides::default() });
            walk.work_and_close();
        }
    }
}

type Answers = Vec<(String, String)>;

/// What must be answered before the work begins, and what can be decided during it: open variables that leave no hole in
/// what applies at once.
fn split(template: &Template, given: &Answers) -> (Answers, Answers) {
    let is_open = |name: &str| template.variable(name).is_some_and(|variable| !variable.always_has_value());
    let (mut later, mut at_once): (Answers, Answers) = given.iter().cloned().partition(|(name, _)| is_open(name));
    while let Some((_, hole)) = placeholders(&made(template, &at_once)).first() {
        let name = hole.trim_matches(['{', '}']).trim();
        at_once.extend(later.extract_if(.., |(own, _)| own == name));
    }
    (at_once, later)
}

#[test]
fn what_is_decided_during_the_work_leads_to_the_same_end() {
    for template in templates() {
        for given in answers(&template) {
            let (at_once, later) = split(&template, &given);
            let mut walk = Walk::begin(&template, &at_once);
            walk.prepare();
            walk.assert_ready();
            walk.does(&Command::Start { overrides: Overrides::default() });
            for (name, value) in &later {
                walk.does(&Command::Set { assignments: vec![(format!("var.{name}"), value.clone())] });
            }
            walk.prepare();
            walk.work_and_close();
            let decided_at_once = Walk::begin(&template, &given).runbook;
            assert_eq!(plan(&walk.runbook), plan(&decided_at_once), "{}", template.name);
        }
    }
}

/// What the template says of a runbook, without what happened to it.
fn plan(runbook: &Runbook) -> Value {
    let record = serde_json::to_value(runbook).unwrap();
    let text = |item: &Value| {
        let keys = ["id", "text", "action", "title", "instructions", "what", "note", "when"];
        keys.iter().map(|key| item.get(key).cloned().unwrap_or_default()).collect::<Vec<_>>()
    };
    let lists = ["pre_call", "permissions", "tasks", "post_call", "obligations"];
    let texts = |list: &&str| record[*list].as_array().into_iter().flatten().map(text).collect::<Vec<_>>();
    json!([record["variables"], lists.iter().map(texts).collect::<Vec<_>>()])
}
