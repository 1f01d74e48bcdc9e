//! The cells of tables and the parts of definitions in HTML, however they are spread over lines.

use super::cells::MOST;
use super::titled::{InLine, Titled, are_titles, titled, titled_briefly, value_under};
use crate::model::head;

/// What is known of a text in HTML up to a line.
#[derive(Debug, Clone, Default)]
pub(super) struct Markup {
    /// What the titles of the columns say.
    columns: Vec<Option<Titled>>,
    /// Whether the first row of a table, that of the titles, is over.
    has_titles: bool,
    /// What the cells of the first row say where they are not marked as titles.
    first: Vec<String>,
    /// Whether a cell of the first row is marked as a title, or is a value itself.
    has_other: bool,
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
    /// Its number where it stands in the first row and is not marked as a title.
    number: Option<usize>,
}

/// How long a tag that matters is at most, in bytes.
const TAG: usize = 256;
/// How long a cell is at most that may be a title, with its tags, in bytes.
const TITLE: usize = 400;
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
                    self.open = Some(Open { is: None, column: None, number: None });
                }
                "dd" => self.open = Some(Open { is: self.beside, column: None, number: None }),
                _ => {}
            }
            from = head(rest, TAG).find('>').map_or(at + 1 + length, |end| at + end + 2);
        }
        self.content(line, from, line.len(), found);
    }

    fn end_row(&mut self) {
        let first = std::mem::take(&mut self.first);
        if !self.has_titles && !self.has_other && are_titles(first.iter().map(String::as_str)) {
            self.columns = first.iter().map(|cell| titled(cell)).collect();
        }
        self.has_titles |= self.column > 0;
        self.column = 0;
        self.beside = None;
    }

    fn open_cell(&mut self, is_title: bool) {
        let column = self.column;
        self.column += 1;
        let under = self.columns.get(column).copied().flatten();
        let is = if is_title { None } else { self.beside.or(under.filter(|_| self.has_titles)) };
        let own = Some(column).filter(|column| !self.has_titles && *column < MOST);
        self.open = Some(Open { is, column: own.filter(|_| is_title), number: own.filter(|_| !is_title) });
        self.has_other |= is_title && !self.has_titles;
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
            self.has_other |= open.number.is_some();
            return;
        }
        self.has_other |= open.number.is_some() && text.len() > TITLE;
        if let Some(number) = open.number.filter(|_| text.len() <= TITLE) {
            self.first.resize(self.first.len().max(number + 1), String::new());
            if let Some(own) = self.first.get_mut(number) {
                text.clone_into(own);
            }
        }
        let title = titled(text);
        self.beside = titled_briefly(text).or(self.beside.filter(|_| open.column.is_none() && open.is.is_some()));
        if let Some(column) = open.column.filter(|column| title.is_some() && *column < MOST) {
            self.columns.resize(self.columns.len().max(column + 1), None);
            if let Some(own) = self.columns.get_mut(column) {
                *own = title;
            }
        }
    }
}
