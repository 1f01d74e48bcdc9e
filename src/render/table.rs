//! Tables on a screen of a known width. Cells come in harmless; layout is comfy-table's, which is told no terminal.
//!
//! A table never asks for more columns than it has: it wraps or cuts what may be wrapped or cut, and where that is not
//! enough it drops the columns that matter least and says which.

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width};

use super::layout::{cut, width};
use super::look::Look;
use super::palette::{Ink, ink};

/// Blanks between two columns.
const GAP: u16 = 2;

/// What becomes of a cell that is wider than its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// The column is as wide as its widest cell.
    Whole,
    /// The cell goes on in the next line.
    Wraps,
    /// The cell ends in `…`.
    Cuts,
}

impl Fit {
    /// The least width of a column with this content.
    fn least(self, content: usize) -> usize {
        match self {
            Self::Whole => content,
            Self::Wraps => content.min(14),
            Self::Cuts => content.min(24),
        }
    }
}

/// One column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    title: &'static str,
    fit: Fit,
    right: bool,
    rank: u8,
}

impl Column {
    /// A column whose cells wrap.
    pub(super) fn wrapping(title: &'static str) -> Self {
        Self { title, fit: Fit::Wraps, right: false, rank: 0 }
    }

    /// A column whose cells are cut where there is no room.
    pub(super) fn cutting(title: &'static str) -> Self {
        Self { fit: Fit::Cuts, ..Self::wrapping(title) }
    }

    /// A column whose cells stay on their line.
    pub(super) fn fixed(title: &'static str) -> Self {
        Self { fit: Fit::Whole, ..Self::wrapping(title) }
    }

    /// A column of figures.
    pub(super) fn figures(title: &'static str) -> Self {
        Self { right: true, ..Self::fixed(title) }
    }

    /// May be dropped where there is no room; the highest rank goes first, zero never.
    pub(super) fn rank(mut self, rank: u8) -> Self {
        self.rank = rank;
        self
    }
}

/// Rows under titled columns.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

/// A laid-out table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Laid {
    /// Its lines, title first.
    pub(super) lines: Vec<String>,
    /// The titles of columns that found no room.
    pub(super) dropped: Vec<&'static str>,
}

