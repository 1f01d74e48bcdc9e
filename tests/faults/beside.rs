//! What is written beside the trail — lists, git's settings, a new repository, files for a person, drafts — is killed and
//! refused like a change: afterwards it is the old or the new, the next command works, and nothing is left.

use super::beside_deeds::beside;
use super::deed::Deed;
use super::kills::{FINISHED, UNDONE};
use super::state::left;
use super::strace::{Request, last_requests, main_requests, with_fault};
use super::sweep::{FaultSweep, Tally};
use super::verdicts::Verdicts;
use super::{chosen, is_full, is_wanted};
use crate::env::Sandbox;

/// The requests that change something, and the last one; between two of them a kill comes to the same.
fn writes(all: Vec<Request>) -> Vec<Request> {
    let mut meant: Vec<Request> = all.into_iter().filter(Request::can_be_meant).collect();
    let last = meant.pop();
    meant.into_iter().filter(Request::changes).chain(last).collect()
}

/// Where a deed leads, and what it asks of the system on the way.
pub struct BesideEnds {
    /// Its store as it lies there before.
    pub template: Sandbox,
    old: Vec<String>,
    new: Vec<String>,
    /// What it asks of the system that changes something.
    pub requests: Vec<Request>,
    verdicts: Verdicts<Aftermath>,
}

/// What became of a deed.
#[derive(Clone, Copy)]
pub struct Aftermath {
    /// It is done, before anything else is.
    pub is_done: bool,
    /// It was done, or is with the next command.
    pub is_finished: bool,
}

impl Aftermath {
    /// In a word.
    pub fn word(self) -> &'static str {
        if self.is_finished { FINISHED } else { UNDONE }
    }
}

impl BesideEnds {
    /// Does it once, to know where it leads.
    pub fn of(deed: &Deed) -> Self {
        let template = deed.template();
        let sandbox = deed.copy(&template);
        let old = (deed.state)(&sandbox);
        let requests = writes(main_requests(&sandbox, &deed.call(&sandbox)));
        let new = (deed.state)(&sandbox);
        assert!(old != new, "{}: it changes nothing that is looked at: {old:?}", deed.name);
        Self { template, old, new, requests, verdicts: Verdicts::new() }
    }

    /// After a fault: what is in between is told by the doctor; and after the next command it is the old or the new, with
    /// nothing left and nothing for the doctor to say.
    pub fn judge(&self, sandbox: &Sandbox, deed: &Deed, told: &impl Fn() -> String) -> Aftermath {
        self.verdicts.of(sandbox, "", || {
            let state = (deed.state)(sandbox);
            if state != self.old && state != self.new && sandbox.store().join(".git").exists() {
                // an interrupted run, a store that is none yet, settings that are missing
                let doctor = sandbox.run(&["doctor"]);
                assert!([1, 5].contains(&doctor.code), "{}\n{doctor}\n{state:#?}", told());
            }
            let is_done = state == self.new;
            let is_new = self.after_the_next(sandbox, deed, told);
            // where the next command does the same anew, what counts is what was there before it
            Aftermath { is_done, is_finished: if deed.repeats() { is_done } else { is_new } }
        })
    }

    fn after_the_next(&self, sandbox: &Sandbox, deed: &Deed, told: &impl Fn() -> String) -> bool {
        let next = deed.next(sandbox).run();
        assert!(next.code == 0 || (deed.is_mending && next.code == 1), "the next command failed\n{}\n{next}", told());
        let state = (deed.state)(sandbox);
        let is_new = state == self.new;
        assert!(is_new || state == self.old, "neither old nor new\n{}\n{state:#?}", told());
        assert_eq!(left(sandbox), Vec::<String>::new(), "{}", told());
        let doctor = sandbox.run(&["doctor", "--json"]).json();
        // what somebody typed in an editor is kept for them
        let is_amiss = |finding: &&serde_json::Value| finding["code"] != "draft-kept";
        let amiss: Vec<_> = doctor["findings"].as_array().expect("findings").iter().filter(is_amiss).collect();
        assert!(amiss.is_empty(), "{}\n{amiss:#?}", told());
        sandbox.assert_sound();
        is_new
    }
}

