//! The power is cut at every request that a change makes of the system, and right after it has said that it is done.
//!
//! A store lies on a disk of its own; the change is killed, and what the disk has at that moment is all that there is
//! afterwards. A missing wait for the disk shows here as a record, a branch or an object that is gone or empty.

use std::path::PathBuf;

use super::beside::BesideEnds;
use super::beside_deeds::beside;
use super::deed::Deed;
use super::disk::{Disk, copy, hindrance};
use super::kills::{Ends, FINISHED, UNDONE, after_the_next, ends, in_between};
use super::operations::{DEEDS, FaultStore, Operation};
use super::stand::{self, place, remember_here};
use super::state::State;
use super::strace::{Request, kept_traces, last_requests, put_traces_back, with_fault};
use super::sweep::FaultSweep;
use super::verdicts::Verdicts;
use super::{asks_for, chosen, is_full, is_wanted};
use crate::env::{Call, Output, Sandbox};

/// A stand with all that lies in it on a disk of its own.
struct Powered {
    // before the stand's folders are removed
    disk: Disk,
    sandbox: Sandbox,
    _image: tempfile::TempDir,
}

/// A stand on a disk, unmounted, to be copied for every try.
struct PoweredStand {
    first: PathBuf,
    image: tempfile::TempDir,
}

const IMAGE: &str = "disk";

impl PoweredStand {
    fn new(template: &Sandbox) -> Self {
        let image = tempfile::tempdir_in(place()).expect("a folder");
        Disk::format(&image.path().join(IMAGE)).expect("a file system");
        let sandbox = Sandbox::bare();
        let disk = Disk::mount(&image.path().join(IMAGE), &sandbox.top()).expect("a disk");
        std::fs::remove_dir(sandbox.top().join("lost+found")).expect("an empty folder");
        stand::copy_into(template, &sandbox);
        drop(disk);
        Self { first: stand::remembered(&sandbox), image }
    }

    /// A fresh copy; all of it is on the disk.
    fn copy(&self) -> Powered {
        let image = tempfile::tempdir_in(place()).expect("a folder");
        copy(&self.image.path().join(IMAGE), &image.path().join(IMAGE));
        let sandbox = Sandbox::bare();
        let disk = Disk::mount(&image.path().join(IMAGE), &sandbox.top()).expect("a disk");
        remember_here(&sandbox, &self.first);
        Powered { disk, sandbox, _image: image }
    }
}

impl Powered {
    fn cut_the_power(self) -> Self {
        let traces = kept_traces(&self.sandbox);
        let cut = Self { disk: self.disk.cut_the_power(), ..self };
        put_traces_back(&cut.sandbox, &traces);
        cut
    }

    /// Runs a command until it ends, or begins the request, at which the power is cut.
    fn run(self, call: impl for<'s> Fn(&'s Sandbox) -> Call<'s>, request: Option<&Request>) -> (Self, Output) {
        let command = call(&self.sandbox);
        let out = match request {
            Some(request) => with_fault(&self.sandbox, &command, &request.kill()),
            None => command.run(),
        };
        let code = if request.is_some() { [137, 0] } else { [0, 0] };
        assert!(code.contains(&out.code), "{out}");
        (self.cut_the_power(), out)
    }
}

/// Says whether power can be cut here, and fails where somebody wants it and it cannot.
fn can_cut() -> bool {
    if let Some(why) = hindrance() {
        assert!(!asks_for("power"), "power cuts need root and a loop device: {why}");
        eprintln!("no power was cut, that needs root and a loop device: {why}");
        return false;
    }
    true
}

/// Some of these requests, and none, which is the end.
fn tries(worth: &[Request], few: usize, seed: usize) -> Vec<Option<&Request>> {
    chosen(worth.len(), few, seed).map(|number| Some(&worth[number])).chain([None]).collect()
}

fn tell(name: &str, request: Option<&Request>, sandbox: &Sandbox) -> String {
    match request {
        Some(request) => {
            format!("{name}, the power cut at\n  {}\nafter\n{}", request.line, last_requests(sandbox))
        }
        None => format!("{name}, the power cut when it was done"),
    }
}

