//! The sequence of a call never goes down, whatever honest commands are given, and is the same for every audience.

use proptest::prelude::*;
use runbook::lifecycle::{
    Call, CallStatus, Circumstances, Command, HistoryFacts, LastChange, ScheduleTo, Stamp, Whereto, WorkCommand,
    decide, replay,
};
use runbook::model::{
    CommitId, Fields, Identity, Line, Moment, Prose, Recorded, Runbook, RunbookId, Settings, Slug, Task, Track,
};
use runbook::render::export::{Audience, Exported, calendar, for_customer};

use super::commands::command;

/// What a person does to the time and the length of a call, and now and then anything else.
#[derive(Debug, Clone)]
enum Deed {
    Schedule(Option<i64>, bool),
    Estimate(u8, u64),
    Add(u8),
    Remove(u8),
    MoveLast(u8),
    Undo,
    Cancel,
    Reopen,
    Other(Box<Command>),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        6 => (prop::option::weighted(0.8, 0_i64..3), any::<bool>()).prop_map(|(at, agreed)| Deed::Schedule(at, agreed)),
        4 => (0_u8..3, 0_u64..3).prop_map(|(task, hours)| Deed::Estimate(task, hours)),
        3 => (0_u8..3).prop_map(Deed::Add),
        2 => (0_u8..3).prop_map(Deed::Remove),
        1 => (0_u8..3).prop_map(Deed::MoveLast),
        4 => Just(Deed::Undo),
        1 => Just(Deed::Cancel),
        2 => Just(Deed::Reopen),
        2 => command().prop_map(|command| Deed::Other(Box::new(command))),
    ]
}

fn id() -> RunbookId {
    RunbookId::from_name("Acme", "Call")
}

fn moment(minutes: i64) -> Moment {
    Moment::from_git(1_790_400_000 + minutes * 60, 60)
}

fn writer() -> Identity {
    Identity { name: "writer".to_owned(), email: "writer@example.com".to_owned() }
}

fn task(number: u8) -> Slug {
    Slug::new(&format!("t{number}")).unwrap()
}

fn command_of(deed: &Deed, trail: &[Recorded]) -> Command {
    let why = || Some(Prose::new("why").unwrap());
    let item = |number: &u8| task(*number).to_string();
    let work = |command| Command::Work(Track::Tasks, command);
    match deed {
        Deed::Schedule(day, agreed) => Command::Schedule(ScheduleTo {
            scheduled_at: day.map(|day| moment(1_000_000 + day * 1_440)),
            time_zone: None,
            agreed: why().filter(|_| *agreed),
            allow_past: false,
        }),
        Deed::Estimate(number, hours) => {
            let estimate = if *hours == 0 { String::new() } else { format!("{hours}h") };
            let fields = Fields::from_iter([("estimate".to_owned(), estimate.into())]);
            work(WorkCommand::Set { item: item(number), fields })
        }
        Deed::Add(number) => {
            let new =
                serde_json::json!({"id": task(*number), "title": "T", "estimate": "1h", "internal": number % 2 == 0});
            let item: Task = serde_json::from_value(new).unwrap();
            work(WorkCommand::Add { item, fixed_id: true, place: Whereto::Last })
        }
        Deed::Remove(number) => work(WorkCommand::Remove { item: item(number) }),
        Deed::MoveLast(number) => work(WorkCommand::Move { item: item(number), place: Whereto::Last }),
        Deed::Undo => {
            let last = trail.last().unwrap();
            let last = LastChange { commit: last.commit.clone(), author: writer(), events: last.events.clone() };
            Command::Undo { last, earlier: None }
        }
        Deed::Cancel => Command::Cancel { reason: why() },
        Deed::Reopen => Command::Reopen { reason: why() },
        Deed::Other(command) => (**command).clone(),
    }
}

/// The runbook's trail, the oldest first, as it grows by accepted deeds.
struct Life {
    runbook: Runbook,
    trail: Vec<Recorded>,
}

impl Life {
    fn new() -> Self {
        let runbook = Runbook::new(Line::new("Acme").unwrap(), Line::new("Call").unwrap());
        let create = Command::Create { id: id(), runbook: Box::new(runbook.clone()), schedule: None };
        let mut life = Self { runbook, trail: Vec::new() };
        assert!(life.take(&create, true));
        life
    }

    fn take(&mut self, command: &Command, is_new: bool) -> bool {
        let now = moment(i64::try_from(self.trail.len()).unwrap());
        let (settings, stamp) = (Settings::default(), Stamp { now, happened: None, by: writer() });
        let history = HistoryFacts::of(self.trail.iter().flat_map(|own| &own.events));
        let context = Circumstances { id: &id(), stamp: &stamp, settings: &settings, history: &history };
        let before = (!is_new).then(|| self.runbook.clone());
        let Ok(events) = decide(before.as_ref(), command, &context) else { return false };
        if events.is_empty() {
            return false;
        }
        self.runbook = replay(before, &events).unwrap().unwrap();
        let commit: CommitId = format!("{:040x}", self.trail.len() + 1).parse().unwrap();
        self.trail.push(Recorded {
            commit,
            author: writer(),
            recorded_at: now,
            subject: String::new(),
            runbook: Some(id()),
            previous: None,
            events,
            problem: None,
        });
        true
    }

    fn newest_first(&self) -> Vec<Recorded> {
        self.trail.iter().rev().cloned().collect()
    }

    /// What a calendar file says of the event to this audience.
    fn told(&self, audience: Audience, call: &Call) -> Vec<String> {
        let (id, home_side, now, trail) = (id(), Slug::new("gitlab").unwrap(), moment(0), self.newest_first());
        let theirs = for_customer(&self.runbook, &Settings::default()).unwrap();
        let runbook = if audience == Audience::Customer { &theirs } else { &self.runbook };
        let exported = Exported {
            id: &id,
            runbook,
            audience,
            home_side: &home_side,
            commit: None,
            ready: false,
            trail: &trail,
            call: Some(call),
            is_cut: false,
            ending: self.runbook.result,
            now,
        };
        let text = calendar(&exported).unwrap();
        let names = ["METHOD", "UID", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "BEGIN:VALARM"];
        let is_said = |line: &&str| names.iter().any(|name| line.starts_with(name));
        text.lines().filter(is_said).map(str::to_owned).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn the_sequence_rises_with_each_change_and_never_falls(deeds in prop::collection::vec(deed(), 1..60)) {
        let mut life = Life::new();
        let mut before: Option<Call> = None;
        for deed in &deeds {
            let command = command_of(deed, &life.trail);
            if !life.take(&command, false) {
                continue;
            }
            let call = Call::of(&life.runbook, &life.newest_first());
            prop_assert!(call.is_some() || before.is_none(), "a call that was told is withdrawn, not forgotten");
            let Some(call) = call else { continue };
            prop_assert_eq!(life.told(Audience::Internal, &call), life.told(Audience::Customer, &call));
            if let Some(before) = before {
                let facts = |call: &Call| (call.start, call.length_s, call.status);
                if facts(&call) == facts(&before) {
                    prop_assert_eq!(call.sequence, before.sequence);
                } else {
                    prop_assert!(call.sequence > before.sequence, "{:?} after {:?}", call, before);
                }
            }
            let stands = life.runbook.scheduled_at.is_some() && life.runbook.result.is_none();
            prop_assert!(stands || life.runbook.result.is_some() || call.status == CallStatus::Withdrawn);
            before = Some(call);
        }
    }
}
