//! The cells of tables and the parts of definitions in HTML, however they are spread over lines.

use super::cells::MOST;
use super::titled::{InLine, Titled, titled, value_under};
use crate::model::head;

/// What is known of a text in HTML up to a line.
#[derive(Debug, Clone, Default)]
pub(super) struct Markup {
    /// What the titles of the columns say.
    columns: Vec<Option<Titled>>,
    /// Whether the first row of a table, that of the titles, is over.
    has_titles: bool,
    /// The number of the next cell in its row.
    column: usize,
    /// What the cell before says of this one.
    beside: Option<Titled>,
    open: Option<Open>,
}

/// A cell in which nothing has stood yet.
#[derive(Debug, Clone, Copy)]
struct Open {
    /// What is said of it.
    is: Option<Titled>,
    /// Its number where it may be the title of a column.
    column: Option<usize>,
}

/// How long a tag that matters is at most, in bytes.
const TAG: usize = 256;
/// The longest name of a tag that matters, with its slash, in bytes.
const LONGEST: usize = 6;

impl Markup {
    /// The secrets of the next line.
    pub(super) fn line(&mut self, line: &str, found: &mut Vec<InLine>) {
        let mut from = 0;
        for (at, _) in line.match_indices('<') {
            let rest = line.get(at + 1..).unwrap_or_default();
            let length = rest.bytes().take(LONGEST + 1).take_while(|b| b.is_ascii_alphabetic() || *b == b'/').count();
            let name = rest.get(..length).unwrap_or_default().to_ascii_lowercase();
            let is_cell = matches!(name.as_str(), "th" | "td" | "dt" | "dd");
            let is_end = matches!(name.as_str(), "tr" | "table" | "/th" | "/td" | "/dt" | "/dd" | "/tr" | "/table");
            if !is_cell && !is_end {
                continue;
            }
            self.content(line, from, at, found);
            self.open = None;
            match name.as_str() {
                "table" | "/table" => *self = Self::default(),
                "tr" | "/tr" => self.end_row(),
                "th" | "td" => self.open_cell(name == "th"),
                "dt" => {
                    self.beside = None;
                    self.open = Some(Open { is: None, column: None });
                }
                "dd" => self.open = Some(Open { is: self.beside, column: None }),
                _ => {}
            }
            from = head(rest, TAG).find('>').map_or(at + 1 + length, |end| at + end + 2);
        }
        self.content(line, from, line.len(), found);
    }

    fn end_row(&mut self) {
        self.has_titles |= self.column > 0;
        self.column = 0;
        self.beside = None;
    }

    fn open_cell(&mut self, is_title: bool) {
        let column = self.column;
        self.column += 1;
        let under = self.columns.get(column).copied().flatten();
        let is = if is_title { None } else { self.beside.or(under.filter(|_| self.has_titles)) };
        self.open = Some(Open { is, column: Some(column).filter(|_| is_title && !self.has_titles) });
        if !is_title {
            self.beside = None;
        }
    }

    /// What stands between two tags that matter.
    fn content(&mut self, line: &str, from: usize, to: usize, found: &mut Vec<InLine>) {
        let Some(open) = self.open else { return };
        let Some(text) = line.get(from..to).filter(|text| !text.trim().is_empty()) else { return };
        self.open = None;
        if let Some(secret) = open.is.and_then(|is| value_under(is, line, from, to)) {
            found.push(secret);
            return;
        }
        let title = titled(text);
        self.beside = title.or(self.beside.filter(|_| open.column.is_none() && open.is.is_some()));
        if let Some(column) = open.column.filter(|column| title.is_some() && *column < MOST) {
            self.columns.resize(self.columns.len().max(column + 1), None);
            if let Some(own) = self.columns.get_mut(column) {
                *own = title;
            }
        }
    }
}
