//! Rows that are no entry of their table: sums of the rows above, and titles of the rows below.
//!
//! A row that holds nothing but its emphasized words, or the count of a part, stands over others only where there are others
//! that do not look like it.

use super::languages::any_has;
use super::name::is_part_or_date;
use super::tables::{Table, TableRow};
use super::vocabulary::{folded, is_blank};

/// What is to be known of a whole table to tell its entries from such rows.
pub(super) struct TitleRows {
    /// Whether any row is an entry whatever the others are.
    has_entries: bool,
}

impl TitleRows {
    /// Looks at every row once.
    pub(super) fn of(table: &Table) -> Self {
        let is_wide = table.rows.first().is_some_and(|first| first.cells.len() > 1);
        let has_entries =
            table.rows.iter().skip(1).any(|row| !row.is_blank() && !looks_like_title(row) && !is_sum(row));
        Self { has_entries: is_wide && has_entries }
    }

    /// Why the row is no entry; none where it is one.
    pub(super) fn why_none(&self, row: &TableRow) -> Option<&'static str> {
        if is_sum(row) {
            return Some("it adds up the rows above it");
        }
        (self.has_entries && looks_like_title(row)).then_some("it is the title of the rows below it")
    }
}

/// "Total", "In all:", "Summe (ohne Puffer)" in the first cell that says anything.
fn is_sum(row: &TableRow) -> bool {
    let first = row.cells.iter().find(|cell| !is_blank(cell));
    first.is_some_and(|cell| {
        let words = cell.split(['(', '[', ':', '：']).next().unwrap_or_default();
        any_has(|language| language.sums, &folded(words))
    })
}

/// One cell that says something, all of it in bold or italics, or the count of a part: "**Phase 1**", "Phase 2".
fn looks_like_title(row: &TableRow) -> bool {
    let mut said = row.cells.iter().filter(|cell| !is_blank(cell));
    let (Some(only), None) = (said.next(), said.next()) else { return false };
    let is_whole = |mark: &str| {
        only.strip_prefix(mark)
            .and_then(|rest| rest.strip_suffix(mark))
            .is_some_and(|inner| !inner.is_empty() && !inner.contains(mark))
    };
    let is_count = || only.chars().any(char::is_alphabetic) && is_part_or_date(only);
    !only.contains('@') && (["***", "**", "__", "*", "_"].into_iter().any(is_whole) || is_count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Table {
        let row = |(at, cells): (usize, &&[&str])| TableRow {
            at,
            number: 1,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            text: String::new(),
        };
        Table { rows: rows.iter().enumerate().map(row).collect(), separators: Vec::new() }
    }

    #[test]
    fn sums_and_titles_are_told_from_entries() {
        let own = table(&[
            &["Task", "Outcome", "Duration"],
            &["**Phase 1**", "", ""],
            &["Stop it", "", "10m"],
            &["Phase 2", "", ""],
            &["**Start it**", "", "5m"],
            &["Total", "", "15m"],
            &["**Summe:**", "", ""],
            &["Total loss of users", "", "5m"],
        ]);
        let titles = TitleRows::of(&own);
        let found: Vec<bool> = own.rows.iter().skip(1).map(|row| titles.why_none(row).is_some()).collect();
        assert_eq!(found, [true, false, true, false, true, true, false]);
    }

    #[test]
    fn where_all_rows_look_alike_they_are_entries() {
        for rows in [["**Stop it**", "**Start it**"], ["Step 1", "Step 2"]] {
            let own = table(&[&["Task", "Outcome"], &[rows[0], ""], &[rows[1], ""]]);
            let titles = TitleRows::of(&own);
            assert!(own.rows.iter().skip(1).all(|row| titles.why_none(row).is_none()), "{rows:?}");
        }
    }
}
