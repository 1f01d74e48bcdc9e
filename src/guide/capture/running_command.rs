//! The command under way: what it says goes to the screen and into the log, what is typed goes to it, and so do signals.
//!
//! Refuses to wait for what a command leaves running behind it, and to be kept waiting by one that does not read.

use std::os::fd::{AsFd, BorrowedFd};
use std::process::{Child, ExitStatus};

use pty_process::Size;
use pty_process::blocking::Pty;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::io::Errno;
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use signal_hook::consts::{SIGINT, SIGKILL, SIGTERM};

use super::child::{Running, Streams};
use super::command_log::{CommandLog, Stream};
use super::ended::Ended;
use super::keyboard::Keyboard;
use crate::model::Moment;
use crate::secret::{Masked, Masker, Rules};
use crate::store::signals::{self, Aside};

/// How long, in milliseconds, a part of a line waits for its rest before it is shown.
const PAUSE: i64 = 10;
/// How often, in milliseconds, the size of the screen and signals are looked at.
const TICK: i64 = 50;
/// How many ticks are waited for the last words once the command has ended.
const LAST_WORDS: u32 = 6;
/// How many ticks a command has to end after it was asked to.
const GRACE: usize = 200;
/// How much of what is said at once takes as long as a tick, in bytes: a command that cleans up says a line now and then.
const FLOOD: usize = 2 * 1024;
/// How much is heard of what goes on talking once the command has ended, in bytes; more than a pipe holds.
const LAST_SAID: usize = 1024 * 1024;
/// How much typed ahead is kept for a command that does not read.
const TYPED_AHEAD: usize = 64 * 1024;

/// Stays with the command until it has ended.
pub(super) fn relay(
    running: Running,
    rules: &Rules,
    clock: &dyn Fn() -> Moment,
    log: &mut CommandLog<'_>,
    show: &mut dyn FnMut(Stream, &[u8]),
) -> (std::io::Result<Ended>, Vec<Aside>) {
    let Running { child, streams } = running;
    let mut call =
        RunningCommand { child, asked: Vec::new(), since_asked: 0, is_alone: matches!(streams, Streams::Terminal(..)) };
    let voice = |mouth| Voice { masker: Masker::new(rules), mouth, open: true };
    let mut heard = Heard { log, show, clock, masked: Masked::default() };
    let status = match streams {
        Streams::Terminal(pty, terminal) => {
            // a command that does not read must not stop us
            let _ = fcntl_getfl(&pty).and_then(|flags| fcntl_setfl(&pty, flags | OFlags::NONBLOCK));
            let keyboard = terminal.keyboard.then(Keyboard::take).flatten();
            let mut terminal = CommandTerminal { pty: &pty, keyboard, ahead: Vec::new(), size: terminal.size };
            listen(&mut call, &mut [(pty.as_fd(), voice(Stream::Out))], Some(&mut terminal), &mut heard)
        }
        Streams::Pipes(out, err) => {
            let mut voices = [(out.as_fd(), voice(Stream::Out)), (err.as_fd(), voice(Stream::Err))];
            listen(&mut call, &mut voices, None, &mut heard)
        }
    };
    let ended = status.map(Ended::of);
    if matches!(ended, Ok(Ended::Signal(SIGINT))) && call.asked.is_empty() {
        // typed at the command's own terminal, meant for us as well
        signals::note_interrupt();
        call.asked.push(signals::set_aside());
    }
    (ended, call.asked)
}

/// One of the command's outputs.
struct Voice<'r> {
    masker: Masker<'r>,
    mouth: Stream,
    open: bool,
}

/// Where its words go.
struct Heard<'h, 'b, 'c> {
    log: &'h mut CommandLog<'b>,
    show: &'h mut dyn FnMut(Stream, &[u8]),
    clock: &'c dyn Fn() -> Moment,
    masked: Masked,
}

