//! How far a long job has come: one line on stderr, for a person who sits there, gone when the job is done.

use super::session::Session;

/// The columns of the bar.
const BAR: usize = 24;

/// A line that moves.
pub(super) struct ProgressLine {
    total: usize,
    done: usize,
    is_shown: bool,
}

impl ProgressLine {
    /// Begins a job of so many steps. It stays silent off a terminal.
    pub(super) fn begin(session: &Session<'_>, total: usize) -> Self {
        Self { total, done: 0, is_shown: session.around.terminals.stderr && total > 1 }
    }

    /// One more step is done.
    pub(super) fn step(&mut self, session: &mut Session<'_>) {
        let before = self.cells();
        self.done += 1;
        if self.is_shown && (self.cells() != before || self.done == 1 || self.total <= 100) {
            let bar = format!("{}{}", "█".repeat(self.cells()), "░".repeat(BAR - self.cells()));
            session.shell.complain(&format!("\r\u{1b}[2K{bar} {} of {}", self.done, self.total));
        }
    }

    /// Takes the line away.
    pub(super) fn end(self, session: &mut Session<'_>) {
        if self.is_shown {
            session.shell.complain("\r\u{1b}[2K");
        }
    }

    fn cells(&self) -> usize {
        (self.done * BAR / self.total.max(1)).min(BAR)
    }
}
