//! Random commands, as a person might give them: mostly sensible, often refused.

use proptest::prelude::*;
use runbook::lifecycle::{
    ApprovalCommand, AttemptCommand, CheckCommand, Command, ContactCommand, EndingWords, ObligationCommand, Overrides,
    PermissionCommand, ReadinessCode, ScheduleTo, Whereto, WorkCommand,
};
use runbook::model::{
    Cause, CheckItem, Checklist, Contact, Duty, Fields, Length, Line, Moment, Obligation, ObligationKind, Permission,
    PermissionState, Prose, Slug, Task, Track,
};

/// Few ids, so that commands meet.
const IDS: [&str; 5] = ["a", "b", "bulk-change", "inform", "zz"];

fn id() -> impl Strategy<Value = String> {
    prop::sample::select(&IDS[..]).prop_map(str::to_owned)
}

fn slug() -> impl Strategy<Value = Slug> {
    id().prop_map(|id| Slug::new(&id).unwrap())
}

fn line() -> impl Strategy<Value = Line> {
    "[ -~äß日🎉]{1,12}".prop_map(|text| Line::new(text).unwrap())
}

fn prose() -> impl Strategy<Value = Prose> {
    "[ -~\n\täß日]{1,20}".prop_map(|text| Prose::new(text).unwrap())
}

fn when() -> impl Strategy<Value = Option<Line>> {
    prop::sample::select(vec![None, None, Some("paid"), Some("not paid"), Some("cause == \"x\""), Some("nobody")])
        .prop_map(|words| words.map(|words| Line::new(words).unwrap()))
}

fn length() -> impl Strategy<Value = Length> {
    (1_u64..10_000).prop_map(Length::from_seconds)
}

fn moment() -> impl Strategy<Value = Moment> {
    (0_i64..300_000).prop_map(|seconds| Moment::from_git(1_790_000_000 + seconds, 60))
}

fn task() -> impl Strategy<Value = Task> {
    (slug(), line(), prop::option::of(length()), when(), any::<bool>()).prop_map(
        |(id, title, estimate, when, required)| Task {
            id,
            title,
            link: None,
            instructions: None,
            estimate,
            command: None,
            dry_run_command: None,
            wait: None,
            irreversible: false,
            required,
            when,
            attempts: Vec::new(),
            rehearsals: Vec::new(),
            extra: serde_json::Map::new(),
        },
    )
}

fn whereto() -> impl Strategy<Value = Whereto> {
    prop_oneof![
        Just(Whereto::First),
        Just(Whereto::Last),
        id().prop_map(Whereto::Before),
        id().prop_map(Whereto::After),
    ]
}

fn ending() -> impl Strategy<Value = EndingWords> {
    (prop::option::of(moment()), prop::option::of(length()), prop::option::of(prose()))
        .prop_map(|(started_at, took, note)| EndingWords { started_at, took, note, log: None, log_sha256: None })
}

fn act() -> impl Strategy<Value = AttemptCommand> {
    prop_oneof![
        3 => prop::option::of(prose()).prop_map(|note| AttemptCommand::Start { note }),
        3 => Just(AttemptCommand::Finish(EndingWords::default())),
        1 => ending().prop_map(AttemptCommand::Finish),
        1 => ending().prop_map(AttemptCommand::Fail),
        1 => ending().prop_map(AttemptCommand::Skip),
        1 => Just(AttemptCommand::Pause(EndingWords::default())),
    ]
}

fn contact() -> impl Strategy<Value = Contact> {
    let duties = prop::sample::subsequence(Duty::ALL, 0..3);
    (slug(), any::<bool>(), line(), duties).prop_map(|(id, home, name, duties)| Contact {
        id,
        side: Slug::new(if home { "gitlab" } else { "customer" }).unwrap(),
        name: Some(name),
        handle: None,
        email: None,
        role: None,
        duties,
        description: None,
        time_zone: None,
        region: None,
        extra: serde_json::Map::new(),
    })
}