/// The terminal that we hold the other end of.
struct CommandTerminal<'p> {
    pty: &'p Pty,
    keyboard: Option<Keyboard>,
    /// Typed and not yet read by the command.
    ahead: Vec<u8>,
    size: Option<(u16, u16)>,
}

/// The command's process, and the signals that it was sent.
struct RunningCommand {
    child: Child,
    asked: Vec<Aside>,
    /// In ticks.
    since_asked: usize,
    /// It is on a terminal of its own, which our terminal's keys do not reach.
    is_alone: bool,
}

fn listen(
    call: &mut RunningCommand,
    voices: &mut [(BorrowedFd<'_>, Voice<'_>)],
    mut terminal: Option<&mut CommandTerminal<'_>>,
    heard: &mut Heard<'_, '_, '_>,
) -> std::io::Result<ExitStatus> {
    let mut status = None;
    let (mut ticks_since, mut said_since) = (0, 0);
    loop {
        let is_held_back = voices.iter().any(|(_, voice)| voice.open && voice.masker.holds_back());
        let came = wait(voices, terminal.as_deref(), if is_held_back { PAUSE } else { TICK });
        let said = voices.iter_mut().filter(|(_, voice)| voice.open).map(|(fd, voice)| read(fd, voice, heard));
        let readings: Vec<usize> = said.flatten().collect();
        let quiet = readings.is_empty();
        if quiet {
            voices.iter_mut().filter(|(_, voice)| voice.open).for_each(|(_, voice)| heard.pause(voice));
        }
        if let Some(terminal) = terminal.as_deref_mut() {
            terminal.pass(came);
        }
        call.pass_signals(if quiet { 1 } else { readings.iter().map(|length| length / FLOOD).sum() });
        if status.is_none() {
            status = call.child.try_wait()?;
        }
        let Some(ended) = status else { continue };
        // what it left running may go on talking unheard
        ticks_since += u32::from(quiet);
        said_since += readings.iter().sum::<usize>();
        let is_over = ticks_since > LAST_WORDS || said_since > LAST_SAID;
        if is_over || voices.iter().all(|(_, voice)| !voice.open) {
            voices.iter_mut().filter(|(_, voice)| voice.open).for_each(|(_, voice)| heard.end(voice));
            return Ok(ended);
        }
    }
}

/// Waits until something can be read or written; true when something was typed.
fn wait(voices: &[(BorrowedFd<'_>, Voice<'_>)], terminal: Option<&CommandTerminal<'_>>, milliseconds: i64) -> bool {
    let open = voices.iter().filter(|(_, voice)| voice.open);
    let mut fds: Vec<PollFd<'_>> = open.map(|(fd, _)| PollFd::from_borrowed_fd(*fd, PollFlags::IN)).collect();
    let milliseconds = if fds.is_empty() { PAUSE } else { milliseconds };
    let mut keyboard = None;
    if let Some(terminal) = terminal {
        if !terminal.ahead.is_empty() {
            fds.push(PollFd::new(terminal.pty, PollFlags::OUT));
        }
        if let Some(keys) = terminal.keyboard.as_ref().filter(|_| terminal.ahead.len() < TYPED_AHEAD) {
            keyboard = Some(fds.len());
            fds.push(PollFd::new(keys, PollFlags::IN));
        }
    }
    let patience = Timespec { tv_sec: 0, tv_nsec: milliseconds * 1_000_000 };
    // a signal ends the waiting, and is looked at next
    let _ = poll(&mut fds, Some(&patience));
    keyboard.and_then(|at| fds.get(at)).is_some_and(|keys| !keys.revents().is_empty())
}

