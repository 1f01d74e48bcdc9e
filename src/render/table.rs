//! Tables on a screen of a known width. Cells come in harmless; layout is comfy-table's, which is told no terminal.
//!
//! A table never asks for more columns than it has: it wraps or cuts what may be wrapped or cut, and where that is not
//! enough it drops the columns that matter least.

use std::borrow::Cow;

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width};
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelExtend, ParallelIterator};

use super::columns::{Column, Fit, GAP, Shown, choose};
use super::layout::{cut, fold, width};
use super::palette::{Ink, ink};
use super::style::Style;

/// From so many rows on, rows of one line are only padded.
const MANY: usize = 500;

/// Wider than this no cell is laid out, however much room there is: the layout counts columns in sixteen bits.
const WIDEST: usize = 5_000;

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

    /// A row for each of these, a cell for each column; thousands are shared out.
    pub(super) fn rows<T: Sync>(&mut self, of: &[T], cells: impl Fn(&T) -> Vec<String> + Sync + Send) {
        self.rows.par_extend(of.par_iter().with_min_len(MANY).map(cells));
    }

    /// One more row, a cell for each column.
    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The table on at most this many columns of the screen, titles first.
    pub(super) fn lay(&self, room: usize, style: &Style) -> Vec<String> {
        let shown = choose(&self.columns, &self.rows, room);
        if self.rows.len() >= MANY && shown.iter().all(|own| own.column.fit != Fit::Wraps) {
            return self.pile(&shown, style);
        }
        let lines = self.build(&shown, room, style, false);
        // rows of several lines run into each other without a gap
        if lines.len() > self.rows.len() + 2 && self.rows.len() > 1 {
            return self.build(&shown, room, style, true);
        }
        lines
    }

    fn build(&self, shown: &[Shown<'_>], room: usize, style: &Style, spaced: bool) -> Vec<String> {
        let cell = |row: &[String], own: &Shown<'_>| -> Cell {
            let text = row.get(own.at).map_or("", String::as_str);
            let cell = match own.column.fit {
                Fit::Cuts => Cell::new(cut(text, own.cut_to.min(WIDEST))),
                _ if own.content > WIDEST => Cell::new(fold(text, WIDEST).join("\n")),
                _ => Cell::new(text),
            };
            cell.set_alignment(if own.column.right { CellAlignment::Right } else { CellAlignment::Left })
        };
        let titles: Vec<String> = self.columns.iter().map(|column| ink(Ink::Heading, column.title)).collect();
        let rule = rule(style).chars().next().unwrap_or('-');
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
        let gap = u16::try_from(GAP).unwrap_or(u16::MAX);
        for (place, own) in shown.iter().enumerate() {
            if let Some(column) = table.column_mut(place) {
                column.set_padding((0, if place + 1 == shown.len() { 0 } else { gap }));
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

    /// The same for thousands of rows of one line each: only padding is left to do, and laying out cell by cell would
    /// take longer than reading the files.
    fn pile(&self, shown: &[Shown<'_>], style: &Style) -> Vec<String> {
        let titles: Vec<String> = self.columns.iter().map(|column| ink(Ink::Heading, column.title)).collect();
        let cell = |row: &[String], own: &Shown<'_>| width(&cut_cell(row, own));
        let widest = |own: &Shown<'_>| match own.column.fit {
            // what is cut may end in a blank that goes as well
            Fit::Cuts if own.content > own.cut_to => {
                let rows = std::iter::once(&titles).chain(&self.rows);
                rows.map(|row| cell(row, own)).max().unwrap_or(0)
            }
            _ => own.content,
        };
        // one cell of a hundred thousand letters does not make every line as long
        let widths: Vec<usize> = shown.iter().map(|own| widest(own).min(WIDEST)).collect();
        let whole = widths.iter().sum::<usize>() + shown.len().saturating_sub(1) * GAP;
        let line = |row: &Vec<String>| padded(row, shown, &widths);
        let mut lines = vec![line(&titles), rule(style).repeat(whole)];
        lines.par_extend(self.rows.par_iter().with_min_len(MANY).map(line));
        lines
    }
}

/// The text of a cell, cut where its column cuts.
fn cut_cell<'r>(row: &'r [String], own: &Shown<'_>) -> Cow<'r, str> {
    let text = row.get(own.at).map_or("", String::as_str);
    if own.column.fit == Fit::Cuts && own.content > own.cut_to {
        Cow::Owned(cut(text, own.cut_to))
    } else {
        Cow::Borrowed(text)
    }
}

/// One row of a pile.
fn padded(row: &[String], shown: &[Shown<'_>], widths: &[usize]) -> String {
    let mut line = String::with_capacity(widths.iter().sum::<usize>() + shown.len() * GAP);
    for (own, room) in shown.iter().zip(widths) {
        let text = cut_cell(row, own);
        let blanks = room.saturating_sub(width(&text));
        let (before, after) = if own.column.right { (blanks, GAP) } else { (0, blanks + GAP) };
        line.extend(std::iter::repeat_n(' ', before));
        line.push_str(&text);
        line.extend(std::iter::repeat_n(' ', after));
    }
    line.truncate(line.trim_end().len());
    line
}

/// What titles are underlined with.
fn rule(style: &Style) -> &'static str {
    style.sign("─", "-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::palette::paint;

    fn style() -> Style {
        Style::plain("2026-12-01T12:00:00Z".parse().unwrap())
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
            for line in sample().lay(room, &style()) {
                assert!(width(&line) <= room, "{room}: {line}");
            }
        }
    }

    #[test]
    fn a_cell_of_any_width_is_laid_out_and_nothing_of_it_is_lost() {
        for column in [Column::wrapping("Words"), Column::fixed("Words")] {
            let mut grid = Grid::new(vec![Column::fixed("Id"), column, Column::cutting("Cut")]);
            grid.row(vec!["a".into(), "x".repeat(70_000), "y".repeat(70_000)]);
            for room in [80, usize::MAX] {
                let letters: usize = grid.lay(room, &style()).iter().map(|line| line.matches('x').count()).sum();
                assert_eq!(letters, 70_000, "{room}");
            }
        }
    }

    #[test]
    fn columns_go_by_rank_and_empty_ones_first() {
        let titles = |room| sample().lay(room, &style()).first().map(|line| paint(line, false)).unwrap();
        assert_eq!(titles(100).split_whitespace().collect::<Vec<_>>(), ["Id", "Words", "Took", "Zone"]);
        assert_eq!(titles(30).split_whitespace().collect::<Vec<_>>(), ["Id", "Words", "Took"]);
        assert_eq!(titles(14).split_whitespace().collect::<Vec<_>>(), ["Id", "Words"]);
    }

    #[test]
    fn what_is_kept_is_cut_only_when_nothing_else_can_go() {
        let mut grid = Grid::new(vec![
            Column::cutting("Id").kept(20),
            Column::cutting("Who").rank(2),
            Column::cutting("Words").rank(1),
        ]);
        grid.row(vec!["customer/what-is-done".into(), "somebody ".repeat(9), "words ".repeat(20)]);
        for (room, whole, titles) in [
            (120, true, vec!["Id", "Who", "Words"]),
            (34, true, vec!["Id", "Who", "Words"]),
            (31, true, vec!["Id", "Words"]),
            (22, true, vec!["Id"]),
            (12, false, vec!["Id"]),
        ] {
            let lines = grid.lay(room, &style());
            let shown = paint(&lines.join("\n"), false);
            let first = shown.lines().next().unwrap();
            assert_eq!(first.split_whitespace().collect::<Vec<_>>(), titles, "{room}\n{shown}");
            assert_eq!(shown.contains("customer/what-is-do"), whole, "{room}\n{shown}");
            assert!(lines.iter().all(|line| width(line) <= room), "{room}\n{shown}");
        }
    }

    #[test]
    fn many_rows_look_as_few_do() {
        let mut grid = Grid::new(vec![
            Column::cutting("Id"),
            Column::figures("Took"),
            Column::fixed("State"),
            Column::cutting("Words").rank(1),
        ]);
        for (id, took) in [("a", "1h12m"), ("日本語", ""), (&"x".repeat(90), "9m")] {
            grid.row(vec![id.into(), took.into(), ink(Ink::Bad, "failed"), format!("{id} e\u{301}👩‍👩‍👧‍👦 {took}")]);
        }
        for room in [24, 40, 80, 200] {
            let shown = choose(&grid.columns, &grid.rows, room);
            let few = grid.build(&shown, room, &style(), false);
            assert_eq!(grid.pile(&shown, &style()), few, "{room}");
        }
    }

    #[test]
    fn colour_stays_in_its_cell_when_the_cell_wraps() {
        let text = sample().lay(48, &style()).join("\n");
        let wrapped: Vec<String> =
            paint(&text, true).lines().filter(|line| line.contains('日')).map(str::to_owned).collect();
        assert!(wrapped.len() > 1);
        for line in wrapped {
            let inside = line.split("\u{1b}[1;31m").nth(1).and_then(|rest| rest.split("\u{1b}[0m").next()).unwrap();
            assert!(!inside.contains("Europe") && !inside.contains("1h12m"), "{line:?}");
        }
    }
}
