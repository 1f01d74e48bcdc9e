//! Requests that the system refuses: a full disk, a broken one, missing rights, too many open files.

use super::operations::{DEEDS, FaultStore, Operation};
use super::state::{State, left};
use super::strace::{Request, last_requests, requests, with_fault};
use super::sweep::FaultSweep;
use super::verdicts::Verdicts;
use super::{chosen, is_wanted};

/// An error at a request.
struct Refusal {
    request: Request,
    errno: &'static str,
}

/// A deed, between its two ends.
struct Between {
    base: FaultStore,
    old: State,
    new: State,
    tries: Vec<Refusal>,
    verdicts: Verdicts<State>,
}

impl Between {
    fn new(operation: &'static Operation) -> Self {
        let base = operation.base();
        let sandbox = base.copy();
        let old = State::of(&sandbox, operation.path);
        let tries = worth_trying(requests(&sandbox, &operation.call(&sandbox)));
        Self { old, new: State::of(&sandbox, operation.path), tries, base, verdicts: Verdicts::new() }
    }

    fn some(&self, few: usize, seed: usize) -> Vec<&Refusal> {
        chosen(self.tries.len(), few, seed).map(|number| &self.tries[number]).collect()
    }
}

/// The requests from the first that touches the store's locks; what comes before is the same for every command.
fn worth_trying(all: Vec<Request>) -> Vec<Refusal> {
    let begun = all.iter().position(|request| request.line.contains("\"lock\"")).expect("the lock is taken");
    let ended = all.iter().rposition(|request| request.line.contains("\"index.lock\"")).expect("the lock is let go");
    let all = all.into_iter().take(ended + 1).skip(begun).filter(Request::can_be_meant);
    let refused =
        |request: Request| request.refusals().iter().map(move |errno| Refusal { request: request.clone(), errno });
    all.flat_map(refused).collect()
}

fn tell(operation: &Operation, refusal: &Refusal, last: &str) -> String {
    format!("{}: {} at\n  {}\nand then\n{last}", operation.name, refusal.errno, refusal.request.line)
}

#[test]
fn an_error_leaves_the_old_or_the_new_at_once() {
    let mut sweep = FaultSweep::new("errors that pass");
    for (seed, operation) in DEEDS.iter().enumerate().filter(|(_, operation)| is_wanted(operation.name)) {
        let between = Between::new(operation);
        let tally = sweep.deed(operation.name, &between.some(14, seed * 3), |refusal| passing(&between, refusal));
        sweep.must(tally.contains_key(REFUSED), || format!("{}: nothing was refused: {tally:?}", operation.name));
    }
    sweep.end();
}

const REFUSED: &str = "ended it";

fn passing(between: &Between, refusal: &Refusal) -> &'static str {
    let operation = between.base.operation;
    let sandbox = between.base.copy();
    let out = with_fault(&sandbox, &operation.call(&sandbox), &refusal.request.error(refusal.errno, false));
    let answer = std::fs::read_to_string(sandbox.top().join("answer")).unwrap_or_default();
    let said = format!("{answer}{}", out.stderr);
    let told = || format!("{}\n{answer}\n{out}", tell(operation, refusal, &last_requests(&sandbox)));
    let state = between.verdicts.of(&sandbox, operation.shown(&out), || {
        let state = State::of(&sandbox, operation.path);
        assert_eq!(left(&sandbox), Vec::<String>::new(), "{}", told());
        assert_eq!(operation.lost(&sandbox, &out.stdout), Vec::<&str>::new(), "{}", told());
        sandbox.assert_sound();
        let next = operation.next(&sandbox).run();
        assert_eq!(next.code, 0, "the next change failed\n{}\n{next}", told());
        state
    });
    let is_new = state == between.new;
    match out.code {
        0 => assert!(is_new, "success without the change\n{}\n{state}", told()),
        3 | 5 => assert!(
            state == between.old || (is_new && said.contains("is recorded")),
            "neither old nor new, or new and not said\n{}\n{state}",
            told()
        ),
        _ => panic!("a strange end\n{}", told()),
    }
    if out.code == 0 { "were borne" } else { REFUSED }
}

#[test]
fn after_errors_that_do_not_pass_the_next_change_works() {
    let mut sweep = FaultSweep::new("errors that stay");
    for (seed, operation) in DEEDS.iter().enumerate().filter(|(_, operation)| is_wanted(operation.name)) {
        let between = Between::new(operation);
        let tally = sweep.deed(operation.name, &between.some(7, seed * 7 + 1), |refusal| staying(&between, refusal));
        sweep.must(tally.contains_key(REFUSED), || format!("{}: nothing was refused: {tally:?}", operation.name));
    }
    sweep.end();
}

fn staying(between: &Between, refusal: &Refusal) -> &'static str {
    let Between { base, old, new, verdicts, .. } = between;
    let operation = base.operation;
    let sandbox = base.copy();
    let out = with_fault(&sandbox, &operation.call(&sandbox), &refusal.request.error(refusal.errno, true));
    let told = || format!("from then on, {}\n{out}", tell(operation, refusal, &last_requests(&sandbox)));
    // without any more memory no program goes on: that is a kill, after which the same holds
    let has_no_memory = out.code == 134 && out.stderr.contains("memory allocation of");
    assert!([0, 3, 5].contains(&out.code) || has_no_memory, "a strange end\n{}", told());
    let state = verdicts.of(&sandbox, "", || {
        let next = operation.next(&sandbox).run();
        let said = std::fs::read_to_string(sandbox.top().join("answer")).unwrap_or_default();
        assert_eq!(next.code, 0, "the next change failed\n{}\n{said}\n{next}", told());
        assert_eq!(left(&sandbox), Vec::<String>::new(), "{}", told());
        sandbox.assert_sound();
        State::of(&sandbox, operation.path)
    });
    let whole = |end: &State| state.is_as(end);
    assert!(whole(old) || whole(new), "{}\n{state}", told());
    assert!(out.code != 0 || whole(new), "an acknowledged change is missing\n{}\n{state}", told());
    if out.code != 0 {
        return REFUSED;
    }
    assert_eq!(operation.lost(&sandbox, &out.stdout), Vec::<&str>::new(), "{}", told());
    "were borne"
}
