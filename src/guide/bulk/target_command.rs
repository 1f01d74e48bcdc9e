//! One target's command: run to its end, with what it says kept up to a bound, masked and harmless.
//!
//! Refuses to wait for what a command leaves running behind it.

use std::io::PipeReader;
use std::process::Child;
use std::sync::{Mutex, PoisonError};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};

use crate::guide::capture::Ended;
use crate::secret::{Masked, Masker, Rules};

/// The most that is kept of what one command says, in bytes.
const MOST: usize = 64 * 1024;
/// How often, in milliseconds, it is looked whether a silent command has ended.
const TICK: i64 = 100;

/// A command that runs, where others can reach it to end it.
pub(super) type Slot = Mutex<Option<Child>>;

/// What it said, as it came.
pub(super) struct CommandOutput {
    bytes: Vec<u8>,
    more: usize,
}

/// Stays with a command until it has ended; no end where the system does not tell it.
pub(super) fn stay(slot: &Slot, child: Child, pipe: &PipeReader) -> (Option<Ended>, CommandOutput) {
    let process = Pid::from_child(&child);
    *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(child);
    let mut said = CommandOutput { bytes: Vec::new(), more: 0 };
    let mut part = [0; 16 * 1024];
    loop {
        let mut fds = [PollFd::new(pipe, PollFlags::IN)];
        let patience = Timespec { tv_sec: 0, tv_nsec: TICK * 1_000_000 };
        match poll(&mut fds, Some(&patience)) {
            Ok(0) if has_ended(process) => break,
            Ok(0) | Err(rustix::io::Errno::INTR) => {}
            Ok(_) => match rustix::io::read(pipe, &mut part) {
                Ok(length @ 1..) => said.add(part.get(..length).unwrap_or_default()),
                Err(rustix::io::Errno::INTR) => {}
                Ok(_) | Err(_) => break,
            },
            Err(_) => break,
        }
    }
    // waited for without taking it away, so that its number means this command as long as it stands in the slot
    let _ = waitid(WaitId::Pid(process), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT);
    let child = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    let status = child.and_then(|mut child| child.wait().ok());
    (status.map(Ended::of), said)
}

fn has_ended(process: Pid) -> bool {
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
    matches!(waitid(WaitId::Pid(process), options), Ok(Some(_)))
}

impl CommandOutput {
    fn add(&mut self, bytes: &[u8]) {
        let room = MOST.saturating_sub(self.bytes.len()).min(bytes.len());
        let (kept, more) = bytes.split_at(room);
        self.bytes.extend_from_slice(kept);
        self.more += more.len();
    }

    /// Its lines without secrets and harmless.
    pub(super) fn lines(&self, rules: &Rules) -> Vec<String> {
        if self.bytes.is_empty() {
            return Vec::new();
        }
        let (mut masker, mut masked) = (Masker::new(rules), Masked::default());
        masker.take(&self.bytes, &mut masked);
        masker.end(&mut masked);
        let mut lines: Vec<String> = masked.lines.into_iter().map(|line| line.text).collect();
        if self.more > 0 {
            lines.push(format!("[{} bytes more are left out]", self.more));
        }
        lines
    }
}
