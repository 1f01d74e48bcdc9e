//! The person's keyboard while a command on a terminal of its own is typed to: every key goes to the command.

use std::io::Stdin;
use std::os::fd::AsFd;

use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};

/// The keyboard in raw mode; as it was before once this is dropped.
pub(super) struct Keyboard {
    stdin: Stdin,
    before: Termios,
}

impl Keyboard {
    /// Takes the keyboard over; none where there is no terminal.
    pub(super) fn take() -> Option<Self> {
        let stdin = std::io::stdin();
        let before = tcgetattr(&stdin).ok()?;
        let mut raw = before.clone();
        raw.make_raw();
        tcsetattr(&stdin, OptionalActions::Now, &raw).ok()?;
        Some(Self { stdin, before })
    }

    /// What has been typed; nothing once the terminal is gone.
    pub(super) fn typed<'b>(&self, bytes: &'b mut [u8]) -> Option<&'b [u8]> {
        match rustix::io::read(&self.stdin, &mut *bytes) {
            Ok(0) | Err(_) => None,
            Ok(length) => bytes.get(..length),
        }
    }

    /// Columns and rows of the screen.
    pub(super) fn size(&self) -> Option<(u16, u16)> {
        let size = tcgetwinsize(&self.stdin).ok()?;
        (size.ws_col > 0 && size.ws_row > 0).then_some((size.ws_col, size.ws_row))
    }
}

impl AsFd for Keyboard {
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.stdin.as_fd()
    }
}

impl Drop for Keyboard {
    fn drop(&mut self) {
        // a terminal that is gone needs nothing any more
        let _ = tcsetattr(&self.stdin, OptionalActions::Drain, &self.before);
    }
}