/// The deeds of a sample.
const SAMPLED: [&str; 2] = ["runbook set", "runbook task exec"];
const SAMPLED_BESIDE: [&str; 2] = ["targets load", "audit --accept"];

#[test]
fn every_deed_that_is_named_here_is_one() {
    for name in SAMPLED {
        assert!(DEEDS.iter().any(|operation| operation.name == name), "{name}");
    }
    for name in SAMPLED_BESIDE.iter().chain(&DONE_AGAIN) {
        assert!(beside().any(|deed| deed.name == *name), "{name}");
    }
}

#[test]
fn a_power_cut_loses_nothing_that_was_acknowledged_and_leaves_nothing_half() {
    if !can_cut() {
        return;
    }
    let mut sweep = FaultSweep::new("power cuts");
    for (seed, operation) in DEEDS.iter().enumerate() {
        if is_wanted(operation.name) && (is_full() || SAMPLED.contains(&operation.name)) {
            let base = operation.base();
            let ends = ends(&base);
            let (stand, verdicts) = (PoweredStand::new(base.template()), Verdicts::new());
            let tries = tries(&ends.requests[ends.unlocked..], 4, seed);
            sweep.deed(operation.name, &tries, |request| cut_at(&stand, &base, &ends, &verdicts, *request));
        }
    }
    sweep.end();
}

/// A cut at a request, or right after the change has said that it is done.
fn cut_at(
    stand: &PoweredStand,
    base: &FaultStore,
    ends: &Ends,
    verdicts: &Verdicts<(State, bool)>,
    request: Option<&Request>,
) -> &'static str {
    let operation: &Operation = base.operation;
    let (powered, out) = stand.copy().run(|sandbox| operation.call(sandbox), request);
    let sandbox = &powered.sandbox;
    let told = || tell(operation.name, request, sandbox);
    let (state, is_finished) = verdicts.of(sandbox, operation.shown(&out), || {
        let state = in_between(sandbox, operation, ends, &told);
        (state.clone(), after_the_next(sandbox, operation, ends, &state.head, &told))
    });
    // it may have needed fewer requests this time
    assert!(out.code != 0 || state == ends.new, "an acknowledged change is missing\n{}\n{state}", told());
    if out.code == 0 {
        assert_eq!(operation.lost(sandbox, &out.stdout), Vec::<&str>::new(), "{}", told());
    }
    if is_finished { FINISHED } else { UNDONE }
}

#[test]
fn a_power_cut_beside_the_trail_leaves_the_old_or_the_new_after_the_next_run() {
    if !can_cut() {
        return;
    }
    let mut sweep = FaultSweep::new("power cuts beside the trail");
    for (seed, deed) in beside().enumerate() {
        if is_wanted(deed.name) && (is_full() || SAMPLED_BESIDE.contains(&deed.name)) {
            let ends = BesideEnds::of(deed);
            let stand = PoweredStand::new(&ends.template);
            let tries = tries(&ends.requests, 3, seed);
            sweep.deed(deed.name, &tries, |request| cut_beside_at(&stand, deed, &ends, *request));
        }
    }
    sweep.end();
}

/// What does not wait for the disk, as git does not: it is simply done again.
const DONE_AGAIN: [&str; 3] =
    ["clone", "driver merge", "doctor --fix of permissions, of what other names lead to as well"];

fn cut_beside_at(stand: &PoweredStand, deed: &Deed, ends: &BesideEnds, request: Option<&Request>) -> &'static str {
    let (powered, out) = stand.copy().run(|sandbox| deed.call(sandbox), request);
    let sandbox = &powered.sandbox;
    let told = || tell(deed.name, request, sandbox);
    let aftermath = ends.judge(sandbox, deed, &told);
    // what is cleared away at last may be there once more, and goes with the next change
    let is_kept = aftermath.is_finished || DONE_AGAIN.contains(&deed.name);
    assert!(out.code != 0 || is_kept, "an acknowledged deed is missing\n{}", told());
    aftermath.word()
}
