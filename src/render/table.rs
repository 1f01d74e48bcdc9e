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

/// One column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    title: &'static str,
    fit: Fit,
    right: bool,
    may_miss: bool,
    rank: u8,
}

impl Column {
    /// A column whose cells wrap.
    pub(super) fn wrapping(title: &'static str) -> Self {
        Self { title, fit: Fit::Wraps, right: false, may_miss: false, rank: 0 }
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

    /// Left out where no row has anything to say in it.
    pub(super) fn if_used(mut self) -> Self {
        self.may_miss = true;
        self
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

impl Grid {
    /// A table without rows.
    pub(super) fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// One more row, a cell for each column.
    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The table on at most this many columns of the screen, titles first.
    pub(super) fn lay(&self, room: usize, look: &Look) -> Vec<String> {
        let shown = self.choose(room);
        let lines = self.build(&shown, room, look, false);
        // rows of several lines run into each other without a gap
        if lines.len() > self.rows.len() + 2 && self.rows.len() > 1 {
            return self.build(&shown, room, look, true);
        }
        lines
    }

    fn build(&self, shown: &[Shown<'_>], room: usize, look: &Look, spaced: bool) -> Vec<String> {
        let cut_to = cutting_width(shown, room);
        let cell = |row: &[String], own: &Shown<'_>| -> Cell {
            let text = row.get(own.at).map_or("", String::as_str);
            let cell = match own.column.fit {
                Fit::Cuts => Cell::new(cut(text, cut_to)),
                _ => Cell::new(text),
            };
            cell.set_alignment(if own.column.right { CellAlignment::Right } else { CellAlignment::Left })
        };
        let titles: Vec<String> = self.columns.iter().map(|column| ink(Ink::Heading, column.title)).collect();
        let rule = look.sign("─", "-").chars().next().unwrap_or('-');
        let mut style = TableStyle::new().header_separator(LineStyle::none().fill(rule));
        if spaced {
            style = style.row_separator(LineStyle::none().fill(' '));
        }
        let mut table = Table::new();
        table
            .load_style(style)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(room).unwrap_or(u16::MAX))
            .set_header(shown.iter().map(|own| cell(&titles, own)).collect::<Vec<_>>());
        for row in &self.rows {
            table.add_row(shown.iter().map(|own| cell(row, own)).collect::<Vec<_>>());
        }
        for (place, own) in shown.iter().enumerate() {
            if let Some(column) = table.column_mut(place) {
                column.set_padding((0, if place + 1 == shown.len() { 0 } else { GAP }));
                column.set_constraint(match own.column.fit {
                    Fit::Wraps => {
                        ColumnConstraint::LowerBoundary(Width::Fixed(u16::try_from(own.least).unwrap_or(u16::MAX)))
                    }
                    _ => ColumnConstraint::ContentWidth,
                });
            }
        }
        table.lines().map(|line| line.trim_end().to_owned()).collect()
    }

    /// The columns for which there is room.
    fn choose(&self, room: usize) -> Vec<Shown<'_>> {
        let is_used = |at: usize| self.rows.iter().any(|row| row.get(at).is_some_and(|cell| !cell.trim().is_empty()));
        let used = self.columns.iter().enumerate().filter(|(at, column)| !column.may_miss || is_used(*at));
        let measured: Vec<(usize, &Column, Measure)> =
            used.map(|(at, column)| (at, column, self.measure(at, column.title))).collect();
        // columns may become narrower before one of them has to go
        let mut shown = Vec::new();
        for word in [28, 20, 14, 9, 5] {
            shown = measured
                .iter()
                .map(|(at, column, own)| Shown {
                    at: *at,
                    column,
                    content: own.content,
                    least: own.least(column.fit, word),
                })
                .collect();
            if least_width(&shown) <= room {
                break;
            }
        }
        while least_width(&shown) > room {
            let worst = shown.iter().map(|own| own.column.rank).max().unwrap_or(0);
            match shown.iter().rposition(|own| own.column.rank == worst && worst > 0) {
                Some(place) => shown.remove(place),
                None => break,
            };
        }
        shown
    }

    fn measure(&self, at: usize, title: &str) -> Measure {
        let cells = self.rows.iter().filter_map(|row| row.get(at)).map(String::as_str);
        cells.chain([title]).flat_map(str::lines).fold(Measure { content: 0, word: 0 }, |most, line| Measure {
            content: most.content.max(width(line)),
            word: line.split(' ').map(width).fold(most.word, usize::max),
        })
    }
}

/// How wide a column's content is.
#[derive(Debug, Clone, Copy)]
struct Measure {
    content: usize,
    word: usize,
}

impl Measure {
    /// The least width of its column, when words longer than this are broken.
    fn least(self, fit: Fit, word: usize) -> usize {
        match fit {
            Fit::Whole => self.content,
            Fit::Wraps => self.word.min(word),
            Fit::Cuts => self.content.min(word),
        }
    }
}

/// A column that was chosen.
#[derive(Debug, Clone, Copy)]
struct Shown<'a> {
    at: usize,
    column: &'a Column,
    content: usize,
    least: usize,
}

fn least_width(shown: &[Shown<'_>]) -> usize {
    shown.iter().map(|own| own.least).sum::<usize>() + shown.len().saturating_sub(1) * usize::from(GAP)
}

/// How wide a column that cuts may be: what the others leave, in equal parts.
fn cutting_width(shown: &[Shown<'_>], room: usize) -> usize {
    let gaps = shown.len().saturating_sub(1) * usize::from(GAP);
    let (mut left, mut cutting) = (room.saturating_sub(gaps), Vec::new());
    for own in shown {
        match own.column.fit {
            Fit::Cuts => cutting.push(own.content),
            _ => left = left.saturating_sub(own.least),
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
            Column::fixed("Unused").rank(3).if_used(),
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
        for room in [24, 30, 40, 60, 80, 200] {
            for line in sample().lay(room, &look()) {
                assert!(width(&line) <= room, "{room}: {line}");
            }
        }
    }

    #[test]
    fn columns_go_by_rank_and_empty_ones_first() {
        let titles = |room| sample().lay(room, &look()).first().map(|line| paint(line, false)).unwrap();
        assert_eq!(titles(100).split_whitespace().collect::<Vec<_>>(), ["Id", "Words", "Took", "Zone"]);
        assert_eq!(titles(30).split_whitespace().collect::<Vec<_>>(), ["Id", "Words", "Took"]);
        assert_eq!(titles(14).split_whitespace().collect::<Vec<_>>(), ["Id", "Words"]);
    }

    #[test]
    fn colour_stays_in_its_cell_when_the_cell_wraps() {
        let text = sample().lay(48, &look()).join("\n");
        let wrapped: Vec<String> =
            paint(&text, true).lines().filter(|line| line.contains('日')).map(str::to_owned).collect();
        assert!(wrapped.len() > 1);
        for line in wrapped {
            let inside = line.split("\u{1b}[1;31m").nth(1).and_then(|rest| rest.split("\u{1b}[0m").next()).unwrap();
            assert!(!inside.contains("Europe") && !inside.contains("1h12m"), "{line:?}");
        }
    }
}
