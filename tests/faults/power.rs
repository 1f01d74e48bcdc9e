//! The power is cut at every request that a change makes of the system, and right after it has said that it is done.
//!
//! A store lies on a disk of its own; the change is killed, and what the disk has at that moment is all that there is
//! afterwards. A missing wait for the disk shows here as a record, a branch or an object that is gone or empty.

use std::path::PathBuf;
use std::process::Command;

use super::deeds::{DEEDS, Deed, Ground};
use super::disk::{Disk, hindrance};
use super::kills::{Ends, after_the_next, ends, in_between};
use super::state::State;
use super::strace::{Request, last_requests, with_fault};
use super::{asks_for, chosen, is_full};
use crate::stand::Stand;

/// A stand whose store lies on a disk of its own.
struct Powered {
    // before the stand's folders are removed
    disk: Disk,
    stand: Stand,
}

impl Powered {
    /// A fresh copy of the ground's store; all of it is on the disk.
    fn new(ground: &Ground) -> Self {
        let stand = Stand::bare();
        let image: PathBuf = stand.top().join("disk");
        Disk::format(&image).expect("a file system");
        let disk = Disk::mount(&image, stand.store()).expect("a disk");
        std::fs::remove_dir(stand.store().join("lost+found")).expect("an empty folder");
        ground.copy_into(&stand);
        assert!(Command::new("sync").arg("-f").arg(stand.store()).status().expect("sync").success());
        Self { disk, stand }
    }

    fn cut_the_power(self) -> Self {
        Self { disk: self.disk.cut_the_power(), stand: self.stand }
    }
}

#[test]
fn a_power_cut_loses_nothing_that_was_acknowledged_and_leaves_nothing_half() {
    if let Some(why) = hindrance() {
        assert!(!asks_for("power"), "power cuts need root and a loop device: {why}");
        eprintln!("no power was cut, that needs root and a loop device: {why}");
        return;
    }
    for (seed, deed) in DEEDS.iter().enumerate() {
        let is_sampled = ["runbook set", "runbook task exec"].contains(&deed.name);
        if is_full() || is_sampled {
            try_all(deed, seed);
        }
    }
}

fn try_all(deed: &'static Deed, seed: usize) {
    let ground = deed.ground();
    let ends = ends(&ground);
    done(&ground, &ends);
    // before git's lock is taken nothing is written that matters
    let begun = ends.requests.iter().position(|one| one.name == "linkat").expect("git's lock is taken");
    let worth: Vec<&Request> = ends.requests.iter().skip(begun).collect();
    let (mut undone, mut finished) = (0, 0);
    for number in chosen(worth.len(), 4, seed) {
        match cut_at(&ground, &ends, worth[number]) {
            true => finished += 1,
            false => undone += 1,
        }
    }
    println!("{}: {undone} power cuts undid it, {finished} were finished", deed.name);
}

/// A cut right after the change has said that it is done.
fn done(ground: &Ground, ends: &Ends) {
    let deed = ground.deed;
    let powered = Powered::new(ground);
    let out = deed.call(&powered.stand).run();
    assert_eq!(out.code, 0, "{}\n{out}", deed.name);
    let powered = powered.cut_the_power();
    let stand = &powered.stand;
    let state = State::of(stand, deed.path);
    assert!(state == ends.new, "{}: an acknowledged change is missing\n{state}", deed.name);
    assert_eq!(deed.lost(stand, &out.stdout), Vec::<&str>::new(), "{}", deed.name);
    stand.assert_sound();
    let told = || format!("{}, the power cut when it was done", deed.name);
    assert!(after_the_next(stand, deed, ends, &told), "{}", told());
}

/// A cut at a request; true when the change is there afterwards.
fn cut_at(ground: &Ground, ends: &Ends, request: &Request) -> bool {
    let deed = ground.deed;
    let powered = Powered::new(ground);
    let out = with_fault(&powered.stand, &deed.call(&powered.stand), &request.kill());
    let powered = powered.cut_the_power();
    let stand = &powered.stand;
    let told = || format!("{}, the power cut at\n  {}\nafter\n{}", deed.name, request.line, last_requests(stand));
    if out.code == 0 {
        // it needed fewer requests this time
        assert!(State::of(stand, deed.path) == ends.new, "{}", told());
    } else {
        assert_eq!(out.code, 137, "{}\n{out}", told());
    }
    in_between(stand, deed, ends, &told);
    after_the_next(stand, deed, ends, &told)
}
