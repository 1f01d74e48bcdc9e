//! Tables of people: their columns in any order, heads that stand in them again, rows and lines that say no more than whose
//! people the next rows hold.

use std::collections::HashSet;
use std::ops::Range;

use super::contact::add;
use super::headings::side_over;
use super::inline::{is_struck, unwrapped};
use super::items::item;
use super::meanings::{ContactColumn as Column, Side};
use super::shown::shown;
use super::structure::LineKind;
use super::tables::{Table, TableRow};
use super::title_rows::{Again, HALF_A_HEAD, TitleRows, claim_head, leave_unknown_heads, says_again};
use super::vocabulary::{contact_column as column, is_blank};
use super::writing::{Writing, short};
use super::written_contact::WrittenContact;

/// Reads a table of people, which may stand under no heading of theirs. A head of columns may stand in it more than once, and
/// a row that names a side alone says whose people the next rows hold.
pub(super) fn of_table(writing: &mut Writing<'_>, table: &Table, given: Option<Side>, under: &str) {
    let mut columns = vec![Column::Name, Column::Role, Column::Description];
    // the head, and whether its titles are known
    let mut head: Option<(&TableRow, bool)> = None;
    let mut side = given;
    let titles = TitleRows::of(table);
    let mut entries = HashSet::new();
    for (nth, row) in table.rows.iter().enumerate() {
        let is_over_the_rest = nth == 0 && table.separators.first() == Some(&(row.at + 1));
        let is_last = nth + 1 == table.rows.len();
        if row.is_blank() {
            writing.claim(row.at);
        } else if let Some(again) = says_head(row, head.map(|(head, _)| head), is_over_the_rest) {
            if again == Again::Half {
                writing.leave(row.number, under, &row.text, HALF_A_HEAD);
                writing.claim(row.at);
                continue;
            }
            claim_head(writing, row);
            let named: Vec<Column> = row.cells.iter().map(|cell| column(cell)).collect();
            let is_same = (0..).zip(&named).all(|(at, own): (usize, _)| {
                is_blank(row.cell(at)) || columns.get(at) == Some(own) || *own == Column::Other
            });
            match head {
                Some(_) if is_same => continue,
                Some((old, is_known)) => {
                    if is_known {
                        let is_unknown = |at: usize| columns.get(at) == Some(&Column::Other);
                        leave_unknown_heads(writing, table, old, under, (&entries, row.at), is_unknown);
                    }
                    writing.repair(row.number, format!("“{}” stands over the rows below it", short(&row.text)));
                }
                None => {}
            }
            (columns, head) = (named, Some((row, true)));
        } else if let Some(own) = side_of(row, writing.customer_name(), given).filter(|_| !is_last) {
            side = Some(own);
            let message = format!("“{}” is taken as the side of the people below it", short(&row.text));
            writing.repair(row.number, message);
            claim_head(writing, row);
        } else if is_over_the_rest && head.is_none() && !row.cells.iter().any(|cell| cell.contains('@')) {
            // a row of titles is nobody's name: the columns are those of the documents, in their order
            if !is_last {
                writing.leave(
                    row.number,
                    under,
                    &row.text,
                    "its titles are not known: its columns are taken as name, role and description",
                );
                writing.claim(row.at);
                head = Some((row, false));
            }
        } else if let Some(why) = titles.why_none(row) {
            writing.leave(row.number, under, &row.text, why);
            writing.claim(row.at);
        } else {
            let heads = head.filter(|(_, is_known)| *is_known).map_or(&[][..], |(head, _)| head.cells.as_slice());
            let written = of_row(row, &columns, heads);
            let is_none = is_no_person(written.first(Column::Name)) || row.cells.iter().any(|cell| is_struck(cell));
            if !is_none && add(writing, row.number, written, side, under) {
                writing.claim(row.at);
                entries.insert(row.at);
            }
        }
    }
    if let Some((head, true)) = head {
        let is_unknown = |at: usize| columns.get(at) == Some(&Column::Other);
        leave_unknown_heads(writing, table, head, under, (&entries, usize::MAX), is_unknown);
    }
}

/// Whether a row is the head of its columns: the first such row, or one that says again what stands over the table.
fn says_head(row: &TableRow, head: Option<&TableRow>, is_over_the_rest: bool) -> Option<Again> {
    let is_head = |cell: &str| column(cell) != Column::Other;
    if let Some(head) = head {
        return says_again(row, &head.cells, |cell| column(cell) == Column::Name, is_head);
    }
    let known = row.cells.iter().filter(|cell| is_head(cell)).count();
    let has_name = row.cells.iter().any(|cell| column(cell) == Column::Name);
    (has_name && (known > 1 || is_over_the_rest)).then_some(Again::Whole)
}

/// The side that a row says which holds nothing else: "| Customer | | |", "**GitLab:**", the customer's own name.
pub(super) fn side_of(row: &TableRow, customer: Option<&str>, given: Option<Side>) -> Option<Side> {
    // an editor writes the words of joined cells once, or into each
    let first = row.cells.iter().find(|cell| !is_blank(cell)).filter(|first| row.is_title() && !first.contains('@'))?;
    // where a heading says whose people they are, the customer's own name may be somebody's
    side_over(&shown(first).words, given, customer.filter(|_| given.is_none()))
}

/// An item with a box in the column of names.
fn is_no_person(name: &str) -> bool {
    item(name).is_some_and(|own| own.tick.is_some())
}

fn of_row(row: &TableRow, columns: &[Column], heads: &[String]) -> WrittenContact {
    let mut written = WrittenContact::default();
    for (at, text) in row.fitted(columns.len()).into_iter().enumerate() {
        let column = columns.get(at).copied().unwrap_or(Column::Other);
        written.put(column, heads.get(at).map_or("", String::as_str), &text);
    }
    written
}

/// Whose people a table holds by the line above it: "Customer:", "**Vendor**". One that names no side is said, since a table
/// below it may hold neither ours nor the customer's.
pub(super) fn title_over(writing: &mut Writing<'_>, lines: Range<usize>, side: Option<Side>) -> Option<Side> {
    let is_text = |at: &usize| writing.line(*at).is_some_and(|line| line.kind == LineKind::Text && !line.is_blank());
    let Some(at) = lines.rev().find(is_text).filter(|at| !writing.is_claimed(*at)) else { return side };
    let Some(line) = writing.line(at) else { return side };
    let text = line.text.trim();
    let words = shown(text).words;
    let title = words.trim_end_matches([':', '：', ' ']);
    if let Some(own) = side_over(title, side, writing.customer_name()) {
        writing.repair(line.number, format!("“{}” is taken as the side of the people below it", short(text)));
        writing.claim(at);
        return Some(own);
    }
    let is_title = title.len() < words.len() || unwrapped(text).len() < text.len();
    if is_title && side.is_some() && title.split(' ').count() < 5 && !title.contains('@') {
        writing.doubt(
            line.number,
            format!("“{}” stands over people: whose they are is taken from the heading", short(text)),
        );
    }
    side
}
