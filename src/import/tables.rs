//! Tables of a section, as rows of cells, whatever state they are in.

use std::ops::Range;

use super::cells::{cells_for, cells_of, is_separator};
use super::rows::is_row;
use super::sections::Section;
use super::source_text::{SourceLine, SourceText};
use super::structure::LineKind;
use super::writing::Writing;

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TableRow {
    /// The index of its line.
    pub(super) at: usize,
    /// The line's number.
    pub(super) number: u64,
    /// Its cells.
    pub(super) cells: Vec<String>,
    /// The line as it stands.
    pub(super) text: String,
}

impl TableRow {
    /// A cell's text; empty where the row is shorter.
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// True when no cell says anything.
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| super::vocabulary::is_blank(cell))
    }

    /// True where one cell says something, or all the same, as editors write joined cells.
    pub(super) fn is_title(&self) -> bool {
        let mut said = self.cells.iter().filter(|cell| !super::vocabulary::is_blank(cell));
        let first = said.next();
        self.cells.len() > 1 && first.is_some() && said.all(|other| Some(other) == first)
    }

    /// The cells again, for a table of so many columns.
    pub(super) fn fitted(&self, columns: usize) -> Vec<String> {
        cells_for(&self.text, columns)
    }
}

/// Rows that stand together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// Rows that may say something.
    pub(super) rows: Vec<TableRow>,
    /// The lines between head and body.
    pub(super) separators: Vec<usize>,
}

impl Table {
    /// Whether it stands in a block of code: under a heading that is not its own it is an example of one.
    pub(super) fn is_example(&self, page: &SourceText) -> bool {
        let first = self.rows.first().and_then(|row| page.line(row.at));
        page.is_more_than_code && first.is_some_and(|line| line.kind == LineKind::Fenced)
    }
}

/// Every table of these lines, in order.
pub(super) fn tables(page: &SourceText, lines: Range<usize>) -> Vec<Table> {
    let mut found: Vec<Table> = Vec::new();
    let mut is_open = false;
    for at in lines {
        // in the middle of a table one pipe is enough
        let goes_on = |line: &&SourceLine| {
            is_row(line) || (is_open && line.kind == LineKind::Text && cells_of(&line.text).len() > 1)
        };
        if is_open && page.line(at).is_some_and(|line| line.kind == LineKind::Tags) {
            continue;
        }
        let Some(line) = page.line(at).filter(goes_on) else {
            is_open = false;
            continue;
        };
        if !is_open {
            found.push(Table::default());
            is_open = true;
        }
        let Some(table) = found.last_mut() else { continue };
        if is_separator(&line.text) {
            table.separators.push(at);
        } else {
            let cells = cells_of(&line.text);
            table.rows.push(TableRow { at, number: line.number, cells, text: line.text.clone() });
        }
    }
    found
}

/// The lines of a table that say nothing go with the rows round them: where one of those was understood, so were they.
pub(super) fn separators(writing: &mut Writing<'_>, sections: &[Section]) {
    for section in sections {
        for table in tables(writing.page, section.lines.clone()) {
            if table.rows.iter().any(|row| !row.is_blank() && writing.is_claimed(row.at)) {
                table.separators.iter().for_each(|at| writing.claim(*at));
                table.rows.iter().filter(|row| row.is_blank()).for_each(|row| writing.claim(row.at));
            }
        }
    }
}
