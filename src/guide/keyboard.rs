//! The keyboard while a call is guided: single keys as they are pressed, with a pause after which a clock can be drawn.
//!
//! From its opening to its end the terminal neither echoes nor waits for whole lines, and signals are held: whatever ends
//! the guidance (an answer, a signal, a panic) gives the terminal back as it was. It opens nothing: the terminal is the
//! one that the program stands on.

use std::collections::VecDeque;
use std::io::Stdin;
use std::str;

use console::Term;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};

use crate::model::{Fault, Kind, Result};
use crate::store::signals::Hold;

/// A key that was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// One that writes something.
    Char(char),
    /// What was not pressed but pasted: it is a part of a text, and never a key of the call.
    Pasted(char),
    /// The return key.
    Enter,
    /// Back, or never mind.
    Escape,
    /// Takes the character before the cursor.
    Backspace,
    /// Takes the one under it.
    Delete,
    /// One to the left.
    Left,
    /// One to the right.
    Right,
    /// To the beginning.
    Home,
    /// To the end.
    End,
    /// Takes everything before the cursor.
    Kill,
    /// Takes the word before the cursor.
    KillWord,
    /// One that means nothing here.
    Other,
}

/// How long the rest of a key's sequence may take, in milliseconds; an escape after which nothing comes is the key itself.
const SEQUENCE: u64 = 25;

/// What a terminal sends round a pasted text, once it is asked to.
const PASTE_BEGINS: u32 = 200;
const PASTE_ENDS: u32 = 201;
/// A pasted text of which nothing comes for so many milliseconds is over.
const PASTE_STALLS: u64 = 2_000;
const MARK_PASTES: &str = "\u{1b}[?2004h";
const MARK_NO_PASTES: &str = "\u{1b}[?2004l";

/// The keyboard, taken.
pub(super) struct Keyboard {
    input: Stdin,
    before: Termios,
    hold: Hold,
    bytes: VecDeque<u8>,
    /// Where what comes is a pasted text, for how many milliseconds nothing has come of it.
    pasting: Option<u64>,
    /// Whether a shell had the terminal since that was asked last.
    was_away: bool,
}

impl Keyboard {
    /// Takes the keyboard.
    ///
    /// # Errors
    /// `Usage` where standard input is no terminal.
    pub(super) fn open() -> Result<Self> {
        let input = std::io::stdin();
        let before = tcgetattr(&input).map_err(|error| {
            Fault::usage(format!("the keyboard cannot be read key by key: {error}")).hint("run it in a terminal")
        })?;
        let bytes = VecDeque::new();
        let keyboard = Self { input, before, hold: Hold::begin(), bytes, pasting: None, was_away: false };
        keyboard.take()?;
        Ok(keyboard)
    }

    /// Makes the terminal give single keys. Signals stay what they are.
    fn take(&self) -> Result<()> {
        let mut now = self.before.clone();
        now.local_modes.remove(LocalModes::ICANON | LocalModes::ECHO | LocalModes::IEXTEN);
        now.special_codes[SpecialCodeIndex::VMIN] = 1;
        now.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(&self.input, OptionalActions::Now, &now).map_err(|error| self.lost(error))?;
        // one that does not know of it shows nothing of it
        let _ = Term::stderr().write_str(MARK_PASTES);
        Ok(())
    }

    /// Takes the keyboard again where somebody stopped the program and went on with it: a shell has had it since.
    fn take_again(&mut self) -> Result<()> {
        let is_given = tcgetattr(&self.input).is_ok_and(|now| now.local_modes.contains(LocalModes::ICANON));
        if is_given {
            self.take()?;
            self.bytes.clear();
            self.was_away = true;
        }
        Ok(())
    }

    /// True once when a shell had the terminal: nothing that stood on it stands there for sure.
    pub(super) fn was_away(&mut self) -> bool {
        std::mem::take(&mut self.was_away)
    }

    /// Drops what came together with the last key: nobody types so fast, so that it is the rest of a pasted text.
    ///
    /// # Errors
    /// As [`Keyboard::next`].
    pub(super) fn drop_burst(&mut self) -> Result<()> {
        // of a long one the terminal gives a part at a time, and its end may be marked
        while (!self.bytes.is_empty() || self.fill(0)?) && self.next(0)?.is_some() {}
        Ok(())
    }

    /// Runs something that has the terminal for itself.
    ///
    /// # Errors
    /// As what is run; `Interrupted` when the terminal is gone afterwards.
    pub(super) fn lend<T>(&self, run: impl FnOnce() -> Result<T>) -> Result<T> {
        self.give_back();
        let done = run();
        self.take()?;
        done
    }

    fn give_back(&self) {
        // a terminal that is gone needs nothing back
        let _ = Term::stderr().write_str(MARK_NO_PASTES);
        let _ = tcsetattr(&self.input, OptionalActions::Now, &self.before);
    }

