//! Timing of whole processes, in turns, with medians.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Times and the highest memory seen of one work.
#[derive(Debug, Default)]
pub struct Times {
    times: Vec<Duration>,
    /// The highest resident size seen, in KiB.
    pub memory: u64,
}

impl Times {
    /// The one in the middle.
    pub fn median(&self) -> Duration {
        let mut times = self.times.clone();
        times.sort_unstable();
        times[times.len() / 2]
    }

    /// Runs the commands one after the other and takes the time from the first start to the last exit.
    pub fn take(&mut self, commands: Vec<Command>) {
        let begun = Instant::now();
        for mut command in commands {
            let mut child = command
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap_or_else(|error| panic!("{command:?}: {error}"));
            let status = child.wait().expect("a child");
            // 1 is an answer: not ready, nothing found.
            assert!(status.code().is_some_and(|code| code < 2), "{command:?}: {status}");
        }
        self.times.push(begun.elapsed());
    }

    /// Runs the command once more, untimed, and looks at its memory while it runs.
    pub fn look_at_memory(&mut self, mut command: Command) {
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a child");
        let about = format!("/proc/{}/status", child.id());
        while child.try_wait().expect("a child").is_none() {
            let highest = fs::read_to_string(&about).unwrap_or_default();
            let line = highest.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let size = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default();
            self.memory = self.memory.max(size);
        }
    }
}

/// Runs ours and theirs in turns, each round the other one first.
pub fn in_turns(
    rounds: usize,
    mut ours: impl FnMut(usize, &mut Times),
    mut theirs: impl FnMut(usize, &mut Times),
) -> (Times, Times) {
    let (mut our_times, mut their_times) = (Times::default(), Times::default());
    // A first round fills caches and is thrown away.
    for round in 0..=rounds {
        if round == 1 {
            (our_times, their_times) = (Times::default(), Times::default());
        }
        if round % 2 == 0 {
            ours(round, &mut our_times);
            theirs(round, &mut their_times);
        } else {
            theirs(round, &mut their_times);
            ours(round, &mut our_times);
        }
    }
    (our_times, their_times)
}
