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

pub(in crate::guide) use child::start_quietly;
pub use command_log::{ClosedLog, LeftOut, Stream, Title};
pub use ended::Ended;
pub use terminal_info::TerminalInfo;

use crate::model::{Fault, Kind, Moment, Result};
use crate::secret::Rules;
use crate::store::Spool;
use crate::store::signals::Aside;

use super::program::plain;
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
    /// Everything that is kept of it.
    pub log: ClosedLog,
    /// The signals that asked us to stop; they count again once this is dropped.
    pub asked: Vec<Aside>,
}

impl Capture<'_> {
    /// Runs the command to its end. Signals must be held; one that comes is passed on to the command.
    ///
    /// # Errors
    /// Then nothing was run and the spool is as it was: `Disk` when what it says can be kept nowhere, `Usage` for words
    /// that cannot be run, `System` when the machine could not start them. Also `System` when it ran and nobody can say
    /// how it ended.
    pub fn run(&self, spool: &Spool, show: &mut dyn FnMut(Stream, &[u8])) -> Result<Captured> {
        let began = (self.clock)();
        let (mut log, running) = match self.begin(spool, began) {
            Ok(begun) => begun,
            Err(fault) => {
                spool.withdraw();
                return Err(fault);
            }
        };
        let (ended, asked) = running_command::relay(running, self.rules, self.clock, &mut log, show);
        let finished = (self.clock)().max(began);
        match ended {
            Ok(ended) => {
                let log = log.close(&ended.words(), finished, self.rules);
                Ok(Captured { began, finished, ended, log, asked })
            }
            Err(error) => {
                let log = log.close("how it ended is not known", finished, self.rules);
                let fault = Fault::new(
                    Kind::System,
                    format!("the command was run, and how it ended is not known: {}", plain(&error)),
                );
                Err(fault.hint(log.keep_beside(spool)))
            }
        }
    }

    fn begin<'s>(&self, spool: &'s Spool, began: Moment) -> Result<(CommandLog<'s>, child::Running)> {
        let log = CommandLog::open(spool, self.title, began)
            .map_err(|fault| Fault { message: format!("{}; nothing was run", fault.message), ..fault })?;
        let running = child::start(self.words, self.terminal).map_err(|not| not.fault(self.words))?;
        Ok((log, running))
    }
}