    /// The next key; none when there is none for so many milliseconds.
    ///
    /// # Errors
    /// `Interrupted` when a signal asked to stop, or the terminal is gone.
    pub(super) fn next(&mut self, patience: u64) -> Result<Option<Key>> {
        if self.bytes.is_empty() && !self.fill(patience)? {
            self.pasting = self.pasting.map(|stalled| stalled + patience).filter(|stalled| *stalled < PASTE_STALLS);
            return Ok(None);
        }
        self.pasting = self.pasting.map(|_| 0);
        let Some(first) = self.bytes.pop_front() else { return Ok(None) };
        let key = self.key(first)?;
        Ok(Some(match key {
            Key::Char(c) if self.pasting.is_some() => Key::Pasted(c),
            Key::Enter if self.pasting.is_some() => Key::Pasted(' '),
            _ if self.pasting.is_some() => Key::Other,
            _ => key,
        }))
    }

    fn key(&mut self, first: u8) -> Result<Key> {
        Ok(match first {
            b'\r' | b'\n' => Key::Enter,
            0x1b => self.sequence()?,
            0x7f | 0x08 => Key::Backspace,
            0x01 => Key::Home,
            0x05 => Key::End,
            0x15 => Key::Kill,
            0x17 => Key::KillWord,
            b'\t' => Key::Char(' '),
            0..0x20 => Key::Other,
            0x20..0x7f => Key::Char(char::from(first)),
            _ => self.wide(first)?,
        })
    }

    /// In a pasted text an escape is its end, however slow the line is; an end that was lost is not waited for for ever.
    fn sequence_patience(&self) -> u64 {
        if self.pasting.is_some() { PASTE_STALLS } else { SEQUENCE }
    }

    /// What follows an escape.
    fn sequence(&mut self) -> Result<Key> {
        if self.bytes.is_empty() && !self.fill(self.sequence_patience())? {
            return Ok(Key::Escape);
        }
        if !matches!(self.bytes.front(), Some(b'[' | b'O')) {
            return Ok(Key::Escape);
        }
        self.bytes.pop_front();
        let (mut number, mut is_first) = (0_u32, true);
        loop {
            if self.bytes.is_empty() && !self.fill(self.sequence_patience())? {
                return Ok(Key::Other);
            }
            let Some(byte) = self.bytes.pop_front() else { return Ok(Key::Other) };
            return Ok(match byte {
                b'0'..=b'9' => {
                    let digit = u32::from(byte - b'0');
                    number = if is_first { number.saturating_mul(10).saturating_add(digit) } else { number };
                    continue;
                }
                b';' | b'?' => {
                    is_first &= byte == b'?';
                    continue;
                }
                b'D' => Key::Left,
                b'C' => Key::Right,
                b'H' => Key::Home,
                b'F' => Key::End,
                b'~' => match number {
                    1 | 7 => Key::Home,
                    4 | 8 => Key::End,
                    3 => Key::Delete,
                    PASTE_BEGINS | PASTE_ENDS => {
                        self.pasting = (number == PASTE_BEGINS).then_some(0);
                        Key::Other
                    }
                    _ => Key::Other,
                },
                _ => Key::Other,
            });
        }
    }

    /// A character of several bytes.
    fn wide(&mut self, first: u8) -> Result<Key> {
        let length = match first {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return Ok(Key::Other),
        };
        let mut bytes = vec![first];
        while bytes.len() < length {
            if self.bytes.is_empty() && !self.fill(SEQUENCE)? {
                return Ok(Key::Other);
            }
            match self.bytes.front() {
                Some(0x80..=0xbf) => bytes.extend(self.bytes.pop_front()),
                _ => return Ok(Key::Other),
            }
        }
        Ok(str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()).map_or(Key::Other, Key::Char))
    }

    /// Waits for bytes; false when none came.
    fn fill(&mut self, patience: u64) -> Result<bool> {
        self.must_go_on()?;
        let wait = Timespec {
            tv_sec: (patience / 1_000).cast_signed(),
            tv_nsec: (patience % 1_000).cast_signed() * 1_000_000,
        };
        let ready = match poll(&mut [PollFd::new(&self.input, PollFlags::IN)], Some(&wait)) {
            Ok(ready) => ready,
            Err(Errno::INTR) => {
                self.must_go_on()?;
                self.take_again()?;
                return Ok(false);
            }
            Err(error) => return Err(self.lost(error)),
        };
        if ready == 0 {
            // a program that goes on after a stop is not told
            self.take_again()?;
            return Ok(false);
        }
        let mut buffer = [0; 256];
        match rustix::io::read(&self.input, &mut buffer) {
            Ok(0) => Err(self.lost(Errno::IO)),
            Ok(read) => {
                self.bytes.extend(buffer.iter().take(read));
                Ok(true)
            }
            Err(Errno::INTR | Errno::AGAIN) => self.must_go_on().map(|()| false),
            Err(error) => Err(self.lost(error)),
        }
    }

    /// Fails once a signal has asked to stop.
    ///
    /// # Errors
    /// `Interrupted`.
    pub(super) fn must_go_on(&self) -> Result<()> {
        if self.hold.is_asked_to_stop() {
            return Err(Fault::new(Kind::Interrupted, "interrupted; everything that was answered is recorded"));
        }
        Ok(())
    }

    fn lost(&self, error: Errno) -> Fault {
        Fault::new(
            Kind::Interrupted,
            format!("the terminal is gone ({error}); everything that was answered is recorded"),
        )
    }
}

impl Drop for Keyboard {
    fn drop(&mut self) {
        self.give_back();
    }
}