/// Reads what is there, and says how much that was; nothing when there was nothing.
fn read(fd: &BorrowedFd<'_>, voice: &mut Voice<'_>, heard: &mut Heard<'_, '_, '_>) -> Option<usize> {
    let mut fds = [PollFd::from_borrowed_fd(*fd, PollFlags::IN)];
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    if !matches!(poll(&mut fds, Some(&now)), Ok(1..)) {
        return None;
    }
    let mut bytes = [0; 16 * 1024];
    match rustix::io::read(fd, &mut bytes) {
        Ok(length @ 1..) => {
            heard.take(voice, bytes.get(..length).unwrap_or_default());
            Some(length)
        }
        Err(Errno::AGAIN | Errno::INTR) => None,
        // the end, or a terminal that nobody holds open any more
        Ok(_) | Err(_) => {
            heard.end(voice);
            voice.open = false;
            Some(0)
        }
    }
}

impl Heard<'_, '_, '_> {
    fn take(&mut self, voice: &mut Voice<'_>, bytes: &[u8]) {
        voice.masker.take(bytes, &mut self.masked);
        self.pass(voice.mouth);
    }

    fn pause(&mut self, voice: &mut Voice<'_>) {
        voice.masker.pause(&mut self.masked);
        self.pass(voice.mouth);
    }

    fn end(&mut self, voice: &mut Voice<'_>) {
        voice.masker.end(&mut self.masked);
        self.pass(voice.mouth);
    }

    fn pass(&mut self, mouth: Stream) {
        // kept before it is shown: nothing that somebody has seen is lost when the run is killed
        if !self.masked.lines.is_empty() {
            let now = (self.clock)();
            self.masked.lines.iter().for_each(|line| self.log.add(line, mouth, now));
        }
        if !self.masked.screen.is_empty() {
            (self.show)(mouth, &self.masked.screen);
        }
        self.masked.clear();
    }
}

impl CommandTerminal<'_> {
    /// Passes on what is typed and how large the screen is.
    fn pass(&mut self, is_typed: bool) {
        if let Some(keyboard) = &self.keyboard {
            let size = keyboard.size();
            if size.is_some() && size != self.size {
                self.size = size;
                // the command goes on with the old size where it cannot be told
                let _ = size.map(|(columns, rows)| self.pty.resize(Size::new(rows, columns)));
            }
            let mut bytes = [0; 4096];
            match is_typed.then(|| keyboard.typed(&mut bytes)) {
                Some(Some(typed)) => self.ahead.extend_from_slice(typed),
                Some(None) => self.keyboard = None,
                None => {}
            }
        }
        if !self.ahead.is_empty() {
            match rustix::io::write(self.pty, &self.ahead) {
                Ok(length) => drop(self.ahead.drain(..length)),
                Err(Errno::AGAIN | Errno::INTR) => {}
                Err(_) => self.ahead.clear(),
            }
        }
    }
}

impl RunningCommand {
    /// Passes a signal that was sent to us on to the command; one that does not heed it is ended in the end.
    fn pass_signals(&mut self, ticks: usize) {
        if let Some(number) = signals::noted() {
            self.asked.push(signals::set_aside());
            match self.asked.len() {
                1 => self.send(number),
                2 => self.send(SIGTERM),
                _ => self.send(SIGKILL),
            }
            self.since_asked = 0;
            return;
        }
        if !self.asked.is_empty() {
            let before = self.since_asked;
            self.since_asked += ticks;
            let has_passed = |grace: usize| (before..self.since_asked).contains(&(grace - 1));
            if has_passed(2 * GRACE) {
                self.send(SIGKILL);
            } else if has_passed(GRACE) {
                self.send(SIGTERM);
            }
        }
    }

    fn send(&self, number: i32) {
        let Some(signal) = Signal::from_named_raw(number) else { return };
        let process = Pid::from_child(&self.child);
        // one that has ended meanwhile needs none
        let _ = match self.is_alone {
            true => kill_process_group(process, signal),
            // the keys of our terminal have reached it already
            false if number == SIGINT && rustix::termios::isatty(std::io::stdin()) => Ok(()),
            false => kill_process(process, signal),
        };
    }
}
