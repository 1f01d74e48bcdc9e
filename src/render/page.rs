//! A page of text for people, built line by line, painted once at its end.

use super::layout::{fold, pad, width};
use super::palette::{Ink, ink, paint};
use super::style::Style;

/// What a reader gets on the screen.
#[derive(Debug)]
pub(super) struct Page<'a> {
    style: &'a Style,
    text: String,
}

impl<'a> Page<'a> {
    /// An empty page.
    pub(super) fn new(style: &'a Style) -> Self {
        Self { style, text: String::new() }
    }

    /// One line as it is.
    pub(super) fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    /// One empty line, never two, never at the top.
    pub(super) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Text wrapped to the page and indented.
    pub(super) fn text(&mut self, indent: usize, text: &str) {
        self.hang(&" ".repeat(indent), text);
    }

    /// Text wrapped to the page; the first line follows `lead`, the others stand below its end.
    pub(super) fn hang(&mut self, lead: &str, text: &str) {
        let indent = width(lead);
        let mut lines = fold(text, self.style.measure().saturating_sub(indent)).into_iter();
        self.line(format!("{lead}{}", lines.next().unwrap_or_default()));
        for line in lines {
            self.line(format!("{}{line}", " ".repeat(indent)));
        }
    }

    /// A field: label, then its value, aligned with the other fields.
    pub(super) fn field(&mut self, label: &str, value: &str) {
        let label = pad(&ink(Ink::Muted, label), FIELD);
        self.hang(&format!("  {label}  "), value);
    }

    /// The title of a section, after an empty line; `note` says how it stands.
    pub(super) fn heading(&mut self, title: &str, note: &str) {
        self.blank();
        let gap = if note.is_empty() { "" } else { "  " };
        self.line(format!("{}{gap}{note}", ink(Ink::Heading, title)));
    }

    /// Lines that are already laid out, indented.
    pub(super) fn lines(&mut self, indent: usize, lines: impl IntoIterator<Item = String>) {
        for line in lines {
            self.text.extend(std::iter::repeat_n(' ', indent));
            self.line(line);
        }
    }

    /// The finished text, every line ended.
    pub(super) fn done(self) -> String {
        paint(&self.text, self.style.color)
    }
}

/// The width of the fields' labels.
const FIELD: usize = 12;