fn check() -> impl Strategy<Value = CheckItem> {
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    (slug(), prose(), flags, when()).prop_map(|(id, text, (required, wants_evidence, rehearsal), when)| CheckItem {
        id,
        text,
        required,
        wants_evidence,
        rehearsal,
        when,
        mark: None,
        reason: None,
        evidence: None,
        by: None,
        at: None,
        extra: serde_json::Map::new(),
    })
}

fn permission() -> impl Strategy<Value = Permission> {
    (slug(), prose(), when()).prop_map(|(id, action, when)| Permission {
        id,
        action,
        from: None,
        standing: None,
        covers: Vec::new(),
        state: PermissionState::Wanted,
        asked_at: None,
        answered_at: None,
        answered_by: None,
        evidence: None,
        when,
        extra: serde_json::Map::new(),
    })
}

fn obligation() -> impl Strategy<Value = Obligation> {
    let arises = prop::option::of(slug().prop_map(Cause::Task));
    (slug(), prose(), when(), arises).prop_map(|(id, what, when, arises)| Obligation {
        id,
        kind: ObligationKind::DeleteData,
        what,
        note: None,
        due_in: arises.as_ref().map(|_| Length::from_seconds(86_400)),
        arises,
        due: None,
        when,
        discharged_at: None,
        by: None,
        evidence: None,
        extra: serde_json::Map::new(),
    })
}

