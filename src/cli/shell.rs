//! The one door of output: data on stdout, notes and errors on stderr, colour where a person wants it.
//!
//! Knows what became of the answer: a reader that went away is no failure, a full disk is one, and then the person is
//! told whether the change itself was made. Refuses to be the place where sentences are made.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{ErrorKind, Write};

use serde::Serialize;

use super::environment::Environment;
use super::globals::Color;
use super::pager::Pager;
use crate::model::{Changed, Fault, Kind, Moment, Result};
use crate::render::{self, Style};

/// What a command's answer goes to.
pub(super) struct Shell {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    /// Whether the answer may be coloured.
    pub(super) color_out: bool,
    /// Whether notes and errors may be coloured.
    pub(super) color_err: bool,
    /// The pager, where the person has one and sits at a screen.
    pager: RefCell<Option<Pager>>,
    rows: usize,
    /// How stderr is laid out.
    beside: Style,
    is_gone: bool,
    /// Whether errors and notes go where the answer goes.
    is_one: bool,
    made: Option<String>,
    /// The last fault that was told.
    fault: Option<Fault>,
    /// The patterns by which the opened store knows its own secrets.
    patterns: RefCell<BTreeMap<String, String>>,
}

impl Shell {
    /// The streams of this process, with colour where it is wanted and can be shown.
    #[expect(clippy::disallowed_methods, reason = "the one file that opens the streams")]
    pub(super) fn new(around: &Environment, color: Color) -> Self {
        Self {
            out: Box::new(std::io::stdout()),
            err: Box::new(std::io::stderr()),
            color_out: is_wanted(color, around, around.terminals.stdout),
            color_err: is_wanted(color, around, around.terminals.stderr),
            pager: RefCell::new(Pager::of(around, None)),
            beside: around.style_on_stderr(false),
            rows: around.screen.map_or(usize::MAX, |(_, rows)| usize::from(rows)),
            is_gone: false,
            is_one: false,
            made: None,
            fault: None,
            patterns: RefCell::default(),
        }
    }

    /// A shell into which everything may be said and nothing is heard.
    pub(super) fn silent() -> Self {
        Self {
            out: Box::new(std::io::sink()),
            err: Box::new(std::io::sink()),
            color_out: false,
            color_err: false,
            pager: RefCell::default(),
            beside: Style::plain(Moment::from_git(0, 0)),
            rows: usize::MAX,
            is_gone: false,
            is_one: false,
            made: None,
            fault: None,
            patterns: RefCell::default(),
        }
    }

    /// A shell for showing how commands work: their errors are part of what is shown, so they stand on stdout too.
    pub(super) fn for_showing(&self, around: &Environment, color: Color) -> Self {
        Self { pager: RefCell::default(), is_one: true, ..Self::new(around, color) }
    }

    /// Takes the person's word on colour, once it is understood.
    pub(super) fn recolor(&mut self, around: &Environment, color: Color) {
        self.color_out = is_wanted(color, around, around.terminals.stdout);
        self.color_err = is_wanted(color, around, around.terminals.stderr);
    }

    /// Takes the person's word on the pager, once it is understood, and what their own settings of git say.
    pub(super) fn choose_pager(&self, pager: Option<Pager>) {
        self.pager.replace(pager);
    }

    /// Takes the patterns of the store that was opened: what they find is in no fault that is told.
    pub(super) fn keep_out(&self, patterns: &BTreeMap<String, String>) {
        self.patterns.replace(patterns.clone());
    }

    /// The patterns of the store that was opened.
    pub(super) fn patterns(&self) -> BTreeMap<String, String> {
        self.patterns.borrow().clone()
    }

    /// True once the reader of the answer has gone away.
    pub(super) fn is_gone(&self) -> bool {
        self.is_gone
    }

    /// Remembers a fault that was told, for whoever plays commands and has only their exit code.
    pub(super) fn remember_fault(&mut self, fault: &Fault) {
        self.fault = Some(fault.clone());
    }

