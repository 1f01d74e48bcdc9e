//! The screen while a call is guided: a story that stays, and below it a few live lines that are drawn over.
//!
//! It prints and never paints the whole screen, so that what was done can be read again by scrolling back. Texts come in
//! harmless and laid out; nothing here cuts or wraps.

use console::Term;

use crate::model::{Fault, Kind, Result};
use crate::render::LiveLine;

/// The terminal on standard error, with the lines that are live on it.
pub(super) struct Screen {
    term: Term,
    /// The widths of the live lines.
    live: Vec<usize>,
    /// Whether somebody types in the last of them.
    is_typed: bool,
    shown: String,
}

impl Screen {
    /// The screen, with nothing live on it.
    pub(super) fn new() -> Self {
        Self { term: Term::stderr(), live: Vec::new(), is_typed: false, shown: String::new() }
    }

    /// Columns and rows.
    pub(super) fn size(&self) -> (usize, usize) {
        let (rows, columns) = self.term.size();
        (usize::from(columns), usize::from(rows))
    }

    /// Adds to the story; live lines go.
    ///
    /// # Errors
    /// `Interrupted` when the terminal is gone.
    pub(super) fn say(&mut self, text: &str) -> Result<()> {
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        let over = self.over();
        self.live.clear();
        self.shown.clear();
        self.write(&format!("{over}{text}{end}"))
    }

    /// Takes it that nothing live stands on it any more.
    pub(super) fn draw_anew(&mut self) {
        self.live.clear();
        self.shown.clear();
    }

    /// The terminal for somebody else's words, with nothing live on it.
    ///
    /// # Errors
    /// As [`Screen::say`].
    pub(super) fn lend(&mut self) -> Result<Term> {
        self.say("")?;
        Ok(self.term.clone())
    }

    /// Draws the live lines anew, where they differ; with `cursor` (a column of the last one) somebody types there.
    ///
    /// # Errors
    /// As [`Screen::say`].
    pub(super) fn live(&mut self, lines: &[LiveLine], cursor: Option<usize>) -> Result<()> {
        let text: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        let text = text.join("\r\n");
        let place = match cursor {
            Some(0) => "\r\u{1b}[?25h".to_owned(),
            Some(column) => format!("\r\u{1b}[{column}C\u{1b}[?25h"),
            None => "\u{1b}[?25l".to_owned(),
        };
        let shown = format!("{text}{place}");
        if shown == self.shown && !self.live.is_empty() {
            return Ok(());
        }
        let over = self.over();
        self.live = lines.iter().map(|line| line.width).collect();
        self.is_typed = cursor.is_some();
        self.write(&format!("{over}{shown}"))?;
        self.shown = shown;
        Ok(())
    }

    /// What takes the live lines off the screen: up to the first of them, and clear from there. A screen that has become
    /// narrower has wrapped them.
    fn over(&self) -> String {
        if self.live.is_empty() {
            return String::new();
        }
        let columns = self.size().0.max(1);
        let rows: usize = self.live.iter().map(|width| width.div_ceil(columns).max(1)).sum();
        // the cursor stands at the end of the last line, or in its first row where somebody types
        let last = self.live.last().map_or(1, |width| width.div_ceil(columns).max(1));
        let above = rows - if self.is_typed { last } else { 1 };
        let up = if above > 0 { format!("\u{1b}[{above}A") } else { String::new() };
        format!("\r{up}\u{1b}[J\u{1b}[?25h")
    }

    fn write(&self, text: &str) -> Result<()> {
        self.term
            .write_str(text)
            .and_then(|()| self.term.flush())
            .map_err(|error| Fault::new(Kind::Interrupted, format!("the terminal is gone: {error}")))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let over = self.over();
        // a terminal that is gone needs nothing back
        let _ = self.term.write_str(&format!("{over}\u{1b}[?25h"));
    }
}
