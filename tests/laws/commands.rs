//! Random commands, as a person might give them: mostly sensible, often refused.

use proptest::prelude::*;
use runbook::lifecycle::{
    ApprovalCommand, AttemptCommand, CheckCommand, Command, ContactCommand, EndingWords, LastChange, ObligationCommand,
    Overrides, PermissionCommand, ReadinessCode, ScheduleTo, TargetsCommand, Whereto, WorkCommand,
};
use runbook::model::{
    Cause, CheckItem, Checklist, Contact, Duty, Fields, Identity, Length, Line, Moment, Obligation, ObligationKind,
    Permission, PermissionState, Prose, RunResult, Slug, Task, TaskOutcome, Totals, Track,
};

/// Few ids, so that commands meet.
const IDS: [&str; 5] = ["a", "b", "bulk-change", "inform", "zz"];

fn id() -> impl Strategy<Value = String> {
    // what the first two name is there in most lives
    (0_usize..9).prop_map(|number| IDS[[0, 0, 0, 0, 2, 2, 1, 3, 4][number]].to_owned())
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
    prop::sample::select(vec![
        None,
        None,
        None,
        Some("paid"),
        Some("not paid"),
        Some("cause == \"x\""),
        Some("info"),
        Some("cause == \"x\" and not info"),
        Some("nobody"),
    ])
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
            internal: false,
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
    (prop::option::of(moment()), prop::option::of(length()), prop::option::weighted(0.8, prose()))
        .prop_map(|(started_at, took, note)| EndingWords { started_at, took, note, log: None, log_sha256: None })
}