    /// The last fault that was told.
    pub(super) fn take_fault(&mut self) -> Option<Fault> {
        self.fault.take()
    }

    /// Remembers what was recorded, so that a lost answer does not hide it.
    pub(super) fn remember(&mut self, changed: &Changed) {
        self.made = changed.commit.as_ref().map(|commit| format!("{} has commit {}", changed.id, commit.short()));
    }

    /// Writes text for people to stdout, ending its last line.
    ///
    /// # Errors
    /// `Disk` when it cannot be written, saying whether the change itself was made.
    pub(super) fn say(&mut self, text: &str) -> Result<()> {
        self.write(text.as_bytes(), !text.is_empty() && !text.ends_with('\n'))
    }

    /// Writes bytes to stdout as they are.
    ///
    /// # Errors
    /// As [`Shell::say`].
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        self.write(bytes, false)
    }

    /// Writes bytes to stderr as they are. What cannot be said there is lost.
    pub(super) fn bytes_aside(&mut self, bytes: &[u8]) {
        let _ = self.err.write_all(bytes).and_then(|()| self.err.flush());
    }

    /// Writes one JSON document to stdout.
    ///
    /// # Errors
    /// As [`Shell::say`].
    pub(super) fn document(&mut self, document: &impl Serialize) -> Result<()> {
        let text = json(document);
        self.say(&text)
    }

    /// Writes text for people that may be longer than the screen: through the pager where there is one.
    ///
    /// # Errors
    /// As [`Shell::say`].
    pub(super) fn page(&mut self, text: &str) -> Result<()> {
        if text.lines().count() >= self.rows && self.pager.borrow().as_ref().is_some_and(|pager| pager.show(text)) {
            return Ok(());
        }
        self.say(text)
    }

    /// Says something beside the answer, on stderr. What cannot be said there is lost: there is no further place.
    pub(super) fn note(&mut self, text: &str) {
        let style = Style { color: self.color_err, ..self.beside };
        self.complain(&render::note(text, &style));
    }

    /// Writes finished text to stderr.
    pub(super) fn complain(&mut self, text: &str) {
        if self.is_one {
            // what is shown is lost together with the answer, which the next answer notices
            let _ = self.write(text.as_bytes(), false);
            return;
        }
        let _ = self.err.write_all(text.as_bytes()).and_then(|()| self.err.flush());
    }

    fn write(&mut self, bytes: &[u8], ends_line: bool) -> Result<()> {
        if self.is_gone {
            return Ok(());
        }
        let end: &[u8] = if ends_line { b"\n" } else { b"" };
        let written = self.out.write_all(bytes).and_then(|()| self.out.write_all(end)).and_then(|()| self.out.flush());
        match written {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.is_gone = true;
                Ok(())
            }
            Err(error) => {
                self.is_gone = true;
                let fault = Fault::new(Kind::Disk, format!("the answer could not be written: {error}"));
                Err(match self.made.take() {
                    Some(made) => {
                        Fault { message: format!("{}; the change itself was made: {made}", fault.message), ..fault }
                    }
                    None => fault,
                })
            }
        }
    }
}

/// Whether a stream may be coloured.
fn is_wanted(color: Color, around: &Environment, is_terminal: bool) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            is_terminal && around.var("NO_COLOR").is_none() && around.var("TERM") != Some(OsStr::new("dumb"))
        }
    }
}

/// A document as JSON text, without the last line's end.
pub(super) fn json(document: &impl Serialize) -> String {
    let value = serde_json::to_value(document).unwrap_or_default();
    render::json::text(&value).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::is_forbidden;

    #[test]
    fn a_document_holds_nothing_that_a_terminal_acts_on_and_means_the_same() {
        let value = serde_json::json!({"by": "a\u{202e}b\u{9b}c\u{1b}[2J – ü"});
        let text = json(&value);
        assert!(!text.chars().any(|c| c != '\n' && is_forbidden(c)), "{text}");
        assert!(text.contains("– ü"));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }
}