fn fields(keys: &'static [&'static str]) -> impl Strategy<Value = Fields> {
    let value =
        prop::option::of(line()).prop_map(|text| text.map_or(serde_json::Value::Null, |text| text.as_str().into()));
    prop::collection::vec((prop::sample::select(keys), value), 1..3)
        .prop_map(|pairs| pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn overrides() -> impl Strategy<Value = Overrides> {
    use ReadinessCode::{NotAgreed, ObligationOpen, PostCallOpen, TaskOpen};
    let codes = prop::sample::subsequence(vec![TaskOpen, PostCallOpen, ObligationOpen, NotAgreed], 0..4);
    (codes, prop::option::of(prose())).prop_map(|(codes, reason)| Overrides { codes, reason })
}

/// Overrides everything that can be, so that runbooks get far.
fn all_overrides() -> Overrides {
    Overrides { codes: ReadinessCode::missing().collect(), reason: Some(Prose::new("a random walk").unwrap()) }
}

/// Any command but the one that creates.
pub(super) fn command() -> impl Strategy<Value = Command> {
    prop_oneof![3 => header(), 4 => lists(), 5 => work(), 4 => phases()]
}

fn header() -> impl Strategy<Value = Command> {
    let keys =
        vec!["summary", "dri", "expected_result", "var.paid", "var.cause", "confidential", "meeting_url", "nonsense"];
    let values = vec!["", "true", "false", "x", "example.com/room", "@john", "two\nlines"];
    prop_oneof![
        prop::collection::vec((prop::sample::select(keys), prop::sample::select(values)), 1..3).prop_map(|pairs| {
            Command::Set { assignments: pairs.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect() }
        }),
        (prop::option::of(moment()), prop::option::of(prose()), any::<bool>()).prop_map(|(at, agreed, allow_past)| {
            Command::Schedule(ScheduleTo { scheduled_at: at, time_zone: None, agreed, allow_past })
        }),
    ]
}

fn lists() -> impl Strategy<Value = Command> {
    prop_oneof![
        (contact(), any::<bool>())
            .prop_map(|(contact, fixed_id)| Command::Contact(ContactCommand::Add { contact, fixed_id })),
        (id(), fields(&["name", "handle", "role"]))
            .prop_map(|(contact, fields)| Command::Contact(ContactCommand::Set { contact, fields })),
        id().prop_map(|contact| Command::Contact(ContactCommand::Remove { contact })),
        (check(), any::<bool>(), any::<bool>()).prop_map(|(item, pre, fixed_id)| Command::Check(CheckCommand::Add {
            list: if pre { Checklist::Pre } else { Checklist::Post },
            item,
            fixed_id
        })),
        (id(), fields(&["reason", "when"]))
            .prop_map(|(item, fields)| Command::Check(CheckCommand::Set { item, fields })),
        id().prop_map(|item| Command::Check(CheckCommand::Remove { item })),
        (prop::collection::vec(id(), 0..3), prop::option::of(prose()))
            .prop_map(|(items, evidence)| Command::Check(CheckCommand::Done { items, evidence })),
        (id(), prop::option::of(prose()))
            .prop_map(|(item, reason)| Command::Check(CheckCommand::Prevent { item, reason })),
        id().prop_map(|item| Command::Check(CheckCommand::Clear { item })),
        (permission(), prop::option::of(id()), prop::collection::vec(id(), 0..2)).prop_map(
            |(permission, from, covers)| {
                Command::Permission(PermissionCommand::Add { permission, fixed_id: false, from, covers })
            }
        ),
        id().prop_map(|permission| Command::Permission(PermissionCommand::Ask { permission })),
        (id(), any::<bool>(), prop::option::of(line()), prop::option::of(prose())).prop_map(
            |(permission, granted, answered_by, evidence)| Command::Permission(PermissionCommand::Answer {
                permission,
                granted,
                answered_by,
                evidence
            })
        ),
        id().prop_map(|permission| Command::Permission(PermissionCommand::Remove { permission })),
        obligation().prop_map(|obligation| Command::Obligation(ObligationCommand::Add { obligation, fixed_id: false })),
        (id(), prop::option::of(prose())).prop_map(|(obligation, evidence)| Command::Obligation(
            ObligationCommand::Discharge { obligation, evidence }
        )),
    ]
}

fn work() -> impl Strategy<Value = Command> {
    prop_oneof![
        2 => (task(), any::<bool>(), whereto()).prop_map(|(task, fixed_id, place)| Command::Work(Track::Tasks, WorkCommand::Add { item: task, fixed_id, place })),
        1 => (id(), fields(&["title", "link", "when"])).prop_map(|(task, fields)| Command::Work(Track::Tasks, WorkCommand::Set { item: task, fields })),
        1 => id().prop_map(|task| Command::Work(Track::Tasks, WorkCommand::Remove { item: task })),
        1 => (id(), whereto()).prop_map(|(task, place)| Command::Work(Track::Tasks, WorkCommand::Move { item: task, place })),
        6 => (id(), act()).prop_map(|(task, act)| Command::Work(Track::Tasks, WorkCommand::Attempt { item: task, attempt: act })),
        1 => fields(&["plan", "irreversible"]).prop_map(|fields| Command::RollbackPlan { fields }),
        1 => (task(), whereto()).prop_map(|(step, place)| Command::Work(Track::Steps, WorkCommand::Add { item: step, fixed_id: false, place })),
        1 => id().prop_map(|step| Command::Work(Track::Steps, WorkCommand::Remove { item: step })),
        1 => (id(), whereto()).prop_map(|(step, place)| Command::Work(Track::Steps, WorkCommand::Move { item: step, place })),
        3 => (id(), act()).prop_map(|(step, act)| Command::Work(Track::Steps, WorkCommand::Attempt { item: step, attempt: act })),
    ]
}

fn phases() -> impl Strategy<Value = Command> {
    prop_oneof![
        1 => Just(Command::Approval(ApprovalCommand::Give)),
        1 => Just(Command::Approval(ApprovalCommand::Withdraw)),
        3 => Just(()).prop_map(|()| Command::Start { overrides: all_overrides() }),
        1 => overrides().prop_map(|overrides| Command::Start { overrides }),
        2 => overrides().prop_map(|overrides| Command::Finish { overrides }),
        1 => prop::option::of(prose()).prop_map(|reason| Command::Abort { reason }),
        1 => prop::option::of(prose()).prop_map(|reason| Command::Cancel { reason }),
        2 => overrides().prop_map(|overrides| Command::Close { result: None, reason: None, overrides }),
        1 => prop::option::of(prose()).prop_map(|reason| Command::Reopen { reason }),
    ]
}
