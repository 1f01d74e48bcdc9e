//! Laws of the pure lifecycle over random sequences of commands. What gates ask and what is legal is held against a model,
//! in `compared`.

use proptest::prelude::*;
use runbook::lifecycle::{
    ApprovalCommand, Circumstances, Command, HistoryFacts, JudgedAt, Stamp, apply, decide, judge_recorded, problems,
    replay,
};
use runbook::model::{Act, Event, Identity, Line, Moment, Runbook, RunbookId, Settings, State};

use super::commands::command;

fn person(name: &str) -> Identity {
    Identity { name: name.to_owned(), email: format!("{name}@example.com") }
}

fn id() -> RunbookId {
    RunbookId::from_name("Acme", "Try everything")
}

fn now(step: usize) -> Moment {
    Moment::from_git(1_790_400_000 + i64::try_from(step).unwrap() * 60, 60)
}

/// A runbook's life: what stands now, and every event that led there.
struct Life {
    runbook: Runbook,
    events: Vec<Event>,
    settings: Settings,
}

impl Life {
    fn new() -> Self {
        let runbook = Runbook::new(Line::new("Acme").unwrap(), Line::new("Try everything").unwrap());
        let create = Command::Create { id: id(), runbook: Box::new(runbook), schedule: None };
        let settings = Settings::default();
        let events = {
            let stamp = Stamp { now: now(0), happened: None, by: person("writer") };
            let history = HistoryFacts::default();
            let context = Circumstances { id: &id(), stamp: &stamp, settings: &settings, history: &history };
            decide(None, &create, &context).unwrap()
        };
        Self { runbook: replay(None, &events).unwrap().unwrap(), events, settings }
    }

    /// The events of an accepted command, and the runbook before it.
    fn take(&mut self, step: usize, command: &Command) -> Option<(Runbook, Vec<Event>)> {
        let by =
            person(if matches!(command, Command::Approval(ApprovalCommand::Give)) { "reviewer" } else { "writer" });
        let stamp = Stamp { now: now(step), happened: None, by };
        let history = HistoryFacts::of(&self.events);
        let context = Circumstances { id: &id(), stamp: &stamp, settings: &self.settings, history: &history };
        let events = decide(Some(&self.runbook), command, &context).ok()?;
        let before = self.runbook.clone();
        self.runbook = replay(Some(before.clone()), &events).unwrap().unwrap();
        self.events.extend(events.iter().cloned());
        Some((before, events))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn replaying_the_events_gives_the_record(commands in prop::collection::vec(command(), 1..60)) {
        let mut life = Life::new();
        for (step, command) in commands.iter().enumerate() {
            life.take(step + 1, command);
        }
        let written: Vec<String> = life.events.iter().map(|event| serde_json::to_string(event).unwrap()).collect();
        let read: Vec<Event> = written.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        prop_assert_eq!(&read, &life.events);
        let replayed = replay(None, &read).unwrap().unwrap();
        prop_assert_eq!(&replayed, &life.runbook);
        let json = serde_json::to_value(&replayed).unwrap();
        prop_assert_eq!(serde_json::from_value::<Runbook>(json).unwrap(), life.runbook);
    }

    #[test]
    fn no_accepted_command_leaves_a_record_that_contradicts_itself(
        commands in prop::collection::vec(command(), 1..60),
    ) {
        let mut life = Life::new();
        for (step, command) in commands.iter().enumerate() {
            let step = step + 1;
            if let Some((before, events)) = life.take(step, command) {
                prop_assert_eq!(problems(&life.runbook), Vec::<String>::new());
                let reopened = matches!(events.last().map(|event| &event.act), Some(Act::Reopen { .. }));
                prop_assert!(before.state != State::Closed || events.is_empty() || reopened);
                prop_assert!(events.iter().all(|event| !event.name().is_empty()));
            }
        }
    }

    #[test]
    fn whatever_was_accepted_is_judged_legal_afterwards(commands in prop::collection::vec(command(), 1..60)) {
        let mut life = Life::new();
        let mut history = HistoryFacts::of(&life.events);
        for (step, command) in commands.iter().enumerate() {
            let step = step + 1;
            if let Some((before, events)) = life.take(step, command) {
                let judged_at = JudgedAt { id: &id(), recorded: now(step), settings: &life.settings, joined: &[] };
                let judged = judge_recorded(Some(&before), &events, &mut history, judged_at);
                prop_assert_eq!(judged.objections, vec![], "{:?} on {:?}", command, before);
                prop_assert_eq!(judged.after.as_ref(), Some(&life.runbook));
                let mut whole = HistoryFacts::of(&life.events);
                whole.last.clone_from(&history.last);
                prop_assert_eq!(&history, &whole);
            }
        }
    }

    #[test]
    fn every_event_changes_the_record(commands in prop::collection::vec(command(), 1..40)) {
        let mut life = Life::new();
        for (step, command) in commands.iter().enumerate() {
            if let Some((before, events)) = life.take(step + 1, command)
                && let [event] = events.as_slice()
                // a run over the targets is told although nothing has come of it yet
                && !event.name().starts_with("targets.")
            {
                prop_assert_ne!(apply(Some(&before), event).unwrap(), before, "{:?}", event);
            }
        }
    }
}

#[test]
fn random_walks_reach_every_state() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..600 {
        let commands = prop::collection::vec(command(), 30..90).new_tree(&mut runner).unwrap().current();
        let mut life = Life::new();
        for (step, command) in commands.iter().enumerate() {
            life.take(step + 1, command);
            seen.insert(life.runbook.state);
        }
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), State::ALL);
}