impl Grid {
    /// A table without rows.
    pub(super) fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// One more row, a cell for each column.
    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The table on at most this many columns of the screen. Columns without any content are left out where they may.
    pub(super) fn lay(&self, columns: usize, look: &Look) -> Laid {
        let (shown, dropped) = self.choose(columns);
        let most = self.cutting_width(&shown, columns);
        let cell = |row: &[String], at: usize| -> Cell {
            let column = self.columns.get(at);
            let text = row.get(at).map_or("", String::as_str);
            let cell = match column {
                Some(column) if column.fit == Fit::Cuts => Cell::new(cut(text, most)),
                _ => Cell::new(text),
            };
            let is_figure = column.is_some_and(|column| column.right);
            cell.set_alignment(if is_figure { CellAlignment::Right } else { CellAlignment::Left })
        };
        let titles: Vec<String> = self.columns.iter().map(|column| ink(Ink::Heading, column.title)).collect();
        let mut table = Table::new();
        let rule = look.sign("─", "-").chars().next().unwrap_or('-');
        table
            .load_style(TableStyle::new().header_separator(LineStyle::none().fill(rule)))
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(columns).unwrap_or(u16::MAX))
            .set_header(shown.iter().map(|at| cell(&titles, *at)).collect::<Vec<_>>());
        for row in &self.rows {
            table.add_row(shown.iter().map(|at| cell(row, *at)).collect::<Vec<_>>());
        }
        let last = shown.len().saturating_sub(1);
        for (place, at) in shown.iter().enumerate() {
            if let Some(column) = table.column_mut(place) {
                column.set_padding((0, if place == last { 0 } else { GAP }));
                column.set_constraint(self.constraint(*at));
            }
        }
        Laid { lines: table.lines().map(|line| line.trim_end().to_owned()).collect(), dropped }
    }

    fn constraint(&self, at: usize) -> ColumnConstraint {
        match self.columns.get(at) {
            Some(column) if column.fit == Fit::Wraps => {
                let least = u16::try_from(column.fit.least(self.content(at))).unwrap_or(u16::MAX);
                ColumnConstraint::LowerBoundary(Width::Fixed(least))
            }
            _ => ColumnConstraint::ContentWidth,
        }
    }

    /// The widest cell of a column, its title included.
    fn content(&self, at: usize) -> usize {
        let title = self.columns.get(at).map_or(0, |column| width(column.title));
        let cells = self.rows.iter().filter_map(|row| row.get(at)).flat_map(|cell| cell.lines()).map(width);
        cells.fold(title, usize::max)
    }

    /// Which columns are shown, by their place, and the titles of those for which there is no room.
    fn choose(&self, room: usize) -> (Vec<usize>, Vec<&'static str>) {
        let is_used = |at: usize| self.rows.iter().any(|row| row.get(at).is_some_and(|cell| !cell.trim().is_empty()));
        let mut shown: Vec<(usize, usize, &Column)> = self
            .columns
            .iter()
            .enumerate()
            .filter(|(at, column)| column.rank == 0 || is_used(*at))
            .map(|(at, column)| (at, column.fit.least(self.content(at)), column))
            .collect();
        let mut dropped = Vec::new();
        loop {
            let needed: usize = shown.iter().map(|(_, least, _)| least + usize::from(GAP)).sum();
            let worst = shown.iter().map(|(.., column)| column.rank).max().unwrap_or(0);
            if needed.saturating_sub(usize::from(GAP)) <= room || worst == 0 {
                break;
            }
            if let Some(place) = shown.iter().rposition(|(.., column)| column.rank == worst) {
                dropped.push(shown.remove(place).2.title);
            }
        }
        (shown.into_iter().map(|(at, ..)| at).collect(), dropped)
    }

    /// How wide a column that cuts may be: what the others leave, in equal parts.
    fn cutting_width(&self, shown: &[usize], room: usize) -> usize {
        let gaps = shown.len().saturating_sub(1) * usize::from(GAP);
        let (mut left, mut cutting) = (room.saturating_sub(gaps), Vec::new());
        for at in shown {
            let content = self.content(*at);
            match self.columns.get(*at).map_or(Fit::Whole, |column| column.fit) {
                Fit::Cuts => cutting.push(content),
                fit => left = left.saturating_sub(fit.least(content)),
            }
        }
        // a narrow one leaves its rest to the others
        cutting.sort_unstable();
        let mut share = left;
        for (done, content) in cutting.iter().enumerate() {
            share = left / (cutting.len() - done);
            if *content > share {
                break;
            }
            left -= content;
        }
        share.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::palette::paint;

    fn look() -> Look {
        Look::plain("2026-12-01T12:00:00Z".parse().unwrap())
    }

    fn sample() -> Grid {
        let mut grid = Grid::new(vec![
            Column::fixed("Id"),
            Column::wrapping("Words"),
            Column::figures("Took").rank(1),
            Column::fixed("Zone").rank(2),
            Column::fixed("Unused").rank(3),
        ]);
        grid.row(vec![
            "a".into(),
            ink(Ink::Bad, &"wörter 日本語 ".repeat(9)),
            "1h12m".into(),
            "Europe/Berlin".into(),
            String::new(),
        ]);
        grid.row(vec!["bb".into(), "x".repeat(50), "9m".into(), "UTC".into(), String::new()]);
        grid
    }

    #[test]
    fn a_table_is_never_wider_than_its_room() {
        for room in [30, 40, 60, 80, 200] {
            for line in sample().lay(room, &look()).lines {
                assert!(width(&line) <= room, "{room}: {line}");
            }
        }
    }

    #[test]
    fn columns_go_by_rank_and_are_named() {
        assert_eq!(sample().lay(30, &look()).dropped, ["Zone"]);
        assert_eq!(sample().lay(22, &look()).dropped, ["Zone", "Took"]);
        assert!(sample().lay(80, &look()).dropped.is_empty());
    }

    #[test]
    fn colour_stays_in_its_cell_when_the_cell_wraps() {
        let text = sample().lay(48, &look()).lines.join("\n");
        for line in paint(&text, true).lines().skip(2).filter(|line| line.contains("日")) {
            let inside = line.split("\u{1b}[1;31m").nth(1).and_then(|rest| rest.split("\u{1b}[0m").next()).unwrap();
            assert!(!inside.contains("Europe") && !inside.contains("1h12m"), "{line:?}");
        }
    }
}
