//! Running a person's command and keeping what it says: shown as it comes, with secrets masked, and written down with
//! the time of each line and how it ended.
//!
//! At a screen the command gets a terminal of its own, so that it behaves as if it were typed; otherwise pipes. What is
//! kept holds no secret and nothing that a terminal acts on, and is bounded. Refuses to decide whether it may be run.

mod child;
mod command_log;
mod ended;
mod keyboard;
mod running_command;
mod terminal_info;

pub(in crate::guide) use child::{plain, start_quietly};
pub use command_log::{Stream, Title};
pub use ended::Ended;
pub use terminal_info::TerminalInfo;

use crate::model::{Moment, Result};
use crate::secret::Rules;
use crate::store::Spool;
use crate::store::signals::Aside;

use super::words::CommandWords;
use command_log::CommandLog;

/// A command about to be run and captured.
pub struct Capture<'a> {
    /// The command.
    pub words: &'a CommandWords,
    /// What the log says before the first line.
    pub title: &'a Title,
    /// What counts as a secret.
    pub rules: &'a Rules,
    /// The time.
    pub clock: &'a dyn Fn() -> Moment,
    /// Where the person sits.
    pub terminal: TerminalInfo,
}

/// A command that was run.
pub struct Captured {
    /// When it began.
    pub began: Moment,
    /// When it ended.
    pub finished: Moment,
    /// How it ended.
    pub ended: Ended,
    /// Everything that is kept of it, ready to be recorded.
    pub log: String,
    /// The signals that asked us to stop; they count again once this is dropped.
    pub asked: Vec<Aside>,
}

impl Capture<'_> {
    /// Runs the command to its end. Signals must be held; one that comes is passed on to the command.
    ///
    /// # Errors
    /// `Disk` when what it says can be kept nowhere; then nothing was run.
    pub fn run(&self, spool: &Spool, show: &mut dyn FnMut(Stream, &[u8])) -> Result<Captured> {
        let began = (self.clock)();
        let mut log = CommandLog::open(spool, self.title, began)?;
        let (ended, asked) = match child::start(self.words, self.terminal) {
            Ok(running) => running_command::relay(running, self.rules, self.clock, &mut log, show),
            Err(error) => (Ended::NotStarted(plain(&error)), Vec::new()),
        };
        let finished = (self.clock)().max(began);
        let log = log.close(&ended, finished, self.rules)?;
        Ok(Captured { began, finished, ended, log, asked })
    }
}
