//! The power is cut at every request that a change makes of the system, and right after it has said that it is done.
//!
//! A store lies on a disk of its own; the change is killed, and what the disk has at that moment is all that there is
//! afterwards. A missing wait for the disk shows here as a record, a branch or an object that is gone or empty.

use super::disk::{Disk, copy, hindrance};
use super::kills::{Ends, FINISHED, UNDONE, after_the_next, ends, in_between};
use super::operations::{DEEDS, FaultStore, Operation};
use super::state::State;
use super::strace::{Request, last_requests, with_fault};
use super::sweep::FaultSweep;
use super::{asks_for, chosen, is_full};
use crate::env::Sandbox;
use std::path::PathBuf;

/// A stand whose store lies on a disk of its own.
struct Powered {
    // before the stand's folders are removed
    disk: Disk,
    sandbox: Sandbox,
}

/// A ground's store on a disk, unmounted, to be copied for every try.
struct PoweredStore {
    base: FaultStore,
    ends: Ends,
    // the image lies in its folder
    stand: Sandbox,
}

impl PoweredStore {
    fn new(base: FaultStore, ends: Ends) -> Self {
        let stand = Sandbox::bare();
        let store = Self { base, ends, stand };
        let sandbox = &store.stand;
        Disk::format(&store.image()).expect("a file system");
        let disk = Disk::mount(&store.image(), sandbox.store()).expect("a disk");
        std::fs::remove_dir(sandbox.store().join("lost+found")).expect("an empty folder");
        store.base.copy_into(sandbox);
        drop(disk);
        store
    }

    fn image(&self) -> PathBuf {
        self.stand.top().join("disk")
    }
}

impl Powered {
    /// A fresh copy of the store; all of it is on the disk.
    fn new(store: &PoweredStore) -> Self {
        let sandbox = Sandbox::bare();
        let image: PathBuf = sandbox.top().join("disk");
        copy(&store.image(), &image);
        let disk = Disk::mount(&image, sandbox.store()).expect("a disk");
        Self { disk, sandbox }
    }

    fn cut_the_power(self) -> Self {
        Self { disk: self.disk.cut_the_power(), sandbox: self.sandbox }
    }
}

#[test]
fn a_power_cut_loses_nothing_that_was_acknowledged_and_leaves_nothing_half() {
    if let Some(why) = hindrance() {
        assert!(!asks_for("power"), "power cuts need root and a loop device: {why}");
        eprintln!("no power was cut, that needs root and a loop device: {why}");
        return;
    }
    let mut sweep = FaultSweep::new("power cuts");
    for (seed, operation) in DEEDS.iter().enumerate() {
        let is_sampled = ["runbook set", "runbook task exec"].contains(&operation.name);
        if is_full() || is_sampled {
            try_all(operation, seed, &mut sweep);
        }
    }
    sweep.end();
}

fn try_all(operation: &'static Operation, seed: usize, sweep: &mut FaultSweep) {
    let base = operation.base();
    let ends = ends(&base);
    let store = PoweredStore::new(base, ends);
    let worth: Vec<&Request> = store.ends.requests.iter().skip(store.ends.unlocked).collect();
    let mut tries: Vec<Option<&Request>> = chosen(worth.len(), 4, seed).map(|number| Some(worth[number])).collect();
    tries.push(None);
    sweep.deed(operation.name, &tries, |request| match request {
        Some(request) if cut_at(&store, request) => FINISHED,
        Some(_) => UNDONE,
        None => done(&store),
    });
}

/// A cut right after the change has said that it is done.
fn done(store: &PoweredStore) -> &'static str {
    let (operation, ends) = (store.base.operation, &store.ends);
    let powered = Powered::new(store);
    let out = operation.call(&powered.sandbox).run();
    assert_eq!(out.code, 0, "{}\n{out}", operation.name);
    let powered = powered.cut_the_power();
    let sandbox = &powered.sandbox;
    let state = State::of(sandbox, operation.path);
    assert!(state == ends.new, "{}: an acknowledged change is missing\n{state}", operation.name);
    assert_eq!(operation.lost(sandbox, &out.stdout), Vec::<&str>::new(), "{}", operation.name);
    sandbox.assert_sound();
    let told = || format!("{}, the power cut when it was done", operation.name);
    assert!(after_the_next(sandbox, operation, ends, &told), "{}", told());
    FINISHED
}

/// A cut at a request; true when the change is there afterwards.
fn cut_at(store: &PoweredStore, request: &Request) -> bool {
    let (operation, ends) = (store.base.operation, &store.ends);
    let powered = Powered::new(store);
    let out = with_fault(&powered.sandbox, &operation.call(&powered.sandbox), &request.kill());
    let powered = powered.cut_the_power();
    let sandbox = &powered.sandbox;
    let told =
        || format!("{}, the power cut at\n  {}\nafter\n{}", operation.name, request.line, last_requests(sandbox));
    if out.code == 0 {
        // it needed fewer requests this time
        assert!(State::of(sandbox, operation.path) == ends.new, "{}", told());
    } else {
        assert_eq!(out.code, 137, "{}\n{out}", told());
    }
    in_between(sandbox, operation, ends, &told);
    after_the_next(sandbox, operation, ends, &told)
}
