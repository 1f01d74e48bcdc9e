//! Starting the command: with a terminal of its own, or with pipes.

use std::ffi::OsString;
use std::io::{Error, PipeReader};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use pty_process::Size;
use pty_process::blocking::{Command as TerminalCommand, Pty, open};

use super::terminal_info::TerminalInfo;
use crate::guide::program::NotStarted::{self, Program, Surroundings};
use crate::guide::words::CommandWords;

type Result<T> = std::result::Result<T, NotStarted>;

/// A command that runs.
pub(super) struct Running {
    pub(super) child: Child,
    pub(super) streams: Streams,
}

/// Where its words come from.
pub(super) enum Streams {
    /// A terminal that we hold the other end of.
    Terminal(Pty, TerminalInfo),
    /// Its outputs.
    Pipes(PipeReader, PipeReader),
}

/// The size of a screen that does not say its size.
const USUAL: (u16, u16) = (80, 24);

pub(super) fn start(words: &CommandWords, terminal: TerminalInfo) -> Result<Running> {
    if terminal.screen { on_terminal(words, terminal) } else { in_pipes(words) }
}

#[expect(clippy::disallowed_methods, reason = "the command is the person's own, named or agreed to by them")]
fn on_terminal(words: &CommandWords, terminal: TerminalInfo) -> Result<Running> {
    let (pty, end) = open().map_err(|error| Surroundings(system(error)))?;
    let (columns, rows) = terminal.size.unwrap_or(USUAL);
    pty.resize(Size::new(rows, columns)).map_err(|error| Surroundings(system(error)))?;
    let command = TerminalCommand::new(words.program()).args(words.rest());
    // what is piped into us is the command's to read
    let command = if terminal.keyboard { command } else { command.stdin(Stdio::inherit()) };
    let child = command.spawn(end).map_err(|error| Program(system(error)))?;
    Ok(Running { child, streams: Streams::Terminal(pty, terminal) })
}

#[expect(clippy::disallowed_methods, reason = "the command is the person's own, named or agreed to by them")]
fn in_pipes(words: &CommandWords) -> Result<Running> {
    let (out, out_end) = std::io::pipe().map_err(Surroundings)?;
    let (err, err_end) = std::io::pipe().map_err(Surroundings)?;
    let mut command = Command::new(words.program());
    let child = command.args(words.rest()).stdout(out_end).stderr(err_end).spawn().map_err(Program)?;
    Ok(Running { child, streams: Streams::Pipes(out, err) })
}

/// Starts a command of many: nothing to read, both outputs in one pipe, out of reach of our terminal's keys.
#[expect(clippy::disallowed_methods, reason = "the command is the person's own, named or agreed to by them")]
pub(in crate::guide) fn start_quietly(program: &Path, words: &[OsString]) -> Result<(Child, PipeReader)> {
    let (said, mouth) = std::io::pipe().map_err(Surroundings)?;
    let second = mouth.try_clone().map_err(Surroundings)?;
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::null()).stdout(second).stderr(mouth).process_group(0);
    let child = command.spawn().map_err(Program)?;
    // our copies of the writing end go with it
    drop(command);
    Ok((child, said))
}

fn system(error: pty_process::Error) -> Error {
    match error {
        pty_process::Error::Io(error) => error,
        pty_process::Error::Rustix(error) => error.into(),
    }
}
