//! A kill at every request that a change makes of the system; a sample takes one for each state that it passes through.

use super::operations::{DEEDS, FaultStore, Operation};
use super::state::{State, left};
use super::strace::{Request, last_requests, requests, turns, with_fault};
use super::sweep::FaultSweep;
use super::verdicts::Verdicts;
use super::{chosen, is_full, is_wanted};
use crate::env::Sandbox;

/// What became of a change that was cut off: it is as if it had never been, or it was brought to its end.
pub const UNDONE: &str = "undone";
pub const FINISHED: &str = "finished";

/// The states between which a change leads.
pub struct Ends {
    /// Before it.
    pub old: State,
    /// After it.
    pub new: State,
    /// Everything that it asks of the system on the way.
    pub all: Vec<Request>,
    /// Of that, one request for each state that it passes through.
    pub requests: Vec<Request>,
    /// How many of them come before git's lock is taken: nothing is written in them that matters.
    pub unlocked: usize,
}

/// Makes a change once, to know where it leads.
pub fn ends(base: &FaultStore) -> Ends {
    let operation = base.operation;
    let sandbox = base.copy();
    let old = State::of(&sandbox, operation.path);
    let all = requests(&sandbox, &operation.call(&sandbox));
    let locks = all.iter().position(|one| one.name == "linkat").expect("git's lock is taken");
    let unlocked = turns(&all[..locks]).len();
    let requests = turns(&all);
    let all = all.into_iter().filter(|one| one.is_unique).collect();
    Ends { old, new: State::of(&sandbox, operation.path), all, requests, unlocked }
}

#[test]
fn a_kill_leaves_the_old_or_the_new_and_the_next_change_works() {
    let mut sweep = FaultSweep::new("kills");
    for (seed, operation) in DEEDS.iter().enumerate() {
        if !is_wanted(operation.name) {
            continue;
        }
        let base = operation.base();
        let ends = ends(&base);
        let verdicts = Verdicts::new();
        assert!(ends.new.agrees() && ends.new.commits == ends.old.commits + 1, "{}\n{}", operation.name, ends.new);
        let requests = if is_full() { &ends.all } else { &ends.requests };
        let tries: Vec<&Request> = chosen(requests.len(), 14, seed * 5).map(|number| &requests[number]).collect();
        let tally = sweep.deed(operation.name, &tries, |request| kill_at(&base, &ends, &verdicts, request));
        sweep.must(tally.contains_key(UNDONE) && tally.contains_key(FINISHED), || {
            format!("{}: not each side of the branch's move was tried: {tally:?}", operation.name)
        });
    }
    sweep.end();
}

fn kill_at(base: &FaultStore, ends: &Ends, verdicts: &Verdicts<&'static str>, request: &Request) -> &'static str {
    let operation = base.operation;
    let sandbox = base.copy();
    let out = with_fault(&sandbox, &operation.call(&sandbox), &request.kill());
    let told = || format!("{}, killed at\n  {}\nafter\n{}", operation.name, request.line, last_requests(&sandbox));
    if out.code == 0 {
        // it needed fewer requests this time
        let state = State::of(&sandbox, operation.path);
        assert!(state == ends.new, "{}\n{state}", told());
        return "not reached";
    }
    assert_eq!(out.code, 137, "{}\n{out}", told());
    verdicts.of(&sandbox, operation.shown(&out), || {
        let head = in_between(&sandbox, operation, ends, &told).head;
        assert_eq!(operation.lost(&sandbox, &out.stdout), Vec::<&str>::new(), "lost by the kill\n{}", told());
        let finished = after_the_next(&sandbox, operation, ends, &head, &told);
        assert_eq!(operation.lost(&sandbox, &out.stdout), Vec::<&str>::new(), "lost by healing\n{}", told());
        if finished { FINISHED } else { UNDONE }
    })
}

/// Right after the kill: nothing is half, nobody else's work is touched, and the repository is sound.
pub fn in_between(sandbox: &Sandbox, operation: &Operation, ends: &Ends, told: &impl Fn() -> String) -> State {
    let state = State::of(sandbox, operation.path);
    let Ends { old, new, .. } = ends;
    for (place, is, was, will) in [
        ("file", &state.file, &old.file, &new.file),
        ("head", &state.head, &old.head, &new.head),
        ("index", &state.index, &old.index, &new.index),
    ] {
        assert!(is == was || is == will, "the {place} is neither old nor new\n{}\n{state}", told());
    }
    // the file never goes ahead of the branch
    assert!(state.head == new.head || state.file == old.file, "{}\n{state}", told());
    sandbox.assert_sound();
    if operation.is_command() {
        can_be_read(sandbox, operation, &state, told);
    }
    state
}

/// Reading needs no healing, does none, and says what is there.
fn can_be_read(sandbox: &Sandbox, operation: &Operation, state: &State, told: &impl Fn() -> String) {
    let id = operation.path.trim_start_matches("runbooks/").trim_end_matches(".toml");
    let shown = sandbox.run(&["show", id, "--json"]);
    let expected: &[i32] = match (&state.file, &state.head) {
        (Some(_), _) => &[0],
        // the trail has it and the file is not there yet
        (None, Some(_)) => &[0, 5],
        (None, None) => &[4],
    };
    assert!(expected.contains(&shown.code), "{}\n{shown}", told());
    sandbox.run(&["list", "--all", "--json"]).ok();
    assert!(State::of(sandbox, operation.path) == *state, "reading changed something\n{}", told());
}

/// After the next change: everything agrees, nothing is left, and the head's record is what it was. True when the killed
/// change was finished.
pub fn after_the_next(
    sandbox: &Sandbox,
    operation: &Operation,
    ends: &Ends,
    head: &Option<String>,
    told: &impl Fn() -> String,
) -> bool {
    let next = operation.next(sandbox).run();
    assert_eq!(next.code, 0, "the next change failed\n{}\n{next}\n{}", told(), answer(sandbox));
    let state = State::of(sandbox, operation.path);
    let finished = state.commits == ends.new.commits + 1;
    let expected = if finished { &ends.new } else { &ends.old };
    assert!(
        state.is_as(expected),
        "not {} after the next change\n{}\n{state}",
        if finished { "new" } else { "old" },
        told()
    );
    assert!(state.head == *head, "the head's record changed by healing\n{}", told());
    assert_eq!(left(sandbox), Vec::<String>::new(), "{}", told());
    sandbox.assert_sound();
    finished
}

fn answer(sandbox: &Sandbox) -> String {
    std::fs::read_to_string(sandbox.top().join("answer")).unwrap_or_default()
}
