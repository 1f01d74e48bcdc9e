//! The goals, what was measured, and whether they are met.

use std::fmt;

use super::measure::Times;

struct Row {
    work: &'static str,
    peer: &'static str,
    size: usize,
    goal: Option<f64>,
    ours: f64,
    theirs: f64,
    memory: u64,
}

/// All measured works.
#[derive(Default)]
pub struct Table(Vec<Row>);

/// The work whose growth with the store is judged.
pub const CHANGE: &str = "one durable change";

/// A run over the targets; its size is the number of targets.
pub const BULK: &str = "targets, true each";

/// No more than this, in KiB, whatever the work.
const MEMORY: u64 = 100 * 1024;

/// How many times the peer's time a work may take, at a size of the store.
fn goal(work: &str, size: usize) -> Option<f64> {
    match work {
        CHANGE if size <= 1_000 => Some(0.6),
        CHANGE if size <= 10_000 => Some(0.3),
        CHANGE => Some(0.25),
        "list --all" => Some(3.5),
        "list WORDS" => Some(1.5),
        "log ID" => Some(0.2),
        "ready ID" => Some(2.0),
        "audit" => Some(3.0),
        BULK => Some(1.5),
        _ => None,
    }
}

impl Table {
    /// Notes a work.
    pub fn add(&mut self, work: &'static str, peer: &'static str, size: usize, (ours, theirs): (Times, Times)) {
        let milliseconds = |times: &Times| times.median().as_secs_f64() * 1_000.0;
        let row = Row {
            work,
            peer,
            size,
            goal: goal(work, size),
            ours: milliseconds(&ours),
            theirs: milliseconds(&theirs),
            memory: ours.memory,
        };
        eprintln!("  {work}: {:.1} ms, {peer}: {:.1} ms", row.ours, row.theirs);
        self.0.push(row);
    }

    /// Adds how a change at the largest store compares with one at the smallest.
    pub fn compare_sizes(&mut self) {
        let changes = || self.0.iter().filter(|row| row.work == CHANGE);
        let (Some(small), Some(large)) = (changes().min_by_key(|row| row.size), changes().max_by_key(|row| row.size))
        else {
            return;
        };
        if small.size < large.size {
            let row = Row {
                work: "a change, grown",
                peer: "the same at the smallest",
                size: large.size,
                goal: (large.size == 10 * small.size).then_some(2.0),
                ours: large.ours,
                theirs: small.ours,
                memory: 0,
            };
            self.0.push(row);
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:>8}  {:<20} {:>9}  {:<34} {:>9} {:>7} {:>7}  {:<5} {:>8}",
            "runbooks", "work", "ours", "peer", "theirs", "ratio", "goal", "", "memory"
        )?;
        for row in &self.0 {
            let ratio = row.ours / row.theirs;
            let met = match row.goal {
                Some(goal) if ratio <= goal && row.memory <= MEMORY => "pass",
                Some(_) => "MISS",
                None => "",
            };
            let goal = row.goal.map(|goal| format!("≤ {goal}")).unwrap_or_default();
            let memory = if row.memory > 0 { format!("{} MB", row.memory / 1024) } else { String::new() };
            writeln!(
                f,
                "{:>8}  {:<20} {:>6.1} ms  {:<34} {:>6.1} ms {ratio:>7.2} {goal:>7}  {met:<5} {memory:>8}",
                row.size, row.work, row.ours, row.peer, row.theirs
            )?;
        }
        Ok(())
    }
}