/// The wanted ones, each with a number.
fn wanted() -> impl Iterator<Item = (usize, &'static Deed)> {
    beside().enumerate().filter(|(_, deed)| is_wanted(deed.name))
}

/// What all deeds together came to. A sample of one may miss the few requests on one side, and of all of them does not.
#[derive(Default)]
struct Reached(Tally);

impl Reached {
    fn deed(&mut self, sweep: &mut FaultSweep, deed: &Deed, tally: &Tally, ends: &[&str]) {
        sweep
            .must(!is_full() || has_all(tally, ends), || format!("{}: not each end was reached: {tally:?}", deed.name));
        for (end, count) in tally {
            *self.0.entry(end).or_default() += count;
        }
    }

    fn end(self, mut sweep: FaultSweep, ends: &[&str]) {
        // where only some are wanted there may be none
        sweep.must(self.0.is_empty() || has_all(&self.0, ends), || format!("not each end was reached: {:?}", self.0));
        sweep.end();
    }
}

fn has_all(tally: &Tally, ends: &[&str]) -> bool {
    ends.iter().all(|end| tally.contains_key(end))
}

#[test]
fn a_kill_beside_the_trail_leaves_the_old_or_the_new_after_the_next_run() {
    let mut sweep = FaultSweep::new("kills beside the trail");
    let mut reached = Reached::default();
    for (seed, deed) in wanted() {
        let ends = BesideEnds::of(deed);
        let tries: Vec<&Request> =
            chosen(ends.requests.len(), 10, seed * 5).map(|number| &ends.requests[number]).collect();
        let tally = sweep.deed(deed.name, &tries, |request| kill_at(deed, &ends, request));
        reached.deed(&mut sweep, deed, &tally, &[UNDONE, FINISHED]);
    }
    reached.end(sweep, &[UNDONE, FINISHED]);
}

fn kill_at(deed: &Deed, ends: &BesideEnds, request: &Request) -> &'static str {
    let sandbox = deed.copy(&ends.template);
    let out = with_fault(&sandbox, &deed.call(&sandbox), &request.kill());
    let told = || format!("{}, killed at\n  {}\nafter\n{}", deed.name, request.line, last_requests(&sandbox));
    assert!(out.code == 137 || out.code == 0, "{}\n{out}", told());
    let aftermath = ends.judge(&sandbox, deed, &told);
    assert!(out.code != 0 || aftermath.is_done, "success without the deed\n{}", told());
    aftermath.word()
}

#[test]
fn an_error_beside_the_trail_is_told_and_leaves_the_old_or_the_new_after_the_next_run() {
    let mut sweep = FaultSweep::new("errors beside the trail");
    let mut reached = Reached::default();
    for (seed, deed) in wanted() {
        let ends = BesideEnds::of(deed);
        let all: Vec<(&Request, &'static str)> = ends
            .requests
            .iter()
            .flat_map(|request| request.refusals().iter().map(move |errno| (request, *errno)))
            .collect();
        let tries: Vec<_> = chosen(all.len(), 8, seed * 3 + 1).map(|number| all[number]).collect();
        let tally = sweep.deed(deed.name, &tries, |&(request, errno)| error_at(deed, &ends, request, errno));
        // not every deed has a request whose failure it bears
        reached.deed(&mut sweep, deed, &tally, &[UNDONE]);
    }
    reached.end(sweep, &[UNDONE]);
}

fn error_at(deed: &Deed, ends: &BesideEnds, request: &Request, errno: &str) -> &'static str {
    let sandbox = deed.copy(&ends.template);
    let out = with_fault(&sandbox, &deed.call(&sandbox), &request.error(errno, false));
    let told = || format!("{}: {errno} at\n  {}\n{out}\n{}", deed.name, request.line, last_requests(&sandbox));
    let codes: &[i32] = if deed.is_mending { &[0, 1, 3, 5] } else { &[0, 3, 5] };
    assert!(codes.contains(&out.code), "a strange end\n{}", told());
    let aftermath = ends.judge(&sandbox, deed, &told);
    // an audit judges all the same where it cannot remember, and says so
    let is_told = out.code != 0 || out.stdout.contains("this head is not remembered for the next audit");
    assert!(is_told || aftermath.is_done, "success without the deed\n{}", told());
    aftermath.word()
}
