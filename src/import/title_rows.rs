//! Rows that are no entry of their table: sums of the rows above, and titles of the rows below.
//!
//! A row that holds nothing but its emphasized words, or the count of a part, stands over others only where there are others
//! that do not look like it.

use std::collections::HashSet;

use super::languages::any_has;
use super::name::is_part_or_date;
use super::shown::shown;
use super::tables::{Table, TableRow};
use super::vocabulary::{folded, is_blank};
use super::writing::Writing;

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

/// How far a row says what the head of its table says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// Every cell is the head of a column.
    Whole,
    /// Half of them are.
    Half,
}

/// Whether a row is the head of its table once more, as page breaks and pasted tables bring it: some cell is called after
/// what the table lists, and all others, or half of them, are heads of columns as well. `heads` is what stood over the
/// table; `is_key` and `is_head` know the words of the languages.
pub(super) fn says_again(
    row: &TableRow,
    heads: &[String],
    is_key: impl Fn(&str) -> bool,
    is_head: impl Fn(&str) -> bool,
) -> Option<Again> {
    let said = || row.cells.iter().enumerate().filter(|(_, cell)| !is_blank(cell));
    let is_same =
        |at: usize, cell: &str| heads.get(at).is_some_and(|head| says_letters(head) && folded(head) == folded(cell));
    if !said().any(|(at, cell)| is_key(cell) || at == 0 && is_same(at, cell)) {
        return None;
    }
    let (all, known) = (said().count(), said().filter(|(at, cell)| is_same(*at, cell) || is_head(cell)).count());
    if known == all {
        return Some(Again::Whole);
    }
    // where half of it is none, what lists the entries has to be a head
    let first_is_head = said().next().is_some_and(|(at, cell)| is_key(cell) || is_same(at, cell));
    (known * 2 >= all && first_is_head).then_some(Again::Half)
}

fn says_letters(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// The heads of columns, or a title over some rows, have been understood; where their words lead is kept.
pub(super) fn claim_head(writing: &mut Writing<'_>, row: &TableRow) {
    writing.claim(row.at);
    if row.cells.iter().any(|cell| shown(cell).hides) {
        writing.keep_beside(row.number, "heads of columns", &row.text);
    }
}

/// Leaves out the heads of columns that are not known, but for those that were said where the values of `entries` were kept.
/// Other heads stand at `end`.
pub(super) fn leave_unknown_heads(
    writing: &mut Writing<'_>,
    table: &Table,
    first: &TableRow,
    under: &str,
    (entries, end): (&HashSet<usize>, usize),
    is_unknown: impl Fn(usize) -> bool,
) {
    for (at, head) in first.cells.iter().enumerate().filter(|(at, head)| !is_blank(head) && is_unknown(*at)) {
        // what stands above is none of its column
        let mut rows = table.rows.iter().filter(|row| row.at > first.at && row.at < end);
        // the head once more says nothing of it
        let says = |cell: &str| !is_blank(cell) && folded(cell) != folded(head);
        if !rows.any(|row| says(row.cell(at)) && entries.contains(&row.at)) {
            writing.leave(first.number, under, head, UNKNOWN_COLUMN);
        }
    }
}

/// Why the head of a column is left out.
pub(super) const UNKNOWN_COLUMN: &str = "no such column is known";

/// Why a row that is half a head is no entry.
pub(super) const HALF_A_HEAD: &str = "it says again what stands over the table";

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