fn act() -> impl Strategy<Value = AttemptCommand> {
    prop_oneof![
        3 => prop::option::weighted(0.8, prose()).prop_map(|note| AttemptCommand::Start { note }),
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

/// Words that say what is permitted, that say nothing, and with something left to fill in.
fn action() -> impl Strategy<Value = Prose> {
    let words = ["delete project acme/old", "rename group acme", "do whatever is needed", "unlock {{ cause }} of acme"];
    prop::sample::select(words.to_vec()).prop_map(|words| Prose::new(words).unwrap())
}

fn permission() -> impl Strategy<Value = Permission> {
    (slug(), action(), when()).prop_map(|(id, action, when)| Permission {
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
    let causes = vec![Cause::Task, Cause::Step, Cause::Permission, Cause::PreCall, Cause::PostCall];
    let arises = prop::option::of((slug(), prop::sample::select(causes)).prop_map(|(id, cause)| cause(id)));
    let kind = prop::sample::select(&[ObligationKind::DeleteData, ObligationKind::Notify][..]);
    (slug(), kind, prose(), when(), arises).prop_map(|(id, kind, what, when, arises)| Obligation {
        id,
        kind,
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
    let text = |text: Option<&str>| text.map_or(serde_json::Value::Null, Into::into);
    let field = (prop::sample::select(keys), prop::option::of(line()), when(), action());
    let field = field.prop_map(move |(key, line, when, action)| {
        let value = match key {
            "when" => text(when.as_ref().map(Line::as_str)),
            "action" => text(Some(action.as_str())),
            _ => text(line.as_ref().map(Line::as_str)),
        };
        (key.to_owned(), value)
    });
    prop::collection::vec(field, 0..3).prop_map(|pairs| pairs.into_iter().collect())
}

fn overrides() -> impl Strategy<Value = Overrides> {
    use ReadinessCode::{EvidenceMissing, NotAgreed, ObligationOpen, PostCallOpen, TaskOpen, Undecided};
    let codes = vec![TaskOpen, PostCallOpen, ObligationOpen, EvidenceMissing, Undecided, NotAgreed];
    (prop::sample::subsequence(codes, 0..6), prop::option::weighted(0.8, prose()))
        .prop_map(|(codes, reason)| Overrides { codes, reason })
}

/// Overrides everything that can be, so that runbooks get far.
fn all_overrides() -> Overrides {
    Overrides { codes: ReadinessCode::missing().collect(), reason: Some(Prose::new("a random walk").unwrap()) }
}

/// Any command but the one that creates.
pub(super) fn command() -> impl Strategy<Value = Command> {
    prop_oneof![3 => header(), 4 => lists(), 8 => work(), 4 => phases(), 3 => more()]
}

fn totals() -> impl Strategy<Value = Totals> {
    (0_u64..4, 0_u64..3, 0_u64..3).prop_map(|(done, failed, skipped)| Totals { done, failed, skipped })
}

fn on_targets() -> impl Strategy<Value = TargetsCommand> {
    let run_ends = prop_oneof![
        3 => Just(AttemptCommand::Finish(EndingWords::default())),
        1 => ending().prop_map(AttemptCommand::Fail),
        1 => Just(AttemptCommand::Pause(EndingWords::default())),
    ];
    prop_oneof![
        3 => (3_u64..6, prop::sample::select(&["aa", "bb"][..]), any::<bool>()).prop_map(|(count, sha256, replace)| {
            TargetsCommand::Load { count, sha256: Line::new(sha256).unwrap(), replace }
        }),
        3 => (id(), totals()).prop_map(|(task, totals)| TargetsCommand::Begin { task, totals }),
        3 => (id(), totals(), run_ends).prop_map(|(task, totals, ending)| TargetsCommand::Run { task, totals, ending }),
        1 => totals().prop_map(|totals| TargetsCommand::Mark { totals }),
        1 => totals().prop_map(|totals| TargetsCommand::Retry { totals }),
        1 => prop::collection::vec(id(), 0..2).prop_map(|obligations| TargetsCommand::Purge { obligations }),
    ]
}

fn more() -> impl Strategy<Value = Command> {
    let outcome = prop::sample::select(&[TaskOutcome::Success, TaskOutcome::Success, TaskOutcome::Failed][..]);
    let covers = prop::option::of(prop::collection::vec(id(), 0..3));
    prop_oneof![
        2 => (id(), fields(&["action", "standing", "when"]), prop::option::of(id()), covers).prop_map(
            |(permission, fields, from, covers)| {
                Command::Permission(PermissionCommand::Set { permission, fields, from, covers })
            }
        ),
        2 => (id(), outcome, ending(), prop::collection::vec(id(), 0..2))
            .prop_map(|(task, outcome, words, items)| Command::Rehearse { task, outcome, words, items }),
        5 => on_targets().prop_map(Command::Targets),
        1 => (id(), fields(&["title", "note", "when"]))
            .prop_map(|(item, fields)| Command::Work(Track::Steps, WorkCommand::Set { item, fields })),
        4 => (id(), any::<bool>(), prop::option::weighted(0.8, line()), prop::option::weighted(0.8, prose())).prop_map(
            |(permission, granted, answered_by, evidence)| Command::Permission(PermissionCommand::Answer {
                permission,
                granted,
                answered_by,
                evidence
            })
        ),
        3 => Just(Command::Undo { last: nothing_done(), earlier: None }),
    ]
}

/// Stands for the last change, which is known where the command is given.
fn nothing_done() -> LastChange {
    let author = Identity { name: "writer".to_owned(), email: "writer@example.com".to_owned() };
    LastChange { commit: "0123456789012345678901234567890123456789".parse().unwrap(), author, events: Vec::new() }
}

fn header() -> impl Strategy<Value = Command> {
    let keys = [
        "summary",
        "dri",
        "expected_result",
        "var.paid",
        "paid",
        "var.cause",
        "var.info",
        "info",
        "var.nobody",
        "confidential",
        "issue_url",
        "nonsense",
    ];
    let keys = keys.to_vec();
    let values = ["", "true", "false", "x", "7", "example.com/room", "@john", "lead", "two\nlines", "see {{ cause }}"];
    let values = values.to_vec();
    prop_oneof![
        prop::collection::vec((prop::sample::select(keys), prop::sample::select(values)), 1..3).prop_map(|pairs| {
            Command::Set { assignments: pairs.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect() }
        }),
        (prop::option::of(moment()), prop::option::weighted(0.8, prose()), any::<bool>()).prop_map(
            |(at, agreed, allow_past)| {
                Command::Schedule(ScheduleTo { scheduled_at: at, time_zone: None, agreed, allow_past })
            }
        ),
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
        (id(), fields(&["reason", "when"]), any::<bool>()).prop_map(|(item, mut fields, required)| {
            fields.insert("required".to_owned(), required.into());
            Command::Check(CheckCommand::Set { item, fields })
        }),
        id().prop_map(|item| Command::Check(CheckCommand::Remove { item })),
        (prop::collection::vec(id(), 0..3), prop::option::weighted(0.8, prose()))
            .prop_map(|(items, evidence)| Command::Check(CheckCommand::Done { items, evidence })),
        (id(), prop::option::weighted(0.8, prose()))
            .prop_map(|(item, reason)| Command::Check(CheckCommand::Prevent { item, reason })),
        id().prop_map(|item| Command::Check(CheckCommand::Clear { item })),
        (permission(), prop::option::of(id()), prop::collection::vec(id(), 0..2)).prop_map(
            |(permission, from, covers)| {
                Command::Permission(PermissionCommand::Add { permission, fixed_id: false, from, covers })
            }
        ),
        id().prop_map(|permission| Command::Permission(PermissionCommand::Ask { permission })),
        id().prop_map(|permission| Command::Permission(PermissionCommand::Remove { permission })),
        obligation().prop_map(|obligation| Command::Obligation(ObligationCommand::Add { obligation, fixed_id: false })),
        (id(), prop::option::weighted(0.8, prose())).prop_map(|(obligation, evidence)| Command::Obligation(
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
    let result = prop::sample::select(vec![None, None, Some(RunResult::Completed), Some(RunResult::RolledBack)]);
    prop_oneof![
        3 => Just(Command::Approval(ApprovalCommand::Give)),
        1 => Just(Command::Approval(ApprovalCommand::Withdraw)),
        3 => Just(()).prop_map(|()| Command::Start { overrides: all_overrides() }),
        1 => overrides().prop_map(|overrides| Command::Start { overrides }),
        2 => overrides().prop_map(|overrides| Command::Finish { overrides }),
        1 => Just(()).prop_map(|()| Command::Finish { overrides: all_overrides() }),
        3 => Just(()).prop_map(|()| Command::Close { result: None, reason: None, overrides: all_overrides() }),
        2 => prop::option::weighted(0.8, prose()).prop_map(|reason| Command::Abort { reason }),
        1 => prop::option::weighted(0.8, prose()).prop_map(|reason| Command::Cancel { reason }),
        2 => (result, prop::option::weighted(0.8, prose()), overrides())
            .prop_map(|(result, reason, overrides)| Command::Close { result, reason, overrides }),
        1 => prop::option::weighted(0.8, prose()).prop_map(|reason| Command::Reopen { reason }),
    ]
}

/// Names every kind of command, and says of a command which it is.
///
/// Exhaustive without a default: a new command does not compile before it stands here, and fails below before it is
/// generated.
macro_rules! every_command {
    ($($pattern:pat => $name:literal),+ $(,)?) => {
        const EVERY: &[&str] = &[$($name),+];

        fn kind_of(command: &Command) -> &'static str {
            match command { $($pattern => $name),+ }
        }
    };
}

every_command! {
    Command::Create { .. } => "create",
    Command::Import { .. } => "import",
    Command::Set { .. } => "set",
    Command::Schedule(_) => "schedule",
    Command::Contact(ContactCommand::Add { .. }) => "contact add",
    Command::Contact(ContactCommand::Set { .. }) => "contact set",
    Command::Contact(ContactCommand::Remove { .. }) => "contact remove",
    Command::Check(CheckCommand::Add { .. }) => "check add",
    Command::Check(CheckCommand::Set { .. }) => "check set",
    Command::Check(CheckCommand::Remove { .. }) => "check remove",
    Command::Check(CheckCommand::Done { .. }) => "check done",
    Command::Check(CheckCommand::Prevent { .. }) => "check prevented",
    Command::Check(CheckCommand::Clear { .. }) => "check clear",
    Command::Permission(PermissionCommand::Add { .. }) => "permission add",
    Command::Permission(PermissionCommand::Set { .. }) => "permission set",
    Command::Permission(PermissionCommand::Remove { .. }) => "permission remove",
    Command::Permission(PermissionCommand::Ask { .. }) => "permission ask",
    Command::Permission(PermissionCommand::Answer { granted: true, .. }) => "permission grant",
    Command::Permission(PermissionCommand::Answer { granted: false, .. }) => "permission refuse",
    Command::Work(Track::Tasks, WorkCommand::Add { .. }) => "task add",
    Command::Work(Track::Tasks, WorkCommand::Set { .. }) => "task set",
    Command::Work(Track::Tasks, WorkCommand::Remove { .. }) => "task remove",
    Command::Work(Track::Tasks, WorkCommand::Move { .. }) => "task move",
    Command::Work(Track::Tasks, WorkCommand::Attempt { attempt: AttemptCommand::Start { .. }, .. }) => "task start",
    Command::Work(Track::Tasks, WorkCommand::Attempt { attempt: AttemptCommand::Finish(_), .. }) => "task finish",
    Command::Work(Track::Tasks, WorkCommand::Attempt { attempt: AttemptCommand::Fail(_), .. }) => "task fail",
    Command::Work(Track::Tasks, WorkCommand::Attempt { attempt: AttemptCommand::Skip(_), .. }) => "task skip",
    Command::Work(Track::Tasks, WorkCommand::Attempt { attempt: AttemptCommand::Pause(_), .. }) => "task pause",
    Command::Work(Track::Steps, WorkCommand::Add { .. }) => "step add",
    Command::Work(Track::Steps, WorkCommand::Set { .. }) => "step set",
    Command::Work(Track::Steps, WorkCommand::Remove { .. }) => "step remove",
    Command::Work(Track::Steps, WorkCommand::Move { .. }) => "step move",
    Command::Work(Track::Steps, WorkCommand::Attempt { attempt: AttemptCommand::Start { .. }, .. }) => "step start",
    Command::Work(Track::Steps, WorkCommand::Attempt { attempt: AttemptCommand::Finish(_), .. }) => "step finish",
    Command::Work(Track::Steps, WorkCommand::Attempt { attempt: AttemptCommand::Fail(_), .. }) => "step fail",
    Command::Work(Track::Steps, WorkCommand::Attempt { attempt: AttemptCommand::Skip(_), .. }) => "step skip",
    Command::Work(Track::Steps, WorkCommand::Attempt { attempt: AttemptCommand::Pause(_), .. }) => "step pause",
    Command::RollbackPlan { .. } => "rollback plan",
    Command::Rehearse { .. } => "rehearse",
    Command::Targets(TargetsCommand::Load { .. }) => "targets load",
    Command::Targets(TargetsCommand::Begin { .. }) => "targets begin",
    Command::Targets(TargetsCommand::Run { .. }) => "targets run",
    Command::Targets(TargetsCommand::Mark { .. }) => "targets mark",
    Command::Targets(TargetsCommand::Retry { .. }) => "targets retry",
    Command::Targets(TargetsCommand::Purge { .. }) => "targets purge",
    Command::Obligation(ObligationCommand::Add { .. }) => "obligation add",
    Command::Obligation(ObligationCommand::Discharge { .. }) => "obligation discharge",
    Command::Approval(ApprovalCommand::Give) => "approve",
    Command::Approval(ApprovalCommand::Withdraw) => "approve --withdraw",
    Command::Start { .. } => "start",
    Command::Finish { .. } => "finish",
    Command::Abort { .. } => "abort",
    Command::Cancel { .. } => "cancel",
    Command::Close { .. } => "close",
    Command::Reopen { .. } => "reopen",
    Command::Undo { .. } => "undo",
}

#[test]
fn every_command_is_generated() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let any = prop_oneof![9 => command(), 1 => super::beginnings::beginning()];
    let made = (0..4_000).map(|_| kind_of(&any.new_tree(&mut runner).unwrap().current()));
    let made: std::collections::BTreeSet<&str> = made.collect();
    let missing: Vec<&&str> = EVERY.iter().filter(|kind| !made.contains(*kind)).collect();
    assert_eq!(missing, Vec::<&&str>::new());
}
