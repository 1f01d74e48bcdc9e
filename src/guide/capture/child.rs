//! Starting the command: with a terminal of its own, or with pipes.

use std::ffi::OsString;
use std::io::{PipeReader, Result};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use pty_process::Size;
use pty_process::blocking::{Command as TerminalCommand, Pty, open};

use super::terminal_info::TerminalInfo;
use crate::guide::words::CommandWords;

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
    let (pty, end) = open().map_err(system)?;
    let (columns, rows) = terminal.size.unwrap_or(USUAL);
    pty.resize(Size::new(rows, columns)).map_err(system)?;
    let command = TerminalCommand::new(words.program()).args(words.rest());
    // what is piped into us is the command's to read
    let command = if terminal.keyboard { command } else { command.stdin(Stdio::inherit()) };
    let child = command.spawn(end).map_err(system)?;
    Ok(Running { child, streams: Streams::Terminal(pty, terminal) })
}

#[expect(clippy::disallowed_methods, reason = "the command is the person's own, named or agreed to by them")]
fn in_pipes(words: &CommandWords) -> Result<Running> {
    let (out, out_end) = std::io::pipe()?;
    let (err, err_end) = std::io::pipe()?;
    let child = Command::new(words.program()).args(words.rest()).stdout(out_end).stderr(err_end).spawn()?;
    Ok(Running { child, streams: Streams::Pipes(out, err) })
}

/// Starts a command of many: nothing to read, both outputs in one pipe, out of reach of our terminal's keys.
#[expect(clippy::disallowed_methods, reason = "the command is the person's own, named or agreed to by them")]
pub(in crate::guide) fn start_quietly(program: &Path, words: &[OsString]) -> Result<(Child, PipeReader)> {
    let (said, mouth) = std::io::pipe()?;
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::null()).stdout(mouth.try_clone()?).stderr(mouth).process_group(0);
    let child = command.spawn()?;
    // our copies of the writing end go with it
    drop(command);
    Ok((child, said))
}

fn system(error: pty_process::Error) -> std::io::Error {
    match error {
        pty_process::Error::Io(error) => error,
        pty_process::Error::Rustix(error) => error.into(),
    }
}

/// The system's words without the number that Rust appends.
pub(in crate::guide) fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}
